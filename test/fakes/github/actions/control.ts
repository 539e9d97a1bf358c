import { Refusal } from '../http';
import type { World } from '../world';
import { afterRun } from './events';
import { interpolate } from './expression';
import {
  latestAttempt,
  stateOf,
  type Job,
  type JobConclusion,
  type JobStatus,
  type Run,
  type Step,
} from './run';
import { expressionContext, settle } from './settle';

export interface Advance {
  readonly status?: Exclude<JobStatus, 'completed'>;
  /** Completes the job. */
  readonly conclusion?: JobConclusion;
  /** Begins or ends one step; together with `conclusion: 'failure'` the step that fails. */
  readonly step?: { readonly name: string; readonly conclusion?: JobConclusion };
  /** Lines for the log of this step, or of the one that runs. */
  readonly log?: readonly string[];
  readonly runner?: string;
  /** Errors of the job's check run. */
  readonly annotations?: readonly string[];
}

/** Moves one job on, and what follows from it: the steps before, the jobs that need it, the run. */
export function advance(world: World, run: Run, job: Job, change: Advance): void {
  const time = world.now();
  if (change.status !== undefined && change.status !== 'in_progress') job.status = change.status;
  if (
    change.status === 'in_progress' ||
    change.step !== undefined ||
    (change.conclusion !== undefined && change.conclusion !== 'skipped')
  )
    begin(run, job, time, change.runner);
  if (change.step !== undefined) moveStep(job, change.step, time);
  if (change.log !== undefined) writtenBy(job, change.step?.name)?.log.push(...change.log);
  if (change.annotations !== undefined) job.annotations = change.annotations;
  if (change.conclusion !== undefined) complete(job, change.conclusion, time, change.step?.name);
  run.updatedAt = time;
  settle(world, run);
  afterRun(world, run);
}

function begin(run: Run, job: Job, time: number, runner: string | undefined): void {
  if (job.status === 'in_progress') return;
  job.status = 'in_progress';
  job.startedAt ??= time;
  job.runner ??= runner ?? `GitHub Actions ${String(job.id % 100)}`;
  if (job.steps.length > 0) return;
  const context = expressionContext(run, 'success', { matrix: job.matrix });
  const names = [
    'Set up job',
    ...job.definition.steps.map(({ name }) => interpolate(name, context)),
    'Complete job',
  ];
  job.steps.push(
    ...names.map((name, index): Step => ({
      number: index + 1,
      name,
      status: 'queued',
      conclusion: null,
      startedAt: null,
      completedAt: null,
      log: [],
    })),
  );
  const first = job.steps[0]!;
  first.status = 'in_progress';
  first.startedAt = time;
}

function writtenBy({ steps }: Job, name: string | undefined): Step | undefined {
  return (
    steps.find(step => step.name === name) ??
    steps.find(({ status }) => status === 'in_progress') ??
    steps[steps.length - 1]
  );
}

function moveStep(
  job: Job,
  { name, conclusion }: NonNullable<Advance['step']>,
  time: number,
): void {
  const index = job.steps.findIndex(step => step.name === name);
  const step = job.steps[index];
  if (step === undefined)
    throw new Error(
      `${job.name} has no step ${name}, but ${job.steps.map(({ name: known }) => known).join(', ')}`,
    );
  for (const before of job.steps.slice(0, index)) endStep(before, 'success', time);
  step.startedAt ??= time;
  if (conclusion === undefined) step.status = 'in_progress';
  else endStep(step, conclusion, time);
}

function complete(
  job: Job,
  conclusion: JobConclusion,
  time: number,
  failing: string | undefined,
): void {
  const open = job.steps.filter(({ status }) => status !== 'completed');
  const broken =
    conclusion === 'success' || conclusion === 'skipped' || conclusion === 'neutral'
      ? undefined
      : (open.find(({ name }) => name === failing) ??
        open.find(({ status }) => status === 'in_progress') ??
        open[0]);
  let after = false;
  for (const step of open) {
    endStep(
      step,
      step === broken ? conclusion : after && step.name !== 'Complete job' ? 'skipped' : 'success',
      time,
    );
    after ||= step === broken;
  }
  job.status = 'completed';
  job.conclusion = conclusion;
  job.startedAt ??= time;
  job.completedAt = time;
}

function endStep(step: Step, conclusion: JobConclusion, time: number): void {
  if (step.status === 'completed') return;
  step.status = 'completed';
  step.conclusion = conclusion;
  step.startedAt ??= time;
  step.completedAt = time;
}

/** How long after its creation a run can be run again: 30 days. */
const RERUN_WITHIN = 30 * 24 * 60 * 60 * 1000;

export type Again = 'all' | 'failed' | { readonly job: Job };

/** Begins another attempt. @throws Refusal 403 where GitHub does not allow it */
export function rerun(world: World, run: Run, again: Again, actor: string): void {
  const before = latestAttempt(run);
  if (stateOf(run).status !== 'completed')
    throw new Refusal(403, 'This workflow is already running');
  if (world.now() - run.createdAt > RERUN_WITHIN)
    throw new Refusal(
      403,
      'Unable to retry this workflow run because it was created over a month ago',
    );
  const redone = redoneJobs(before.jobs, again);
  if (redone.size === 0) throw new Refusal(403, 'This workflow run has no failed jobs to re-run');
  const kept = before.jobs.filter(job => !redone.has(job));
  const number = before.number + 1;
  // Of a matrix only the combinations that failed run again; jobs of which nothing is kept are created when their needs are done.
  const partly = [...redone].filter(({ definition }) =>
    kept.some(job => job.definition === definition),
  );
  run.attempts.push({
    number,
    actor,
    startedAt: world.now(),
    jobs: [...kept, ...partly.map(job => renew(world, job, number))],
    cancelled: false,
  });
  run.updatedAt = world.now();
  settle(world, run);
}

function redoneJobs(jobs: readonly Job[], again: Again): ReadonlySet<Job> {
  const redone = new Set(
    jobs.filter(
      job =>
        again === 'all' ||
        (again === 'failed'
          ? job.conclusion !== 'success' &&
            job.conclusion !== 'skipped' &&
            job.conclusion !== 'neutral'
          : job === again.job),
    ),
  );
  // Jobs that need one that runs again run again after it.
  for (let size = -1; size !== redone.size;) {
    size = redone.size;
    const ids = new Set([...redone].map(({ definition }) => definition.id));
    for (const job of jobs)
      if (
        job.definition.needs.some(need =>
          [...ids].some(id => id === need || id.startsWith(`${need}/`)),
        )
      )
        redone.add(job);
  }
  return redone;
}

function renew(world: World, job: Job, attempt: number): Job {
  return {
    ...job,
    id: world.nextId(),
    attempt,
    createdAt: world.now(),
    status: 'queued',
    conclusion: null,
    startedAt: null,
    completedAt: null,
    runner: null,
    steps: [],
  };
}

/** @throws Refusal 409 for a run that is done */
export function cancel(world: World, run: Run): void {
  if (stateOf(run).status === 'completed')
    throw new Refusal(409, 'Cannot cancel a workflow run that is completed.');
  const attempt = latestAttempt(run);
  attempt.cancelled = true;
  for (const job of attempt.jobs)
    if (job.status !== 'completed') complete(job, 'cancelled', world.now(), undefined);
  run.updatedAt = world.now();
}
