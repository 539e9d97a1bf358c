import * as l10n from '@vscode/l10n';
import type { PullRequest } from './hosting';
import type { ReleaseContext } from './releaseContext';
import { short } from './repository';

/**
 * What became of the pull request of a release.
 * - `open`: it was not merged yet, or not opened
 * - `merged`: its commit on the base branch is in this clone and holds the release
 * - `arrived`: the base branch has commits that are not in this clone; the merged one may be among them
 */
export type Merge =
  | { readonly state: 'open'; readonly pullRequest?: PullRequest | undefined }
  | {
      readonly state: 'merged';
      readonly commit: string;
      readonly pullRequest?: PullRequest | undefined;
    }
  | { readonly state: 'arrived'; readonly pullRequest?: PullRequest | undefined }
  | { readonly state: 'conflict'; readonly detail: string; readonly advice: string }
  | { readonly state: 'unknown'; readonly detail: string; readonly advice: string };

/** The pull request that was opened for the pushed commit. @throws an error of the host */
export async function findPullRequest({
  intent,
  journal: { made },
  hosting,
}: ReleaseContext): Promise<PullRequest | undefined> {
  if (intent.pullRequest === undefined || made.proposed === undefined || hosting?.state !== 'seen')
    return undefined;
  return await hosting.host.pullRequest({
    number: made.pullRequest,
    branch: intent.pullRequest.branch,
    base: intent.remoteBranch,
    commit: made.proposed,
  });
}

/**
 * Finds the commit that brought a release into its branch: merged, squashed, rebased or by a merge queue. GitHub names it;
 * elsewhere it is found among the commits of the branch. @throws an error of the host
 */
export async function findMerge(context: ReleaseContext): Promise<Merge> {
  const { intent, journal, repository, hosting } = context;
  const { proposed, merged: noted } = journal.made;
  if (intent.pullRequest === undefined) return { state: 'open' };
  const remote = await context.remote();
  if (remote.state === 'unknown') return proposed === undefined ? { state: 'open' } : remote;
  const tip = remote.refs.get(`refs/heads/${intent.remoteBranch}`);
  if (tip === undefined) return { state: 'open' };
  if (proposed === undefined) {
    // A release from another clone, or one whose record is gone, may be in the branch already.
    const found = await context.releaseCommit();
    return found.state === 'found' && (await repository.contains(tip, found.commit)) === true
      ? { state: 'merged', commit: found.commit }
      : { state: 'open' };
  }
  if (noted !== undefined && (await repository.contains(tip, noted)) === true)
    return { state: 'merged', commit: noted };

  const pullRequest = await context.pullRequest();
  const isAsked = hosting?.state === 'seen' && pullRequest !== undefined;
  if (isAsked && pullRequest.state !== 'merged') return { state: 'open', pullRequest };
  if ((await repository.contains(tip, tip)) !== true) return { state: 'arrived', pullRequest };
  const named = pullRequest?.merged;
  const isThere = named !== undefined && (await repository.contains(tip, named)) === true;
  const commit = isThere ? named : await mergedAmong(context, proposed, tip);
  if (commit === undefined)
    return pullRequest === undefined
      ? { state: 'open' }
      : {
          state: 'conflict',
          detail: l10n.t(
            '#{0} is merged, but {1}/{2} does not contain it',
            pullRequest.number,
            intent.remote,
            intent.remoteBranch,
          ),
          advice: l10n.t('Look at its page for the branch that it was merged into.'),
        };
  if (!(await context.isReadyAt(commit)))
    return {
      state: 'conflict',
      detail: l10n.t(
        '{0}, which was merged into {1}, does not hold {2} in every version site',
        short(commit),
        intent.remoteBranch,
        context.version.semver,
      ),
      advice: l10n.t('Compare it with the release commit. Abandon this release and start again.'),
    };
  return { state: 'merged', commit, pullRequest };
}

/** The first commit of a branch that contains the proposed one, repeats it, or brings its content. */
async function mergedAmong(
  context: ReleaseContext,
  proposed: string,
  tip: string,
): Promise<string | undefined> {
  const { repository } = context;
  const parent = await repository.parent(proposed);
  if (parent === undefined) return undefined;
  const ours = await repository.signature(proposed);
  for (const commit of await repository.commitsAfter(parent, tip)) {
    if ((await repository.contains(commit, proposed)) === true) return commit;
    // A rebase keeps author, date and message.
    const found = await repository.signature(commit);
    if (found?.author === ours?.author && found?.message === ours?.message) return commit;
    const before = await repository.parent(commit);
    const isNew = before !== undefined && !(await context.isReadyAt(before));
    if (isNew && (await context.isReadyAt(commit))) return commit;
  }
  return undefined;
}
