import type { GitHubFailure } from './failure';

/**
 * What GitHub Actions says about runs and jobs, as plain data: the fields that are shown, under this project's names.
 * Times are milliseconds since 1970. Source: REST API, "Workflow runs" and "Workflow jobs".
 */

/** `status` of a run or job. GitHub invents new ones; they are kept as they come, and shown as they are. */
export type Status =
  'queued' | 'requested' | 'pending' | 'waiting' | 'in_progress' | 'completed' | (string & {});

/** `conclusion` of what is completed. */
export type Conclusion =
  | 'success'
  | 'failure'
  | 'cancelled'
  | 'skipped'
  | 'neutral'
  | 'timed_out'
  | 'action_required'
  | 'stale'
  | 'startup_failure'
  | (string & {});

/** One run of a workflow. A re-run keeps its id and counts its attempts. */
export interface Run {
  readonly id: number;
  readonly workflowId: number;
  /** By which the checks of a commit name the run that they are jobs of. */
  readonly checkSuiteId?: number;
  /** Name of the workflow. */
  readonly workflow: string;
  /** Path of the workflow file, such as `.github/workflows/python-release.yml`. */
  readonly path: string;
  readonly title: string;
  readonly number: number;
  readonly attempt: number;
  readonly event: string;
  readonly status: Status;
  readonly conclusion: Conclusion | null;
  readonly headSha: string;
  /** Branch of a push or dispatch, tag of a tag push or release. */
  readonly headBranch: string | null;
  readonly url: string;
  readonly createdAt: number;
  /** Start of this attempt. */
  readonly startedAt: number;
  readonly updatedAt: number;
}

/** One job of an attempt of a run. */
export interface Job {
  readonly id: number;
  readonly runId: number;
  readonly attempt: number;
  /** As GitHub shows it: `linux (x86_64)`, `build / linux (x86_64)`. */
  readonly name: string;
  readonly status: Status;
  readonly conclusion: Conclusion | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  /** What the job asked of its runner, such as `ubuntu-latest`. */
  readonly labels: readonly string[];
  readonly url: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly number: number;
  readonly name: string;
  readonly status: Status;
  readonly conclusion: Conclusion | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
}

/** A file that a run left behind. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  /** Bytes of the zip. */
  readonly size: number;
  readonly expired: boolean;
}

/** A run with its jobs; undefined until they have been read. */
export interface WatchedRun {
  readonly run: Run;
  readonly jobs: readonly Job[] | undefined;
}

/** What the monitor has seen. */
export interface Watched {
  /** The commits that are being watched. */
  readonly commits: readonly string[];
  /** Newest first. */
  readonly runs: readonly WatchedRun[];
  /** Whether it will ask again by itself. */
  readonly isLive: boolean;
  /** Commits for which a run was expected, and none appeared. */
  readonly nothingStarted: readonly string[];
  /** Why the last look failed. */
  readonly failure?: GitHubFailure;
}
