import * as l10n from '@vscode/l10n';
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants } from 'node:os';
import * as path from 'node:path';
import type { Readable } from 'node:stream';
import { UserFacingError } from './errors';
import {
  type CallName,
  findProgram,
  isProgramOutside,
  PROGRAM_CALLS,
  type ProgramCall,
  searchedFolders,
} from './programs';

/** Why a program was not started. */
export type ProgramRefusal = 'notTrusted' | 'notFound' | 'inWorkspace';

/** A program that was not started. */
export class ProgramRefused extends UserFacingError<ProgramRefusal> {
  override readonly name = 'ProgramRefused';
}

/** One call of a program. */
export interface ProgramRequest {
  /** Added to the arguments of the row in {@link PROGRAM_CALLS}. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** The repository or the opened folder: its files are not taken for programs. Absolute. */
  readonly workspace: string;
  /** Whether the user has trusted the workspace. */
  readonly isTrusted: boolean;
  /** The absolute path of the program where it is known, or its name on PATH. */
  readonly program?: string;
  /** Set in addition to the environment of the editor, or where undefined, removed from it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it reads from its standard input, which is closed then. */
  readonly input?: string;
  /** A group of its own, which can be killed as a whole. */
  readonly hasGroup?: boolean;
  /** On Windows: the arguments are quoted already. */
  readonly isVerbatim?: boolean;
}

/** A program that runs. Its standard input is closed. */
export type RunningProgram = ChildProcessByStdio<null, Readable, Readable>;

/** What a program that has ended printed. */
export interface ProgramOutput {
  /** 1 where the time limit ended it; 128 and the number of the signal where one did, as shells count. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly timedOut: boolean;
}

/** How long a killed program may take to end before its answer is given up. */
const KILL_GRACE_MS = 2_000;

/** Starts a program. It is the only place that does. @throws ProgramRefused */
export async function startProgram(
  name: CallName,
  request: ProgramRequest,
): Promise<RunningProgram> {
  const call: ProgramCall = PROGRAM_CALLS[name];
  if (call.needsTrust && !request.isTrusted)
    throw new ProgramRefused(
      'notTrusted',
      l10n.t('{0} was not started: this workspace is not trusted.', request.program ?? name),
      l10n.t('Trust the workspace to use this command.'),
    );
  const program = await resolveProgram(call, request);
  const child = spawn(program, [...call.args, ...request.args], {
    cwd: request.cwd,
    env: childEnvironment(call, request),
    stdio: [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    windowsVerbatimArguments: request.isVerbatim === true,
    detached: request.hasGroup === true && process.platform !== 'win32',
  });
  // A program may end before it has read everything: its exit code says why.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(request.input);
  return child as RunningProgram;
}

/**
 * Runs a program to its end.
 *
 * @param timeout milliseconds after which the program and every process that it started are killed. `git ls-remote` over
 * HTTP waits in a child that keeps the pipes open: killing git alone would leave the answer waiting for that child.
 * @param signal kills them earlier
 * @throws ProgramRefused, or the error of the system where the program can't be started
 */
export async function runProgram(
  name: CallName,
  request: ProgramRequest,
  timeout?: number,
  signal?: AbortSignal,
): Promise<ProgramOutput> {
  const hasGroup = timeout !== undefined || signal !== undefined;
  const child = await startProgram(name, { ...request, hasGroup });
  return await new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const timers: NodeJS.Timeout[] = [];
    let timedOut = false;
    const giveUp = () => {
      timedOut = true;
      killGroup(child, 'SIGKILL');
      timers.push(setTimeout(() => settle(null), KILL_GRACE_MS));
    };
    const settle = (code: number | null, killedBy: NodeJS.Signals | null = null) => {
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      resolve({
        code: timedOut ? 1 : (code ?? 128 + (killedBy === null ? 0 : constants.signals[killedBy])),
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr),
        timedOut,
      });
    };
    if (timeout !== undefined) timers.push(setTimeout(giveUp, timeout));
    if (signal?.aborted === true) giveUp();
    else signal?.addEventListener('abort', giveUp);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', error => {
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      reject(error);
    });
    child.on('close', settle);
  });
}

/** Ends a process that was started with `hasGroup`, and the processes that it started. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    void endTree(child);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

/** On Windows, children don't end with their parent. */
async function endTree(child: ChildProcess): Promise<void> {
  const windows = process.env['SystemRoot'] ?? 'C:\\Windows';
  try {
    await runProgram('endTool', {
      program: path.win32.join(windows, 'System32', 'taskkill.exe'),
      args: [String(child.pid)],
      cwd: windows,
      workspace: process.cwd(),
      isTrusted: false,
    });
  } catch {
    child.kill();
  }
}

async function resolveProgram(
  call: ProgramCall,
  { program = call.program ?? '', workspace, env }: ProgramRequest,
): Promise<string> {
  if (path.isAbsolute(program)) {
    if (call.mayBeInWorkspace || call.isShell || (await isProgramOutside(program, workspace)))
      return program;
    throw new ProgramRefused(
      'inWorkspace',
      l10n.t('{0} was not started: it is no program outside the workspace.', program),
      l10n.t('Install the program outside the workspace.'),
    );
  }
  const found = await findProgram(program, {
    path: pathOf({ ...process.env, ...env }),
    platform: process.platform,
    workspace,
    ...(process.env['PATHEXT'] !== undefined && { pathExt: process.env['PATHEXT'] }),
  });
  if (found === undefined)
    throw new ProgramRefused(
      'notFound',
      l10n.t('{0} was not found on an absolute entry of PATH outside the workspace.', program),
      l10n.t('Install it, or add its folder to PATH.'),
    );
  return found;
}

/**
 * The environment of a child. Programs that it starts are found on the same entries of PATH, and Windows does not look in
 * the current folder (NoDefaultCurrentDirectoryInExePath).
 */
function childEnvironment(
  call: ProgramCall,
  { env = {}, workspace }: ProgramRequest,
): Record<string, string | undefined> {
  const merged: Record<string, string | undefined> = { ...process.env, ...env };
  const searched = searchedFolders({
    path: pathOf(merged),
    platform: process.platform,
    ...(!call.mayBeInWorkspace && !call.isShell && { workspace }),
  });
  for (const key of Object.keys(merged))
    if (key.toUpperCase() === 'PATH' && key !== 'PATH') merged[key] = undefined;
  return {
    ...merged,
    PATH: searched.join(path.delimiter),
    ...(process.platform === 'win32' && { NoDefaultCurrentDirectoryInExePath: '1' }),
  };
}

/** Windows spells the variable `Path`; what a caller sets comes last. */
function pathOf(env: Readonly<Record<string, string | undefined>>): string {
  const [, value] =
    Object.entries(env)
      .filter(([key, found]) => key.toUpperCase() === 'PATH' && found !== undefined)
      .at(-1) ?? [];
  return value ?? '';
}
