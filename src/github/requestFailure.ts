import * as l10n from '@vscode/l10n';
import { withoutSecrets } from '../base/secrets';
import { GitHubFailure, type GitHubFailureReason } from './failure';

/** The fields of Octokit's RequestError, or of an error of fetch inside it. */
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

/** GitHub asks for at least a minute if a secondary limit gives no time (REST API, "Rate limits"). */
const SECONDARY_PAUSE_MS = 60_000;

/**
 * Turns an error of a request into a {@link GitHubFailure}. Sources: REST API, "Troubleshooting", "Rate limits", "Scopes for
 * OAuth apps" and "Authenticating to the REST API".
 *
 * @param secrets are not repeated in the message
 * @param needed scopes of a classic or OAuth token that the request needs
 */
export function githubFailure(
  error: unknown,
  host: string,
  now: number,
  secrets: readonly string[] = [],
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
  const said = withoutSecrets(saidIn(response.data) ?? message, secrets);
  const failure = (
    reason: GitHubFailureReason,
    text: string,
    advice: string,
    more: { retryAt?: number | undefined; page?: string | undefined } = {},
  ) => new GitHubFailure(reason, text, advice, { httpStatus: status, cause: error, ...more });

  if (status === 401) {
    return failure(
      'expired',
      l10n.t('{0} refused the sign-in: it has expired or was revoked.', host),
      l10n.t('Sign in again.'),
    );
  }
  if (status === 403 || status === 429 || status === 404) {
    const sso = /url=([^;\s]+)/.exec(header('x-github-sso') ?? '')?.[1];
    if (sso !== undefined) {
      return failure(
        'sso',
        l10n.t('The organisation requires single sign-on for this sign-in.'),
        l10n.t('Authorise the sign-in in the browser and try again.'),
        { page: sso },
      );
    }
    const retryAt = limitEnds(status, header, said, now);
    if (retryAt !== undefined) {
      const isPrimary = header('x-ratelimit-remaining') === '0';
      return failure(
        'rateLimit',
        isPrimary
          ? l10n.t('The hourly rate limit of {0} is used up.', host)
          : l10n.t('{0} applies a secondary rate limit.', host),
        l10n.t('The next request is sent at {0}.', new Date(retryAt).toLocaleTimeString()),
        { retryAt },
      );
    }
    const missing = missingScopes(header('x-oauth-scopes'), needed);
    if (missing.length > 0) {
      return failure(
        'scope',
        l10n.t('The sign-in lacks the scope {0}.', missing.join(', ')),
        l10n.t('Sign in again and grant the scope, or use a token that has it.'),
      );
    }
    if (status === 404) {
      return failure(
        'notFound',
        l10n.t('{0} answered "not found": it does not exist, or this sign-in can\'t see it.', host),
        l10n.t('Check which account is signed in, and whether it can write to the repository.'),
      );
    }
    const permissions = header('x-accepted-github-permissions');
    if (/not accessible by (?:integration|personal access token)/i.test(said)) {
      return failure(
        'scope',
        l10n.t('The token lacks a permission.'),
        permissions === undefined
          ? l10n.t('Give the token read and write access to Contents and Actions.')
          : l10n.t('The token needs: {0}.', permissions),
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
      return failure(
        'exists',
        l10n.t('It already exists on GitHub.'),
        l10n.t('Open it on GitHub and compare.'),
      );
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
      l10n.t('Correct the request and try again.'),
    );
  }
  if (status === 410)
    return failure(
      'gone',
      l10n.t('{0} no longer keeps it.', host),
      l10n.t('Run the workflow again to create a new one.'),
    );
  if (status === 409)
    return failure(
      'conflict',
      l10n.t('{0} refused: {1}', host, said),
      l10n.t('Refresh and try again: it may have changed in the meantime.'),
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
      l10n.t('{0} has a server error ({1}).', host, status),
      l10n.t('Try again in a moment.'),
    );
  }
  return failure(
    'other',
    l10n.t('{0} answered {1}: {2}', host, status, said),
    l10n.t('See the log for the request.'),
  );
}

/** When the rate limit in the answer ends; undefined if the answer has no rate limit. */
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

/** Fine-grained tokens send no scopes, so none is reported missing. `public_repo` replaces `repo` in public repositories. */
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
      l10n.t('Could not verify the certificate of {0}.', host),
      l10n.t(
        'If a proxy re-signs connections, add its certificate to the system and check the setting http.systemCertificates.',
      ),
      { cause: error },
    );
  }
  if (/proxy/i.test(text) || codes.includes('ERR_PROXY_TUNNEL')) {
    return new GitHubFailure(
      'proxy',
      l10n.t('The proxy refused a request to {0}.', host),
      l10n.t('Check the setting http.proxy.'),
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
    l10n.t('Could not reach {0}.', host),
    l10n.t('Check the network connection and try again.'),
    { cause: error },
  );
}
