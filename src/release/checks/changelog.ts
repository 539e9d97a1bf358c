import * as l10n from '@vscode/l10n';
import type { Check } from '../check';
import { keptChangelog } from '../keptChangelog';

/** What is said of a changelog that the release does not write: that somebody has to, or that it was left as it is. */
export const changelog: Check = async ({ context, settings }) => {
  const { intent, tree } = context;
  if (settings.changelog === 'off' || intent.changelog !== undefined) return [];
  // No date is written here.
  const kept = await keptChangelog(tree, intent, '');
  if (kept === undefined) return [];
  const title = l10n.t('Changelog');
  if (kept.plan.kind === 'byHand') {
    const { detail, advice } = kept.plan;
    return {
      id: 'changelog',
      title,
      state: 'warning',
      detail,
      advice,
      place: { file: kept.file, start: { line: 0, column: 0 } },
    };
  }
  return {
    id: 'changelog',
    title,
    state: 'ok',
    detail: l10n.t('{0} is left as it is', tree.relative(kept.file)),
  };
};
