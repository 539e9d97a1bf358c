import type { Reading } from '../../../src/github/client';
import type { Environment } from '../../../src/github/environments';
import type { RepositorySettings } from '../../../src/github/repositorySettings';
import { parseWorkflow } from '../../../src/github/workflows/parseWorkflow';
import type { SetupFacts } from '../../../src/setup/setupFacts';
import type { SetupItem } from '../../../src/setup/setupItem';
import { setupItems } from '../../../src/setup/setupItems';
import { PYTHON_RELEASE } from '../github/workflows/support';

export const seen = <T>(value: T): Reading<T> => ({ state: 'seen', value });
export const unknown: Reading<never> = { state: 'unknown', detail: 'refused', advice: 'Ask.' };
export const secrets = (...names: string[]) => seen(names.map(name => ({ name, updatedAt: 0 })));

/** A workflow file in the folder of workflows. */
export const file = (text: string, name = 'python-release.yml') =>
  parseWorkflow(`.github/workflows/${name}`, text);

export function settings(more: Partial<RepositorySettings> = {}): RepositorySettings {
  return {
    permission: 'admin',
    scopes: ['repo', 'workflow'],
    isPrivate: false,
    isArchived: false,
    defaultBranch: 'main',
    workflows: seen(new Map([['.github/workflows/python-release.yml', 'active']])),
    secrets: seen([]),
    organizationSecrets: seen([]),
    environments: seen([]),
    environmentSecrets: new Map(),
    ...more,
  };
}

export function environment(name: string, more: Partial<Environment> = {}): Environment {
  return { name, reviewers: [], waitMinutes: 0, admits: { kind: 'all' }, ...more };
}

/** The first user's package on github.com, with nothing on the index and nothing found on this computer. */
export function facts(more: Partial<SetupFacts> = {}): SetupFacts {
  return {
    name: 'budtiktok',
    python: true,
    remote: {
      kind: 'gitHub',
      address: { host: 'github.com', owner: 'BudEcosystem', name: 'budtiktok' },
    },
    workflows: [file(PYTHON_RELEASE)],
    project: { compatibility: 'manylinux_2_28', requiresPython: '>=3.8' },
    question: { tag: 'v0.2.0', prerelease: false, repository: 'BudEcosystem/budtiktok' },
    branch: 'main',
    settings: seen(settings()),
    names: [],
    tagged: [],
    computer: undefined,
    ...more,
  };
}

/** The items of facts whose title matches, as `state title: detail`. */
export function lines(given: Partial<SetupFacts>, title = /./): string[] {
  return itemsOf(given, title).map(({ state, title, detail }) => `${state} ${title}: ${detail}`);
}

export function itemsOf(given: Partial<SetupFacts>, title = /./): SetupItem[] {
  return setupItems(facts(given)).filter(item => title.test(item.title));
}
