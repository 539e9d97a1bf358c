import * as l10n from '@vscode/l10n';
import { describeProblem, obstacles } from '../../manifests/versionPlan';
import type { Check } from '../check';

/** Whether every version can be moved without a guess. */
export const manifests: Check = async ({ context }) => {
  const found = obstacles(await context.plan());
  const [first] = found;
  const title = l10n.t('Versions can be moved');
  if (first === undefined) return { id: 'manifests', title, state: 'ok', detail: l10n.t('Every edit was parsed again: only versions change') };
  return {
    id: 'manifests', title, state: 'blocks', detail: found.map(problem => describeProblem(context.tree.index.root, problem)).join(' '),
    advice: l10n.t('Change the line by hand, then try again.'), place: first,
  };
};
