import { UserFacingError } from '../base/errors';
import { describeAddress, type RepositoryAddress } from './address';
import * as l10n from '@vscode/l10n';

/**
 * Why a request to GitHub failed.
 * - `signedOut`: the user is not signed in to the host
 * - `declined`: the user closed the sign-in prompt
 * - `expired`: 401, the token is invalid, expired or revoked
 * - `scope`: the token lacks a scope or permission
 * - `sso`: the organisation wants the token authorised for single sign-on
 * - `rateLimit`: primary or secondary rate limit; `retryAt` is when to send the request again
 * - `offline`, `proxy`, `certificate`, `timeout`: no answer came
 * - `server`: 5xx, or an answer that isn't JSON
 * - `exists`, `immutable`, `invalid`: 422 with these reasons
 * - `redirected`: a write was answered by a redirect, which is never followed
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
  | 'redirected'
  | 'other';

/** A request to GitHub that failed. */
export class GitHubFailure extends UserFacingError<GitHubFailureReason> {
  override readonly name = 'GitHubFailure';
  /**
   * HTTP status; absent if no answer came. Not named `status`: `@octokit/plugin-paginate-rest` takes an error with status
   * 409 for the end of a list.
   */
  readonly httpStatus: number | undefined;
  /** When to send the request again, in milliseconds since 1970. */
  readonly retryAt: number | undefined;
  /** A page where the user can resolve the problem; only an address of http or https is kept. */
  readonly page: string | undefined;

  constructor(
    reason: GitHubFailureReason,
    message: string,
    advice: string,
    more: {
      readonly httpStatus?: number | undefined;
      readonly retryAt?: number | undefined;
      readonly page?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(reason, message, advice, { cause: more.cause });
    this.httpStatus = more.httpStatus;
    this.retryAt = more.retryAt;
    this.page = /^https?:\/\//.test(more.page ?? '') ? more.page : undefined;
  }

  /** Whether GitHub may have carried out the write. Read before sending it again. */
  get mayHaveHappened(): boolean {
    return this.reason === 'server' || this.reason === 'timeout' || this.reason === 'offline';
  }

  /** Whether the same request may succeed later without any change. */
  get isTransient(): boolean {
    return this.mayHaveHappened || this.reason === 'rateLimit' || this.reason === 'proxy';
  }
}

/** A write that was answered by a redirect: the repository was renamed or moved, and nothing was written. */
export function redirected(address: RepositoryAddress): GitHubFailure {
  return new GitHubFailure(
    'redirected',
    l10n.t('{0} was renamed or moved, and GitHub changed nothing.', describeAddress(address)),
    l10n.t('Set the remote to its new address with "git remote set-url", then try again.'),
  );
}

/** A name that would lead the request to another address: `..`, for instance, is removed with the name before it. */
export function hostileName(host: string): GitHubFailure {
  return new GitHubFailure(
    'invalid',
    l10n.t('A name in the request is none that {0} knows: it is empty, "." or "..".', host),
    l10n.t('Check the names of tags, branches, environments and workflow files.'),
  );
}

/** The answer is incomplete, or not from GitHub: for instance the sign-in page of a network. */
export function unreadable(host: string, status: number): GitHubFailure {
  return new GitHubFailure(
    'server',
    l10n.t('Could not read the answer of {0}.', host),
    l10n.t(
      'A proxy or the sign-in page of a network may have answered instead. Try again in a moment.',
    ),
    { httpStatus: status },
  );
}

/** The user is not signed in, or `declined` to. */
export function signedOut(
  host: string,
  reason: 'signedOut' | 'declined' = 'signedOut',
): GitHubFailure {
  return new GitHubFailure(
    reason,
    l10n.t('You are not signed in to {0}.', host),
    l10n.t('Sign in to see and publish Releases.'),
  );
}
