import { Refusal } from './http';
import type { Repository } from './repository';
import type { World } from './world';

export interface TokenOptions {
  readonly login: string;
  /** Of an OAuth or classic token, such as `repo`, `workflow`. */
  readonly scopes?: readonly string[];
  /** A fine-grained token has permissions in the place of scopes; this fake grants them all. */
  readonly fineGrained?: boolean;
  /** Permissions that a fine-grained token was not given, such as `secrets`. */
  readonly lacks?: readonly string[];
  /** Not yet authorised for the single sign-on of an organization that asks for it. */
  readonly ssoRequired?: boolean;
  readonly expired?: boolean;
}

export interface Token {
  readonly value: string;
  readonly login: string;
  readonly scopes: readonly string[];
  readonly fineGrained: boolean;
  readonly lacks: readonly string[];
  ssoRequired: boolean;
  expired: boolean;
  readonly rate: Rate;
}

/** Requests in the running hour. */
export interface Rate {
  limit: number;
  used: number;
  /** When the hour ends, in milliseconds since 1970. */
  reset: number;
}

/** What a request about a repository needs of the one who sends it. */
export type Need = 'read' | 'write' | 'admin';

const PERMISSIONS = ['none', 'read', 'write', 'admin'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The token of a request. @throws Refusal 401 for one that is unknown or expired */
export function authenticate(world: World, authorization: string | undefined): Token | undefined {
  if (authorization === undefined) return undefined;
  const value = /^(?:token|bearer) (.+)$/i.exec(authorization)?.[1];
  const token = value === undefined ? undefined : world.tokens.get(value);
  if (token === undefined || token.expired) throw new Refusal(401, 'Bad credentials');
  return token;
}

/** The scopes that the API says it would accept; empty: none is needed. */
export function acceptedScopes(need: Need, repository: Repository | undefined): readonly string[] {
  return repository === undefined || (need === 'read' && !repository.private) ? [] : ['repo'];
}

function hasScope(token: Token, repository: Repository): boolean {
  return (
    token.fineGrained ||
    token.scopes.includes('repo') ||
    (!repository.private && token.scopes.includes('public_repo'))
  );
}

export function permissionOf(repository: Repository, token: Token | undefined): Permission {
  const everyone: Permission = repository.private ? 'none' : 'read';
  if (token === undefined) return everyone;
  const own =
    repository.permissions.get(token.login) ??
    (repository.permissions.size === 0 ? 'admin' : everyone);
  return repository.private && !hasScope(token, repository) ? 'none' : own;
}

function atLeast(permission: Permission, wanted: Permission): boolean {
  return PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(wanted);
}

/**
 * Lets a request through to a repository. What a token may not see does not exist: 404, also for a scope that is missing.
 * @throws Refusal 401, 403 (single sign-on, no permission) or 404
 */
export function admit(
  world: World,
  token: Token | undefined,
  repository: Repository,
  need: Need,
): void {
  if (token?.ssoRequired === true) {
    throw new Refusal(
      403,
      'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.',
      {
        headers: {
          'x-github-sso': `required; url=${world.webUrl}/orgs/${repository.owner}/sso?authorization_request=AAAA`,
        },
      },
    );
  }
  const permission = permissionOf(repository, token);
  if (!atLeast(permission, 'read')) throw new Refusal(404, 'Not Found');
  if (need === 'write' || need === 'admin') {
    if (token === undefined) throw new Refusal(401, 'Requires authentication');
    if (!hasScope(token, repository)) throw new Refusal(404, 'Not Found');
    if (!atLeast(permission, need)) throw new Refusal(403, 'Must have admin rights to Repository.');
  }
}

/** The permission that a request needs of a fine-grained token (GitHub docs, "Permissions required for fine-grained personal access tokens"). */
export function permissionFor(template: string): string {
  if (template.startsWith('/environments/{environment_name}/secrets')) return 'environments';
  return /^\/actions\/(?:organization-)?secrets/.test(template) ? 'secrets' : 'actions';
}

/** @throws Refusal 403 where a fine-grained token was not given what a route needs */
export function refuseLacking(token: Token | undefined, template: string): void {
  if (token?.lacks.includes(permissionFor(template)) === true)
    throw new Refusal(403, 'Resource not accessible by personal access token');
}

/** May this token make a Release of a commit that changes workflow files? */
export function mayTouchWorkflows(token: Token): boolean {
  return token.fineGrained || token.scopes.includes('workflow');
}
