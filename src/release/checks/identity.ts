import * as l10n from '@vscode/l10n';
import type { Check } from '../check';

/** Whether git knows who commits and tags. */
export const identity: Check = async ({ context }) => {
  const title = l10n.t('Git identity');
  const found = await context.repository.identity();
  if (found !== undefined) return { id: 'identity', title, state: 'ok', detail: found };
  return {
    id: 'identity',
    title,
    state: 'blocks',
    detail: l10n.t('Git has no name or e-mail address for you'),
    advice: l10n.t('Set user.name and user.email with "git config".'),
  };
};
