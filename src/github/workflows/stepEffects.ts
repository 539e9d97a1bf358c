import * as path from 'node:path';
import { isSuspicious, isSuspiciousCommand, kindOfCommand } from './commandKinds';
import { readCommands, scriptInput } from './commands';
import {
  type CrateJob,
  crateSecrets,
  crateUploadOfAction,
  crateUploadsOfCommands,
  hasCrateToken,
} from './cratePublishing';
import { type Credentials } from './credentials';
import {
  type CrateEffect,
  type Effect,
  type ElsewhereEffect,
  type OpaqueEffect,
  type ReleaseEffect,
  type UploadEffect,
} from './effects';
import { type Contexts, evaluateCondition, evaluatePartly, withEnv } from './expression';
import { bothRun } from './jobOutcomes';
import { elsewhereOfAction, isKnownAction } from './knownActions';
import { actionContexts, isSet, localActionOf, MAX_ACTIONS } from './jobSteps';
import { isMaturinAction, uploadOfAction, uploadOfCommand } from './publishing';
import { releaseOfAction, releaseOfCommand } from './releasing';
import type { Command } from './shell';
import { localPath, type ReachedJob } from './walk';
import type { WorkflowStep } from './workflow';

export interface Collector {
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

export function collectStep(step: WorkflowStep, job: JobContext, outer: StepContext): void {
  const env = { ...outer.env, ...step.env };
  const contexts = withEnv(outer.contexts, env);
  const condition = step.if === undefined ? true : evaluateCondition(step.if.text, contexts);
  const effect = {
    ...outer.effect,
    runs: bothRun(outer.effect.runs, condition === undefined ? 'maybe' : condition ? 'yes' : 'no'),
    conditions:
      step.if === undefined || condition === true
        ? outer.effect.conditions
        : [...outer.effect.conditions, step.if.text],
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
    const found = localActionOf(step, job.reached.workflow, job.repository);
    if (found !== undefined && depth < MAX_ACTIONS) {
      for (const item of found.action.steps)
        collectStep(item, job, {
          contexts: actionContexts(found.action, step, contexts),
          env,
          file: found.file,
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

export function opaque(
  here: Effect,
  uses: string,
  credentials: Credentials,
  isLikely = isSuspicious(uses),
  canAct = credentials.forIndex || credentials.forGitHub,
): OpaqueEffect {
  const publishes = isLikely && canAct ? 'likely' : credentials.forIndex ? 'possible' : 'no';
  return { ...here, uses, credentials, publishes };
}
