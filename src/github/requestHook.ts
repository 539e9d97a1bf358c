import type { Octokit } from '@octokit/rest';
import { maskError } from '../base/secrets';
import type { RepositoryAddress } from './address';
import { type GitHubFailure, hostileName, redirected, unreadable } from './failure';
import { githubFailure } from './requestFailure';

export interface RequestOptions {
  /** Takes a line about every request, without the token. */
  readonly log: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long an answer may take, in milliseconds. */
  readonly timeout: number;
}

/** Options of one request, given as `request: { … }` to a method of Octokit. */
interface OwnOptions {
  /** Scopes that a classic or OAuth token needs for it. */
  readonly scopes?: readonly string[];
  /** False: the body is a stream. An option of `@octokit/request`. */
  readonly parseSuccessResponseBody?: boolean;
}

type Send = Parameters<Parameters<typeof Octokit.prototype.hook.wrap<'request'>>[1]>[0];
type Options = Parameters<Send>[0];
type Answer = Awaited<ReturnType<Send>>;

/** How many answers are kept with their ETag. A run with its jobs has two. */
const MOST_CACHED = 200;

/** The version that all supported Enterprise Servers know (REST API, "API versions"). */
const API_VERSION = '2022-11-28';

/**
 * What every request of a client goes through. A read that was sent before is sent with its ETag: a 304 does not count
 * against the hourly limit (REST API, "Best practices"). A write is sent once and follows no redirect, which would take its
 * body, such as a sealed secret, to an address that the answer names. All errors are {@link GitHubFailure}s.
 */
export class RequestHook {
  readonly #cache = new Map<string, { readonly etag: string; readonly answer: Answer }>();
  #scopes: readonly string[] | undefined;

  constructor(
    private readonly octokit: Octokit,
    private readonly token: string,
    private readonly address: RepositoryAddress,
    private readonly options: RequestOptions,
  ) {
    octokit.hook.wrap('request', (send, options) => this.#request(send, options));
  }

  /** The scopes of the token, from the newest answer. Fine-grained tokens have none. */
  get scopes(): readonly string[] | undefined {
    return this.#scopes;
  }

  /** The failure that an error of a request is, without the token, which some servers repeat in their answers. */
  failure(error: unknown, needed?: readonly string[]): GitHubFailure {
    const { now } = this.options;
    const failure = githubFailure(error, this.address.host, now(), [this.token], needed);
    maskError(failure, [this.token]);
    return failure;
  }

  async #request(send: Send, options: Options): Promise<Answer> {
    const { scopes, parseSuccessResponseBody } = options.request as OwnOptions;
    const { method, url } = this.octokit.request.endpoint(options);
    const isRead = method === 'GET';
    const cached = isRead && parseSuccessResponseBody !== false ? this.#cache.get(url) : undefined;
    try {
      if (!this.#isOurs(url) || hasEmptyName(options)) throw hostileName(this.address.host);
      // The hooks of Octokit share one object: what is passed on instead of it is ignored.
      Object.assign(options, {
        headers: {
          ...options.headers,
          'x-github-api-version': API_VERSION,
          ...(cached !== undefined && { 'if-none-match': cached.etag }),
        },
        request: {
          ...options.request,
          signal: AbortSignal.timeout(this.options.timeout),
          ...(!isRead && { redirect: 'manual' }),
        },
      });
      const answer = await this.#logged(send, `${method} ${url}`, options);
      const { etag } = answer.headers;
      if (etag === undefined || !isRead) this.#cache.delete(url);
      else if (parseSuccessResponseBody !== false) this.#remember(url, etag, answer);
      return answer;
    } catch (error) {
      if (cached !== undefined && (error as { status?: unknown }).status === 304) {
        this.#remember(url, cached.etag, cached.answer);
        return structuredClone(cached.answer);
      }
      throw this.failure(error, scopes);
    }
  }

  async #logged(send: Send, title: string, options: Options): Promise<Answer> {
    const { log, now } = this.options;
    const started = now();
    const line = (outcome: string | number) => log(`${title} ${outcome} (${now() - started} ms)`);
    let answer: Answer;
    try {
      answer = await send(options);
    } catch (error) {
      const { status, response } = error as { status?: number; response?: unknown };
      line(response === undefined ? 'no answer' : String(status));
      throw error;
    }
    line(answer.status);
    // The host that a redirect leads to sends no such header.
    const scopes = answer.headers['x-oauth-scopes'];
    if (scopes !== undefined) this.#scopes = listed(scopes);
    if (isRedirect(answer)) throw redirected(this.address);
    if (!isReadable(answer)) throw unreadable(this.address.host, answer.status);
    return answer;
  }

  /**
   * Whether a request goes to the host of the token, and no name in its path is empty, `.` or `..`: `fetch` removes these
   * (URL Standard, "path state"). The address of a further page comes from the answer to the one before.
   */
  #isOurs(url: string): boolean {
    const { baseUrl } = this.octokit.request.endpoint.DEFAULTS;
    if (!url.startsWith(`${baseUrl}/`)) return false;
    const [path = ''] = url.slice(baseUrl.length + 1).split(/[?#]/, 1);
    return path.split('/').every(part => part !== '' && !/^(?:\.|%2e){1,2}$/i.test(part));
  }

  /** Keeps a copy, because the paginate plugin changes what it is given. The oldest answer is dropped first. */
  #remember(url: string, etag: string, answer: Answer): void {
    this.#cache.delete(url);
    this.#cache.set(url, { etag, answer: structuredClone(answer) });
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > MOST_CACHED && oldest !== undefined) this.#cache.delete(oldest);
  }
}

/** Octokit leaves out an empty name at the end of a path, and the slash before it. */
function hasEmptyName(options: Options): boolean {
  return [...options.url.matchAll(/\{(\w+)\}/g)].some(([, name = '']) => options[name] === '');
}

function isRedirect({ status }: { readonly status: number }): boolean {
  return status >= 300 && status < 400;
}

/** Octokit returns text for an answer that isn't JSON and an empty text for one that broke off, both as a success. */
function isReadable({ headers, data }: Answer): boolean {
  return (
    typeof data !== 'string' ||
    (data === '' &&
      (headers['content-type'] === undefined || String(headers['content-length']) === '0'))
  );
}

function listed(header: string): string[] {
  return header
    .split(',')
    .map(scope => scope.trim())
    .filter(scope => scope !== '');
}
