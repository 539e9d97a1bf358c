import { addEnvironmentTo, fullName } from '../repository';
import { makeKeyPair } from '../secrets';
import { scalar, words, type JobDefinition } from './workflowFile';
import type { World } from '../world';
import { matchesFilter } from './triggers';
import { evaluate, holds, interpolate, type ExpressionContext } from './expression';
import { cut, expandMatrix, matrixName, type Combination } from './matrix';
import { latestAttempt, type Attempt, type Job, type Run } from './run';
import type { Json } from '../http';

type Result = ExpressionContext['result'];

/** Creates the jobs whose `needs` are done, until nothing follows from what exists; lets waits that are over end. */
export function settle(world: World, run: Run): void {
  if (run.isPending || run.isBroken) return;
  const attempt = latestAttempt(run);
  let changed = endWaits(world, run, attempt);
  while (!attempt.cancelled) {
    const ready = run.definitions.filter(
      definition =>
        !attempt.jobs.some(job => job.definition.id === definition.id) &&
        needsAreDone(run, attempt, definition),
    );
    if (ready.length === 0) break;
    for (const definition of ready)
      attempt.jobs.push(...createJobs(world, run, attempt, definition));
    changed = true;
  }
  if (changed) run.updatedAt = world.now();
}

/** Ids of the jobs that a job needs; the name of a caller means all jobs that it calls. */
function neededIds(run: Run, definition: JobDefinition): string[] {
  return definition.needs.flatMap(need =>
    run.definitions.map(({ id }) => id).filter(id => id === need || id.startsWith(`${need}/`)),
  );
}

function needsAreDone(run: Run, attempt: Attempt, definition: JobDefinition): boolean {
  return neededIds(run, definition).every(id => {
    const jobs = attempt.jobs.filter(job => job.definition.id === id);
    return jobs.length > 0 && jobs.every(job => job.status === 'completed');
  });
}

function createJobs(world: World, run: Run, attempt: Attempt, definition: JobDefinition): Job[] {
  const needed = attempt.jobs.filter(job => neededIds(run, definition).includes(job.definition.id));
  const context = expressionContext(run, resultOf(needed), {
    needs: needResults(definition, needed),
  });
  const runs = holds(definition.condition, context);
  const matrix =
    typeof definition.matrix === 'string'
      ? evaluate(definition.matrix.replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1'), context)
      : definition.matrix;
  const combinations = runs ? expandMatrix(matrix) : [];
  return (combinations.length === 0 ? [{}] : combinations).map(combination => {
    const inner: ExpressionContext = {
      ...context,
      values: { ...context.values, matrix: combination },
    };
    return createJob(world, run, attempt, definition, combination, inner, runs);
  });
}

function createJob(
  world: World,
  run: Run,
  attempt: Attempt,
  definition: JobDefinition,
  matrix: Combination,
  context: ExpressionContext,
  runs: boolean,
): Job {
  const time = world.now();
  const refusal = runs ? refusalOf(run, definition, context) : undefined;
  const own =
    definition.name === undefined
      ? matrixName(definition.key, matrix)
      : cut(runs ? interpolate(definition.name, context) : definition.name);
  return {
    id: world.nextId(),
    attempt: attempt.number,
    definition,
    matrix,
    name: definition.prefix + own,
    createdAt: time,
    labels: runs ? labels(definition.runsOn, context) : [],
    status:
      !runs || refusal !== undefined
        ? 'completed'
        : isProtected(world, run, definition, context)
          ? 'waiting'
          : 'queued',
    conclusion: !runs ? 'skipped' : refusal === undefined ? null : 'failure',
    startedAt: runs && refusal === undefined ? null : time,
    completedAt: runs && refusal === undefined ? null : time,
    ...(refusal !== undefined && { annotations: [refusal] }),
    runner: null,
    steps: [],
  };
}

function labels(runsOn: Json, context: ExpressionContext): readonly string[] {
  const list =
    typeof runsOn === 'object' && runsOn !== null && !Array.isArray(runsOn)
      ? words((runsOn as Record<string, Json>)['labels'])
      : words(runsOn);
  return list.map(label => interpolate(label, context));
}

/** Name of the environment that a job deploys to. */
export function environmentOf(
  run: Run,
  job: Pick<Job, 'definition' | 'matrix'>,
): string | undefined {
  const { environment } = job.definition;
  return environment === undefined
    ? undefined
    : interpolate(environment, expressionContext(run, 'success', { matrix: job.matrix }));
}

function isProtected(
  world: World,
  run: Run,
  definition: JobDefinition,
  context: ExpressionContext,
): boolean {
  if (definition.environment === undefined) return false;
  const name = interpolate(definition.environment, context);
  if (name === '') return false;
  // An environment that a workflow names for the first time comes into being, without protection.
  const environment =
    run.repository.environments.find(known => known.name === name) ??
    addEnvironmentTo(run.repository, {
      id: world.nextId(),
      name,
      now: world.now(),
      keys: makeKeyPair(),
    });
  return environment.reviewers.length > 0 || environment.waitTimer > 0;
}

/** Why the rules of an environment refuse a job, when it starts (GitHub docs, "Deployment branches and tags"). */
function refusalOf(
  run: Run,
  definition: JobDefinition,
  context: ExpressionContext,
): string | undefined {
  const name = interpolate(definition.environment ?? '', context);
  const policy = run.repository.environments.find(known => known.name === name)?.branchPolicy;
  if (policy === undefined || policy === null) return undefined;
  const isTag = run.ref.startsWith('refs/tags/');
  const isAdmitted =
    policy === 'protected'
      ? !isTag && run.headBranch === run.repository.defaultBranch
      : policy.some(
          ({ type, name }) =>
            type === (isTag ? 'tag' : 'branch') && matchesFilter(run.headBranch, [name]),
        );
  return isAdmitted
    ? undefined
    : `${isTag ? 'Tag' : 'Branch'} "${run.headBranch}" is not allowed to deploy to ${name} due to environment protection rules.`;
}

function endWaits(world: World, run: Run, attempt: Attempt): boolean {
  let changed = false;
  for (const job of attempt.jobs.filter(({ status }) => status === 'waiting')) {
    const environment = run.repository.environments.find(
      ({ name }) => name === environmentOf(run, job),
    );
    const until = job.createdAt + (environment?.waitTimer ?? 0) * 60_000;
    if (environment?.reviewers.length === 0 && world.now() >= until) {
      job.status = 'queued';
      changed = true;
    }
  }
  return changed;
}

function resultOf(jobs: readonly Job[]): Result {
  const conclusions = jobs.map(({ conclusion }) => conclusion);
  if (conclusions.some(conclusion => conclusion === 'failure' || conclusion === 'timed_out'))
    return 'failure';
  if (conclusions.includes('cancelled')) return 'cancelled';
  return conclusions.includes('skipped') ? 'skipped' : 'success';
}

function needResults(definition: JobDefinition, needed: readonly Job[]): Json {
  return Object.fromEntries(
    definition.needs.map(need => [
      need,
      {
        result: resultOf(
          needed.filter(({ definition: { id } }) => id === need || id.startsWith(`${need}/`)),
        ),
        outputs: {},
      },
    ]),
  );
}

export function expressionContext(
  run: Run,
  result: Result,
  more: Readonly<Record<string, Json>> = {},
): ExpressionContext {
  const inputs = Object.fromEntries(
    Object.entries(run.inputs).map(([name, value]) => [name, scalar(value)]),
  );
  const event: Record<string, Json> = {
    ...(run.event === 'workflow_dispatch' ? { inputs } : {}),
    ...(run.release === undefined
      ? {}
      : {
          release: {
            tag_name: run.release.tag,
            prerelease: run.release.prerelease,
            draft: run.release.draft,
          },
          action: 'published',
        }),
  };
  return {
    result,
    values: {
      github: {
        event_name: run.event,
        ref: run.ref,
        ref_name: run.headBranch,
        ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
        sha: run.headSha,
        actor: run.actor,
        repository: fullName(run.repository),
        repository_owner: run.repository.owner,
        run_id: run.id,
        run_number: run.number,
        event,
      },
      inputs: run.inputs,
      ...more,
    },
  };
}
