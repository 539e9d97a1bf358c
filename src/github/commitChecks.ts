import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type GitHubClient, PAGE_SIZE } from './client';
import { GitHubFailure } from './failure';
import type { Run } from './model';
import { listRuns } from './runs';
import { stateOf } from './runState';

type CheckRun =
  RestEndpointMethodTypes['checks']['listForRef']['response']['data']['check_runs'][number];

/** What was reported for a commit, by name, each as its newest attempt stands. */
export interface CommitChecks {
  readonly passed: readonly string[];
  readonly pending: readonly string[];
  /** What did not succeed, cancelled and timed out among it. */
  readonly failed: readonly string[];
}

/**
 * Check runs and commit statuses of a commit: newer services report the former, older ones the latter, and a branch is green
 * only where both are.
 *
 * @param releases those of the commit's workflow runs that are releases themselves: their jobs do not say whether to release
 * @returns undefined where GitHub does not have the commit
 * @throws GitHubFailure
 */
export async function commitChecks(
  client: GitHubClient,
  commit: string,
  releases: (runs: readonly Run[]) => Promise<readonly Run[]>,
): Promise<CommitChecks | undefined> {
  let checks: CheckRun[];
  try {
    checks = await checkRuns(client, commit);
  } catch (error) {
    if (error instanceof GitHubFailure && error.httpStatus === 422) return undefined;
    throw error;
  }
  const runs =
    checks.length === 0 ? [] : await listRuns(client, { headSha: commit, most: PAGE_SIZE });
  const workflows = new Map(
    runs.flatMap(({ checkSuiteId, path }) =>
      checkSuiteId === undefined ? [] : [[checkSuiteId, path] as const],
    ),
  );
  const own = new Set((await releases(runs)).flatMap(({ checkSuiteId }) => checkSuiteId ?? []));
  // The same job of the same workflow counts once, whatever started it again; two workflows may have jobs of one name.
  const newest = new Map<string, CheckRun>();
  for (const check of checks) {
    const suite = check.check_suite?.id;
    if (suite !== undefined && own.has(suite)) continue;
    const origin =
      (suite === undefined ? undefined : workflows.get(suite)) ?? check.app?.slug ?? '';
    const key = JSON.stringify([origin, check.name]);
    const known = newest.get(key);
    if (known === undefined || isNewer(check, known)) newest.set(key, check);
  }
  const found = [...newest.values()].map(({ name, status, conclusion }) => ({
    name,
    state: outcomeOf({ status, conclusion }),
  }));
  for (const { context, state } of await statuses(client, commit))
    found.push({ name: context, state: STATUS[state] ?? 'failed' });
  const named = (wanted: Outcome) =>
    found
      .filter(({ state }) => state === wanted)
      .map(({ name }) => name)
      .sort();
  return { passed: named('passed'), pending: named('pending'), failed: named('failed') };
}

type Outcome = keyof CommitChecks;

/** `state` of a commit status. */
const STATUS: Readonly<Record<string, Outcome>> = {
  success: 'passed',
  pending: 'pending',
  failure: 'failed',
  error: 'failed',
};

function outcomeOf(check: Parameters<typeof stateOf>[0]): Outcome {
  switch (stateOf(check)) {
    case 'success':
    case 'skipped':
    case 'neutral':
      return 'passed';
    case 'promised':
    case 'queued':
    case 'waiting':
    case 'running':
      return 'pending';
    case 'failure':
    case 'cancelled':
    case 'other':
      return 'failed';
  }
}

function isNewer(a: CheckRun, b: CheckRun): boolean {
  // A check that has not begun has no time, and is the newest there is.
  const order = (a.started_at ?? '9').localeCompare(b.started_at ?? '9');
  return order > 0 || (order === 0 && a.id > b.id);
}

async function checkRuns(client: GitHubClient, commit: string): Promise<CheckRun[]> {
  return await client.paginate(client.rest.checks.listForRef, {
    ...client.repository,
    ref: commit,
    filter: 'latest',
    per_page: PAGE_SIZE,
  });
}

interface CommitStatus {
  readonly context: string;
  readonly state: string;
}

/** The newest status of each context. */
async function statuses(client: GitHubClient, commit: string): Promise<CommitStatus[]> {
  const pages = client.paginate.iterator(client.rest.repos.getCombinedStatusForRef, {
    ...client.repository,
    ref: commit,
    per_page: PAGE_SIZE,
  });
  const found: CommitStatus[] = [];
  for await (const { data } of pages) {
    // The plugin leaves an object with a `url` as it is; its types say that it is a list.
    const { statuses } = data as unknown as { readonly statuses: readonly CommitStatus[] };
    found.push(...statuses);
  }
  return found;
}
