import * as l10n from '@vscode/l10n';
import { describeItemState } from '../checklist/words';
import { inTheWay } from '../checklist/state';
import type { Check } from '../check';

/** Whether everything that the maintainer wants to be sure of passes. Once the tag is on the remote the question comes too late. */
export const checklist: Check = async ({ checklist: ask, facts }) => {
  if (ask === undefined) return [];
  const title = l10n.t('Checklist');
  if (facts.some(({ id, observation }) => id === 'remoteTag' && observation.state === 'holds')) {
    return { id: 'checklist', title, state: 'ok', detail: l10n.t('The release is public already') };
  }
  const { items, problems } = await ask();
  const place = { remedy: { kind: 'checklist' } } as const;
  const open = inTheWay(items);
  if (open.length > 0) {
    return {
      id: 'checklist',
      title,
      state: 'blocks',
      canOverride: true,
      place,
      detail: l10n.t('Required: {0}', open.map(describeItemState).join(', ')),
      advice: l10n.t('Run and answer them in the view Checklist.'),
    };
  }
  if (problems.length > 0) {
    // What is required may be among what cannot be read.
    return {
      id: 'checklist',
      title,
      state: 'unknown',
      canOverride: true,
      place: { setting: 'budtiktok.checklist' },
      detail: problems.join(' '),
      advice: l10n.t('Correct the settings of the checklist.'),
    };
  }
  const passed = items.filter(({ state }) => state === 'pass').length;
  const required = items.filter(({ item }) => item.isRequired).length;
  const standing = l10n.t('{0} of {1} pass', passed, items.length);
  return {
    id: 'checklist',
    title,
    state: 'ok',
    detail:
      required === 0
        ? l10n.t('{0}; none is required', standing)
        : l10n.t('{0}, and with them all that are required ({1})', standing, required),
  };
};
