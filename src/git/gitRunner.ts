import * as path from 'node:path';
import { messageOf, UserFacingError } from '../base/errors';
import { relativePath } from '../base/paths';
import { runProgram } from '../base/processes';
import { GitFailure } from '../release/repository';
import { type GitAction, gitFailure } from './gitFailure';

/** How to run git. */
export interface GitProgram {
  /** An absolute path, or the name on PATH. */
  readonly path: string;
  /** Lets git ask for credentials. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the user has trusted the workspace; else git isn't started. */
  readonly isTrusted: boolean;
}

export interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Commands that convert the contents of files, and start filter drivers for it (gitattributes(5)). */
const RUNS_FILTERS: ReadonlySet<string> = new Set([
  'status',
  'diff-files',
  'hash-object',
  'cat-file',
]);

/** Runs git in one repository. */
export class GitRunner {
  #filters: Promise<GitProgram['env']> | undefined;
  #stopped = new AbortController();

  constructor(
    readonly root: string,
    protected readonly git: GitProgram,
  ) {}

  /** Gives up what waits for a remote: the git commands, and the helpers that they have started. */
  stop(): void {
    this.#stopped.abort();
    this.#stopped = new AbortController();
  }

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

  /**
   * The only line of output, or undefined where git finds nothing: it says so with an exit code.
   * @throws GitFailure where git was killed, and so said nothing
   */
  protected async line(args: readonly string[]): Promise<string | undefined> {
    const { code, stdout, stderr } = await this.execute(args);
    if (code > 128) throw gitFailure('read', stderr, args[0] ?? '');
    return code === 0 ? stdout.toString('utf8').trim() || undefined : undefined;
  }

  /** Runs a command that changes the repository. @throws GitFailure where git fails */
  protected async change(
    args: readonly string[],
    input?: string,
    action: GitAction = 'undo',
  ): Promise<void> {
    const output = await this.#start('changeRepository', args, {}, undefined, input);
    if (output.code !== 0) throw gitFailure(action, output.stderr, args[0] ?? '');
  }

  /** Runs a command that may change the repository, and may fail. @param timeout as in {@link execute} */
  protected async attempt(args: readonly string[], timeout: number): Promise<GitOutput> {
    return await this.#start('changeRepository', args, {}, timeout);
  }

  /** @param timeout milliseconds after which git and every process that it started are killed */
  protected async execute(
    args: readonly string[],
    timeout?: number,
    input?: string,
  ): Promise<GitOutput> {
    const filters = RUNS_FILTERS.has(args[0] ?? '') ? await this.#filtersOff() : {};
    return await this.#start('readRepository', args, filters, timeout, input);
  }

  async #start(
    call: 'readRepository' | 'changeRepository',
    args: readonly string[],
    env: GitProgram['env'],
    timeout?: number,
    input?: string,
  ): Promise<GitOutput> {
    try {
      const { code, stdout, stderr, timedOut } = await runProgram(
        call,
        {
          program: this.git.path,
          args,
          cwd: this.root,
          workspace: this.root,
          isTrusted: this.git.isTrusted,
          ...(input !== undefined && { input }),
          // LC_ALL: the messages are read. GIT_OPTIONAL_LOCKS: "git status" must not hold the index against the user.
          env: {
            ...this.git.env,
            ...env,
            LC_ALL: 'C',
            GIT_OPTIONAL_LOCKS: '0',
            GIT_TERMINAL_PROMPT: '0',
          },
        },
        timeout,
        timeout === undefined ? undefined : this.#stopped.signal,
      );
      return { code, stdout, stderr: timedOut ? 'Connection timed out' : stderr.toString('utf8') };
    } catch (error) {
      const advice = error instanceof UserFacingError ? error.advice : '';
      throw new GitFailure('other', messageOf(error), messageOf(error), advice);
    }
  }

  /**
   * Turns off the filter drivers that the repository's own configuration names. Those of the user's configuration stay:
   * without git-lfs every large file would look changed.
   */
  #filtersOff(): Promise<GitProgram['env']> {
    this.#filters ??= this.#readFilters();
    return this.#filters;
  }

  async #readFilters(): Promise<GitProgram['env']> {
    const named = ['--name-only', '--null', '--get-regexp', '^filter\\.'];
    const scopes = [['--local'], ['--worktree']];
    const outputs = await Promise.all(
      scopes.map(scope =>
        this.#start('readRepository', ['config', ...scope, '--includes', ...named], {}),
      ),
    );
    const drivers = new Set(
      outputs
        .filter(({ code }) => code === 0)
        .flatMap(({ stdout }) => stdout.toString('utf8').split('\0'))
        .filter(name => name !== '')
        .map(name => name.slice(0, name.lastIndexOf('.'))),
    );
    const settings = [...drivers].flatMap(driver => [
      [`${driver}.clean`, ''],
      [`${driver}.smudge`, ''],
      [`${driver}.process`, ''],
      [`${driver}.required`, 'false'],
    ]);
    // The environment may set some already (git-config(1), GIT_CONFIG_COUNT).
    const before = Number(this.git.env['GIT_CONFIG_COUNT'] ?? process.env['GIT_CONFIG_COUNT'] ?? 0);
    return Object.fromEntries([
      ...settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${before + index}`, key],
        [`GIT_CONFIG_VALUE_${before + index}`, value],
      ]),
      ...(settings.length > 0 ? [['GIT_CONFIG_COUNT', String(before + settings.length)]] : []),
    ]) as GitProgram['env'];
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

/** In portions, because Windows limits a command line to 32,767 characters. */
export function inPortions(files: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(files.length / 100) }, (_, index) =>
    files.slice(index * 100, (index + 1) * 100),
  );
}
