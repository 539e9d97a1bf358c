import { withoutCredentials } from '../base/secrets';
import { GitFailure, type Repository } from '../release/repository';
import type { GitApiError, GitRepository } from './gitExtensionApi';
import { describeLocks, gitFailure, type GitAction } from './gitFailure';
import { GitUndo } from './gitUndo';
import type { GitProgram } from './gitRunner';

/** Takes a line about each step, for the log. */
export type Log = (line: string) => void;

/**
 * A repository of the editor. Everything that changes it goes through the git extension, so that credentials, hooks and
 * the Source Control view work as they do for the user; everything that is believed is read from git itself.
 */
export class EditorRepository extends GitUndo implements Repository {
  constructor(
    root: string,
    git: GitProgram,
    private readonly api: GitRepository,
    private readonly log: Log,
  ) {
    super(root, git);
  }

  async commit(files: readonly string[], message: string): Promise<void> {
    // The git extension stages everything when it is given nothing, and commits the whole index.
    if (files.length === 0) throw new GitFailure('other', 'There is nothing to commit.', '');
    // Git would end before it reads the message that the git extension writes to it: an error that no one there hears of.
    if ((await this.identity()) === undefined)
      throw gitFailure('commit', '', message, 'NoUserNameConfigured');
    const typed = this.api.inputBox.value;
    try {
      await this.#do('commit', `git add -- ${files.join(' ')}`, message, () =>
        this.api.add([...files]),
      );
      await this.#do('commit', `git commit: ${message}`, message, () => this.api.commit(message));
    } catch (error) {
      await this.api.revert?.([...files]).catch(() => undefined);
      throw error;
    } finally {
      // A commit empties the input box, in which the user may have begun the message of another one.
      this.api.inputBox.value = typed;
    }
  }

  async tag(name: string, message: string, commit: string): Promise<void> {
    await this.#do('tag', `git tag -a ${name} ${commit}`, name, () =>
      this.api.tag(name, message, commit),
    );
    const made = await this.localTag(name);
    if (made === undefined || made.commit === commit) return;
    // The commit is an argument that the API does not declare. Where it was not heeded, the tag is on HEAD.
    await this.deleteTag(name, made.object);
    throw new GitFailure(
      'moved',
      `${name} would have been put on another commit. Check out ${commit} and try again.`,
      '',
    );
  }

  async push(remote: string, refspec: string): Promise<void> {
    await this.#do('push', `git push ${remote} ${refspec}`, refspec.replace(/^.*:/, ''), () =>
      this.api.push(remote, refspec),
    );
  }

  async fetch(remote: string, refspec: string): Promise<void> {
    await this.#do('fetch', `git fetch ${remote} ${refspec}`, remote, () =>
      this.api.fetch(remote, refspec),
    );
  }

  override async deleteTag(name: string, object: string): Promise<void> {
    this.log(`git update-ref -d refs/tags/${name} ${object}`);
    await super.deleteTag(name, object);
    await this.api.status();
  }

  override async uncommit(branch: string, commit: string): Promise<void> {
    this.log(`git update-ref refs/heads/${branch} ${commit}^ ${commit}`);
    await super.uncommit(branch, commit);
    await this.api.status();
  }

  async #do(
    action: GitAction,
    line: string,
    subject: string,
    call: () => Promise<void>,
  ): Promise<void> {
    this.log(line);
    try {
      await call();
    } catch (error) {
      const { stderr, stdout, gitErrorCode, message } = error as GitApiError;
      const output =
        [stderr, stdout].filter(text => text !== undefined && text.trim() !== '').join('\n') ||
        message;
      this.log(withoutCredentials(output.trim()));
      const failure = gitFailure(action, output, subject, gitErrorCode);
      throw failure.reason === 'locked'
        ? describeLocks(failure, await this.locks(), this.root)
        : failure;
    }
  }
}
