import { access, constants, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { isInside } from './paths';

/** A kind of call of another program. `src/base/processes.ts` makes all calls, and refuses what the row does not allow. */
export interface ProgramCall {
  /** Its name on PATH; undefined where the caller has found the program (see `findTools`). */
  readonly program?: string;
  /** What it is for. */
  readonly purpose: string;
  /** The file that makes the call. */
  readonly caller: string;
  /** The first arguments. The caller adds to them, never through a shell. */
  readonly args: readonly string[];
  /** The folder that it runs in. */
  readonly directory: string;
  /** In the editor: whether the user must have trusted the workspace. */
  readonly needsTrust: boolean;
  /** The program may be a file of the workspace, such as the Python of its virtual environment. */
  readonly mayBeInWorkspace: boolean;
  /** The arguments hold a command line of the user, which a shell reads. */
  readonly isShell: boolean;
}

/**
 * Options for reading a repository: nothing that its configuration names is started. No file-system monitor, no hooks,
 * no signature check (gpg.program), no embedded bare repository.
 */
const READING_GIT: readonly string[] = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  `core.hooksPath=${process.platform === 'win32' ? 'NUL' : '/dev/null'}`,
  '-c',
  'safe.bareRepository=explicit',
  '-c',
  'log.showSignature=false',
  '--no-pager',
];

const REPOSITORY = 'the top folder of the repository';

/** Every call of another program that this extension and its command line make. */
export const PROGRAM_CALLS = {
  readRepository: {
    program: 'git',
    purpose: 'reads commits, refs, files and remotes for views and commands',
    caller: 'src/git/gitRunner.ts',
    args: READING_GIT,
    directory: REPOSITORY,
    needsTrust: true,
    mayBeInWorkspace: false,
    isShell: false,
  },
  changeRepository: {
    program: 'git',
    purpose:
      'tries a signature before a release, and takes back what one made on the command Undo Release',
    caller: 'src/git/gitRunner.ts',
    args: ['--no-pager'],
    directory: REPOSITORY,
    needsTrust: true,
    mayBeInWorkspace: false,
    isShell: false,
  },
  listFiles: {
    program: 'git',
    purpose: 'lists tracked files, and asks which files are ignored',
    caller: 'src/manifests/scan/gitNames.ts',
    args: READING_GIT,
    directory: 'the folder that is checked',
    needsTrust: false,
    mayBeInWorkspace: false,
    isShell: false,
  },
  resolveSshAlias: {
    program: 'ssh',
    purpose: 'prints the host of an alias in the configuration of ssh; connects to no host',
    caller: 'src/git/sshHost.ts',
    // "--": the address of a remote is not an option.
    args: ['-G', '--'],
    directory: 'the home folder',
    needsTrust: true,
    mayBeInWorkspace: false,
    isShell: false,
  },
  checkCargoLock: {
    program: 'cargo',
    purpose: 'compares Cargo.lock with its manifests, on the command Verify Versions',
    caller: 'src/ui/commands/lockVerdicts.ts',
    args: ['metadata', '--locked', '--offline', '--format-version', '1'],
    directory: 'the folder of the lock',
    needsTrust: true,
    mayBeInWorkspace: false,
    isShell: false,
  },
  readCargoVersion: {
    program: 'cargo',
    purpose: 'prints the version of cargo, on the command Check Crates',
    caller: 'src/ui/services/localCrates.ts',
    args: ['--version'],
    directory: 'the root of the Cargo workspace',
    needsTrust: true,
    mayBeInWorkspace: false,
    isShell: false,
  },
  checkUvLock: {
    program: 'uv',
    purpose: 'compares uv.lock with its manifest, on the command Verify Versions',
    caller: 'src/ui/commands/lockVerdicts.ts',
    args: ['lock', '--check', '--offline'],
    directory: 'the folder of the lock',
    needsTrust: true,
    mayBeInWorkspace: false,
    isShell: false,
  },
  runTool: {
    purpose: 'maturin, Python and pip of a task: builds, tests and uploads',
    caller: 'src/maturin/runSteps.ts',
    args: [],
    directory: 'the folder of the package, or a temporary folder',
    needsTrust: true,
    mayBeInWorkspace: true,
    isShell: false,
  },
  uploadFiles: {
    purpose: 'maturin of a task that uploads: it gets the token of an index',
    caller: 'src/maturin/runSteps.ts',
    args: [],
    directory: 'a temporary folder',
    needsTrust: true,
    mayBeInWorkspace: false,
    isShell: false,
  },
  runCommandLine: {
    purpose: 'the command line of a checklist item, in a task',
    caller: 'src/maturin/runSteps.ts',
    args: [],
    directory: 'the folder of the package or of its Cargo workspace',
    needsTrust: true,
    mayBeInWorkspace: false,
    isShell: true,
  },
  findPytest: {
    purpose:
      'asks the Python of a package whether pytest is installed, before a checklist item runs',
    caller: 'src/ui/services/checklistTasks.ts',
    args: [
      '-c',
      'import importlib.util, sys; sys.exit(importlib.util.find_spec("pytest") is None)',
    ],
    directory: 'the folder of the package',
    needsTrust: true,
    mayBeInWorkspace: true,
    isShell: false,
  },
  endTool: {
    purpose: 'ends a task with the processes that it started, on Windows (taskkill)',
    caller: 'src/base/processes.ts',
    args: ['/T', '/F', '/PID'],
    directory: 'the folder of Windows',
    needsTrust: false,
    mayBeInWorkspace: false,
    isShell: false,
  },
} as const satisfies Readonly<Record<string, ProgramCall>>;

export type CallName = keyof typeof PROGRAM_CALLS;

/** Where to look for programs. */
export interface SearchPath {
  /** The environment variable PATH. */
  readonly path: string;
  readonly platform: NodeJS.Platform;
  /** The environment variable PATHEXT of Windows. */
  readonly pathExt?: string;
  /** The folder whose files are not taken for programs. */
  readonly workspace?: string;
}

/**
 * The absolute entries of PATH outside the workspace. Empty and relative entries (`.`) would find programs in the
 * folder that a program runs in.
 */
export function searchedFolders({ path: entries, platform, workspace }: SearchPath): string[] {
  const syntax = platform === 'win32' ? path.win32 : path.posix;
  return entries
    .split(syntax.delimiter)
    .map(entry => entry.replace(/^"(.*)"$/, '$1'))
    .filter(entry => syntax.isAbsolute(entry) && !isBrought(path.resolve(entry), workspace));
}

/** Whether a file came with the workspace. A repository that holds the home folder is the user's own. */
function isBrought(file: string, workspace: string | undefined): boolean {
  return workspace !== undefined && isInside(workspace, file) && !isInside(workspace, homedir());
}

/**
 * The file names of a program, in the order of PATHEXT. Node starts .cmd and .bat files only through a shell, which reads
 * arguments in ways of its own: they do not count.
 */
export function programNames(
  name: string,
  { platform, pathExt = '.COM;.EXE' }: Pick<SearchPath, 'platform' | 'pathExt'>,
): string[] {
  if (platform !== 'win32') return [name];
  return pathExt
    .toLowerCase()
    .split(';')
    .filter(extension => extension === '.exe' || extension === '.com')
    .map(extension => name + extension);
}

/** The absolute path of a program on PATH. A link that leads into the workspace does not count. */
export async function findProgram(name: string, search: SearchPath): Promise<string | undefined> {
  for (const dir of searchedFolders(search)) {
    for (const file of programNames(name, search)) {
      const found = path.join(dir, file);
      if (await isProgramOutside(found, search.workspace)) return found;
    }
  }
  return undefined;
}

/** Whether a file can be run, and neither it nor the file that it links to is in the workspace. */
export async function isProgramOutside(
  file: string,
  workspace: string | undefined,
): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    if (!(await stat(file)).isFile()) return false;
    if (workspace === undefined) return true;
    const [real, folder] = await Promise.all([realpath(file), realpath(workspace)]);
    return !isBrought(file, workspace) && !isBrought(real, folder);
  } catch {
    return false;
  }
}
