import { relativePath } from '../base/paths';
import type { Signature } from '../release/repository';
import { gitFailure } from './gitFailure';
import { GitFiles } from './gitFiles';

/** The full name of an object (SHA-1 or SHA-256): what it stands for never changes. */
const OBJECT_NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** What `git cat-file` prints where the commit has no such file, or is not in this clone. */
const NO_SUCH_FILE =
  /^fatal: (?:path '.*' (?:does not exist in|exists on disk, but not in) |Not a valid object name |invalid object name )/m;

/** How many answers about commits are kept: a release asks for the same few again and again. */
const MOST_KEPT = 1_000;

/** Reads commits: contents, files, order, messages. Only commands that change nothing. */
export class GitHistory extends GitFiles {
  /** What was read of commits, by question. */
  readonly #kept = new Map<string, string | boolean>();

  async textAt(commit: string, file: string): Promise<string | undefined> {
    const name = `${commit}:${this.relative(file)}`;
    return await this.#once([commit], `text ${name}`, async () => {
      const { code, stdout, stderr } = await this.execute(['cat-file', '--filters', name]);
      if (code === 0) return stdout.toString('utf8');
      if (code === 128 && NO_SUCH_FILE.test(stderr)) return undefined;
      throw gitFailure('read', stderr, 'cat-file');
    });
  }

  async commitsOf(files: readonly string[], most: number): Promise<string[]> {
    if (files.length === 0) return [];
    return await this.lines([
      'log',
      '--first-parent',
      `--max-count=${most}`,
      '--format=%H',
      'HEAD',
      '--',
      ...files.map(file => this.literal(file)),
    ]);
  }

  async changedIn(commit: string): Promise<string[]> {
    return await this.files([
      'diff-tree',
      '--root',
      '--no-commit-id',
      '--name-only',
      '--no-renames',
      '-r',
      '-m',
      '--first-parent',
      '-z',
      commit,
    ]);
  }

  async parent(commit: string): Promise<string | undefined> {
    return await this.#once([commit], `parent ${commit}`, () => this.commitOf(`${commit}^`));
  }

  async isOnBranch(commit: string): Promise<boolean> {
    const found = await this.lines([
      'for-each-ref',
      '--count=1',
      '--contains',
      commit,
      'refs/heads',
    ]);
    return found.length > 0;
  }

  async contains(commit: string, ancestor: string): Promise<boolean | undefined> {
    return await this.#once([commit, ancestor], `contains ${commit} ${ancestor}`, async () => {
      const args = ['merge-base', '--is-ancestor', ancestor, commit];
      const { code, stderr } = await this.execute(args);
      // 128: a shallow clone may lack one of the commits.
      if (code > 128) throw gitFailure('read', stderr, 'merge-base');
      return code === 0 ? true : code === 1 ? false : undefined;
    });
  }

  async distance(from: string, to: string): Promise<number> {
    const { stdout } = await this.run([
      'rev-list',
      '--count',
      '--end-of-options',
      `${from}..${to}`,
    ]);
    return Number(stdout.toString('utf8'));
  }

  async messages(
    from: string | undefined,
    to: string,
    folders: readonly string[] = [],
  ): Promise<string[]> {
    const { stdout } = await this.run([
      'log',
      '-z',
      '--format=%B',
      '--end-of-options',
      from === undefined ? to : `${from}..${to}`,
      '--',
      ...folders.map(folder => `:(literal)${relativePath(this.root, folder)}`),
    ]);
    return stdout
      .toString('utf8')
      .split('\0')
      .map(message => message.trim())
      .filter(message => message !== '');
  }

  async signature(commit: string): Promise<Signature | undefined> {
    return signatureOf(
      await this.line([
        'log',
        '-1',
        '--format=%an <%ae> %at%x00%ct%x00%B',
        '--end-of-options',
        commit,
      ]),
    );
  }

  async commitsAfter(from: string, to = 'HEAD'): Promise<string[]> {
    return await this.lines([
      'rev-list',
      '--first-parent',
      '--reverse',
      '--end-of-options',
      `${from}..${to}`,
    ]);
  }

  /** Asks once what cannot change: a question about commits that are named in full. A commit that is not here may still come. */
  async #once<T extends string | boolean>(
    commits: readonly string[],
    question: string,
    ask: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    if (!commits.every(commit => OBJECT_NAME.test(commit))) return await ask();
    if (this.#kept.has(question)) return this.#kept.get(question) as T;
    const answer = await ask();
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    if (answer !== undefined) this.#kept.set(question, answer);
    return answer;
  }

  protected async commitOf(ref: string): Promise<string | undefined> {
    return await this.line([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${ref}^{commit}`,
    ]);
  }
}

/** @param output author, time in seconds since 1970, and message, with NUL between them */
export function signatureOf(output: string | undefined): Signature | undefined {
  const [author, at, message] = output?.split('\0') ?? [];
  return author === undefined || at === undefined || message === undefined || at === ''
    ? undefined
    : { author, at: Number(at), message: message.trim() };
}
