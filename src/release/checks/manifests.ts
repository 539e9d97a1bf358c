import * as l10n from '@vscode/l10n';
import { describeProblem, obstacles } from '../../manifests/versionPlan';
import type { Check } from '../check';

/** Whether every version can be moved without a guess. */
export const manifests: Check = async ({ context }) => {
  const plan = await context.plan();
  const found = obstacles(plan);
  const [first] = found;
  const title = l10n.t('Versions can be moved');
  if (first === undefined && plan.pkg.decidedBy === 'tag')
    return {
      id: 'manifests',
      title,
      state: 'ok',
      detail: l10n.t('The git tag decides the version: no file holds it'),
    };
  if (first === undefined)
    return {
      id: 'manifests',
      title,
      state: 'ok',
      detail: l10n.t('Every edit was parsed again: only versions change'),
    };
  return {
    id: 'manifests',
    title,
    state: 'blocks',
    detail: found.map(problem => describeProblem(context.tree.index.root, problem)).join(' '),
    advice: l10n.t('Change the line by hand, then try again.'),
    place: first,
  };
};
