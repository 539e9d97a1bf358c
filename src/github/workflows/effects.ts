import { eventContexts, type WorkflowEvent } from './event';
import { evaluateCondition, evaluateData, evaluateText, hasExpression, type Contexts, type Known } from './expression';
import { jobOutcomes, type Outcome } from './jobOutcomes';
import { isMaturinAction, uploadOf, type Upload } from './publishing';
import { releaseOf, type ReleaseCreation } from './releasing';
import type { Place, Workflow, WorkflowJob, WorkflowStep } from './workflow';
import type { Scalar } from './yaml';

/** A step of a workflow that does something to the world. */
export interface Effect {
  /** The job as GitHub's file calls it; `caller / callee` for one of a called workflow. */
  readonly job: string;
  readonly place: Place;
  /** Whether the event reaches it, if all before it succeeds. */
  readonly runs: Outcome;
  /** The conditions of job and step. */
  readonly conditions: readonly string[];
  /** Whether its failure is passed over. */
  readonly continueOnError: boolean;
  /** The environment of its job, which may wait for an approval. */
  readonly environment: string | undefined;
}

export type UploadEffect = Effect & Upload;
export type ReleaseEffect = Effect & ReleaseCreation;

/** Something that cannot be looked into from here: a workflow of another repository, a local action. */
export interface OpaqueEffect extends Effect {
  readonly uses: string;
}

/** What a workflow does when an event starts it. Those that the event does not reach are there too, with `runs: 'no'`. */
export interface Effects {
  readonly uploads: readonly UploadEffect[];
  readonly releases: readonly ReleaseEffect[];
  readonly opaque: readonly OpaqueEffect[];
}

/** Finds a workflow of the same repository by its path. */
export type FindWorkflow = (path: string) => Workflow | undefined;

/** GitHub lets workflows call each other ten levels deep. */
const MAX_CALLS = 10;

export function effectsOf(workflow: Workflow, event: WorkflowEvent, find: FindWorkflow): Effects {
  const collector: Collector = { uploads: [], releases: [], opaque: [] };
  collect(workflow, eventContexts(event, workflow), event, find, { prefix: '', runs: 'yes', conditions: [], depth: 0 }, collector);
  return collector;
}

/** The path of a called workflow in this repository, or undefined for one elsewhere. */
export function localPath(uses: string, repository: string | undefined): string | undefined {
  if (uses.startsWith('./')) return uses.slice(2);
  const own = repository === undefined ? undefined : `${repository}/`;
  return own !== undefined && uses.toLowerCase().startsWith(own.toLowerCase()) ? uses.slice(own.length).split('@', 1)[0] : undefined;
}

/** The contexts in a called workflow: those of the event, with the inputs that the calling job gives. */
export function calledContexts(job: WorkflowJob, called: Workflow, contexts: Contexts): Contexts {
  const inputs: Record<string, Known> = {};
  for (const input of called.triggers.workflowCall?.inputs ?? []) {
    const given = job.with[input.name];
    const value = given === undefined ? input.default ?? (input.type === 'boolean' ? false : input.type === 'number' ? 0 : '') : filled(given, contexts);
    if (value !== undefined) inputs[input.name] = value;
  }
  const { github } = contexts;
  return { ...(github === undefined ? {} : { github }), inputs: { partly: inputs } };
}

interface Collector {
  readonly uploads: UploadEffect[];
  readonly releases: ReleaseEffect[];
  readonly opaque: OpaqueEffect[];
}

interface Caller {
  readonly prefix: string;
  readonly runs: Outcome;
  readonly conditions: readonly string[];
  readonly depth: number;
}

function collect(workflow: Workflow, contexts: Contexts, event: WorkflowEvent, find: FindWorkflow, caller: Caller, into: Collector): void {
  const outcomes = jobOutcomes(workflow, contexts);
  for (const job of workflow.jobs) {
    const runs = both(caller.runs, outcomes.get(job.id) ?? 'no');
    const conditions = [...caller.conditions, ...(job.if === undefined ? [] : [job.if.text])];
    const name = `${caller.prefix}${job.id}`;
    const effect = (start: Place['start'], step?: WorkflowStep): Effect => ({
      job: name, runs, conditions, place: { file: workflow.path, start }, environment: job.environment,
      continueOnError: isSet(job.continueOnError) || isSet(step?.continueOnError),
    });
    if (job.uses !== undefined) {
      const path = localPath(job.uses, event.repository);
      const called = path === undefined ? undefined : find(path);
      if (called === undefined || caller.depth >= MAX_CALLS) into.opaque.push({ ...effect(job.start), uses: job.uses });
      else collect(called, calledContexts(job, called, contexts), event, find, { prefix: `${name} / `, runs, conditions, depth: caller.depth + 1 }, into);
      continue;
    }
    for (const step of job.steps) collectStep(step, workflow, job, contexts, effect(step.start, step), into);
  }
}

function collectStep(step: WorkflowStep, workflow: Workflow, job: WorkflowJob, contexts: Contexts, effect: Effect, into: Collector): void {
  const env = { ...workflow.env, ...job.env, ...step.env };
  const known = Object.entries(env).flatMap(([key, text]) => {
    const value = evaluateText(text, contexts);
    return value === undefined ? [] : [[key, value] as const];
  });
  const within: Contexts = { ...contexts, env: { partly: Object.fromEntries(known) }, ...(job.matrix === undefined ? { matrix: null } : {}) };
  const condition = step.if === undefined ? true : evaluateCondition(step.if.text, within);
  const here: Effect = {
    ...effect, runs: both(effect.runs, condition === undefined ? 'maybe' : condition ? 'yes' : 'no'),
    conditions: step.if === undefined ? effect.conditions : [...effect.conditions, step.if.text],
  };
  const upload = uploadOf(step, within, env);
  if (upload !== undefined) into.uploads.push({ ...here, ...upload });
  const release = releaseOf(step, within, env);
  if (release !== undefined) into.releases.push({ ...here, ...release });
  if (upload === undefined && release === undefined && step.uses !== undefined && isOpaque(step.uses)) into.opaque.push({ ...here, uses: step.uses });
}

/** Local actions may do anything; of foreign ones those whose name says so. */
function isOpaque(uses: string): boolean {
  return uses.startsWith('./') || !isMaturinAction(uses) && /pypi|publish|twine/i.test(uses.split('@', 1)[0] ?? '');
}

function filled(value: Scalar, contexts: Contexts): Known | undefined {
  if (typeof value !== 'string' || !hasExpression(value)) return value;
  return evaluateData(value, contexts) ?? evaluateText(value, contexts);
}

function both(a: Outcome, b: Outcome): Outcome {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'maybe' || b === 'maybe' ? 'maybe' : 'yes';
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== 'false';
}
