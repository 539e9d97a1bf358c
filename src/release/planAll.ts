import type { FileChange, VersionPlan } from '../manifests/plan/versionPlan';
import type { ReleaseContext } from './releaseContext';
import { type PackageState, planFor } from './workingTree';

/** The plans of a release with several versions, and what they make of each file. */
interface WholePlan {
  readonly plans: readonly VersionPlan[];
  readonly changes: readonly FileChange[];
}

/**
 * Plans the first package, then each member with a version of its own on the files as those before it leave them: several
 * versions may be in one lock.
 *
 * @param state the files, on disk or of a commit
 */
export async function planAll(
  { version, parts }: Pick<ReleaseContext, 'version' | 'parts'>,
  state: PackageState,
): Promise<WholePlan> {
  const plans = [planFor(state, version)];
  const changes = new Map((plans[0]?.changes ?? []).map(change => [change.file, change]));
  const { reader } = state.index;
  for (const part of parts) {
    const index = state.index.fork(
      { ...reader, read: async file => changes.get(file)?.after ?? (await reader.read(file)) },
      file => changes.has(file),
    );
    const { packages } = await index.scan();
    const pkg = packages.find(({ manifest }) => manifest === part.tree.manifest);
    // The facts of a member that is gone say so.
    if (pkg === undefined) continue;
    const plan = planFor({ index, pkg }, part.version);
    plans.push(plan);
    for (const change of mergeChanges([...changes.values()], plan.changes))
      changes.set(change.file, change);
  }
  return { plans, changes: [...changes.values()] };
}

/** Two changes of the same files as one. @param later what is changed once the earlier changes are made */
export function mergeChanges(
  earlier: readonly FileChange[],
  later: readonly FileChange[],
): readonly FileChange[] {
  const changes = new Map(earlier.map(change => [change.file, change]));
  for (const { file, before, after } of later)
    changes.set(file, { file, before: changes.get(file)?.before ?? before, after });
  return [...changes.values()];
}
