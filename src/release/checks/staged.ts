import * as l10n from '@vscode/l10n';
import type { Check } from '../check';

/** Whether the index holds something that the release commit would take along. */
export const staged: Check = async ({ context, contents }) => {
  const title = l10n.t('Nothing else is staged');
  const ours = new Set(contents.files);
  const foreign = (await context.repository.status()).filter(
    ({ file, staged, conflicted }) => (staged || conflicted) && !ours.has(file),
  );
  if (foreign.length === 0)
    return {
      id: 'staged',
      title,
      state: 'ok',
      detail: l10n.t('The index is as HEAD, apart from the plan'),
    };
  return {
    id: 'staged',
    title,
    state: 'blocks',
    detail: l10n.t(
      'Staged: {0}',
      foreign.map(({ file }) => context.tree.relative(file)).join(', '),
    ),
    advice: l10n.t('Commit or unstage it first.'),
  };
};
