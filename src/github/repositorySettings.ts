import { type GitHubClient, PAGE_SIZE, reading, type Reading } from './client';
import { type Environment, listEnvironments } from './environments';
import { listOrganizationSecrets, listSecrets, type SecretName } from './secrets';

/** What GitHub keeps beside the files of a repository, as far as a release depends on it and this sign-in may see it. */
export interface RepositorySettings {
  readonly permission: 'admin' | 'write' | 'read';
  /** Of a classic or OAuth token; undefined for one that has permissions in their place. */
  readonly scopes: readonly string[] | undefined;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly defaultBranch: string;
  /** The state of each workflow by its path: `active`, `disabled_manually`, `disabled_inactivity`, … */
  readonly workflows: Reading<ReadonlyMap<string, string>>;
  readonly secrets: Reading<readonly SecretName[]>;
  readonly organizationSecrets: Reading<readonly SecretName[]>;
  readonly environments: Reading<readonly Environment[]>;
  /** Of those environments that were asked about and are there. */
  readonly environmentSecrets: ReadonlyMap<string, Reading<readonly SecretName[]>>;
}

/**
 * Reads all of it. What this sign-in may not see is unknown, with the reason.
 *
 * @param wanted names of the environments that are of interest
 * @throws GitHubFailure where the repository itself cannot be read
 */
export async function readRepositorySettings(
  client: GitHubClient,
  wanted: readonly string[],
): Promise<RepositorySettings> {
  const {
    data: { permissions, archived, private: isPrivate, default_branch, owner },
  } = await client.rest.repos.get(client.repository);
  const [workflows, secrets, organizationSecrets, environments] = await Promise.all([
    reading(() => workflowStates(client)),
    reading(() => listSecrets(client, { kind: 'repository' })),
    // People share no secrets with their repositories.
    reading(async () =>
      owner.type === 'Organization' ? await listOrganizationSecrets(client) : [],
    ),
    reading(() => listEnvironments(client, wanted)),
  ]);
  const there =
    environments.state === 'seen'
      ? environments.value.filter(({ name }) => wanted.includes(name))
      : [];
  const environmentSecrets = await Promise.all(
    there.map(
      async ({ name }) =>
        [
          name,
          await reading(() => listSecrets(client, { kind: 'environment', environment: name })),
        ] as const,
    ),
  );
  return {
    permission:
      permissions?.admin === true ? 'admin' : permissions?.push === true ? 'write' : 'read',
    scopes: client.scopes,
    isPrivate,
    isArchived: archived,
    defaultBranch: default_branch,
    workflows,
    secrets,
    organizationSecrets,
    environments,
    environmentSecrets: new Map(environmentSecrets),
  };
}

async function workflowStates(client: GitHubClient): Promise<ReadonlyMap<string, string>> {
  const all = await client.paginate(client.rest.actions.listRepoWorkflows, {
    ...client.repository,
    per_page: PAGE_SIZE,
  });
  return new Map(all.map(({ path, state }) => [path, state]));
}
