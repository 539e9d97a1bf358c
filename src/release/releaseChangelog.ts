import * as path from 'node:path';
import { applyEdits } from '../base/text';
import type { FileChange } from '../manifests/versionPlan';
import { findChangelog } from './changelog/changelogFile';
import type { ChangelogRelease } from './changelog/edits';
import { late } from './changelog/late';
import type { ChangelogPlan } from './changelog/planChangelog';
import { intendedVersion, type ChangelogIntent, type Intent } from './intent';
import type { WorkingTree } from './workingTree';

/** The changelog of one release: what has to be done to it now, and what commits hold of it. */
export class ReleaseChangelog {
  /** Absolute path. */
  readonly file: string;
  readonly #intent: ChangelogIntent;
  readonly #release: Omit<ChangelogRelease, 'others'>;

  constructor(
    intent: Pick<Intent, 'package' | 'version' | 'tag'>,
    changelog: ChangelogIntent,
    private readonly tree: WorkingTree,
  ) {
    this.#intent = changelog;
    this.file = path.join(tree.repository.root, ...changelog.file.split('/'));
    this.#release = {
      version: intendedVersion(intent),
      tag: intent.tag,
      date: changelog.date,
      name: intent.package,
    };
  }

  /** The text that is there now, in an editor or on disk; undefined where the file is gone. */
  async text(): Promise<string | undefined> {
    return await this.tree.index.reader.read(this.file);
  }

  /**
   * What is to be done about the text that is there now; undefined where the file is gone. An entry that was written for
   * this release is in it. Without one, `propose` is a question: its text has to be accepted first.
   *
   * @param commits messages of the commits since the last release, newest first, for what is proposed
   */
  async plan(commits: readonly string[] = []): Promise<ChangelogPlan | undefined> {
    const text = await this.text();
    return text === undefined ? undefined : await this.#planOf(text, commits);
  }

  /** Whether nothing is to be promoted and nobody has written or accepted an entry yet. */
  async isOpen(): Promise<boolean> {
    return this.#intent.entry === undefined && (await this.plan())?.kind === 'propose';
  }

  /** The edit of the text that is there now; undefined where there is nothing to do, or nothing that is certain. */
  async change(): Promise<FileChange | undefined> {
    return await this.#changeOf(await this.text());
  }

  /** The edit of the text that a commit holds. */
  async changeAt(commit: string): Promise<FileChange | undefined> {
    return await this.#changeOf(await this.tree.repository.textAt(commit, this.file));
  }

  /** Whether a commit has the section. One of a file that git does not track is asked of no commit. */
  async isIn(commit: string): Promise<boolean> {
    const text = await this.tree.repository.textAt(commit, this.file);
    if (text !== undefined) return (await this.#planOf(text)).kind === 'present';
    return !(await this.tree.repository.tracked([this.file])).has(this.file);
  }

  async #changeOf(text: string | undefined): Promise<FileChange | undefined> {
    const plan = text === undefined ? undefined : await this.#planOf(text);
    if (text === undefined || plan === undefined || !('edits' in plan)) return undefined;
    if (plan.kind === 'propose' && this.#intent.entry === undefined) return undefined;
    return { file: this.file, before: text, after: applyEdits(text, plan.edits) };
  }

  async #planOf(text: string, commits: readonly string[] = []): Promise<ChangelogPlan> {
    const { planChangelog, withEntry } = await late();
    const release = { ...this.#release, others: await this.tree.otherPackages() };
    const plan = planChangelog(
      text,
      findChangelog([path.basename(this.file)])?.markup ?? 'markdown',
      release,
      commits,
    );
    const { entry } = this.#intent;
    return plan.kind === 'propose' && entry !== undefined ? withEntry(text, release, entry) : plan;
  }
}
