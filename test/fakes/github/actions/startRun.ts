import { readCommit, readFileAt } from '../gitMirror';
import type { Json } from '../http';
import type { Release } from '../releases';
import type { Repository, Workflow } from '../repository';
import type { World } from '../world';
import { interpolate } from './expression';
import { latestAttempt, stateOf, type Run } from './run';
import { expressionContext, settle } from './settle';
import { parseWorkflow, type JobDefinition, type WorkflowFile } from './workflowFile';

export interface RunCause {
  readonly event: string;
  /** Full name of the ref. */
  readonly ref: string;
  readonly headSha: string;
  readonly actor: string;
  readonly inputs?: Readonly<Record<string, Json>>;
  readonly release?: Release;
  readonly isBroken?: boolean;
}

export function startRun(
  world: World,
  repository: Repository,
  workflow: Workflow,
  file: WorkflowFile,
  cause: RunCause,
): Run {
  const time = world.now();
  workflow.runCount++;
  const subject = readCommit(repository.bare, cause.headSha)?.message.split('\n')[0] ?? '';
  const title =
    cause.release?.name ?? (cause.event === 'push' ? subject : (file.name ?? workflow.path));
  const run: Run = {
    id: world.nextId(),
    checkSuiteId: world.nextId(),
    repository,
    workflow,
    file,
    title,
    definitions: file.jobs.flatMap(job => withCalledJobs(repository, cause.headSha, job)),
    number: workflow.runCount,
    event: cause.event,
    ref: cause.ref,
    headSha: cause.headSha,
    headBranch: cause.ref.replace(/^refs\/(?:heads|tags)\//, ''),
    actor: cause.actor,
    inputs: cause.inputs ?? {},
    release: cause.release,
    createdAt: time,
    updatedAt: time,
    attempts: [{ number: 1, actor: cause.actor, startedAt: time, jobs: [], cancelled: false }],
    approvals: [],
    isBroken: cause.isBroken ?? false,
    group: undefined,
    isPending: false,
    isAnnounced: false,
    oddStatus: undefined,
  };
  const filled = (text: string | undefined) =>
    text === undefined ? undefined : interpolate(text, expressionContext(run, 'success'));
  const named: Run = {
    ...run,
    title: filled(file.runName) ?? run.title,
    group: filled(file.concurrency?.group),
  };
  queue(named);
  repository.runs.push(named);
  settle(world, named);
  world.runStarted(named);
  return named;
}

/** One run of a group goes on, and one waits; a newer one takes the place of the one that waits (GitHub docs, "concurrency"). */
function queue(run: Run): void {
  if (run.group === undefined) return;
  const others = run.repository.runs.filter(
    other => other.group === run.group && stateOf(other).status !== 'completed',
  );
  const cancels = run.file.concurrency?.cancelsInProgress === true;
  for (const other of others) {
    if (!cancels && !other.isPending) continue;
    const attempt = latestAttempt(other);
    attempt.cancelled = true;
    for (const job of attempt.jobs)
      if (job.status !== 'completed')
        Object.assign(job, { status: 'completed', conclusion: 'cancelled' });
  }
  run.isPending = others.some(other => stateOf(other).status !== 'completed');
}

/** A job that calls a reusable workflow of the same repository stands for the jobs of that one: `caller / callee`. */
function withCalledJobs(repository: Repository, sha: string, job: JobDefinition): JobDefinition[] {
  if (job.uses?.startsWith('./') !== true) return [job];
  const text = readFileAt(repository.bare, sha, job.uses.slice(2))?.toString('utf8');
  const called = text === undefined ? undefined : parseWorkflow(text);
  if (called === undefined) return [job];
  return called.jobs
    .flatMap(inner => withCalledJobs(repository, sha, inner))
    .map(inner => ({
      ...inner,
      id: `${job.id}/${inner.id}`,
      prefix: `${job.name ?? job.key} / ${inner.prefix}`,
      needs: inner.needs.length > 0 ? inner.needs.map(need => `${job.id}/${need}`) : job.needs,
      condition: inner.condition ?? job.condition,
    }));
}
