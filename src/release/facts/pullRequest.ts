import * as l10n from '@vscode/l10n';
import { type Fact, ReleaseError, type UndoResult } from '../fact';
import { mergedInto } from './mergedBranch';
import { isThroughPullRequest, pullRequestOf } from './releaseBranch';

/** Fact 6, where the remote is on GitHub: the pull request was opened. */
export const pullRequest: Fact = {
  id: 'pullRequest',

  title: () => l10n.t('Pull request'),

  isPartOf: async context => (await isThroughPullRequest(context)) && context.hosting !== undefined,

  async observe(context) {
    const { hosting, intent } = context;
    if (hosting?.state === 'unknown') return hosting;
    const merge = await context.merge();
    if (merge.state === 'merged' && merge.pullRequest === undefined)
      return mergedInto(context, merge.commit);
    const found = await context.pullRequest();
    switch (found?.state) {
      case undefined:
        return {
          state: 'missing',
          detail: l10n.t('Open a pull request into {0}', intent.remoteBranch),
        };
      case 'open':
        return {
          state: 'holds',
          detail: found.isDraft
            ? l10n.t('#{0} is open, as a draft', found.number)
            : l10n.t('#{0} is open', found.number),
        };
      case 'merged':
        return { state: 'holds', detail: l10n.t('#{0} is merged', found.number) };
      case 'closed':
        return {
          state: 'conflict',
          detail: l10n.t('#{0} was closed and not merged', found.number),
          advice: l10n.t('Reopen it on GitHub, or undo the release.'),
        };
    }
  },

  async make(context) {
    const { hosting, intent, journal } = context;
    const { proposed } = journal.made;
    if (hosting?.state !== 'seen' || proposed === undefined)
      throw new ReleaseError(
        l10n.t('GitHub could not be asked.'),
        hosting?.state === 'unknown' ? hosting.advice : '',
      );
    const { pullRequestText } = await import('../pullRequestText');
    const opened = await hosting.host.openPullRequest(
      {
        branch: pullRequestOf(context).branch,
        base: intent.remoteBranch,
        commit: proposed,
      },
      await pullRequestText(context, proposed),
    );
    await journal.note({ pullRequest: opened.number });
  },

  async undo(context): Promise<UndoResult> {
    const { hosting, journal } = context;
    const found = await context.pullRequest();
    if (found?.state !== 'open' || hosting?.state !== 'seen') return { state: 'nothing' };
    await hosting.host.closePullRequest(found.number);
    await journal.note({ pullRequest: undefined });
    return { state: 'undone', detail: l10n.t('#{0} was closed', found.number) };
  },
};
