import type { CrateRow } from '../cratesIndex/publishedCrates';
import type { RepositoryAddress } from '../github/address';
import type { GitHubFailure } from '../github/failure';
import type { Run } from '../github/model';
import type { RunRow } from '../github/runSummary';
import type { Scan } from '../manifests/package';
import type { PlaceRow } from '../packageIndex/placeRows';
import type { ItemState } from '../release/checklist/state';
import type { FactReport, Failure } from '../release/engine';
import type { Observation } from '../release/fact';
import type { Intent } from '../release/intent';
import type { SetupItem } from '../setup/setupItem';

/** Plain data that several views show. It is replaced as a whole and never changed in place. */
export class Store<T extends object> {
  #value: T;
  readonly #listeners = new Set<(value: T, before: T) => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  /** Replaces the given fields and notifies the listeners, unless nothing has changed. */
  update(fields: Partial<T>): void {
    const before = this.#value;
    const keys = Object.keys(fields) as (keyof T)[];
    if (keys.every(key => before[key] === fields[key])) return;
    this.#value = { ...before, ...fields };
    for (const listener of [...this.#listeners]) listener(this.#value, before);
  }

  onDidChange(listener: (value: T, before: T) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }
}

/** What was observed. Views, status bar and diagnostics show it through the functions of selectors.ts. */
export interface State {
  /** The packages found in the workspace; undefined until the first scan has ended. */
  readonly scans: readonly Scan[] | undefined;
  /** What was seen of each package's release, by the path of its manifest. Read it with `releaseOf`. */
  readonly releases: ReadonlyMap<string, SeenRelease>;
  /** The packages whose remote is being asked, by the path of their manifest. */
  readonly looking: ReadonlySet<string>;
  /** The operation in progress: one release, publication or version bump at a time. */
  readonly running: RunningRelease | undefined;
  /** The repositories on GitHub that packages are released to, by the path of their top folder. */
  readonly hosted: ReadonlyMap<string, HostedState>;
  /** What package indexes were last seen to serve, by the path of the package's manifest. */
  readonly published: ReadonlyMap<string, PublishedState>;
  /** What registries of crates were last seen to serve, by the path of the package's manifest. */
  readonly publishedCrates: ReadonlyMap<string, PublishedCratesState>;
  /** How packages were last seen to be set up, by the path of their manifest. */
  readonly setups: ReadonlyMap<string, PackageSetup>;
  /** The checklist of each package as it was last looked at, by the path of its manifest. */
  readonly checklists: ReadonlyMap<string, ChecklistState>;
}

/** How a package is set up for releases. */
export interface PackageSetup {
  /** Top folder of the repository, from which the places of the items count. */
  readonly root: string;
  readonly items: readonly SetupItem[];
}

/** The checklist of a package. */
export interface ChecklistState {
  /** The release in progress that its answers are kept for, as SemVer; absent for the next one. */
  readonly version?: string;
  readonly items: readonly ItemState[];
  /** Ids of the items that are being run. */
  readonly running: readonly string[];
  /** What is wrong with the settings. */
  readonly problems: readonly string[];
  /** Absolute path. */
  readonly changelog?: string;
  /** Why answers cannot be compared with the files. */
  readonly note?: string;
}

/** The files of one version on a package index. */
export interface PublishedState {
  /** As SemVer. */
  readonly version: string;
  /** Name of the index, for people. */
  readonly index: string;
  readonly places: readonly PlaceRow[];
  readonly observation: Observation;
  /** When the index answered, in milliseconds. */
  readonly seenAt: number;
}

/** The crates of one version on their registries. */
export interface PublishedCratesState {
  /** As SemVer. */
  readonly version: string;
  readonly rows: readonly CrateRow[];
  readonly observation: Observation;
  /** When the registries answered, in milliseconds. */
  readonly seenAt: number;
}

/** What was seen of a repository on GitHub. */
export interface HostedState {
  readonly address: RepositoryAddress;
  /** Undefined until the user wants to know. */
  readonly isSignedIn?: boolean;
  /** Runs for the commits of releases, newest first. */
  readonly ofReleases: readonly RunView[];
  /** When `ofReleases` last changed, in milliseconds. */
  readonly seenAt: number;
  /** Other runs as they were when they were last looked at, newest first. */
  readonly recent: readonly RunView[];
  /** Whether GitHub will be asked again without an action of the user. */
  readonly isLive: boolean;
  /** Release commits for which a run was to start, and none did. */
  readonly nothingStarted: readonly string[];
  readonly failure?: GitHubFailure;
}

/** A run as it is shown. */
export interface RunView {
  readonly run: Run;
  /** Undefined until the user wants to see them. */
  readonly rows: readonly RunRow[] | undefined;
  /** Whether its workflow can publish; read for the runs of releases only. */
  readonly canPublish?: boolean;
  /** What the run and its jobs took when the workflow last succeeded, in milliseconds. */
  readonly before?: { readonly total: number; readonly jobs: ReadonlyMap<string, number> };
}

/** What was seen of a release: the confirmed one that is not done, or that of the version in the files. */
export interface SeenRelease {
  /** The version whose facts these are, as SemVer. */
  readonly version: string;
  /** The version of the newest release tag, where the tag decides it. */
  readonly current?: string;
  /** The newest release tag of the package on this branch. */
  readonly lastTag?: string;
  /** Subjects of the commits since then, newest first; absent once this version is tagged. */
  readonly commits?: readonly string[];
  /** Set while a confirmed release is not done. */
  readonly intent?: Intent;
  /** The facts at the last look, which may have left the remote out. */
  readonly facts: readonly FactReport[];
  /** The facts when the remote was last asked. */
  readonly remote?: { readonly facts: readonly FactReport[]; readonly seenAt: number };
  /** The released commit, where there is one. */
  readonly commit?: string;
  /** Number of the pull request that the release goes through. */
  readonly pullRequest?: number;
  /** Top folder of the repository, and the tag of the release. */
  readonly root?: string;
  readonly tag?: string;
  readonly failure?: Failure;
  /** Why facts could not be looked at: no git, no repository, no remote. */
  readonly note?: string;
}

/** An operation in progress. */
export interface RunningRelease {
  /** Absolute path of the manifest of its package. */
  readonly manifest: string;
  /** What it shows in place of the facts that were seen before; absent for a version bump. */
  readonly shown?: SeenRelease;
}

export const INITIAL_STATE: State = {
  scans: undefined,
  releases: new Map(),
  looking: new Set(),
  running: undefined,
  hosted: new Map(),
  published: new Map(),
  publishedCrates: new Map(),
  setups: new Map(),
  checklists: new Map(),
};
