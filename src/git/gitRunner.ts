import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { relativePath } from '../base/paths';
import { GitFailure } from '../release/repository';
import { gitFailure } from './gitFailure';

/** How to run git: which program, and the environment that lets it ask for credentials. */
export interface GitProgram {
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** How long a killed git may take to end before its answer is given up. */
const KILL_GRACE_MS = 2_000;

/** Runs git in one repository, without a shell. */
export class GitRunner {
  constructor(
    readonly root: string,
    protected readonly git: GitProgram,
  ) {}

  /** @param input what git reads from its standard input. @throws GitFailure where git fails */
  protected async run(args: readonly string[], input?: string): Promise<GitOutput> {
    const output = await this.execute(args, undefined, input);
    if (output.code !== 0)
      throw gitFailure('read', output.stderr || output.stdout.toString('utf8'), args[0] ?? '');
    return output;
  }

  protected async files(args: readonly string[]): Promise<string[]> {
    const { stdout } = await this.run(args);
    return stdout
      .toString('utf8')
      .split('\0')
      .filter(name => name !== '')
      .map(name => this.absolute(name));
  }

  protected async lines(args: readonly string[]): Promise<string[]> {
    const { stdout } = await this.run(args);
    return stdout
      .toString('utf8')
      .split('\n')
      .filter(line => line !== '');
  }

  /** The only line of output, or undefined where git fails or prints nothing. */
  protected async line(args: readonly string[]): Promise<string | undefined> {
    const { code, stdout } = await this.execute(args);
    return code === 0 ? stdout.toString('utf8').trim() || undefined : undefined;
  }

  /**
   * @param timeout milliseconds after which git and every process that it started are killed. `git ls-remote` over HTTP
   * waits in a child that keeps the pipes open, so that killing git alone would leave the answer waiting for it.
   */
  protected execute(args: readonly string[], timeout?: number, input = ''): Promise<GitOutput> {
    return new Promise((resolve, reject) => {
      const hasGroup = timeout !== undefined && process.platform !== 'win32';
      const child = spawn(this.git.path, args, {
        cwd: this.root,
        // LC_ALL: the messages are read. GIT_OPTIONAL_LOCKS: "git status" must not hold the index against the user.
        env: {
          ...process.env,
          ...this.git.env,
          LC_ALL: 'C',
          GIT_OPTIONAL_LOCKS: '0',
          GIT_TERMINAL_PROMPT: '0',
        },
        windowsHide: true,
        detached: hasGroup,
      });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      let isLate = false;
      const timers: NodeJS.Timeout[] = [];
      const settle = (code: number | null) => {
        for (const timer of timers) clearTimeout(timer);
        resolve({
          code: isLate ? 1 : (code ?? 1),
          stdout: Buffer.concat(stdout),
          stderr: isLate ? 'Connection timed out' : Buffer.concat(stderr).toString('utf8'),
        });
      };
      if (timeout !== undefined)
        timers.push(
          setTimeout(() => {
            isLate = true;
            killGroup(child.pid, hasGroup);
            timers.push(setTimeout(() => settle(null), KILL_GRACE_MS));
          }, timeout),
        );
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      // Git may end before it has read everything: its exit code says why.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      child.on('error', error => {
        for (const timer of timers) clearTimeout(timer);
        reject(new GitFailure('other', error.message, error.message));
      });
      child.on('close', settle);
    });
  }

  protected absolute(name: string): string {
    return path.join(this.root, name);
  }

  protected relative(file: string): string {
    return relativePath(this.root, file);
  }

  /** A pathspec that matches this one file, whatever characters its name has. */
  protected literal(file: string): string {
    return `:(top,literal)${this.relative(file)}`;
  }
}

/** Kills a process with the group that it leads. On Windows a child ends with its pipes. */
function killGroup(pid: number | undefined, hasGroup: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(hasGroup ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** In portions, because Windows limits a command line to 32,767 characters. */
export function inPortions(files: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(files.length / 100) }, (_, index) =>
    files.slice(index * 100, (index + 1) * 100),
  );
}
