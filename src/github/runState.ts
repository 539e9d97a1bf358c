import type { Conclusion, Job, Run, Status, Step } from './model';

/**
 * How a run, job or step stands, in one word. `other` is a conclusion that GitHub has invented since; it is no success.
 * - `promised`: the workflow file names the job, and GitHub has not created it yet
 * - `waiting`: for an approval or a waiting time of an environment
 */
export type RunState =
  | 'promised'
  | 'queued'
  | 'waiting'
  | 'running'
  | 'success'
  | 'failure'
  | 'cancelled'
  | 'skipped'
  | 'neutral'
  | 'other';

export function stateOf({
  status,
  conclusion,
}: {
  readonly status: Status;
  readonly conclusion: Conclusion | null;
}): RunState {
  switch (status) {
    case 'queued':
    case 'requested':
    case 'pending':
      return 'queued';
    case 'waiting':
      return 'waiting';
    case 'in_progress':
      return 'running';
    case 'completed':
      return ended(conclusion);
    // GitHub adds statuses; only "completed" has a conclusion.
    default:
      return 'running';
  }
}

function ended(conclusion: Conclusion | null): RunState {
  switch (conclusion) {
    case 'success':
      return 'success';
    case 'failure':
    case 'timed_out':
    case 'startup_failure':
      return 'failure';
    case 'cancelled':
    case 'stale':
      return 'cancelled';
    case 'skipped':
      return 'skipped';
    case 'neutral':
      return 'neutral';
    case 'action_required':
      return 'waiting';
    case null:
    default:
      return 'other';
  }
}

/** Whether it can still change by itself. */
export function isLive({ status }: Pick<Run | Job | Step, 'status'>): boolean {
  return status !== 'completed';
}

/** Milliseconds that something has taken until it ended, or until now; undefined before it has begun. */
export function elapsed(
  {
    startedAt,
    completedAt,
  }: { readonly startedAt: number | null; readonly completedAt: number | null },
  now: number,
): number | undefined {
  return startedAt === null ? undefined : Math.max(0, (completedAt ?? now) - startedAt);
}

/** Milliseconds that the newest attempt of a run has taken. */
export function runElapsed(run: Run, now: number): number {
  return Math.max(0, (isLive(run) ? now : run.updatedAt) - run.startedAt);
}

/** A duration as people read it: `42s`, `3m 05s`, `1h 12m`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const pad = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}m ${pad(seconds % 60)}s`
    : `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}
