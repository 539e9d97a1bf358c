import * as l10n from '@vscode/l10n';
import type { Check } from '../check';

/** Whether a file of the release is open with changes that are not on disk. */
export const unsaved: Check = async ({ context }) => {
  const ours = new Set(await context.files());
  const dirty = context.tree.unsaved().filter(file => ours.has(file));
  const title = l10n.t('Editors are saved');
  const [first] = dirty;
  if (first === undefined)
    return {
      id: 'unsaved',
      title,
      state: 'ok',
      detail: l10n.t('No file of the release has unsaved changes'),
    };
  return {
    id: 'unsaved',
    title,
    state: 'warning',
    detail: l10n.t('Unsaved: {0}', dirty.map(file => context.tree.relative(file)).join(', ')),
    advice: l10n.t('You will be asked to save before anything is written.'),
    place: { file: first, start: { line: 0, column: 0 } },
  };
};
