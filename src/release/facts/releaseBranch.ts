import * as l10n from '@vscode/l10n';
import { type Fact, ReleaseError, type UndoResult } from '../fact';
import type { PullRequestIntent } from '../intent';
import type { ReleaseContext } from '../releaseContext';
import { short } from '../repository';
import { mergedInto } from './mergedBranch';
import { fetchPushed } from './remoteBranch';

/** Fact 5, where the branch takes no pushes: the branch of the pull request is on the remote with the release commit. */
export const releaseBranch: Fact = {
  id: 'releaseBranch',

  title: ({ intent }) => l10n.t('Release branch on {0}', intent.remote),

  isPartOf: isThroughPullRequest,

  async observe(context) {
    const { intent, journal, repository } = context;
    const { branch } = pullRequestOf(context);
    const merge = await context.merge();
    if (merge.state === 'merged') return mergedInto(context, merge.commit);
    // GitHub may have deleted the branch by then.
    if (merge.state === 'arrived' && merge.pullRequest?.state === 'merged')
      return { state: 'holds', detail: l10n.t('#{0} is merged', merge.pullRequest.number) };
    const remote = await context.remote();
    if (remote.state === 'unknown') return remote;
    const there = remote.refs.get(`refs/heads/${branch}`);
    if (there === undefined)
      return {
        state: 'missing',
        detail: l10n.t('Push the commit to {0} as {1}', intent.remote, branch),
      };
    const found = await context.releaseCommit();
    const commit = journal.made.proposed ?? (found.state === 'found' ? found.commit : undefined);
    if (commit !== undefined && (await repository.contains(there, commit)) === true)
      return {
        state: 'holds',
        detail: l10n.t('{0} is on {1}/{2}', short(commit), intent.remote, branch),
      };
    // Reviewers add commits to a branch that the release has pushed.
    if (journal.made.proposed !== undefined)
      return {
        state: 'holds',
        detail: l10n.t('{0}/{1} has other commits since', intent.remote, branch),
      };
    return {
      state: 'conflict',
      detail: l10n.t('{0} is on {1} already, on another commit', branch, intent.remote),
      advice: l10n.t('Delete that branch, or release another version.'),
    };
  },

  async make(context) {
    const { repository, intent, journal } = context;
    const { branch } = pullRequestOf(context);
    const found = await context.releaseCommit();
    if (found.state !== 'found')
      throw new ReleaseError(
        l10n.t('There is no commit to push.'),
        l10n.t('Make the release commit first.'),
      );
    await journal.note({ proposed: found.commit });
    try {
      await repository.push(intent.remote, `${found.commit}:refs/heads/${branch}`);
    } catch (error) {
      context.forget();
      const remote = await context.remote();
      // Nothing was proposed, so the commit may still be changed.
      if (remote.state === 'seen' && !remote.refs.has(`refs/heads/${branch}`))
        await journal.note({ proposed: undefined });
      throw error;
    }
  },

  complete: context => fetchPushed(context, pullRequestOf(context).branch),

  /** Deletes the branch while it is what the release pushed. */
  async undo(context): Promise<UndoResult> {
    const { repository, intent, journal } = context;
    const { proposed } = journal.made;
    if (intent.pullRequest === undefined || proposed === undefined) return { state: 'nothing' };
    const { branch } = intent.pullRequest;
    const merge = await context.merge();
    if (merge.state === 'merged' || merge.state === 'arrived') return { state: 'nothing' };
    const remote = await context.remote();
    if (remote.state === 'unknown')
      throw new ReleaseError(
        l10n.t('{0} did not answer, so it is not known whether it has {1}.', intent.remote, branch),
        remote.advice,
      );
    const there = remote.refs.get(`refs/heads/${branch}`);
    if (there !== undefined && there !== proposed)
      return {
        state: 'kept',
        detail: l10n.t(
          '{0} stays on {1}, because other commits were pushed to it',
          branch,
          intent.remote,
        ),
      };
    if (there !== undefined) await repository.deleteRemoteBranch(intent.remote, branch, there);
    await journal.note({ proposed: undefined });
    return there === undefined
      ? { state: 'nothing' }
      : { state: 'undone', detail: l10n.t('{0} was deleted on {1}', branch, intent.remote) };
  },
};

export function isThroughPullRequest({ intent }: ReleaseContext): Promise<boolean> {
  return Promise.resolve(intent.pullRequest !== undefined);
}

/** The pull request that this release goes through. @throws ReleaseError where the release is pushed to its branch */
export function pullRequestOf({ intent }: ReleaseContext): PullRequestIntent {
  if (intent.pullRequest === undefined)
    throw new ReleaseError(l10n.t('This release has no pull request.'), '');
  return intent.pullRequest;
}
