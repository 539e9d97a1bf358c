import { access, constants, statfs } from 'node:fs/promises';
import * as path from 'node:path';
import type { Condition } from '../release/repository';
import { GitReader } from './gitReader';

/** Hooks that a release runs, in the order in which git runs them (githooks(5)). */
const HOOKS = [
  'pre-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-push',
  'reference-transaction',
];

/** What git answers without a remote or a person takes much less. */
const ANSWER_MS = 5_000;

/** A signature takes longer only where someone types a passphrase. */
const SIGNING_TIMEOUT_MS = 15_000;

/** Looks at what makes a commit, a signature or a push fail, before anything is changed. */
export class GitCondition extends GitReader {
  async condition(remote: string, files: readonly string[]): Promise<Condition> {
    const [
      shallow,
      hidden,
      leftOut,
      hooks,
      pushUrls,
      fetchUrl,
      locks,
      disk,
      signsCommits,
      signsTags,
    ] = await Promise.all([
      this.line(['rev-parse', '--is-shallow-repository']),
      this.#hidden(files),
      this.#leftOut(),
      this.#hooks(),
      this.lines(['remote', 'get-url', '--push', '--all', '--', remote]).catch(() => []),
      this.line(['remote', 'get-url', '--', remote]),
      this.locks(),
      this.#disk(),
      this.#isSet('commit.gpgSign'),
      this.#isSet('tag.gpgSign'),
    ]);
    return {
      isShallow: shallow === 'true',
      hidden,
      leftOut,
      hooks,
      pushUrls,
      fetchUrl,
      locks,
      ...disk,
      signing: signsCommits || signsTags ? await this.#trySigning() : 'off',
    };
  }

  async #isSet(key: string): Promise<boolean> {
    return (await this.line(['config', '--type=bool', '--get', key])) === 'true';
  }

  /** `git ls-files -v` prints a lower-case letter for assume-unchanged, and S for skip-worktree. */
  async #hidden(files: readonly string[]): Promise<Condition['hidden']> {
    if (files.length === 0) return [];
    const lines = await this.lines([
      '-c',
      'core.quotePath=false',
      'ls-files',
      '-v',
      '--',
      ...files.map(file => this.literal(file)),
    ]);
    return lines.flatMap((line): Condition['hidden'] => {
      const [flag = '', file] = [line[0], this.absolute(line.slice(2))];
      if (flag === 'S' || flag === 's') return [{ file, flag: 'skip-worktree' }];
      return flag === flag.toLowerCase() ? [{ file, flag: 'assume-unchanged' }] : [];
    });
  }

  /** A sparse checkout marks what it leaves out like skip-worktree (git-sparse-checkout(1)). */
  async #leftOut(): Promise<string[]> {
    if (!(await this.#isSet('core.sparseCheckout'))) return [];
    const names = ['Cargo.toml', 'pyproject.toml', '*.lock'];
    const patterns = names.map(name => `:(top,glob)**/${name}`);
    const lines = await this.lines(['-c', 'core.quotePath=false', 'ls-files', '-t', ...patterns]);
    return lines.flatMap(line => (line.startsWith('S ') ? this.absolute(line.slice(2)) : []));
  }

  async #hooks(): Promise<string[]> {
    // Not as a reading command, which turns hooks off by core.hooksPath.
    const { code, stdout } = await this.attempt(['rev-parse', '--git-path', 'hooks'], ANSWER_MS);
    if (code !== 0) return [];
    const folder = stdout.toString('utf8').trim();
    const found = await Promise.all(
      HOOKS.map(async name =>
        access(path.resolve(this.root, folder, name), constants.X_OK).then(
          () => [name],
          () => [],
        ),
      ),
    );
    return found.flat();
  }

  async #disk(): Promise<Pick<Condition, 'isWritable' | 'freeBytes'>> {
    const folders = await this.gitFolders();
    const isWritable = await Promise.all(
      [this.root, ...folders].map(folder => access(folder, constants.W_OK)),
    ).then(
      () => true,
      () => false,
    );
    const free = await statfs(this.root).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => undefined,
    );
    return { isWritable, freeBytes: free };
  }

  /** Signs a commit that no ref will ever name, exactly as git will sign the one of the release. */
  async #trySigning(): Promise<Condition['signing']> {
    const { code, stderr } = await this.attempt(
      ['commit-tree', '-S', '-m', 'Test of the signature', 'HEAD^{tree}'],
      SIGNING_TIMEOUT_MS,
    );
    if (code === 0) return 'works';
    return stderr === 'Connection timed out' ? 'waits' : { failed: stderr.trim() };
  }
}
