import type { FileChange } from '../manifests/versionPlan';
import { proposedEntry } from './changelog/proposedEntry';
import type { Asks, Check, CheckInput, CheckResult } from './check';
import { available } from './checks/available';
import { branch } from './checks/branch';
import { changelog } from './checks/changelog';
import { changes } from './checks/changes';
import { checklist } from './checks/checklist';
import { ci } from './checks/ci';
import { identity } from './checks/identity';
import { manifests } from './checks/manifests';
import { operation } from './checks/operation';
import { order } from './checks/order';
import { otherTags, tag, upToDate } from './checks/remoteState';
import { setup } from './checks/setup';
import { staged } from './checks/staged';
import { tracked } from './checks/tracked';
import { unsaved } from './checks/unsaved';
import { workflows } from './checks/workflows';
import { FILE_FACTS, observeAll, PUBLISH_FACTS, RELEASE_FACTS, type FactReport } from './engine';
import { NO_CONTENTS } from './commitContents';
import type { Fact } from './fact';
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
  /** What is proposed for the changelog, which nobody has accepted or declined yet: nothing may be made before. */
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

const CHECKS: Readonly<Record<Scope, readonly Check[]>> = {
  files: [manifests, unsaved],
  release: [
    manifests,
    unsaved,
    changelog,
    changes,
    staged,
    tracked,
    operation,
    branch,
    upToDate,
    tag,
    otherTags,
    order,
    identity,
    workflows,
    setup,
    available,
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
    const { pkg } = await context.package();
    const changes = await context.changes();
    const facts = await observeAll(factsOf(scope), context);
    const contents = scope === 'files' ? NO_CONTENTS : await context.commitContents();
    const input: CheckInput = { context, settings, facts, contents, releaseBranch, ...asks };
    const checks = (await Promise.all(CHECKS[scope].map(check => check(input)))).flat();
    const entry = await proposedEntry(context, settings.tagFormat);
    return {
      scope,
      facts,
      checks,
      changes,
      crates: pkg.crates,
      ...(entry !== undefined && { entry }),
    };
  });
}

/** What keeps a plan from being carried out. */
export function blockers({ facts, checks }: ReleasePlan): (CheckResult | FactReport)[] {
  return [
    ...checks.filter(({ state }) => state === 'blocks' || state === 'unknown'),
    ...facts.filter(({ observation: { state } }) => state === 'conflict' || state === 'unknown'),
  ];
}

/** Whether every fact of the plan holds already. */
export function isDone({ facts }: ReleasePlan): boolean {
  return facts.every(({ observation }) => observation.state === 'holds');
}
