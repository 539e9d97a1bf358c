import * as l10n from '@vscode/l10n';
import type { Check } from '../check';

/** Whether the branch that releases are made from is checked out. */
export const branch: Check = async ({ context, releaseBranch }) => {
  const title = l10n.t('On the release branch');
  const place = { setting: 'budtiktok.release.branch' };
  const { branch: current } = await context.head();
  if (releaseBranch === undefined) {
    return {
      id: 'branch',
      title,
      state: 'unknown',
      detail: l10n.t('{0} does not tell its default branch', context.intent.remote),
      advice: l10n.t('Name the branch in the setting budtiktok.release.branch.'),
      place,
    };
  }
  if (current === releaseBranch) return { id: 'branch', title, state: 'ok', detail: current };
  return {
    id: 'branch',
    title,
    state: 'blocks',
    detail:
      current === undefined ? l10n.t('HEAD is detached') : l10n.t('{0} is checked out', current),
    advice: l10n.t(
      'Switch to {0}, or name another branch in the setting budtiktok.release.branch.',
      releaseBranch,
    ),
    place,
  };
};
