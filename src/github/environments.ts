import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type GitHubClient, PAGE_SIZE, reading, type Reading } from './client';

/** An environment, with what a job has to wait for before it may use it. */
export interface Environment {
  readonly name: string;
  /** Logins and names of teams, one of whom has to approve. */
  readonly reviewers: readonly string[];
  readonly waitMinutes: number;
  readonly admits: Admission;
}

/** Which branches and tags may deploy to an environment. */
export type Admission =
  | { readonly kind: 'all' }
  /** Branches with protection rules alone; no tag is one (GitHub docs, "Deployment branches and tags"). */
  | { readonly kind: 'protectedBranches' }
  | { readonly kind: 'patterns'; readonly patterns: Reading<readonly RefPattern[]> };

/** A pattern in the syntax of Ruby's `File.fnmatch`, in which `*` stops at a slash. */
interface RefPattern {
  readonly type: 'branch' | 'tag';
  readonly name: string;
}

type Answer = NonNullable<
  RestEndpointMethodTypes['repos']['getAllEnvironments']['response']['data']['environments']
>[number];

/** The environments of a repository, with the patterns of those that are asked about. @throws GitHubFailure */
export async function listEnvironments(
  client: GitHubClient,
  wanted: readonly string[],
): Promise<Environment[]> {
  // The types of the plugin do not know a list that the description of the API calls optional.
  const all = (await client.paginate(client.rest.repos.getAllEnvironments, {
    ...client.repository,
    per_page: PAGE_SIZE,
  })) as unknown as Answer[];
  return await Promise.all(
    all.map(async environment => ({
      name: environment.name,
      ...protectionOf(environment),
      admits: await admissionOf(client, environment, wanted.includes(environment.name)),
    })),
  );
}

function protectionOf({
  protection_rules,
}: Answer): Pick<Environment, 'reviewers' | 'waitMinutes'> {
  let waitMinutes = 0;
  const reviewers: string[] = [];
  for (const rule of protection_rules ?? []) {
    if ('wait_timer' in rule) waitMinutes = rule.wait_timer ?? 0;
    if ('reviewers' in rule)
      reviewers.push(...(rule.reviewers ?? []).flatMap(({ reviewer }) => nameOf(reviewer) ?? []));
  }
  return { reviewers, waitMinutes };
}

function nameOf(reviewer: object | undefined): string | undefined {
  const { login, name } = (reviewer ?? {}) as { readonly login?: string; readonly name?: string };
  return login ?? name;
}

async function admissionOf(
  client: GitHubClient,
  { name, deployment_branch_policy: policy }: Answer,
  isWanted: boolean,
): Promise<Admission> {
  if (policy === undefined || policy === null) return { kind: 'all' };
  if (policy.protected_branches || !policy.custom_branch_policies)
    return { kind: 'protectedBranches' };
  return {
    kind: 'patterns',
    patterns: isWanted
      ? await reading(() => patternsOf(client, name))
      : { state: 'seen', value: [] },
  };
}

async function patternsOf(client: GitHubClient, environment: string): Promise<RefPattern[]> {
  const policies = await client.paginate(client.rest.repos.listDeploymentBranchPolicies, {
    ...client.repository,
    environment_name: environment,
    per_page: PAGE_SIZE,
  });
  return policies.map(({ type, name = '' }) => ({ type: type === 'tag' ? 'tag' : 'branch', name }));
}
