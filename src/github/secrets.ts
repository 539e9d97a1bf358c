import * as l10n from '@vscode/l10n';
import { type GitHubClient, PAGE_SIZE } from './client';
import { GitHubFailure, unreadable } from './failure';

/** A secret as GitHub shows it: never its value. */
export interface SecretName {
  /** In capital letters. */
  readonly name: string;
  /** When it was last set, in milliseconds since 1970. */
  readonly updatedAt: number;
}

/** Where a secret is kept. Jobs of an environment take its secret before the repository's of the same name. */
export type SecretPlace =
  { readonly kind: 'repository' } | { readonly kind: 'environment'; readonly environment: string };

/** The secrets of a repository, or of one of its environments. @throws GitHubFailure */
export async function listSecrets(client: GitHubClient, place: SecretPlace): Promise<SecretName[]> {
  const { actions } = client.rest;
  const parameters = { ...client.repository, per_page: PAGE_SIZE };
  const secrets =
    place.kind === 'repository'
      ? await client.paginate(actions.listRepoSecrets, parameters)
      : await client.paginate(actions.listEnvironmentSecrets, {
          ...parameters,
          environment_name: place.environment,
        });
  return secrets.map(toName);
}

/** The secrets that the organisation shares with a repository. @throws GitHubFailure */
export async function listOrganizationSecrets(client: GitHubClient): Promise<SecretName[]> {
  const secrets = await client.paginate(client.rest.actions.listRepoOrganizationSecrets, {
    ...client.repository,
    per_page: PAGE_SIZE,
  });
  return secrets.map(toName);
}

/**
 * Sets a secret, sealed for GitHub alone, and believes it when GitHub lists its name. Sent again, it would be the same:
 * a caller may repeat it after a failure that leaves it open.
 *
 * @throws GitHubFailure
 */
export async function setSecret(
  client: GitHubClient,
  place: SecretPlace,
  name: string,
  value: string,
): Promise<void> {
  try {
    await sealAndSend(client, place, name, value);
  } catch (error) {
    throw explained(error, name);
  }
}

async function sealAndSend(
  client: GitHubClient,
  place: SecretPlace,
  name: string,
  value: string,
): Promise<void> {
  const { isUsableKey, sealedBox } = await import('./sealedBox');
  const { actions } = client.rest;
  const environment =
    place.kind === 'environment'
      ? { ...client.repository, environment_name: place.environment }
      : undefined;
  const {
    data: { key, key_id },
  } = await (environment === undefined
    ? actions.getRepoPublicKey(client.repository)
    : actions.getEnvironmentPublicKey(environment));
  const publicKey = Buffer.from(key, 'base64');
  if (!isUsableKey(publicKey)) throw unreadable(client.address.host, 200);
  const encrypted_value = Buffer.from(sealedBox(value, publicKey)).toString('base64');
  const secret = { secret_name: name, encrypted_value, key_id };
  await (environment === undefined
    ? actions.createOrUpdateRepoSecret({ ...client.repository, ...secret })
    : actions.createOrUpdateEnvironmentSecret({ ...environment, ...secret }));
  if ((await listSecrets(client, place)).some(found => found.name === name.toUpperCase())) return;
  throw new GitHubFailure(
    'other',
    l10n.t('{0} took the secret {1} and does not list it.', client.address.host, name),
    l10n.t('Look at the secrets on GitHub before you rely on it.'),
  );
}

/** Why GitHub would refuse a name (GitHub docs, "Secrets reference"), or undefined. */
export function reasonInvalidSecretName(name: string): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name))
    return l10n.t('A name has letters, digits and underscores, and does not begin with a digit.');
  return /^GITHUB_/i.test(name)
    ? l10n.t("Names that begin with GITHUB_ are GitHub's own.")
    : undefined;
}

function toName(secret: { readonly name: string; readonly updated_at: string }): SecretName {
  return { name: secret.name.toUpperCase(), updatedAt: Date.parse(secret.updated_at) };
}

/** What is missing is almost always a right, and a lost answer is no reason to worry. */
function explained(error: unknown, name: string): unknown {
  if (!(error instanceof GitHubFailure)) return error;
  const { reason, message, httpStatus } = error;
  if (reason === 'forbidden' || reason === 'notFound') {
    return new GitHubFailure(
      reason,
      message,
      l10n.t(
        'Secrets can be set by those who may administer the repository. Ask one of them to set {0}.',
        name,
      ),
      { httpStatus, cause: error },
    );
  }
  if (!error.mayHaveHappened) return error;
  return new GitHubFailure(
    reason,
    message,
    l10n.t('Whether {0} was set is not known. It does no harm to set it again.', name),
    { httpStatus, cause: error },
  );
}
