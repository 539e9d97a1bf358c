import { UserFacingError } from '../base/errors';
import * as l10n from '@vscode/l10n';

/**
 * Why GitHub did not do what it was asked.
 * - `signedOut`: nobody is signed in to the host
 * - `declined`: nobody is, and who was asked to sign in did not want to
 * - `expired`: 401, the token is not or no longer valid
 * - `scope`: the token lacks a scope or permission
 * - `sso`: the organisation wants the token authorised for single sign-on
 * - `rateLimit`: primary or secondary limit; `retryAt` says when to ask again
 * - `offline`, `proxy`, `certificate`, `timeout`: no answer came
 * - `server`: 5xx, or an answer that is no JSON
 * - `exists`, `immutable`, `invalid`: 422 with these reasons
 */
export type GitHubFailureReason =
  | 'signedOut'
  | 'declined'
  | 'expired'
  | 'scope'
  | 'sso'
  | 'forbidden'
  | 'notFound'
  | 'gone'
  | 'conflict'
  | 'rateLimit'
  | 'offline'
  | 'proxy'
  | 'certificate'
  | 'timeout'
  | 'server'
  | 'exists'
  | 'immutable'
  | 'invalid'
  | 'other';

/** A request that failed. Message and advice are for people. */
export class GitHubFailure extends UserFacingError<GitHubFailureReason> {
  override readonly name = 'GitHubFailure';
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** When to ask again, in milliseconds since 1970. */
  readonly retryAt: number | undefined;
  /** A page on which the reader can do something about it. */
  readonly page: string | undefined;

  constructor(
    reason: GitHubFailureReason,
    message: string,
    advice: string,
    more: {
      readonly status?: number | undefined;
      readonly retryAt?: number | undefined;
      readonly page?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(reason, message, advice, { cause: more.cause });
    this.status = more.status;
    this.retryAt = more.retryAt;
    this.page = more.page;
  }

  /** Whether a write may have been carried out although this was the answer: look before it is sent again. */
  get mayHaveHappened(): boolean {
    return this.reason === 'server' || this.reason === 'timeout' || this.reason === 'offline';
  }

  /** Whether the same request may succeed later with nothing done about it. */
  get isTransient(): boolean {
    return this.mayHaveHappened || this.reason === 'rateLimit' || this.reason === 'proxy';
  }
}

/** What is known of a failed request: Octokit's RequestError, or an error of fetch inside it. */
interface RequestErrorLike {
  readonly status?: number;
  readonly message?: string;
  readonly name?: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly response?: {
    readonly headers?: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

/** At least a minute, says GitHub, where a secondary limit gives no time. */
const SECONDARY_PAUSE_MS = 60_000;

/**
 * Turns an error of a request into a {@link GitHubFailure}. Sources: REST API, "Troubleshooting", "Rate limits", "Scopes for
 * OAuth apps" and "Authenticating to the REST API".
 *
 * @param needed scopes of a classic or OAuth token that the request needs
 */
export function githubFailure(
  error: unknown,
  host: string,
  now: number,
  needed: readonly string[] = ['repo'],
): GitHubFailure {
  if (error instanceof GitHubFailure) return error;
  const {
    status,
    response,
    message = String(error),
  } = (typeof error === 'object' && error !== null ? error : {}) as RequestErrorLike;
  if (response === undefined || status === undefined) return noAnswer(error, host);
  const header = (name: string) => {
    const value = response.headers?.[name];
    return value === undefined ? undefined : String(value);
  };
  const said = saidIn(response.data) ?? message;
  const failure = (
    reason: GitHubFailureReason,
    text: string,
    advice: string,
    more: { retryAt?: number | undefined; page?: string | undefined } = {},
  ) => new GitHubFailure(reason, text, advice, { status, cause: error, ...more });

  if (status === 401) {
    return failure(
      'expired',
      l10n.t('{0} does not accept the sign-in: it has expired or was revoked.', host),
      l10n.t('Sign in again.'),
    );
  }
  if (status === 403 || status === 429 || status === 404) {
    const sso = /url=([^;\s]+)/.exec(header('x-github-sso') ?? '')?.[1];
    if (sso !== undefined) {
      return failure(
        'sso',
        l10n.t(
          'The organisation asks for single sign-on before it lets this sign-in see its repositories.',
        ),
        l10n.t('Authorise it in the browser and try again.'),
        { page: sso },
      );
    }
    const retryAt = limitEnds(status, header, said, now);
    if (retryAt !== undefined) {
      const isPrimary = header('x-ratelimit-remaining') === '0';
      return failure(
        'rateLimit',
        isPrimary
          ? l10n.t('The hourly number of requests to {0} is used up.', host)
          : l10n.t('{0} asks for a pause between requests.', host),
        l10n.t('Requests go on at {0}.', new Date(retryAt).toLocaleTimeString()),
        { retryAt },
      );
    }
    const missing = missingScopes(header('x-oauth-scopes'), needed);
    if (missing.length > 0) {
      return failure(
        'scope',
        l10n.t('The sign-in lacks the scope {0}.', missing.join(', ')),
        l10n.t('Sign in again and allow it, or use a token that has it.'),
      );
    }
    if (status === 404) {
      return failure(
        'notFound',
        l10n.t(
          '{0} does not show it to this sign-in: it does not exist, or is not yours to see.',
          host,
        ),
        l10n.t(
          'See whether the right account is signed in, and whether it may write to the repository.',
        ),
      );
    }
    const permissions = header('x-accepted-github-permissions');
    if (/not accessible by (?:integration|personal access token)/i.test(said)) {
      return failure(
        'scope',
        l10n.t('The token lacks a permission.'),
        permissions === undefined
          ? l10n.t('Give it read and write access to Contents and Actions.')
          : l10n.t('It needs: {0}.', permissions),
      );
    }
    return failure(
      'forbidden',
      l10n.t('{0} refused: {1}', host, said),
      l10n.t('Ask an administrator of the repository for access.'),
    );
  }
  if (status === 422) {
    if (hasCode(response.data, 'already_exists'))
      return failure('exists', l10n.t('It exists already.'), l10n.t('Look at what is there.'));
    if (/immutable/i.test(said)) {
      return failure(
        'immutable',
        l10n.t('This tag belonged to an immutable Release and can never be used again.'),
        l10n.t('Release another version.'),
      );
    }
    return failure(
      'invalid',
      l10n.t('{0} refused: {1}', host, said),
      l10n.t('Correct it and try again.'),
    );
  }
  if (status === 410)
    return failure(
      'gone',
      l10n.t('{0} no longer has it.', host),
      l10n.t('Run the workflow again to make a new one.'),
    );
  if (status === 409)
    return failure(
      'conflict',
      l10n.t('{0} refused: {1}', host, said),
      l10n.t('Look again: it may have changed meanwhile.'),
    );
  if (status === 400)
    return failure(
      'invalid',
      l10n.t('{0} refused: {1}', host, said),
      l10n.t('See the log for the request.'),
    );
  if (status >= 500) {
    return failure(
      'server',
      l10n.t('{0} has a problem of its own ({1}).', host, status),
      l10n.t('Try again in a moment.'),
    );
  }
  return failure(
    'other',
    l10n.t('{0} answered {1}: {2}', host, status, said),
    l10n.t('See the log for the request.'),
  );
}

/** When the limit ends that the answer speaks of, or undefined where it speaks of none. */
function limitEnds(
  status: number,
  header: (name: string) => string | undefined,
  said: string,
  now: number,
): number | undefined {
  if (status === 404) return undefined;
  const after = Number(header('retry-after'));
  if (header('retry-after') !== undefined && after >= 0) return now + after * 1_000;
  const reset = Number(header('x-ratelimit-reset'));
  if (header('x-ratelimit-remaining') === '0' && reset > 0)
    return Math.max(reset * 1_000, now + 1_000);
  return status === 429 || /secondary rate limit|abuse detection/i.test(said)
    ? now + SECONDARY_PAUSE_MS
    : undefined;
}

/** Fine-grained tokens send no scopes; of them nothing can be said. `public_repo` does for public repositories what `repo` does. */
function missingScopes(scopes: string | undefined, needed: readonly string[]): string[] {
  if (scopes === undefined) return [];
  const has = new Set(scopes.split(',').map(scope => scope.trim()));
  if (has.size === 1 && has.has('')) return [...needed];
  return needed.filter(scope => !has.has(scope) && !(scope === 'repo' && has.has('public_repo')));
}

function saidIn(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { message, errors } = data as { message?: unknown; errors?: unknown };
  const details = Array.isArray(errors)
    ? errors
        .map(detail => (typeof detail === 'string' ? detail : saidIn(detail)))
        .filter(text => text !== undefined)
    : [];
  const all = [...(typeof message === 'string' ? [message] : []), ...details];
  return all.length === 0 ? undefined : all.join('; ');
}

function hasCode(data: unknown, code: string): boolean {
  const errors = (data as { errors?: unknown } | null)?.errors;
  return (
    Array.isArray(errors) &&
    errors.some(detail => (detail as { code?: unknown } | null)?.code === code)
  );
}

function noAnswer(error: unknown, host: string): GitHubFailure {
  const causes: RequestErrorLike[] = [];
  for (
    let at: unknown = error;
    typeof at === 'object' && at !== null && causes.length < 6;
    at = (at as RequestErrorLike).cause
  )
    causes.push(at);
  const codes = causes.map(({ code }) => code ?? '');
  const text = causes.map(({ message, name }) => `${name ?? ''} ${message ?? ''}`).join(' ');
  if (
    codes.some(code =>
      /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|^ERR_TLS|ERR_SSL/.test(code),
    ) ||
    /certificate/i.test(text)
  ) {
    return new GitHubFailure(
      'certificate',
      l10n.t('The connection to {0} is not trusted: its certificate could not be verified.', host),
      l10n.t(
        'Where a proxy re-signs connections, add its certificate to the system and see the setting http.systemCertificates.',
      ),
      { cause: error },
    );
  }
  if (/proxy/i.test(text) || codes.includes('ERR_PROXY_TUNNEL')) {
    return new GitHubFailure(
      'proxy',
      l10n.t('The proxy did not let a request to {0} through.', host),
      l10n.t('See the setting http.proxy.'),
      { cause: error },
    );
  }
  if (
    /TimeoutError|AbortError|timed? ?out/i.test(text) ||
    codes.includes('ETIMEDOUT') ||
    codes.includes('UND_ERR_CONNECT_TIMEOUT')
  ) {
    return new GitHubFailure(
      'timeout',
      l10n.t('{0} did not answer in time.', host),
      l10n.t('Try again in a moment.'),
      { cause: error },
    );
  }
  return new GitHubFailure(
    'offline',
    l10n.t('{0} could not be reached.', host),
    l10n.t('Look at the network connection and try again.'),
    { cause: error },
  );
}

/** The answer was not whole, or another than GitHub gave it: a sign-in page of a network, for instance. */
export function unreadable(host: string, status: number): GitHubFailure {
  return new GitHubFailure(
    'server',
    l10n.t('{0} sent an answer that could not be read.', host),
    l10n.t(
      'A proxy or the sign-in page of a network may have answered in its place. Try again in a moment.',
    ),
    { status },
  );
}

/** Nobody is signed in; `declined` where somebody was asked to. */
export function signedOut(
  host: string,
  reason: 'signedOut' | 'declined' = 'signedOut',
): GitHubFailure {
  return new GitHubFailure(
    reason,
    l10n.t('Nobody is signed in to {0}.', host),
    l10n.t('Sign in to see and publish Releases.'),
  );
}
