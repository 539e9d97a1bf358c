import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { PullRequest, PullRequestChecks, WantedPullRequest } from '../release/hosting';
import type { GitHubClient } from './client';
import { commitChecks } from './commitChecks';
import { GitHubFailure } from './failure';

type Answer = RestEndpointMethodTypes['pulls']['get']['response']['data'];

/** Pull requests of one branch that are looked at, newest first. */
const MOST = 20;

/**
 * The pull request of a release: the one with its number, else the one that is open for its branch, else a merged one of
 * its commit. A closed one from an earlier attempt does not count.
 * @throws GitHubFailure
 */
export async function findPullRequest(
  client: GitHubClient,
  { number, branch, base, commit }: WantedPullRequest,
): Promise<PullRequest | undefined> {
  if (number !== undefined) return await readPullRequest(client, number);
  const { data } = await client.rest.pulls.list({
    ...client.repository,
    head: `${client.address.owner}:${branch}`,
    base,
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: MOST,
  });
  const found =
    data.find(({ state }) => state === 'open') ??
    data.find(({ merged_at, head }) => merged_at !== null && head.sha === commit);
  return found && (await readPullRequest(client, found.number));
}

/**
 * Opens a pull request. Where one is open for the branch, or the answer was lost, the one that is there is the result.
 * @throws GitHubFailure
 */
export async function openPullRequest(
  client: GitHubClient,
  wanted: WantedPullRequest,
  text: { readonly title: string; readonly body: string },
): Promise<PullRequest> {
  const existing = await findPullRequest(client, wanted);
  if (existing !== undefined) return existing;
  try {
    const { data } = await client.rest.pulls.create({
      ...client.repository,
      ...text,
      head: wanted.branch,
      base: wanted.base,
    });
    return toPullRequest(data, undefined);
  } catch (error) {
    // GitHub answers 422 where another window was faster.
    if (!(error instanceof GitHubFailure) || !(error.httpStatus === 422 || error.mayHaveHappened))
      throw error;
    const made = await findPullRequest(client, wanted);
    if (made === undefined) throw error;
    return made;
  }
}

/** @throws GitHubFailure */
export async function closePullRequest(client: GitHubClient, number: number): Promise<void> {
  await client.rest.pulls.update({
    ...client.repository,
    pull_number: number,
    state: 'closed',
  });
}

async function readPullRequest(client: GitHubClient, number: number): Promise<PullRequest> {
  const { data } = await client.rest.pulls.get({
    ...client.repository,
    pull_number: number,
  });
  const isOpen = data.state === 'open';
  return toPullRequest(data, isOpen ? await checksOf(client, data.head.sha) : undefined);
}

async function checksOf(
  client: GitHubClient,
  commit: string,
): Promise<PullRequestChecks | undefined> {
  try {
    return await commitChecks(client, commit, () => Promise.resolve([]));
  } catch (error) {
    // A token may read pull requests and no checks: what is merged is seen all the same.
    if (error instanceof GitHubFailure) return undefined;
    throw error;
  }
}

function toPullRequest(data: Answer, checks: PullRequestChecks | undefined): PullRequest {
  const { number, html_url, merged_at, merge_commit_sha, mergeable_state } = data;
  const isMerged = merged_at !== null;
  return {
    number,
    url: html_url,
    state: isMerged ? 'merged' : data.state === 'open' ? 'open' : 'closed',
    isDraft: data.draft === true,
    hasConflicts: mergeable_state === 'dirty',
    // Before the merge it names a commit that GitHub made to try one.
    ...(isMerged && merge_commit_sha !== null && { merged: merge_commit_sha }),
    checks,
  };
}
