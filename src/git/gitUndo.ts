import { GitFailure, type IndexEntry, type LockFile } from '../release/repository';
import { atWork, describeLocks } from './gitFailure';
import { GitCondition } from './gitCondition';
import { removeLocks } from './lockFiles';

/**
 * Takes back what a release made in this clone. With plain git, because the git extension's API cannot say which object
 * a ref has to be: each ref moves only if it still is what the release made.
 */
export class GitUndo extends GitCondition {
  async deleteTag(name: string, object: string): Promise<void> {
    await this.#write(['update-ref', '-d', '--end-of-options', `refs/tags/${name}`, object]);
  }

  async uncommit(branch: string, commit: string): Promise<void> {
    const parent = await this.parent(commit);
    if (parent === undefined)
      throw new GitFailure('other', `${commit} is the first commit of its branch.`, '');
    const ref = `refs/heads/${branch}`;
    await this.#write(['update-ref', '-m', 'undo release commit', ref, parent, commit]);
  }

  async deleteRemoteBranch(remote: string, branch: string, object: string): Promise<void> {
    const ref = `refs/heads/${branch}`;
    await this.change(
      ['push', '--no-verify', `--force-with-lease=${ref}:${object}`, '--', remote, `:${ref}`],
      undefined,
      'push',
    );
  }

  async moveHead(from: string, to: string): Promise<void> {
    const { commit } = await this.head();
    if (commit !== from) throw new GitFailure('moved', `HEAD is no longer ${from}.`, '');
    // --keep refuses where a file with local changes differs between the two commits (git-reset(1)).
    await this.#write(['reset', '--quiet', '--keep', to, '--']);
  }

  async removeLocks(locks: readonly LockFile[]): Promise<void> {
    const [pid] = (await this.locks()).processes ?? [];
    if (pid !== undefined) throw new GitFailure('locked', atWork(pid), '');
    await removeLocks(locks);
  }

  async restoreIndex(files: readonly string[], entries: readonly IndexEntry[]): Promise<void> {
    const kept = new Set(entries.map(({ file }) => file));
    const gone = files.map(file => this.relative(file)).filter(file => !kept.has(file));
    const removed = '0'.repeat(entries[0]?.object.length ?? 40);
    const lines = [
      ...entries.map(({ mode, object, file }) => `${mode} ${object}\t${file}\0`),
      ...gone.map(file => `0 ${removed}\t${file}\0`),
    ];
    await this.#write(['update-index', '-z', '--index-info'], lines.join(''));
    // Otherwise git reads each file again to learn that it has not changed. It fails where one has.
    await this.change(['update-index', '-q', '--refresh']).catch(() => undefined);
  }

  async #write(args: readonly string[], input?: string): Promise<void> {
    try {
      await this.change(args, input);
    } catch (error) {
      throw error instanceof GitFailure && error.reason === 'locked'
        ? describeLocks(error, await this.locks(), this.root)
        : error;
    }
  }
}
