import type { CrateUpload } from '../../release/crateUpload';
import { isCrateSignIn } from './cratePublishing';
import { type Credentials, credentialsOf } from './credentials';
import type { WorkflowEvent } from './event';
import { type Outcome } from './jobOutcomes';
import { type Upload } from './publishing';
import { type ReleaseCreation } from './releasing';
import { type Collector, opaque, pushCode } from './collector';
import { collectStep } from './stepEffects';
import { bringsOtherFiles, ownMachinesOf, unreadPartsOf } from './unreadParts';
import { isSet } from './jobSteps';
import { type FindWorkflow, type ReachedJob, reachedJobs } from './walk';
import type { Place, Workflow } from './workflow';

/** A step of a workflow that reaches something outside of its runner. */
export interface Effect {
  /** The job as GitHub's file calls it; `caller / callee` for one of a called workflow. */
  readonly job: string;
  readonly place: Place;
  /** Whether the event reaches it, if all before it succeeds. */
  readonly runs: Outcome;
  /** The conditions that are not known to hold, of the jobs before it, of its job and of its step. */
  readonly conditions: readonly string[];
  /** Whether its failure is passed over. */
  readonly continueOnError: boolean;
  /** The environment of its job, which may wait for an approval. */
  readonly environment: string | undefined;
}

export type UploadEffect = Effect & Upload;
export type CrateEffect = Effect & CrateUpload;
export type ReleaseEffect = Effect & ReleaseCreation;

/** Something that goes to another place than a Python index, such as crates.io. */
export interface ElsewhereEffect extends Effect {
  readonly target: string;
  readonly by: string;
}

/** A step that can't be looked into from here: a program, a script, an action, a workflow of another repository. */
export interface OpaqueEffect extends Effect {
  readonly uses: string;
  /** Whether it may publish to an index, or start what does: `likely` by its name, `possible` because its job can sign in. */
  readonly publishes: 'likely' | 'possible' | 'no';
  readonly credentials: Credentials;
}

/** What a workflow does when an event starts it. Steps that the event does not reach are there too, with `runs: 'no'`. */
export interface Effects {
  readonly uploads: readonly UploadEffect[];
  readonly crates: readonly CrateEffect[];
  readonly releases: readonly ReleaseEffect[];
  readonly elsewhere: readonly ElsewhereEffect[];
  readonly opaque: readonly OpaqueEffect[];
}

export function effectsOf(workflow: Workflow, event: WorkflowEvent, find: FindWorkflow): Effects {
  const found: Collector = { uploads: [], crates: [], releases: [], elsewhere: [], opaque: [] };
  for (const reached of reachedJobs(workflow, event, find)) collectJob(reached, event, found);
  return {
    uploads: strongest(
      found.uploads,
      ({ index, isIndexSure, by }) => `${index} ${isIndexSure} ${by}`,
    ),
    crates: strongest(found.crates, ({ by, selects }) => `${by} ${JSON.stringify(selects)}`),
    releases: strongest(found.releases, ({ by }) => by),
    elsewhere: strongest(found.elsewhere, ({ by }) => by),
    opaque: strongest(
      found.opaque,
      ({ uses, publishes, credentials: { forIndex, forGitHub } }) =>
        `${publishes} ${forIndex} ${forGitHub} ${uses}`,
    ),
  };
}

function collectJob(reached: ReachedJob, event: WorkflowEvent, into: Collector): void {
  const { workflow, job, contexts } = reached;
  const effect = {
    job: reached.path,
    runs: reached.runs,
    conditions: reached.conditions,
    environment: job.environment,
    continueOnError: isSet(job.continueOnError),
  };
  const credentials = credentialsOf(reached);
  if (job.uses !== undefined)
    into.opaque.push(
      opaque(
        { ...effect, place: { file: workflow.path, start: job.start } },
        job.uses,
        credentials,
      ),
    );
  const own: Collector = { uploads: [], crates: [], releases: [], elsewhere: [], opaque: [] };
  const jobContext = {
    reached,
    credentials,
    repository: event.repository,
    into: own,
    isCrateSignedIn: job.steps.some(isCrateSignIn),
    isOtherTree: job.steps.some(bringsOtherFiles),
    mayFail: event.mayFail === true,
    written: new Set<string>(),
    indexes: new Map<string, string>(),
  };
  const here = { ...effect, place: { file: workflow.path, start: job.start } };
  for (const what of unreadPartsOf(reached)) pushCode(own, here, what, credentials);
  const step = {
    contexts,
    env: { ...job.containerEnv, ...workflow.env, ...job.env },
    file: workflow.path,
    effect,
    depth: 0,
  };
  for (const item of job.steps) collectStep(item, jobContext, step);
  if (own.uploads.length > 0)
    for (const what of ownMachinesOf(reached)) pushCode(own, here, what, credentials);
  into.uploads.push(...own.uploads);
  into.crates.push(...own.crates);
  into.releases.push(...own.releases);
  into.elsewhere.push(...own.elsewhere);
  into.opaque.push(...own.opaque);
}

/** One of the effects that the jobs of a matrix have in common: the surest. */
function strongest<T extends Effect>(
  effects: readonly T[],
  kindOf: (effect: T) => string,
): readonly T[] {
  const order: readonly Outcome[] = ['no', 'maybe', 'yes'];
  const kept = new Map<string, T>();
  for (const effect of effects) {
    const { file, start } = effect.place;
    const key = `${effect.job} ${file} ${start.line}:${start.column} ${kindOf(effect)}`;
    const other = kept.get(key);
    if (other === undefined || order.indexOf(other.runs) < order.indexOf(effect.runs))
      kept.set(key, effect);
  }
  return [...kept.values()];
}
