import * as l10n from '@vscode/l10n';
import type { Check } from '../check';

/** Whether git is in the middle of something that a commit would end or be swallowed by. */
export const operation: Check = async ({ context }) => {
  const title = l10n.t('No merge or rebase is in progress');
  const found = await context.repository.operation();
  if (found === undefined)
    return { id: 'operation', title, state: 'ok', detail: l10n.t('Git is at rest') };
  return {
    id: 'operation',
    title,
    state: 'blocks',
    detail: l10n.t('A {0} is in progress', found),
    advice: l10n.t(
      'Finish or abort it first (git {0} --abort).',
      found === 'bisect' ? 'bisect reset' : found,
    ),
  };
};
