import * as path from 'node:path';
import { isSuspicious, isSuspiciousCommand, kindOfCommand, shown } from './commandKinds';
import { readCommands, scriptInput } from './commands';
import {
  type CrateJob,
  crateSecrets,
  crateUploadOfAction,
  crateUploadsOfCommands,
  hasCrateToken,
} from './cratePublishing';
import { type Collector, opaque, pushCode, unreadCrates } from './collector';
import { configuredIndex, uvIndexes } from './configuredIndexes';
import { type Credentials } from './credentials';
import type { Effect } from './effects';
import {
  type Contexts,
  evaluateCondition,
  evaluatePartly,
  mayHoldAfterFailure,
  withEnv,
} from './expression';
import { bothRun } from './jobOutcomes';
import { elsewhereOfAction, isCodeAction, isKnownAction, scriptsOfAction } from './knownActions';
import { actionContexts, isSet, localActionOf, MAX_ACTIONS } from './jobSteps';
import { isMaturinAction, uploadOfAction, uploadOfCommand } from './publishing';
import { releaseOfAction, releaseOfCommand } from './releasing';
import {
  changesSettings,
  exported,
  isSettingVariable,
  runtimeVariable,
  writtenFiles,
} from './settingsChanges';
import type { Command } from './shell';
import { localPath, type ReachedJob } from './walk';
import type { WorkflowStep } from './workflow';

/** What the steps of a job have in common. */
interface JobContext {
  readonly reached: ReachedJob;
  readonly credentials: Credentials;
  readonly repository: string | undefined;
  readonly into: Collector;
  /** Whether a step gets a token of crates.io by OpenID Connect. */
  readonly isCrateSignedIn: boolean;
  /** Whether the working tree may have other files than those of the commit that was read. */
  readonly isOtherTree: boolean;
  /** Whether conditions that ask for a failure may hold. */
  readonly mayFail: boolean;
  /** The words of commands that write files, to compare with the scripts that run. */
  readonly written: Set<string>;
  /** The URLs of the indexes that commands configure, by tool and name. */
  readonly indexes: Map<string, string>;
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
  const condition = conditionOf(step, contexts, job.mayFail);
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

function conditionOf(
  { if: condition }: WorkflowStep,
  contexts: Contexts,
  mayFail: boolean,
): boolean | undefined {
  if (condition === undefined) return true;
  const holds = evaluateCondition(condition.text, contexts);
  return holds === false && mayFail && mayHoldAfterFailure(condition.text, contexts)
    ? undefined
    : holds;
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
      // The action of another commit, or what another checkout has put there.
      if (job.isOtherTree || uses.includes('@')) pushCode(into, here, uses, job.credentials);
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
  const setting = runtimeVariable(env);
  if (setting !== undefined)
    pushCode(into, here, `${setting}=${env[setting] ?? ''}`, job.credentials);
  for (const script of scriptsOfAction(uses, step.with, env))
    collectScript(script, { ...step, shell: undefined }, job, {
      contexts,
      env,
      file,
      effect,
      depth,
    });
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
  } else if (isCodeAction(name)) pushCode(into, here, uses, job.credentials);
  else if (!isKnownAction(name)) {
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

/** Shells whose scripts are read, with options that run nothing else. */
const SHELLS =
  /^(?:bash|sh|dash|zsh|pwsh|powershell|cmd|msys2|micromamba-shell)(?: -(?:[abd-z]+|-\w+|-(?:noprofile|norc|login)|o|command)| pipefail| \. '\{0\}'| \{0\})*$/i;

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
  const { commands, functions, assigned, files, isWhole } = readCommands(
    evaluatePartly(run, contexts),
    {
      local: reached.workflow.local,
      folder: folder === undefined ? undefined : path.posix.normalize(folder),
    },
  );
  if (!isWhole) into.opaque.push(opaque(here, TOO_LONG, credentials, true));
  const filled: Record<string, string> = Object.fromEntries(
    Object.entries(env).map(([name, text]) => [name, evaluatePartly(text, contexts)] as const),
  );
  const doubt = (what: string) => pushCode(into, here, what, credentials);
  const setting = runtimeVariable(filled) ?? [...assigned].find(isSettingVariable);
  if (setting !== undefined) doubt(`${setting}=${filled[setting] ?? '…'}`);
  for (const script of files)
    if (job.isOtherTree || job.written.has(path.posix.basename(script))) doubt(script);
  const uploads = crateUploadsOfCommands(
    commands,
    evaluatePartly(run, contexts),
    folder,
    crateJob(job, filled, env, run),
  );
  into.crates.push(...uploads.map(crates => ({ ...here, ...crates })));
  for (const [name, url] of uvIndexes(reached.workflow, run, folder)) job.indexes.set(name, url);
  for (const command of commands) {
    const release = releaseOfCommand(command, env);
    const upload = uploadOfCommand(command, filled, job.indexes);
    if (changesSettings(command)) doubt(shown(command.words));
    noteCommand(command, job, filled);
    if (upload !== undefined) {
      const [tool = ''] = upload.by.split(' ', 1);
      // A function, an alias or a file of that name takes the place of the tool.
      if (functions.has(tool) || job.written.has(tool)) doubt(shown(command.words));
      into.uploads.push({ ...here, ...upload });
    } else if (release !== undefined) into.releases.push({ ...here, ...release });
    else collectCommand(command, functions, here, job, hasCrateToken(filled));
  }
}

/** Keeps what a command configures and writes, for the commands after it. */
function noteCommand(command: Command, job: JobContext, env: Record<string, string>): void {
  Object.assign(env, exported(command));
  const configured = configuredIndex(command);
  if (configured !== undefined) job.indexes.set(configured.name, configured.url);
  for (const file of writtenFiles(command)) job.written.add(path.posix.basename(file));
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
