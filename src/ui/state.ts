import { agreement, type Package, type Scan } from '../manifests/package';
import type { Failure, FactReport } from '../release/engine';
import type { Intent } from '../release/intent';

/** Everything that the views, the status bar and the diagnostics show. */
export interface State {
  /** What was found in the workspace; undefined until the first look is over. */
  readonly scans: readonly Scan[] | undefined;
  /** The release of each package, by the path of its manifest. */
  readonly releases: ReadonlyMap<string, ReleaseState>;
}

/** A release as it was last seen: the one under way, or that of the version that stands in the files. */
export interface ReleaseState {
  /** The version whose facts these are, as SemVer. */
  readonly version: string;
  /** Set while a confirmed release is not done. */
  readonly intent?: Intent;
  readonly facts: readonly FactReport[];
  /** Set while it is being made. */
  readonly running?: true;
  readonly failure?: Failure;
  /** Why facts could not be looked at: no git, no repository, no remote. */
  readonly note?: string;
}

export const INITIAL_STATE: State = { scans: undefined, releases: new Map() };

export function packagesOf({ scans }: State): Package[] {
  return (scans ?? []).flatMap(({ packages }) => packages);
}

export function isMismatched({ sites }: Package): boolean {
  return agreement(sites).odd.length > 0;
}

export function withRelease(state: State, manifest: string, release: ReleaseState): Partial<State> {
  return { releases: new Map(state.releases).set(manifest, release) };
}
