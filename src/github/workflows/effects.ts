import type { WorkflowEvent } from './event';
import { evaluateCondition, withEnv } from './expression';
import { bothRun, type Outcome } from './jobOutcomes';
import { isMaturinAction, uploadOf, type Upload } from './publishing';
import { releaseOf, type ReleaseCreation } from './releasing';
import { commandsOf, isTool } from './shell';
import { reachedJobs, type FindWorkflow, type ReachedJob } from './walk';
import type { Place, Workflow, WorkflowStep } from './workflow';

/** A step of a workflow that does something to the world. */
interface Effect {
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
  const found: Collector = { uploads: [], releases: [], opaque: [] };
  for (const reached of reachedJobs(workflow, event, find)) {
    const { workflow: own, job } = reached;
    const effect = (start: Place['start'], step?: WorkflowStep): Effect => ({
      job: reached.path,
      runs: reached.runs,
      conditions: reached.conditions,
      place: { file: own.path, start },
      environment: job.environment,
      continueOnError: isSet(job.continueOnError) || isSet(step?.continueOnError),
    });
    if (job.uses !== undefined) found.opaque.push({ ...effect(job.start), uses: job.uses });
    for (const step of job.steps) collectStep(step, reached, effect(step.start, step), found);
  }
  return {
    uploads: strongest(found.uploads, ({ index }) => index),
    releases: strongest(found.releases, ({ by }) => by),
    opaque: strongest(found.opaque, ({ uses }) => uses),
  };
}

interface Collector {
  readonly uploads: UploadEffect[];
  readonly releases: ReleaseEffect[];
  readonly opaque: OpaqueEffect[];
}

/** One of the effects that the jobs of a matrix have in common: the surest. */
function strongest<T extends Effect>(
  effects: readonly T[],
  kindOf: (effect: T) => string,
): readonly T[] {
  const order: readonly Outcome[] = ['no', 'maybe', 'yes'];
  const kept = new Map<string, T>();
  for (const effect of effects) {
    const key = `${effect.job} ${effect.place.file} ${effect.place.start.line} ${kindOf(effect)}`;
    const other = kept.get(key);
    if (other === undefined || order.indexOf(other.runs) < order.indexOf(effect.runs))
      kept.set(key, effect);
  }
  return [...kept.values()];
}

function collectStep(
  step: WorkflowStep,
  { workflow, job, contexts }: ReachedJob,
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
