import type { Octokit } from '@octokit/core';
import type { Endpoints } from '@octokit/types';
import { apiOf, type RepositoryAddress } from './address';
import { maskError } from '../base/secrets';
import { GitHubFailure, hostileName, redirected, unreadable } from './failure';
import { githubFailure } from './requestFailure';
type Route = keyof Endpoints;
type GetRoute = Extract<Route, `GET /repos/{owner}/{repo}${string}`>;
type WriteRoute = Exclude<Extract<Route, `${string} /repos/{owner}/{repo}${string}`>, GetRoute>;

/** What a route takes beside owner and repository. */
type Parameters<R extends Route> = Omit<
  Endpoints[R]['parameters'],
  'owner' | 'repo' | 'baseUrl' | 'headers' | 'mediaType' | 'request'
>;
type Data<R extends Route> = Endpoints[R]['response']['data'];

export interface Fetched<T> {
  readonly data: T;
  /** False where GitHub said 304: it is what it was when it was last asked for. */
  readonly changed: boolean;
}

export interface ClientOptions {
  /** Name and version of the program, as GitHub wants it in every request. */
  readonly userAgent: string;
  /** Takes a line about every request, without the token. */
  readonly log?: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** How long an answer may take, in milliseconds; half a minute by default. */
  readonly timeout?: number;
}

const TIMEOUT_MS = 30_000;

interface Answer {
  readonly status: number;
  readonly headers: {
    readonly etag?: string;
    readonly 'x-oauth-scopes'?: string;
    readonly 'content-type'?: string;
    readonly 'content-length'?: string | number;
  };
  readonly data: unknown;
}

/** How many answers are kept to be asked for again by their ETag. A run with its jobs has two. */
const MOST_CACHED = 200;

/**
 * The REST API of one repository, with one token that goes to this repository's host alone. What is read is asked for by
 * its ETag when it is asked for again: a 304 costs nothing of the hourly limit. Nothing is sent twice by itself: whether a
 * write whose answer was lost has happened can only be found out by reading.
 */
export class GitHubClient {
  readonly #octokit: Octokit;
  readonly #token: string;
  readonly #cache = new Map<string, { readonly etag: string; readonly data: unknown }>();
  readonly #log: (line: string) => void;
  readonly #timeout: number;
  #scopes: readonly string[] | undefined;
  readonly now: () => number;

  private constructor(
    octokit: Octokit,
    token: string,
    readonly address: RepositoryAddress,
    { log = () => undefined, now = Date.now, timeout = TIMEOUT_MS }: ClientOptions,
  ) {
    this.#octokit = octokit;
    this.#token = token;
    this.#log = log;
    this.#timeout = timeout;
    this.now = now;
  }

  static async create(
    address: RepositoryAddress,
    token: string,
    options: ClientOptions,
  ): Promise<GitHubClient> {
    const { Octokit } = await import('@octokit/core');
    const silent = () => undefined;
    const octokit = new Octokit({
      auth: token,
      baseUrl: apiOf(address.host),
      userAgent: options.userAgent,
      // Octokit would write deprecations to the console of the host.
      log: { debug: silent, info: silent, warn: silent, error: silent },
    });
    return new GitHubClient(octokit, token, address, options);
  }

  /** The scopes of the token, as GitHub tells them with its answers; undefined before the first one and for a token that has none, such as a fine-grained one. */
  get scopes(): readonly string[] | undefined {
    return this.#scopes;
  }

  /** Reads. @throws GitHubFailure */
  async get<R extends GetRoute>(route: R, parameters: Parameters<R>): Promise<Fetched<Data<R>>> {
    const options = this.#options(parameters);
    const { url } = this.#octokit.request.endpoint(route, options);
    const cached = this.#cache.get(url);
    const headers = {
      ...options.headers,
      ...(cached !== undefined && { 'if-none-match': cached.etag }),
    };
    try {
      const response = await this.#request(route, { ...options, headers });
      const { etag } = response.headers;
      if (etag === undefined) this.#cache.delete(url);
      else this.#remember(url, { etag, data: response.data });
      return { data: response.data as Data<R>, changed: true };
    } catch (error) {
      if ((error as { status?: unknown }).status === 304 && cached !== undefined) {
        this.#remember(url, cached);
        return { data: cached.data as Data<R>, changed: false };
      }
      throw this.#failure(error);
    }
  }

  /** Writes, once. @throws GitHubFailure; see {@link GitHubFailure.mayHaveHappened} */
  async send<R extends WriteRoute>(
    route: R,
    parameters: Parameters<R>,
    needed?: readonly string[],
  ): Promise<{ readonly status: number; readonly data: Data<R> }> {
    try {
      const options = this.#options(parameters);
      // A redirect would take the body, such as a sealed secret, to an address that the answer names.
      const { status, data } = await this.#request(route, {
        ...options,
        request: { ...options.request, redirect: 'manual' },
      });
      if (status >= 300 && status < 400) throw redirected(this.address);
      return { status, data: data as Data<R> };
    } catch (error) {
      throw this.#failure(error, needed);
    }
  }

  /** Reads a file that GitHub hands out by redirecting to another host, to which the token does not go. @throws GitHubFailure */
  async download<R extends GetRoute>(route: R, parameters: Parameters<R>): Promise<ArrayBuffer> {
    try {
      const options = this.#options(parameters);
      const response = await this.#request(route, {
        ...options,
        request: { ...options.request, parseSuccessResponseBody: false },
      });
      return await new Response(response.data as ReadableStream).arrayBuffer();
    } catch (error) {
      throw this.#failure(error);
    }
  }

  async #request(route: Route, options: Record<string, unknown>): Promise<Answer> {
    const started = this.now();
    if (!isPlainPath(route, options, this.#octokit.request.endpoint(route, options).url))
      throw hostileName(this.address.host);
    const said = (answer: string | number) => {
      const { method, url } = this.#octokit.request.endpoint(route, options);
      this.#log(`${method} ${url} ${answer} (${this.now() - started} ms)`);
    };
    let response: Answer;
    try {
      response = await this.#octokit.request(route, options);
    } catch (error) {
      said(
        (error as { status?: number; response?: unknown }).response === undefined
          ? 'no answer'
          : String((error as { status?: number }).status),
      );
      throw error;
    }
    said(response.status);
    const scopes = response.headers['x-oauth-scopes'];
    // Another host, to which a redirect led, tells none.
    if (scopes !== undefined)
      this.#scopes = scopes
        .split(',')
        .map(scope => scope.trim())
        .filter(scope => scope !== '');
    const isRedirect = response.status >= 300 && response.status < 400;
    if (!isRedirect && !isReadable(response)) throw unreadable(this.address.host, response.status);
    return response;
  }

  /** What went wrong, without the token, which some servers repeat in their answers. */
  #failure(error: unknown, needed?: readonly string[]): GitHubFailure {
    const failure = githubFailure(error, this.address.host, this.now(), [this.#token], needed);
    maskError(failure, [this.#token]);
    return failure;
  }

  #options(parameters: object): Record<string, unknown> & {
    headers: Record<string, string>;
    request: Record<string, unknown>;
  } {
    const { owner, name: repo } = this.address;
    return {
      ...parameters,
      owner,
      repo,
      // Enterprise servers know this version only.
      headers: { 'x-github-api-version': '2022-11-28' },
      request: { signal: AbortSignal.timeout(this.#timeout) },
    };
  }

  /** What was asked for last is forgotten last. */
  #remember(url: string, answer: { readonly etag: string; readonly data: unknown }): void {
    this.#cache.delete(url);
    this.#cache.set(url, answer);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > MOST_CACHED && oldest !== undefined) this.#cache.delete(oldest);
  }
}

/** Whether no name in the path is empty, `.` or `..`: `fetch` removes these (URL Standard, "path state"). */
function isPlainPath(route: Route, options: Record<string, unknown>, url: string): boolean {
  const names = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => options[name]);
  const [path = ''] = url.replace(/^https?:\/\//, '').split(/[?#]/, 1);
  return (
    names.every(name => name !== '') &&
    path.split('/').every(part => !/^(?:\.|%2e){1,2}$/i.test(part))
  );
}

/** Octokit gives the text of what is no JSON, none where the answer broke off, and a success in both cases. */
function isReadable({ headers, data }: Answer): boolean {
  return (
    typeof data !== 'string' ||
    (data === '' &&
      (headers['content-type'] === undefined || String(headers['content-length']) === '0'))
  );
}

/** What was read, or why it could not be: what a token may not see is not known, and never taken for absent. */
export type Reading<T> =
  | { readonly state: 'seen'; readonly value: T }
  | { readonly state: 'unknown'; readonly detail: string; readonly advice: string };

/** Reads something without which the rest is still of use. */
export async function reading<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { state: 'seen', value: await read() };
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    return { state: 'unknown', detail: error.message, advice: error.advice };
  }
}

/** The most that GitHub gives in one answer. */
export const PAGE_SIZE = 100;

/** Reads a list to its end. @param read gives a page, counted from one, and how many items there are in all */
export async function everyPage<T>(
  read: (page: number) => Promise<{ readonly total: number; readonly items: readonly T[] }>,
): Promise<T[]> {
  const found: T[] = [];
  for (let page = 1; ; page++) {
    const { total, items } = await read(page);
    found.push(...items);
    if (items.length === 0 || found.length >= total) return found;
  }
}
