import * as l10n from '@vscode/l10n';
import type { Builds } from '../release/hosting';
import type { Job, Run } from './model';
import { PLATFORMS, type Platform } from './workflows/platform';
import type { UploadEffect } from './workflows/effects';
import { duration, elapsed, isLive, runElapsed, stateOf, type RunState } from './runState';

export { PLATFORMS, type Platform } from './workflows/platform';

/** Where a job uploads to. */
export type Index = UploadEffect['index'];

/** One job of a run: created by GitHub, or so far only promised by the workflow file. */
export interface RunRow {
  /** As GitHub shows it, or will show it. */
  readonly name: string;
  readonly platform: Platform;
  /** `x86_64`, `aarch64`, …; absent where the job has none. */
  readonly architecture?: string | undefined;
  /** Absent until GitHub has created it. */
  readonly job?: Job;
  /** Where the file makes it depend on a condition that is not known beforehand. */
  readonly mayBeSkipped?: boolean;
  /** Where it uploads to, if it does. */
  readonly uploadsTo?: Index;
}

/** How a run stands. */
export interface RunSummary {
  readonly state: RunState;
  /** Jobs that have ended well, and all that are known or promised. Skipped ones count in neither. */
  readonly done: number;
  readonly total: number;
  readonly failed: readonly RunRow[];
  readonly waiting: readonly RunRow[];
  /** Milliseconds. */
  readonly elapsed: number;
  /** Milliseconds until it probably ends; undefined where no earlier run tells. */
  readonly left?: number;
}

export function rowState({ job }: RunRow): RunState {
  return job === undefined ? 'promised' : stateOf(job);
}

/** @param expected milliseconds that the run took when it last succeeded */
export function summarize(
  run: Run,
  rows: readonly RunRow[],
  now: number,
  expected?: number,
): RunSummary {
  const counted = rows.filter(row => {
    const state = rowState(row);
    // A job that may be skipped is counted once it is there.
    return (
      state !== 'skipped' && !(state === 'promised' && (row.mayBeSkipped === true || !isLive(run)))
    );
  });
  const taken = runElapsed(run, now);
  return {
    state: stateOf(run),
    done: counted.filter(row => ['success', 'neutral'].includes(rowState(row))).length,
    total: counted.length,
    failed: rows.filter(row => rowState(row) === 'failure'),
    waiting: rows.filter(row => rowState(row) === 'waiting'),
    elapsed: taken,
    ...(isLive(run) && expected !== undefined && { left: Math.max(0, expected - taken) }),
  };
}

/** The rows of each platform that has any, in the order of {@link PLATFORMS}. */
export function byPlatform(rows: readonly RunRow[]): (readonly [Platform, readonly RunRow[]])[] {
  return PLATFORMS.map(
    platform => [platform, rows.filter(row => row.platform === platform)] as const,
  ).filter(([, found]) => found.length > 0);
}

/** The state of a group of jobs: that of the one that asks most for attention. */
export function groupState(rows: readonly RunRow[]): RunState {
  const order: readonly RunState[] = [
    'failure',
    'waiting',
    'running',
    'queued',
    'promised',
    'other',
    'cancelled',
    'success',
    'neutral',
    'skipped',
  ];
  const states = new Set(rows.map(rowState));
  // Part done, part to come: it runs.
  if (
    states.has('success') &&
    (states.has('promised') || states.has('queued')) &&
    !states.has('failure') &&
    !states.has('waiting')
  )
    return 'running';
  return order.find(state => states.has(state)) ?? 'promised';
}

/** Whether a job puts files where users find them: not on the index for trials. */
function isPublishing({ uploadsTo }: RunRow): boolean {
  return uploadsTo !== undefined && uploadsTo !== 'testpypi';
}

/**
 * A run that was started by hand publishes only where its publishing job is part of it. In one that did not succeed that
 * job may have been skipped because of what failed before it.
 */
function isMeantToPublish({
  run,
  rows,
}: {
  readonly run: Run;
  readonly rows: readonly RunRow[];
}): boolean {
  return (
    run.event !== 'workflow_dispatch' ||
    rows.some(
      row => isPublishing(row) && (rowState(row) !== 'skipped' || stateOf(run) !== 'success'),
    )
  );
}

/**
 * How the builds of a release stand. The newest run that publishes decides; without one, nothing has been started. A run
 * counts as done only where it published: a green run whose publishing job was skipped put nothing on an index.
 *
 * @param runs those of the release commit whose workflow can publish, newest first
 */
export function buildsOf(
  runs: readonly { readonly run: Run; readonly rows: readonly RunRow[] }[],
  now: number,
): Builds {
  const newest = runs.find(isMeantToPublish);
  if (newest === undefined)
    return { state: 'none', detail: l10n.t('No run of a publishing workflow was started') };
  const { run, rows } = newest;
  const { state, done, total, failed, waiting } = summarize(run, rows, now);
  const count = l10n.t('{0} of {1} jobs', done, total);
  switch (state) {
    case 'promised':
    case 'queued':
    case 'running':
      return failed.length === 0
        ? { state: 'running', detail: waiting.length > 0 ? waits(waiting) : count }
        : { state: 'running', detail: l10n.t('{0}, failed: {1}', count, names(failed)) };
    case 'waiting':
      return { state: 'running', detail: waits(waiting) };
    case 'success': {
      const published = rows.filter(isPublishing);
      if (
        published.length > 0 &&
        published.every(row => ['skipped', 'promised'].includes(rowState(row)))
      ) {
        return {
          state: 'failed',
          detail: l10n.t('The run succeeded, and its publishing job was skipped'),
          advice: l10n.t('Run the release workflow by hand with publishing turned on.'),
        };
      }
      return {
        state: 'done',
        detail: l10n.t('{0} succeeded in {1}', count, duration(runElapsed(run, now))),
      };
    }
    case 'failure':
      return {
        state: 'failed',
        detail:
          failed.length === 0
            ? l10n.t('the run failed before its jobs began')
            : l10n.t('failed: {0}', names(failed)),
        advice: l10n.t(
          'See the log, then re-run the failed jobs: the run and its finished jobs stay.',
        ),
      };
    case 'cancelled':
      return {
        state: 'failed',
        detail: l10n.t('the run was cancelled'),
        advice: l10n.t('Re-run it, or start another one.'),
      };
    case 'skipped':
    case 'neutral':
    case 'other':
      return {
        state: 'failed',
        detail: l10n.t('the run ended as "{0}"', run.conclusion ?? run.status),
        advice: l10n.t('Look at it on GitHub.'),
      };
  }
}

function names(rows: readonly RunRow[]): string {
  return rows.map(({ name }) => name).join(', ');
}

function waits(rows: readonly RunRow[]): string {
  return rows.length === 0
    ? l10n.t('waits for an approval')
    : l10n.t('waits for an approval: {0}', names(rows));
}

/** Milliseconds that each job took, by its name. */
export function jobDurations(jobs: readonly Job[]): Map<string, number> {
  return new Map(
    jobs.flatMap(job => {
      const took = job.completedAt === null ? undefined : elapsed(job, job.completedAt);
      return took === undefined ? [] : [[job.name, took] as const];
    }),
  );
}
