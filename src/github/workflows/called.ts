import type { WorkflowEvent } from './event';
import { evaluateData, evaluateText, hasExpression, type Contexts, type Known } from './expression';
import { expandMatrix, type Combination } from './matrix';
import type { Workflow, WorkflowJob } from './workflow';
import type { Scalar } from './yaml';

/** Finds a workflow of the same repository by its path. */
export type FindWorkflow = (path: string) => Workflow | undefined;

/** GitHub lets workflows call each other ten levels deep, and never in a circle. */
const MAX_DEPTH = 10;

/**
 * The workflow that a job calls, where it is one of this repository that can be read.
 * @param chain the workflows that lead to this job, itself last
 */
export function calledWorkflow(
  job: WorkflowJob,
  event: WorkflowEvent,
  find: FindWorkflow,
  chain: readonly Workflow[],
): Workflow | undefined {
  const path = job.uses === undefined ? undefined : localPath(job.uses, event.repository);
  const called = path === undefined ? undefined : find(path);
  return called === undefined || chain.includes(called) || chain.length > MAX_DEPTH
    ? undefined
    : called;
}

/** The contexts in a called workflow: those of the event, with the inputs that the calling job gives. */
export function calledContexts(job: WorkflowJob, called: Workflow, contexts: Contexts): Contexts {
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

/** One job that a job of the file becomes. */
export interface JobInstance {
  readonly contexts: Contexts;
  readonly combination: Combination | undefined;
  /** Whether it stands for a matrix that only the run knows. */
  readonly dynamic: boolean;
}

/** The jobs that a job of the file becomes: one, or one for each combination of its matrix. */
export function instancesOf(job: WorkflowJob, contexts: Contexts): readonly JobInstance[] {
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

/** The path of a called workflow in this repository, or undefined for one elsewhere. */
function localPath(uses: string, repository: string | undefined): string | undefined {
  if (uses.startsWith('./')) return uses.slice(2);
  const own = repository === undefined ? undefined : `${repository}/`;
  return own !== undefined && uses.toLowerCase().startsWith(own.toLowerCase())
    ? uses.slice(own.length).split('@', 1)[0]
    : undefined;
}

function filled(value: Scalar, contexts: Contexts): Known | undefined {
  if (typeof value !== 'string' || !hasExpression(value)) return value;
  return evaluateData(value, contexts) ?? evaluateText(value, contexts);
}
