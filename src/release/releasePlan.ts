import * as l10n from '@vscode/l10n';
import type { Package } from '../manifests/package';
import type { FileChange } from '../manifests/plan/versionPlan';
import { proposedEntry } from './changelog/planChangelog';
import type { Asks, Check, CheckId, CheckInput, CheckResult } from './check';
import {
  available,
  changelog,
  checklist,
  ci,
  crates,
  manifests,
  order,
  setup,
  workflows,
} from './checks/releaseChecks';
import {
  branch,
  changes,
  identity,
  operation,
  otherTags,
  staged,
  tag,
  tracked,
  unsaved,
  upToDate,
} from './checks/repositoryChecks';
import { git } from './checks/gitChecks';
import { protection } from './checks/protectionCheck';
import { NO_CONTENTS } from './commitContents';
import { type FactReport, FILE_FACTS, observeAll, PUBLISH_FACTS, RELEASE_FACTS } from './engine';
import type { Fact } from './fact';
import type { Intent } from './intent';
import { requiredBy } from './members';
import { settledCommit } from './releaseCommit';
import type { ReleaseContext } from './releaseContext';
import type { ReleaseSettings } from './settings';
/** How far to go: files alone (*Bump Version*), to the tag on the remote, or to the published Release. */
export type Scope = 'files' | 'release' | 'publish';

/** What would be done, and whether it may be. Nothing has been touched. */
export interface ReleasePlan {
  readonly scope: Scope;
  readonly facts: readonly FactReport[];
  readonly checks: readonly CheckResult[];
  readonly changes: readonly FileChange[];
  /** Names of the crates that move. */
  readonly crates: readonly string[];
  /** Names of the distributions, and those of them that the first one requires; absent where there is one. */
  readonly distributions?: { readonly names: readonly string[]; readonly first: readonly string[] };
  /** What is proposed for the changelog, which the user has not accepted or declined yet: nothing may be made before. */
  readonly entry?: string;
}

export function factsOf(scope: Scope): readonly Fact[] {
  switch (scope) {
    case 'files':
      return FILE_FACTS;
    case 'release':
      return RELEASE_FACTS;
    case 'publish':
      return PUBLISH_FACTS;
  }
}

/** Checks of what is checked out. Once the commit was pushed for a pull request they say nothing about it. */
const OF_WORKING_TREE: readonly Check[] = [
  manifests,
  unsaved,
  changelog,
  changes,
  staged,
  tracked,
  operation,
  branch,
  upToDate,
];

const CHECKS: Readonly<Record<Scope, readonly Check[]>> = {
  files: [manifests, unsaved],
  release: [
    ...OF_WORKING_TREE,
    tag,
    otherTags,
    order,
    identity,
    git,
    protection,
    workflows,
    setup,
    available,
    crates,
    ci,
    checklist,
  ],
  // The files have been released; what is decided now is in the notes.
  publish: [],
};

/** Observes all facts and runs all checks. @throws ReleaseError where the package is not there */
export function planRelease(
  scope: Scope,
  context: ReleaseContext,
  settings: ReleaseSettings,
  releaseBranch: string | undefined,
  asks: Asks = {},
): Promise<ReleasePlan> {
  context.forget();
  return context.look(async () => {
    const { pkg, index } = await context.package();
    const isSettled = (await settledCommit(context)) !== undefined;
    const changes = isSettled ? [] : await context.changes();
    const facts = await observeAll(factsOf(scope), context);
    const contents = scope === 'files' ? NO_CONTENTS : await context.commitContents();
    const input: CheckInput = { context, settings, facts, contents, releaseBranch, ...asks };
    const asked = CHECKS[scope].filter(check => !isSettled || !OF_WORKING_TREE.includes(check));
    const checks = (await Promise.all(asked.map(check => check(input)))).flat();
    const entry = isSettled ? undefined : await proposedEntry(context, settings.tagFormat);
    return {
      scope,
      facts,
      checks,
      changes,
      crates: pkg.crates,
      ...distributionsOf(context, pkg, (await index.scan()).packages),
      ...(entry !== undefined && { entry }),
    };
  });
}

/** The distributions of a release with several, and those of them that have to be on the index first. */
function distributionsOf(
  { intent, tree }: ReleaseContext,
  pkg: Package,
  packages: readonly Package[],
): Pick<ReleasePlan, 'distributions'> {
  const { members = [] } = intent;
  const others = packages.filter(({ manifest }) =>
    members.some(member => member.manifest === tree.relative(manifest)),
  );
  return others.length === 0
    ? {}
    : {
        distributions: {
          names: [pkg, ...others].map(({ name }) => name),
          first: requiredBy(pkg, others).map(({ name }) => name),
        },
      };
}

/** What keeps a plan from being carried out. */
export function blockers({ facts, checks }: ReleasePlan): (CheckResult | FactReport)[] {
  const inState = (ofCheck: CheckResult['state'], ofFact: FactReport['observation']['state']) => [
    ...checks.filter(({ state }) => state === ofCheck),
    ...facts.filter(({ observation: { state } }) => state === ofFact),
  ];
  return [...inState('blocks', 'conflict'), ...inState('unknown', 'unknown')];
}

/** Whether every fact of the plan holds already. */
export function isDone({ facts }: ReleasePlan): boolean {
  return facts.every(({ observation }) => observation.state === 'holds');
}

/** What a maintainer has seen and decided to release with, by check: what the check said then. It holds for one plan. */
export type Overrides = ReadonlyMap<CheckId, string>;

/** What blocks a plan and may be overridden; none where anything else blocks it, too. */
export function overridable(plan: ReleasePlan): CheckResult[] {
  const found = blockers(plan);
  const open = found.filter((blocker): blocker is CheckResult => 'canOverride' in blocker);
  return open.length === found.length ? open : [];
}

/** The plan in which what was overridden only warns. What a check has come to say since was not seen, and blocks as before. */
export function withOverrides(plan: ReleasePlan, overrides: Overrides): ReleasePlan {
  const decided = new Set(
    blockers(plan).filter(
      (blocker): blocker is CheckResult =>
        'canOverride' in blocker && overrides.get(blocker.id) === blocker.detail,
    ),
  );
  return {
    ...plan,
    checks: plan.checks.map(check =>
      decided.has(check)
        ? {
            ...check,
            state: 'warning',
            isOverridden: true,
            detail: l10n.t('released anyway: {0}', check.detail),
          }
        : check,
    ),
  };
}

/** What the log says of a plan that is carried out: each thing that was open, and that it was released all the same. */
export function overriddenLines(
  { checks }: ReleasePlan,
  { package: name, version }: Pick<Intent, 'package' | 'version'>,
): string[] {
  return checks
    .filter(({ isOverridden }) => isOverridden === true)
    .map(({ title, detail }) => `${name} ${version}: ${title}: ${detail}`);
}
