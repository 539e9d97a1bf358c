import * as l10n from '@vscode/l10n';
import type { Check } from '../check';

/** Whether git knows every file of the release. One that it does not know is edited and not committed. */
export const tracked: Check = async ({ context, contents }) => {
  if ((await context.files()).length === 0) return [];
  const title = l10n.t('Version files are tracked');
  const [first] = contents.untracked;
  if (first === undefined)
    return { id: 'tracked', title, state: 'ok', detail: l10n.t('Git tracks all of them') };
  return {
    id: 'tracked',
    title,
    state: 'warning',
    detail: l10n.t(
      'Not tracked: {0}',
      contents.untracked.map(file => context.tree.relative(file)).join(', '),
    ),
    advice: l10n.t(
      'They are set to the new version and left out of the commit. Add them to git if they belong to it.',
    ),
  };
};
