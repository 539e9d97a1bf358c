import * as l10n from '@vscode/l10n';
import type { CheckId, CheckResult } from './check';
import type { Intent } from './intent';
import { blockers, type ReleasePlan } from './releasePlan';

/** What a maintainer has seen and decided to release with, by check: what the check said then. It holds for one plan. */
export type Overrides = ReadonlyMap<CheckId, string>;

/** What stands in the way of a plan and may be overridden; none where anything else stands there, too. */
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
