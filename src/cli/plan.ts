import { updateRequirement } from '../manifests/cargoRequirement';
import { agreement, type Package } from '../manifests/package';
import type { Problem } from '../manifests/problem';
import { planVersion, says, spelled, type FileChange } from '../manifests/versionPlan';
import type { ReleaseVersion } from '../versions/releaseVersion';
import { placeOf, relativePath, type Place } from './output';
import { resolveTarget } from './target';
import type { Target } from './arguments';
import type { Workspace } from './workspace';

/** What `plan --json` prints; `plan.schema.json` describes it. */
export interface PlanReport {
  readonly root: string;
  readonly package: string;
  /** `tag` where the git tag alone decides the version, and no file is edited. */
  readonly decidedBy: 'files' | 'tag';
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

/** Plans what is asked for. Nothing is written. */
export function plan(workspace: Workspace, released: Package, target: Target): Planned {
  const { root, index } = workspace;
  const resolved = resolveTarget(target, released);
  const report = {
    root, package: released.name, decidedBy: released.decidedBy, from: agreement(released.sites).current?.text ?? null,
    sites: [], crates: [], files: [], questions: [],
  };
  if (!resolved.ok) return { report: { ...report, to: null, refusals: [{ reason: resolved.reason }] }, changes: [] };

  const to = resolved.version;
  const { changes, questions, refusals } = planVersion(index, released, to);
  const sites = movedSites(root, released, to);
  return {
    changes,
    report: {
      ...report, to: { semver: to.semver, pep440: to.pep440 }, sites,
      crates: sites.length === 0 ? [] : released.crates,
      files: changes.map(({ file }) => relativePath(root, file)),
      questions: questions.map(({ id, file, start, reason, options }) => ({ id, ...placeOf(root, file, start), reason, options })),
      refusals: [...unread(workspace), ...refusals].map(({ file, start, message }) => ({ ...placeOf(root, file, start), reason: message })),
    },
  };
}

function movedSites(root: string, released: Package, to: ReleaseVersion): PlannedSite[] {
  if (released.decidedBy === 'tag') return [];
  const sites = released.sites.filter(site => !says(site, to)).map((site): PlannedSite => ({
    ...placeOf(root, site.file, site.start), kind: site.kind, from: site.written.text, to: spelled(site, to),
  }));
  const requirements = released.requirements.flatMap(({ file, start, text }): PlannedSite[] => {
    const update = updateRequirement(text, to);
    return update.ok && update.text !== text ? [{ ...placeOf(root, file, start), kind: 'requirement', from: text, to: update.text }] : [];
  });
  return [...sites, ...requirements];
}

/** Files that could not be read: a version or a requirement in one of them would be passed over. */
function unread({ index, scan, settings }: Workspace): Problem[] {
  return scan.problems.filter(problem => settings.problems.includes(problem) || index.get(problem.file)?.kind === 'broken');
}
