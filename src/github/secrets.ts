import * as l10n from '@vscode/l10n';
import { everyPage, type GitHubClient, PAGE_SIZE } from './client';
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
  return await everyPage(async page =>
    toNames(
      (place.kind === 'repository'
        ? await client.get('GET /repos/{owner}/{repo}/actions/secrets', {
            per_page: PAGE_SIZE,
            page,
          })
        : await client.get('GET /repos/{owner}/{repo}/environments/{environment_name}/secrets', {
            environment_name: place.environment,
            per_page: PAGE_SIZE,
            page,
          })
      ).data,
    ),
  );
}

/** The secrets that the organisation shares with a repository. @throws GitHubFailure */
export async function listOrganizationSecrets(client: GitHubClient): Promise<SecretName[]> {
  return await everyPage(async page =>
    toNames(
      (
        await client.get('GET /repos/{owner}/{repo}/actions/organization-secrets', {
          per_page: PAGE_SIZE,
          page,
        })
      ).data,
    ),
  );
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
  const environment =
    place.kind === 'environment' ? { environment_name: place.environment } : undefined;
  const {
    data: { key, key_id },
  } =
    environment === undefined
      ? await client.get('GET /repos/{owner}/{repo}/actions/secrets/public-key', {})
      : await client.get(
          'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key',
          environment,
        );
  const publicKey = Buffer.from(key, 'base64');
  if (!isUsableKey(publicKey)) throw unreadable(client.address.host, 200);
  const encrypted_value = Buffer.from(sealedBox(value, publicKey)).toString('base64');
  const secret = { secret_name: name, encrypted_value, key_id };
  await (environment === undefined
    ? client.send('PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}', secret)
    : client.send(
        'PUT /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}',
        { ...environment, ...secret },
      ));
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

interface SecretList {
  readonly total_count: number;
  readonly secrets: readonly { readonly name: string; readonly updated_at: string }[];
}

function toNames({ total_count, secrets }: SecretList): {
  readonly total: number;
  readonly items: readonly SecretName[];
} {
  return {
    total: total_count,
    items: secrets.map(({ name, updated_at }) => ({
      name: name.toUpperCase(),
      updatedAt: Date.parse(updated_at),
    })),
  };
}

/** What is missing is almost always a right, and a lost answer is no reason to worry. */
function explained(error: unknown, name: string): unknown {
  if (!(error instanceof GitHubFailure)) return error;
  const { reason, message, status } = error;
  if (reason === 'forbidden' || reason === 'notFound') {
    return new GitHubFailure(
      reason,
      message,
      l10n.t(
        'Secrets can be set by those who may administer the repository. Ask one of them to set {0}.',
        name,
      ),
      { status, cause: error },
    );
  }
  if (!error.mayHaveHappened) return error;
  return new GitHubFailure(
    reason,
    message,
    l10n.t('Whether {0} was set is not known. It does no harm to set it again.', name),
    { status, cause: error },
  );
}
