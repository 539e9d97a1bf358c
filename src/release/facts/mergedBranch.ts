import * as l10n from '@vscode/l10n';
import { plural } from '../../base/text';
import type { Fact, Observation, UndoResult } from '../fact';
import type { PullRequest } from '../hosting';
import type { ReleaseContext } from '../releaseContext';
import { GitFailure, short } from '../repository';
import { unplannedConflict } from './commit';
import { behindRemote } from './remoteBranch';

/** Fact 5, where the branch takes no pushes: a pull request was merged, and its commit is known here. */
export const mergedBranch: Fact = {
  id: 'remoteBranch',

  title: ({ intent }) => l10n.t('Merged into {0}', intent.remoteBranch),

  isPartOf: ({ intent }) => Promise.resolve(intent.pullRequest !== undefined),

  async observe(context): Promise<Observation> {
    const { intent, journal } = context;
    const merge = await context.merge();
    switch (merge.state) {
      case 'unknown':
      case 'conflict':
        return merge;
      case 'merged':
        return merge.commit === journal.made.merged
          ? ((await unplannedConflict(context, merge.commit)) ?? mergedInto(context, merge.commit))
          : { state: 'missing', detail: fetchMerged(context, merge.pullRequest) };
      case 'arrived':
        return { state: 'missing', detail: fetchMerged(context, merge.pullRequest) };
      case 'open':
        break;
    }
    if (journal.made.proposed === undefined) {
      return (
        (await behindRemote(context)) ?? {
          state: 'missing',
          detail: l10n.t('Wait until the pull request is merged into {0}', intent.remoteBranch),
        }
      );
    }
    if (context.hosting !== undefined && merge.pullRequest === undefined)
      return {
        state: 'missing',
        detail: l10n.t('Wait until the pull request is merged into {0}', intent.remoteBranch),
      };
    return merge.pullRequest === undefined
      ? {
          state: 'inProgress',
          detail: l10n.t(
            'Open a pull request from {0} into {1}, and merge it',
            intent.pullRequest?.branch ?? '',
            intent.remoteBranch,
          ),
        }
      : waitingFor(merge.pullRequest, intent.remoteBranch);
  },

  async make(context) {
    const { repository, intent, journal } = context;
    await repository.fetch(intent.remote, `refs/heads/${intent.remoteBranch}`);
    context.forget();
    const merge = await context.merge();
    if (merge.state !== 'merged') return;
    await followMerge(context);
    await journal.note({ merged: merge.commit });
  },

  async undo(context): Promise<UndoResult> {
    if (context.intent.pullRequest === undefined) return { state: 'nothing' };
    const merge = await context.merge();
    if (merge.state !== 'merged' && merge.state !== 'arrived') return { state: 'nothing' };
    return {
      state: 'kept',
      detail: l10n.t(
        '{0} stays, because it is merged into {1}. Another pull request can revert it',
        context.version.semver,
        context.intent.remoteBranch,
      ),
    };
  },
};

function fetchMerged({ intent }: ReleaseContext, merged: PullRequest | undefined): string {
  return merged === undefined
    ? l10n.t('Fetch {0}, and look for the merged commit', intent.remoteBranch)
    : l10n.t('Fetch {0}, into which #{1} was merged', intent.remoteBranch, merged.number);
}

/** A pull request that is open, and what it waits for. */
function waitingFor(
  { number, state, isDraft, hasConflicts, checks }: PullRequest,
  base: string,
): Observation {
  if (state === 'closed')
    return { state: 'missing', detail: l10n.t('#{0} has to be merged into {1}', number, base) };
  if (hasConflicts)
    return {
      state: 'conflict',
      detail: l10n.t('#{0} conflicts with {1}', number, base),
      advice: l10n.t('Resolve the conflicts in the pull request, or undo the release.'),
    };
  const { failed = [], pending = [], passed = [] } = checks ?? {};
  const waiting = (detail: string): Observation => ({ state: 'inProgress', detail });
  if (failed.length > 0)
    return waiting(l10n.t('#{0} is not merged yet. Failed: {1}', number, failed.join(', ')));
  if (pending.length > 0)
    return waiting(
      plural(
        pending.length,
        l10n.t('#{0} waits for 1 check', number),
        l10n.t('#{0} waits for {1} checks', number, pending.length),
      ),
    );
  if (isDraft) return waiting(l10n.t('#{0} is a draft', number));
  return waiting(
    passed.length > 0
      ? l10n.t('#{0} waits to be merged; its checks passed', number)
      : l10n.t('#{0} waits to be merged', number),
  );
}

export function mergedInto({ intent }: ReleaseContext, commit: string): Observation {
  return {
    state: 'holds',
    detail: l10n.t('{0} on {1}/{2}', short(commit), intent.remote, intent.remoteBranch),
  };
}

/**
 * Brings the branch that is checked out to the remote's one, as long as it is where the release left it. After a squash
 * or a rebase it would have a commit of its own for ever.
 */
async function followMerge(context: ReleaseContext): Promise<void> {
  const { repository, intent, journal } = context;
  const { proposed } = journal.made;
  const head = await context.head();
  const remote = await context.remote();
  const tip =
    remote.state === 'seen' ? remote.refs.get(`refs/heads/${intent.remoteBranch}`) : undefined;
  if (tip === undefined || head.branch !== intent.branch || proposed === undefined) return;
  if (head.commit !== proposed) return;
  try {
    await repository.moveHead(proposed, tip);
  } catch (error) {
    // A file has local changes. The user pulls when they like; the release does not depend on it.
    if (!(error instanceof GitFailure) || error.reason === 'locked') throw error;
  }
}
