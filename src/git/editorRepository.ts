import { withoutCredentials } from '../base/secrets';
import { GitFailure, type Repository } from '../release/repository';
import type { GitApiError, GitRepository } from './gitExtensionApi';
import { gitFailure, type GitAction } from './gitFailure';
import { GitReader } from './gitReader';
import type { GitProgram } from './gitRunner';

/** Takes a line about each step, for the log. */
export type Log = (line: string) => void;

/**
 * A repository of the editor. Everything that changes it goes through the git extension, so that credentials, hooks and
 * the Source Control view work as they do for the user; everything that is believed is read from git itself.
 */
export class EditorRepository extends GitReader implements Repository {
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
    // Git would end before it reads the message that the git extension writes to it: an error that nobody there hears of.
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
    await this.deleteTag(name);
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

  async deleteTag(name: string): Promise<void> {
    await this.#do('undo', `git tag -d ${name}`, name, () => this.api.deleteTag(name));
  }

  async uncommit(branch: string, commit: string, files: readonly string[]): Promise<void> {
    const parent = await this.parent(commit);
    if (parent === undefined)
      throw new GitFailure('other', `${commit} is the first commit of its branch.`, '');
    this.log(`git update-ref refs/heads/${branch} ${parent} ${commit}`);
    // The API has no reset. With the old value given, the branch moves only if nobody has moved it in the meantime.
    await this.change([
      'update-ref',
      '-m',
      'undo release commit',
      `refs/heads/${branch}`,
      parent,
      commit,
    ]);
    await this.change(['reset', '--quiet', 'HEAD', '--', ...files]);
    await this.api.status();
  }

  async #do(
    action: GitAction,
    line: string,
    subject: string,
    call: () => Promise<void>,
  ): Promise<void> {
    this.log(withoutCredentials(line));
    try {
      await call();
    } catch (error) {
      const { stderr, stdout, gitErrorCode, message } = error as GitApiError;
      const output =
        [stderr, stdout].filter(text => text !== undefined && text.trim() !== '').join('\n') ||
        message;
      this.log(withoutCredentials(output.trim()));
      throw gitFailure(action, output, subject, gitErrorCode);
    }
  }
}
