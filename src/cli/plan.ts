import { updateRequirement } from '../manifests/cargoRequirement';
import { agreement, type Package } from '../manifests/package';
import { planVersion, says, spelled, type FileChange } from '../manifests/versionPlan';
import type { PlanArguments } from './arguments';
import { placeOf, relativePath, type Place } from './output';
import { resolveTarget } from './target';
import type { Workspace } from './workspace';

/** What `plan --json` prints; `plan.schema.json` describes it. */
export interface PlanReport {
  readonly root: string;
  readonly package: string;
  /** The greatest version that stands in a site; null where none is legal. */
  readonly from: string | null;
  /** Null where the version that was asked for is refused. */
  readonly to: { readonly semver: string; readonly pep440: string } | null;
  /** The places that change. */
  readonly sites: readonly PlannedSite[];
  /** Names of the crates that move. */
  readonly crates: readonly string[];
  /** The files that change. */
  readonly files: readonly string[];
  readonly questions: readonly PlannedQuestion[];
  readonly refusals: readonly PlannedRefusal[];
}

export interface PlannedSite extends Place {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

/** Something that only a person can decide: settled with `--answer ID=VALUE`. */
export interface PlannedQuestion extends Place {
  readonly id: string;
  readonly reason: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface PlannedRefusal extends Partial<Place> {
  readonly reason: string;
}

export interface Planned {
  readonly report: PlanReport;
  readonly changes: readonly FileChange[];
}

/** Plans what the arguments ask for. Nothing is written. */
export function plan({ root, index }: Workspace, released: Package, { target }: PlanArguments): Planned {
  const resolved = resolveTarget(target, released);
  const from = agreement(released.sites).current?.text ?? null;
  const report = { root, package: released.name, from, sites: [], crates: [], files: [], questions: [] };
  if (!resolved.ok) return { report: { ...report, to: null, refusals: [{ reason: resolved.reason }] }, changes: [] };

  const to = resolved.version;
  const { changes, refusals } = planVersion(index, released, to);
  const sites = released.sites.filter(site => !says(site, to)).map((site): PlannedSite => ({
    ...placeOf(root, site.file, site.start), kind: site.kind, from: site.written.text, to: spelled(site, to),
  }));
  const requirements = released.requirements.flatMap(({ file, start, text }): PlannedSite[] => {
    const update = updateRequirement(text, to);
    return update.ok && update.text !== text ? [{ ...placeOf(root, file, start), kind: 'requirement', from: text, to: update.text }] : [];
  });
  return {
    changes,
    report: {
      ...report, to: { semver: to.semver, pep440: to.pep440 }, sites: [...sites, ...requirements],
      crates: sites.length === 0 ? [] : released.crates,
      files: changes.map(({ file }) => relativePath(root, file)),
      refusals: refusals.map(({ file, start, message }) => ({ ...placeOf(root, file, start), reason: message })),
    },
  };
}
