import * as path from 'node:path';
import type { CrateUpload } from '../../release/crateUpload';
import { readCommands, scriptInput } from './commands';
import { isSuspicious, isSuspiciousCommand, kindOfCommand } from './commandKinds';
import {
  type CrateJob,
  crateSecrets,
  crateUploadOfAction,
  crateUploadsOfCommands,
  hasCrateToken,
  isCrateSignIn,
} from './cratePublishing';
import { credentialsOf, type Credentials } from './credentials';
import type { WorkflowEvent } from './event';
import { evaluateCondition, evaluatePartly, withEnv, type Contexts } from './expression';
import { bothRun, type Outcome } from './jobOutcomes';
import { elsewhereOfAction, isKnownAction } from './knownActions';
import { actionFiles } from './localFiles';
import { isMaturinAction, uploadOfAction, uploadOfCommand, type Upload } from './publishing';
import { releaseOfAction, releaseOfCommand, type ReleaseCreation } from './releasing';
import type { Command } from './shell';
import { localPath, reachedJobs, type FindWorkflow, type ReachedJob } from './walk';
import type { Place, Workflow, WorkflowStep } from './workflow';

/** A step of a workflow that reaches something outside of its runner. */
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
    uploads: strongest(found.uploads, ({ index, by }) => `${index} ${by}`),
    crates: strongest(found.crates, ({ by, selects }) => `${by} ${JSON.stringify(selects)}`),
    releases: strongest(found.releases, ({ by }) => by),
    elsewhere: strongest(found.elsewhere, ({ by }) => by),
    opaque: strongest(found.opaque, ({ uses }) => uses),
  };
}

interface Collector {
  readonly uploads: UploadEffect[];
  readonly crates: CrateEffect[];
  readonly releases: ReleaseEffect[];
  readonly elsewhere: ElsewhereEffect[];
  readonly opaque: OpaqueEffect[];
}

/** What the steps of a job have in common. */
interface JobContext {
  readonly reached: ReachedJob;
  readonly credentials: Credentials;
  readonly repository: string | undefined;
  readonly into: Collector;
  /** Whether a step gets a token of crates.io by OpenID Connect. */
  readonly isCrateSignedIn: boolean;
}

/** Where a step is: in a job, or in composite actions that the job uses. */
interface StepContext {
  readonly contexts: Contexts;
  readonly env: Readonly<Record<string, string>>;
  readonly file: string;
  readonly effect: Omit<Effect, 'place'>;
  readonly depth: number;
}

/** GitHub lets composite actions use each other ten levels deep. */
const MAX_DEPTH = 10;

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
  };
  const step = {
    contexts,
    env: { ...workflow.env, ...job.env },
    file: workflow.path,
    effect,
    depth: 0,
  };
  for (const item of job.steps) collectStep(item, jobContext, step);
  into.uploads.push(
    ...(job.steps.some(changesIndex)
      ? own.uploads.map(upload => ({ ...upload, isIndexSure: false }))
      : own.uploads),
  );
  into.crates.push(...own.crates);
  into.releases.push(...own.releases);
  into.elsewhere.push(...own.elsewhere);
  into.opaque.push(...own.opaque);
}

/** Whether a step may set a variable by which a later one chooses its index. */
function changesIndex({ run }: WorkflowStep): boolean {
  return (
    run?.includes('GITHUB_ENV') === true &&
    /TWINE_|UV_|MATURIN_|HATCH_|PDM_|POETRY_|FLIT_|<</.test(run)
  );
}

function collectStep(step: WorkflowStep, job: JobContext, outer: StepContext): void {
  const env = { ...outer.env, ...step.env };
  const contexts = withEnv(outer.contexts, env);
  const condition = step.if === undefined ? true : evaluateCondition(step.if.text, contexts);
  const effect = {
    ...outer.effect,
    runs: bothRun(outer.effect.runs, condition === undefined ? 'maybe' : condition ? 'yes' : 'no'),
    conditions:
      step.if === undefined ? outer.effect.conditions : [...outer.effect.conditions, step.if.text],
    continueOnError: outer.effect.continueOnError || isSet(step.continueOnError),
  } as const;
  const inner: StepContext = { ...outer, contexts, env, effect };
  if (step.uses !== undefined) collectAction(step, step.uses, job, inner);
  if (step.run !== undefined) collectScript(step.run, step, job, inner);
}

function collectAction(
  step: WorkflowStep,
  uses: string,
  job: JobContext,
  { contexts, env, file, effect, depth }: StepContext,
): void {
  const { into } = job;
  const here: Effect = { ...effect, place: { file, start: step.start } };
  const folder = uses.startsWith('docker://') ? undefined : localPath(uses, job.repository);
  if (folder !== undefined) {
    const [found] = actionFiles(folder).flatMap(name => {
      const action = job.reached.workflow.local?.get(name);
      return action?.kind === 'action' ? [{ name, action }] : [];
    });
    if (found !== undefined && depth < MAX_DEPTH) {
      const inputs = Object.fromEntries(
        Object.entries({ ...found.action.defaults, ...step.with }).map(
          ([key, text]) => [key, evaluatePartly(text, contexts)] as const,
        ),
      );
      const known = Object.fromEntries(
        Object.entries(inputs).filter(([, value]) => !value.includes('…')),
      );
      for (const item of found.action.steps)
        collectStep(item, job, {
          contexts: { ...contexts, inputs: { partly: known } },
          env,
          file: found.name,
          effect,
          depth: depth + 1,
        });
      return;
    }
    into.opaque.push(opaque(here, uses, job.credentials));
    return;
  }
  const upload = uploadOfAction(uses, step.with, env, contexts);
  if (upload !== undefined) into.uploads.push({ ...here, ...upload });
  const release = releaseOfAction(uses, step.with, contexts, env);
  if (release !== undefined) into.releases.push({ ...here, ...release });
  if (upload !== undefined || release !== undefined || isMaturinAction(uses)) return;
  const name = uses.split('@', 1)[0] ?? '';
  const crates = crateUploadOfAction(uses, step.with, contexts, crateJob(job, env, env, ''));
  if (crates !== undefined) into.crates.push({ ...here, ...crates });
  const script = scriptInput(uses, step.with);
  const target = elsewhereOfAction(name);
  if (script !== undefined)
    collectScript(script, step, job, { contexts, env, file, effect, depth });
  else if (target !== undefined) {
    if (target !== 'docker' || (step.with['push'] ?? 'false') !== 'false')
      into.elsewhere.push({ ...here, target, by: name });
  } else if (!isKnownAction(name)) {
    const isScript = /\/github-script$/i.test(name);
    if (hasCrateToken(env)) into.crates.push(unreadCrates(here, name));
    into.opaque.push(
      opaque(
        here,
        name.startsWith('docker://') ? name : uses,
        job.credentials,
        isScript
          ? /dispatch|publish|createRelease/i.test(step.with['script'] ?? '')
          : isSuspicious(name),
      ),
    );
  }
}

/** Shells whose scripts are read. */
const SHELLS = /^(?:bash|sh|pwsh|powershell|cmd|zsh|msys2|micromamba-shell)\b|^…/;

function collectScript(
  run: string,
  step: WorkflowStep,
  job: JobContext,
  { contexts, env, file, effect }: StepContext,
): void {
  const { into, reached, credentials } = job;
  const here: Effect = { ...effect, place: { file, start: step.start } };
  if (step.shell !== undefined && !SHELLS.test(step.shell)) {
    into.opaque.push(opaque(here, `shell: ${step.shell}`, credentials, isSuspicious(run)));
    return;
  }
  const folder = step.workingDirectory ?? reached.job.workingDirectory;
  const { commands, functions, isWhole } = readCommands(evaluatePartly(run, contexts), {
    local: reached.workflow.local,
    folder: folder === undefined ? undefined : path.posix.normalize(folder),
  });
  if (!isWhole) into.opaque.push(opaque(here, TOO_LONG, credentials, true));
  const filled = Object.fromEntries(
    Object.entries(env).map(([name, text]) => [name, evaluatePartly(text, contexts)] as const),
  );
  const uploads = crateUploadsOfCommands(
    commands,
    evaluatePartly(run, contexts),
    folder,
    crateJob(job, filled, env, run),
  );
  into.crates.push(...uploads.map(crates => ({ ...here, ...crates })));
  for (const command of commands) {
    const release = releaseOfCommand(command, env);
    const upload = uploadOfCommand(command, filled);
    if (upload !== undefined) into.uploads.push({ ...here, ...upload });
    else if (release !== undefined) into.releases.push({ ...here, ...release });
    else collectCommand(command, functions, here, job, hasCrateToken(filled));
  }
}

/** Shown in the place of a script that is not read. */
const TOO_LONG = 'run: …';

function collectCommand(
  command: Command,
  functions: ReadonlySet<string>,
  here: Effect,
  { into, credentials }: JobContext,
  mayPublishCrates: boolean,
): void {
  const kind = kindOfCommand(command, functions);
  switch (kind.kind) {
    case 'harmless':
      return;
    case 'code':
      // A build or test that publishes is no way to release; a trial has to vouch for it all the same.
      into.opaque.push({ ...here, uses: kind.what, credentials, publishes: 'no' });
      return;
    case 'elsewhere':
      into.elsewhere.push({ ...here, target: kind.target, by: kind.by });
      return;
    case 'dispatch':
      // A dispatch starts another workflow even with GITHUB_TOKEN.
      into.opaque.push(opaque(here, kind.by, credentials, true));
      return;
    case 'unread':
      if (mayPublishCrates) into.crates.push(unreadCrates(here, kind.what));
      into.opaque.push(
        opaque(
          here,
          kind.what,
          credentials,
          isSuspiciousCommand(kind.what),
          credentials.forIndex || (credentials.forGitHub && credentials.namesToken),
        ),
      );
  }
}

/** @param written the variables as the file has them, where secrets have their names */
function crateJob(
  { isCrateSignedIn }: JobContext,
  env: Readonly<Record<string, string>>,
  written: Readonly<Record<string, string>>,
  script: string,
): CrateJob {
  return { isTrusted: isCrateSignedIn, env, secrets: crateSecrets(written, script) };
}

/** A step that has a token of a crate registry and can't be looked into. */
function unreadCrates(here: Effect, by: string): CrateEffect {
  return {
    ...here,
    by,
    selects: { kind: 'unknown' },
    registry: undefined,
    isTrusted: undefined,
    secrets: [],
  };
}

function opaque(
  here: Effect,
  uses: string,
  credentials: Credentials,
  isLikely = isSuspicious(uses),
  canAct = credentials.forIndex || credentials.forGitHub,
): OpaqueEffect {
  const publishes = isLikely && canAct ? 'likely' : credentials.forIndex ? 'possible' : 'no';
  return { ...here, uses, credentials, publishes };
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
    const key = `${effect.job} ${file} ${start.line} ${kindOf(effect)}`;
    const other = kept.get(key);
    if (other === undefined || order.indexOf(other.runs) < order.indexOf(effect.runs))
      kept.set(key, effect);
  }
  return [...kept.values()];
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== 'false';
}
