import { calledContexts, calledWorkflow, instancesOf, type FindWorkflow } from './called';
import { eventContexts, type WorkflowEvent } from './event';
import { evaluateCondition, withEnv, type Contexts } from './expression';
import { bothRun, jobOutcomes, type Outcome } from './jobOutcomes';
import { isMaturinAction, uploadOf, type Upload } from './publishing';
import { releaseOf, type ReleaseCreation } from './releasing';
import { commandsOf, isTool } from './shell';
import type { Place, Workflow, WorkflowJob, WorkflowStep } from './workflow';

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

/** Something that cannot be looked into from here: a workflow of another repository, a local action, a dispatch. */
export interface OpaqueEffect extends Effect {
  readonly uses: string;
}

/** What a workflow does when an event starts it. Those that the event does not reach are there too, with `runs: 'no'`. */
export interface Effects {
  readonly uploads: readonly UploadEffect[];
  readonly releases: readonly ReleaseEffect[];
  readonly opaque: readonly OpaqueEffect[];
}

export function effectsOf(workflow: Workflow, event: WorkflowEvent, find: FindWorkflow): Effects {
  const collector: Collector = { uploads: [], releases: [], opaque: [] };
  collect(
    workflow,
    eventContexts(event, workflow),
    event,
    find,
    { prefix: '', runs: 'yes', conditions: [], chain: [workflow] },
    collector,
  );
  return collector;
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
  /** The workflows that lead here, this one last. */
  readonly chain: readonly Workflow[];
}

function collect(
  workflow: Workflow,
  contexts: Contexts,
  event: WorkflowEvent,
  find: FindWorkflow,
  caller: Caller,
  into: Collector,
): void {
  const outcomes = jobOutcomes(workflow, contexts);
  for (const job of workflow.jobs) {
    const runs = bothRun(caller.runs, outcomes.get(job.id) ?? 'no');
    const conditions = [...caller.conditions, ...(job.if === undefined ? [] : [job.if.text])];
    const name = `${caller.prefix}${job.id}`;
    const effect = (start: Place['start'], step?: WorkflowStep): Effect => ({
      job: name,
      runs,
      conditions,
      place: { file: workflow.path, start },
      environment: job.environment,
      continueOnError: isSet(job.continueOnError) || isSet(step?.continueOnError),
    });
    const found: Collector = { uploads: [], releases: [], opaque: [] };
    const called = calledWorkflow(job, event, find, caller.chain);
    if (job.uses !== undefined && called === undefined)
      found.opaque.push({ ...effect(job.start), uses: job.uses });
    for (const { contexts: within } of instancesOf(job, contexts)) {
      if (called !== undefined) {
        collect(
          called,
          calledContexts(job, called, within),
          event,
          find,
          { prefix: `${name} / `, runs, conditions, chain: [...caller.chain, called] },
          found,
        );
      }
      for (const step of job.steps)
        collectStep(step, workflow, job, within, effect(step.start, step), found);
    }
    into.uploads.push(...strongest(found.uploads, ({ index }) => index));
    into.releases.push(...strongest(found.releases, ({ by }) => by));
    into.opaque.push(...strongest(found.opaque, ({ uses }) => uses));
  }
}

/** One of the effects that the jobs of a matrix have in common: the surest. */
function strongest<T extends Effect>(
  effects: readonly T[],
  kindOf: (effect: T) => string,
): readonly T[] {
  const order: readonly Outcome[] = ['no', 'maybe', 'yes'];
  const kept = new Map<string, T>();
  for (const effect of effects) {
    const key = `${effect.job} ${effect.place.start.line} ${kindOf(effect)}`;
    const other = kept.get(key);
    if (other === undefined || order.indexOf(other.runs) < order.indexOf(effect.runs))
      kept.set(key, effect);
  }
  return [...kept.values()];
}

function collectStep(
  step: WorkflowStep,
  workflow: Workflow,
  job: WorkflowJob,
  contexts: Contexts,
  effect: Effect,
  into: Collector,
): void {
  const env = { ...workflow.env, ...job.env, ...step.env };
  const within = withEnv(contexts, env);
  const condition = step.if === undefined ? true : evaluateCondition(step.if.text, within);
  const here: Effect = {
    ...effect,
    runs: bothRun(effect.runs, condition === undefined ? 'maybe' : condition ? 'yes' : 'no'),
    conditions: step.if === undefined ? effect.conditions : [...effect.conditions, step.if.text],
  };
  const upload = uploadOf(step, within, env);
  if (upload !== undefined) into.uploads.push({ ...here, ...upload });
  const release = releaseOf(step, within, env);
  if (release !== undefined) into.releases.push({ ...here, ...release });
  if (upload !== undefined || release !== undefined) return;
  if (step.uses !== undefined && isOpaque(step.uses))
    into.opaque.push({ ...here, uses: step.uses });
  // A dispatch starts another workflow even with GITHUB_TOKEN.
  const dispatching = commandsOf(step.run ?? '').find(
    command => isTool(command, 'gh', 'workflow') && command.words[2] === 'run',
  );
  if (dispatching !== undefined)
    into.opaque.push({ ...here, uses: dispatching.words.slice(0, 4).join(' ') });
}

/** Local actions may do anything; of foreign ones those whose name says so. */
function isOpaque(uses: string): boolean {
  return (
    uses.startsWith('./') ||
    (!isMaturinAction(uses) && /pypi|publish|twine|dispatch/i.test(uses.split('@', 1)[0] ?? ''))
  );
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== 'false';
}
