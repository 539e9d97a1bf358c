import * as l10n from '@vscode/l10n';
import type { UploadJob } from '../github/workflows/uploadJobs';
import { crateItems } from './crateItems';
import { environmentItems } from './environmentItems';
import { gitHubItems } from './gitHubItems';
import { pageItems } from './indexPages';
import { nameItems } from './nameItems';
import { publisherItems } from './publisherItems';
import { findRoutes, jobsOf } from './publishPath';
import { secretItems } from './secretItems';
import type { SetupFacts } from './setupFacts';
import type { SetupItem } from './setupItem';
import { toolItems } from './toolItems';
import { workflowItems } from './workflowItems';

/** The state of everything that a release of a package needs, in the order of the view. */
export function setupItems(facts: SetupFacts): readonly SetupItem[] {
  if (facts.name.includes('{{'))
    return [
      {
        id: 'template',
        group: 'workflow',
        state: 'info',
        title: facts.name,
        detail: l10n.t('a template: packages are made from it, and it is not released itself'),
      },
    ];
  const routes = findRoutes(facts);
  const jobs = jobsOf(routes.routes);
  return [
    ...gitHubItems(facts),
    ...workflowItems(facts, routes),
    ...(facts.python
      ? [
          ...nameItems(facts),
          ...secretItems(facts, jobs),
          ...publisherItems(facts, jobs),
          ...environmentItems(facts, jobs),
          ...pageItems(facts.name),
        ]
      : []),
    ...crateItems(facts),
    ...toolItems(facts),
  ];
}

/** What would make the release itself fail, apart from what the verdict on the workflows says already. */
export function releaseProblems(items: readonly SetupItem[]): readonly SetupItem[] {
  return items.filter(({ id, state }) => state === 'problem' && !id.startsWith('verdict#'));
}

/** The jobs that upload, on any route: which settings and indexes are read depends on them. */
export function uploadsOf(
  facts: Pick<SetupFacts, 'workflows' | 'question' | 'branch'>,
): readonly UploadJob[] {
  return jobsOf(findRoutes(facts).routes);
}
