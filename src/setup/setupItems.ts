import type { UploadJob } from '../github/workflows/uploadJobs';
import { environmentItems } from './environmentItems';
import { gitHubItems } from './gitHubItems';
import { pageItems } from './indexPages';
import { nameItems } from './nameItems';
import { publisherItems } from './publisherItems';
import { findRoads, jobsOf } from './publishPath';
import { secretItems } from './secretItems';
import type { SetupFacts } from './setupFacts';
import type { SetupItem } from './setupItem';
import { toolItems } from './toolItems';
import { workflowItems } from './workflowItems';

/** How everything that a release of a package needs stands, in the order in which it is shown. */
export function setupItems(facts: SetupFacts): readonly SetupItem[] {
  const roads = findRoads(facts);
  const jobs = jobsOf(roads.roads);
  return [
    ...gitHubItems(facts),
    ...workflowItems(facts, roads),
    ...(facts.python
      ? [
          ...nameItems(facts),
          ...secretItems(facts, jobs),
          ...publisherItems(facts, jobs),
          ...environmentItems(facts, jobs),
          ...pageItems(facts.name),
        ]
      : []),
    ...toolItems(facts),
  ];
}

/** What would make the release itself fail, apart from what the verdict on the workflows says already. */
export function releaseProblems(items: readonly SetupItem[]): readonly SetupItem[] {
  return items.filter(({ id, state }) => state === 'problem' && !id.startsWith('verdict#'));
}

/** The jobs that upload, on whatever road: what is to be read of the repository's settings and of the indexes turns on them. */
export function uploadsOf(
  facts: Pick<SetupFacts, 'workflows' | 'question' | 'branch'>,
): readonly UploadJob[] {
  return jobsOf(findRoads(facts).roads);
}
