import * as l10n from '@vscode/l10n';
import type { Check } from '../check';

/** Whether a workflow will publish the release, and only one. Workflow files are read before anything is pushed. */
export const workflows: Check = async ({ workflows: ask, settings }) => {
  if (ask === undefined) return [];
  const title = l10n.t('Publishing workflow');
  return (await ask()).map(verdict => {
    if (verdict.state !== 'blocks' || settings.workflows === 'block')
      return { id: 'workflows', title, ...verdict };
    return { id: 'workflows', title, ...verdict, state: 'warning' };
  });
};
