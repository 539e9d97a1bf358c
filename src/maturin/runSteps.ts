import * as l10n from '@vscode/l10n';
import { messageOf } from '../base/errors';
import { withoutSecrets } from '../base/secrets';
import { killGroup, ProgramRefused, type RunningProgram, startProgram } from '../base/processes';
import type { LocalProject } from './project';
import { absoluteRustcPath, type Result, type Step, type Steps } from './step';
import { cannotMeet, type Host, type Tools } from './tools';

/** Steps that look at nothing between two programs need not wait. */
export type AnySteps = Steps | Generator<Step, Result, void>;

/**
 * How steps ended: with a result, with the exit code of the one that failed, because they were stopped, or because something
 * forbade to begin or to go on, which was thrown.
 */
export type Ended =
  | { readonly kind: 'done'; readonly result: Result }
  | {
      readonly kind: 'failed';
      readonly step: Step;
      readonly code: number;
      /** The last lines of what it printed, with their colours. */
      readonly output: readonly string[];
    }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'refused' };

/** How many lines of output are kept of a step that failed. */
const MOST_LINES = 2_000;

/**
 * Runs steps one after the other.
 *
 * @param write takes one line of output at a time, without its end
 * @param isTrusted whether the user has trusted the workspace
 * @throws what the steps throw between two programs, or why a program could not be started
 */
export async function runSteps(
  steps: AnySteps,
  write: (line: string) => void,
  signal: AbortSignal,
  isTrusted: boolean,
): Promise<Ended> {
  const isOver = () => signal.aborted;
  try {
    for (;;) {
      if (isOver()) return { kind: 'stopped' };
      const next = await steps.next();
      if (next.done === true)
        return next.value.isDeclined === true
          ? { kind: 'stopped' }
          : { kind: 'done', result: next.value };
      write(`> ${commandLine(next.value)}`);
      const output: string[] = [];
      const code = await run(
        next.value,
        line => {
          write(line);
          if (output.push(line) > 2 * MOST_LINES) output.splice(0, output.length - MOST_LINES);
        },
        signal,
        isTrusted,
      );
      if (isOver()) return { kind: 'stopped' };
      if (code !== 0)
        return { kind: 'failed', step: next.value, code, output: output.slice(-MOST_LINES) };
    }
  } finally {
    // The result of a generator that is ended early is of no meaning.
    await steps.return({ message: '' });
  }
}

/** A step as people read it. It is shown and never run; secrets are no part of it. */
export function commandLine({ program, args, shown }: Step): string {
  return (
    shown ??
    [program, ...args]
      .map(part => (/^[\w\-./\\:=+@,]+$/.test(part) ? part : JSON.stringify(part)))
      .join(' ')
  );
}

async function run(
  step: Step,
  write: (line: string) => void,
  signal: AbortSignal,
  isTrusted: boolean,
): Promise<number> {
  const child = await start(step, isTrusted);
  return await new Promise((resolve, reject) => {
    const stop = () => killGroup(child, 'SIGTERM');
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const show = (line: string) => write(shown(line, step));
    const rest = [lines(child.stdout, show), lines(child.stderr, show)];
    child.on('error', error => {
      signal.removeEventListener('abort', stop);
      reject(notStarted(step, error));
    });
    child.on('close', code => {
      signal.removeEventListener('abort', stop);
      for (const flush of rest) flush();
      resolve(code ?? 1);
    });
  });
}

async function start(step: Step, isTrusted: boolean): Promise<RunningProgram> {
  try {
    return await startProgram(callOf(step), {
      program: step.program,
      args: step.args,
      cwd: step.cwd,
      workspace: step.outside ?? step.cwd,
      isTrusted,
      // Without a terminal cargo would not colour, and Python would keep its lines back.
      env: { CARGO_TERM_COLOR: 'always', PYTHONUNBUFFERED: '1', ...step.env, ...step.secrets },
      // cargo and rustc are ended with maturin.
      hasGroup: true,
      isVerbatim: step.isVerbatim === true,
    });
  } catch (error) {
    if (error instanceof ProgramRefused) throw error;
    throw notStarted(step, error);
  }
}

function callOf({ isShell, outside }: Step): 'runCommandLine' | 'uploadFiles' | 'runTool' {
  if (isShell === true) return 'runCommandLine';
  return outside === undefined ? 'runTool' : 'uploadFiles';
}

function notStarted({ program }: Step, error: unknown): Error {
  return new Error(l10n.t('{0} could not be started: {1}', program, messageOf(error)));
}

function shown(line: string, { secrets = {}, rustcRoot }: Step): string {
  const masked = withoutSecrets(line, Object.values(secrets));
  return rustcRoot === undefined ? masked : absoluteRustcPath(masked, rustcRoot);
}

/** Hands on whole lines; the returned function hands on what is left at the end. */
function lines(stream: NodeJS.ReadableStream, write: (line: string) => void): () => void {
  let pending = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (pending + chunk).split(/\r?\n/);
    pending = parts.pop() ?? '';
    for (const part of parts) write(part);
  });
  return () => {
    if (pending !== '') write(pending);
  };
}

/** What all calls of maturin for a project depend on. */
export interface BuildFacts {
  readonly project: LocalProject;
  readonly tools: Tools;
  readonly host: Host;
  /** Cargo.lock is in git, so what is released is built with exactly its versions. */
  readonly isLocked: boolean;
  /** Further arguments of the user, from tasks.json. */
  readonly extra?: readonly string[];
}

/** Which interpreters wheels are built for: all that maturin finds on this computer, or these programs. */
export type Interpreters = 'found' | readonly string[];

/** Arguments of `maturin develop`. */
export function developArguments(
  { tools, isLocked, extra = [] }: BuildFacts,
  isRelease: boolean,
): string[] {
  return [
    'develop',
    ...(isRelease ? ['--release'] : []),
    ...(tools.venv?.isUv === true && tools.uv !== undefined ? ['--uv'] : []),
    ...locked(isLocked, extra),
    ...extra,
  ];
}

/**
 * Arguments of `maturin build`, optimised, into a folder that holds nothing else.
 *
 * @param isForIndex wheels that an index takes: the policy of the project is kept, or the build fails
 */
export function buildArguments(
  facts: BuildFacts,
  out: string,
  interpreters: Interpreters,
  isForIndex = false,
): string[] {
  const { project, host, isLocked, extra = [] } = facts;
  const isDecided = extra.some(argument =>
    /^--(?:compatibility|manylinux|zig|auditwheel)\b/.test(argument),
  );
  return [
    'build',
    '--release',
    '--out',
    out,
    ...(interpreters === 'found'
      ? ['--find-interpreter']
      : interpreters.flatMap(interpreter => ['--interpreter', interpreter])),
    ...(isForIndex
      ? ['--sdist']
      : cannotMeet(project.compatibility, host) && !isDecided
        ? ['--compatibility', 'linux']
        : []),
    ...locked(isLocked, extra),
    ...extra,
  ];
}

/**
 * Arguments of `maturin upload`. The address is given in full, because a name could be bent by ~/.pypirc or the
 * environment, and the token would go there. The token is no argument: every user of the computer can read those.
 *
 * @param address where the index takes files
 */
export function uploadArguments(address: string, files: readonly string[]): string[] {
  return ['upload', '--non-interactive', '--repository-url', address, ...files];
}

function locked(isLocked: boolean, extra: readonly string[]): string[] {
  return isLocked && !extra.some(argument => /^--(?:locked|frozen)$/.test(argument))
    ? ['--locked']
    : [];
}
