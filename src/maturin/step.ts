import { mkdtemp, realpath, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { UserFacingError } from '../base/errors';
import { binOf, type Tools } from './tools';

/** One program that is run. */
export interface Step {
  /** The program gets a token, and must not be a file of this folder. */
  readonly outside?: string;
  /** A command line of the user, which a shell reads; absent for a tool, which gets its arguments as they are. */
  readonly isShell?: true;
  /** Absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Set in addition to the environment of the editor, or where undefined, taken out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Environment variables whose values are never shown. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** How it is shown, where that is not the program with its arguments. */
  readonly shown?: string;
  /** On Windows: the arguments are quoted already. */
  readonly isVerbatim?: true;
  /** The folder from which rustc names files in what it prints. */
  readonly rustcRoot?: string;
}

/** What steps came to. */
export interface Result {
  /** One sentence, for people. */
  readonly message: string;
  /** What was built, absolute. */
  readonly files?: readonly string[];
  /** The user decided against going on. */
  readonly isDeclined?: true;
}

/**
 * Steps that are run one after the other; the first that fails ends them. Between two of them the generator looks at what
 * there is now. It cleans up when it is ended early.
 */
export type Steps = AsyncGenerator<Step, Result, void>;

/** A local build, test or upload that can't go on. */
export class LocalBuildError extends UserFacingError<'localBuild'> {
  override readonly name = 'LocalBuildError';

  constructor(message: string, advice: string) {
    super('localBuild', message, advice);
  }
}

/**
 * A command line of the user as a step: the shell of the platform reads it. The environment of the package is active in it,
 * which makes `python` and `pytest` those of the package.
 */
export function shellStep(
  command: string,
  cwd: string,
  { venv }: Pick<Tools, 'venv'>,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process,
): Step {
  const active =
    venv === undefined
      ? {}
      : {
          VIRTUAL_ENV: venv.dir,
          PATH: [binOf(venv.dir, platform), env['PATH'] ?? '']
            .filter(entry => entry !== '')
            .join(platform === 'win32' ? ';' : ':'),
        };
  const common = { cwd, isShell: true, shown: command, env: active } as const;
  if (platform !== 'win32') return { program: '/bin/sh', args: ['-c', command], ...common };
  // cmd takes off the outer quotes and reads the rest as it is (cmd /?).
  return {
    program: path.win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'cmd.exe'),
    args: ['/d', '/s', '/c', `"${command}"`],
    isVerbatim: true,
    ...common,
  };
}

/** `  --> src/lib.rs:3:20`, between the escape sequences that colour it. */
const PLACE =
  // eslint-disable-next-line no-control-regex -- terminals are coloured by control characters
  /^((?:\s|\u001b\[[\d;]*m)*-->(?:\s|\u001b\[[\d;]*m)+)([^\s\u001b][^\u001b]*?)(:\d+:\d+(?:\s|\u001b\[[\d;]*m)*)$/;

/**
 * Makes the file that rustc names in a line absolute. Cargo runs rustc in the root of the Cargo workspace, which need not
 * be the folder that is opened, and the editor would look in the wrong place.
 *
 * @param root the folder from which rustc names files
 */
export function absoluteRustcPath(line: string, root: string): string {
  return line.replace(PLACE, (whole, before: string, file: string, after: string) =>
    file.startsWith('<') ? whole : before + path.resolve(root, file) + after,
  );
}

/** Runs steps around a new folder, which is gone when they are over, however they end. */
export async function* withTemporaryFolder(name: string, steps: (dir: string) => Steps): Steps {
  const dir = await mkdtemp(path.join(await realpath(os.tmpdir()), `budtiktok-${name}-`));
  try {
    return yield* steps(dir);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
