import * as l10n from '@vscode/l10n';
import { eventContexts, type WorkflowEvent } from './event';
import { evaluateData, evaluateText, hasExpression, type Contexts, type Known } from './expression';
import { bothRun, jobOutcomes, type Outcome } from './jobOutcomes';
import { expandMatrix, type Combination } from './matrix';
import type { Workflow, WorkflowJob } from './workflow';
import type { Scalar } from './yaml';

/** Finds a workflow of the same repository by its path. */
export type FindWorkflow = (path: string) => Workflow | undefined;

export function finder(workflows: readonly Workflow[]): FindWorkflow {
  const byPath = new Map(workflows.map(workflow => [workflow.path, workflow]));
  return path => byPath.get(path);
}

/** A job of a workflow or of one that it calls, once for each combination of its matrix. */
export interface ReachedJob {
  /** The workflow whose file has the job. */
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
  /** The id of the job, after the ids of the jobs that call its workflow: `caller / callee`. */
  readonly path: string;
  /** Whether the event reaches it, if all jobs before it succeed. */
  readonly runs: Outcome;
  /** The conditions that are not known to hold: of its callers, of the jobs that it needs, and its own. */
  readonly conditions: readonly string[];
  /** Its contexts, with the values of its matrix. */
  readonly contexts: Contexts;
  readonly combination: Combination | undefined;
  /** Its place in its matrix. */
  readonly index: number;
  /** Whether it stands for a matrix that only the run knows. */
  readonly dynamic: boolean;
  /** The jobs that call its workflow, the outermost first. */
  readonly callers: readonly ReachedJob[];
}

/** GitHub lets workflows call each other ten levels deep, and never in a circle. */
const MAX_DEPTH = 10;

/** More jobs than this are not read: GitHub makes at most 256 of one matrix, and few workflows call others. */
const MAX_JOBS = 20_000;

/**
 * The jobs of a workflow and of the workflows that it calls, in the order of the files. Jobs that the event does not
 * reach are there too. A job that calls a workflow which can't be read is an entry of its own.
 */
export function reachedJobs(
  workflow: Workflow,
  event: WorkflowEvent,
  find: FindWorkflow,
): readonly ReachedJob[] {
  const found: ReachedJob[] = [];
  collect(workflow, eventContexts(event, workflow), [], { event, find, found });
  return found;
}

interface Walk {
  readonly event: WorkflowEvent;
  readonly find: FindWorkflow;
  readonly found: ReachedJob[];
}

function collect(
  workflow: Workflow,
  contexts: Contexts,
  callers: readonly ReachedJob[],
  walk: Walk,
): void {
  const caller = callers.at(-1);
  const outcomes = jobOutcomes(workflow, contexts, walk.event.mayFail);
  for (const job of workflow.jobs) {
    const called = calledWorkflow(job, workflow, callers, walk);
    for (const [index, instance] of instancesOf(job, contexts).entries()) {
      const reached: ReachedJob = {
        ...instance,
        workflow,
        job,
        index,
        callers,
        path: caller === undefined ? job.id : `${caller.path} / ${job.id}`,
        runs: bothRun(caller?.runs ?? 'yes', outcomes.get(job.id)?.runs ?? 'no'),
        conditions: [...(caller?.conditions ?? []), ...(outcomes.get(job.id)?.open ?? [])],
      };
      if (walk.found.length >= MAX_JOBS) {
        if (walk.found.length === MAX_JOBS) walk.found.push(beyondLimit(reached));
        return;
      }
      if (called === undefined) walk.found.push(reached);
      else
        collect(called, calledContexts(job, called, reached.contexts), [...callers, reached], walk);
    }
  }
}

/** Stands for all jobs that are not read: as a job that calls a workflow which can't be read, it can do anything. */
function beyondLimit(reached: ReachedJob): ReachedJob {
  const uses = l10n.t('more than {0} jobs', MAX_JOBS);
  return { ...reached, dynamic: true, job: { ...reached.job, uses, with: {}, steps: [] } };
}

/** The workflow that a job calls, where it is one of this repository that can be read. */
function calledWorkflow(
  job: WorkflowJob,
  workflow: Workflow,
  callers: readonly ReachedJob[],
  { event, find }: Walk,
): Workflow | undefined {
  const path = job.uses === undefined ? undefined : localPath(job.uses, event.repository);
  const called = path === undefined ? undefined : find(path);
  const isInCircle =
    called === workflow || callers.some(({ workflow: caller }) => caller === called);
  return called === undefined || isInCircle || callers.length >= MAX_DEPTH ? undefined : called;
}

/** The contexts in a called workflow: those of the event, with the inputs that the calling job gives. */
function calledContexts(job: WorkflowJob, called: Workflow, contexts: Contexts): Contexts {
  const inputs: Record<string, Known> = {};
  for (const input of called.triggers.workflowCall?.inputs ?? []) {
    const given = job.with[input.name];
    const value =
      given === undefined
        ? (input.default ?? (input.type === 'boolean' ? false : input.type === 'number' ? 0 : ''))
        : filled(given, contexts);
    if (value !== undefined) inputs[input.name] = value;
  }
  const { github } = contexts;
  return { ...(github === undefined ? {} : { github }), inputs: { partly: inputs } };
}

/** The jobs that a job of the file becomes: one, or one for each combination of its matrix. */
function instancesOf(
  job: WorkflowJob,
  contexts: Contexts,
): readonly Pick<ReachedJob, 'contexts' | 'combination' | 'dynamic'>[] {
  if (job.matrix === undefined)
    return [{ contexts: { ...contexts, matrix: null }, combination: undefined, dynamic: false }];
  const combinations = expandMatrix(job.matrix, contexts);
  if (combinations === undefined) return [{ contexts, combination: undefined, dynamic: true }];
  return combinations.map(combination => ({
    contexts: { ...contexts, matrix: combination.values },
    combination,
    dynamic: false,
  }));
}

/**
 * The path of a file of this repository, or undefined for one elsewhere. `$/x` is `./x` of the repository that holds the
 * workflow, whichever repository calls it.
 */
export function localPath(uses: string, repository: string | undefined): string | undefined {
  if (uses.startsWith('./') || uses.startsWith('$/')) return uses.slice(2);
  const own = repository === undefined ? undefined : `${repository}/`;
  return own !== undefined && uses.toLowerCase().startsWith(own.toLowerCase())
    ? uses.slice(own.length).split('@', 1)[0]
    : undefined;
}

function filled(value: Scalar, contexts: Contexts): Known | undefined {
  if (typeof value !== 'string' || !hasExpression(value)) return value;
  return evaluateData(value, contexts) ?? evaluateText(value, contexts);
}
