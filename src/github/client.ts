import type { Octokit } from '@octokit/rest';
import { apiOf, type RepositoryAddress } from './address';
import { GitHubFailure } from './failure';
import { RequestHook, type RequestOptions } from './requestHook';

export interface ClientOptions extends Partial<RequestOptions> {
  /** Name and version of the program; GitHub requires it in every request. */
  readonly userAgent: string;
}

const TIMEOUT_MS = 30_000;

/** The largest page of a list (REST API, "Using pagination"). */
export const PAGE_SIZE = 100;

/** The REST API of one repository, with a token that is sent to this repository's host alone. */
export class GitHubClient {
  /** The methods of `@octokit/rest`. They throw {@link GitHubFailure}s; {@link RequestHook} says how they are sent. */
  readonly rest: Octokit['rest'];
  /** Reads a list to its last page. Throws {@link GitHubFailure}s. */
  readonly paginate: Octokit['paginate'];
  /** The parameters that all methods of a repository need. */
  readonly repository: { readonly owner: string; readonly repo: string };

  private constructor(
    { rest, paginate }: Octokit,
    private readonly hook: RequestHook,
    readonly address: RepositoryAddress,
    /** Milliseconds since 1970. */
    readonly now: () => number,
  ) {
    this.rest = rest;
    this.paginate = paginate;
    this.repository = { owner: address.owner, repo: address.name };
  }

  static async create(
    address: RepositoryAddress,
    token: string,
    { userAgent, log = () => undefined, now = Date.now, timeout = TIMEOUT_MS }: ClientOptions,
  ): Promise<GitHubClient> {
    const { Octokit } = await import('@octokit/rest');
    const silent = () => undefined;
    const octokit = new Octokit({
      auth: token,
      baseUrl: apiOf(address.host),
      userAgent,
      // Octokit would write deprecations to the console of the host.
      log: { debug: silent, info: silent, warn: silent, error: silent },
    });
    const hook = new RequestHook(octokit, token, address, { log, now, timeout });
    return new GitHubClient(octokit, hook, address, now);
  }

  /** The scopes of the token, from the newest answer. Undefined before that, and for a fine-grained token. */
  get scopes(): readonly string[] | undefined {
    return this.hook.scopes;
  }

  /**
   * Reads a file that GitHub serves by a redirect to another host, which does not get the token.
   * @param send sends the request with these options
   * @throws GitHubFailure
   */
  async download(
    send: (request: { readonly parseSuccessResponseBody: false }) => Promise<{ data: unknown }>,
  ): Promise<ArrayBuffer> {
    try {
      const { data } = await send({ parseSuccessResponseBody: false });
      return await new Response(data as ReadableStream).arrayBuffer();
    } catch (error) {
      throw this.hook.failure(error);
    }
  }
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
