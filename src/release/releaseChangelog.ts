import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { applyEdits, plural } from '../base/text';
import type { FileChange } from '../manifests/plan/versionPlan';
import { findChangelog, nearestChangelog } from './changelog/changelogFile';
import type { ChangelogRelease } from './changelog/edits';
import { FRAGMENT_COMMANDS, waitingFragments } from './changelog/fragments';
import type { ChangelogPlan } from './changelog/planChangelog';
import { type ChangelogIntent, intendedVersion, type Intent } from './intent';
import { filesOf, type WorkingTree } from './workingTree';

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
    this.file = tree.absolute(changelog.file);
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

  /** Whether nothing is to be promoted and the user has not written or accepted an entry yet. */
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
    if (text !== undefined) {
      const plan = await this.#planOf(text);
      return plan.kind === 'present' || (plan.kind === 'byHand' && plan.notes !== undefined);
    }
    return !(await this.tree.repository.tracked([this.file])).has(this.file);
  }

  async #changeOf(text: string | undefined): Promise<FileChange | undefined> {
    const plan = text === undefined ? undefined : await this.#planOf(text);
    if (text === undefined || plan === undefined || !('edits' in plan)) return undefined;
    if (plan.kind === 'propose' && this.#intent.entry === undefined) return undefined;
    return { file: this.file, before: text, after: applyEdits(text, plan.edits) };
  }

  async #planOf(text: string, commits: readonly string[] = []): Promise<ChangelogPlan> {
    const { planChangelog, withEntry } = await import('./changelog/planChangelog');
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

/** The changelog that a package keeps, and what a release has to do about it. */
export interface KeptForRelease {
  readonly file: string;
  readonly intent: ChangelogIntent;
  readonly plan: ChangelogPlan;
}

/**
 * Looks for the changelog of a package, for a release that is being prepared or checked. A text that cannot be read is
 * left to people like one that cannot be edited.
 *
 * @param date as `2026-01-31`
 * @returns undefined where the package keeps none
 */
export async function keptChangelog(
  tree: WorkingTree,
  release: Pick<Intent, 'package' | 'version' | 'tag'>,
  date: string,
  entry?: string,
): Promise<KeptForRelease | undefined> {
  const found = await nearestChangelog(
    tree.index.reader,
    path.dirname(tree.manifest),
    tree.repository.root,
  );
  if (found === undefined) return undefined;
  const intent: ChangelogIntent = {
    file: tree.relative(found.file),
    date,
    ...(entry !== undefined && { entry }),
  };
  const byHand = (detail: string, advice: string): KeptForRelease => ({
    file: found.file,
    intent,
    plan: { kind: 'byHand', detail, advice },
  });
  const state = await tree.now();
  if (state !== undefined && filesOf(state.pkg).includes(found.file)) {
    return byHand(
      l10n.t(
        '{0} holds a version that moves with the package, so no section is added to it.',
        intent.file,
      ),
      l10n.t(
        'Take it out of the setting budtiktok.extraFiles, or write the section by hand and commit it before the release.',
      ),
    );
  }
  const fragments = await waitingFragments(
    tree.index.reader,
    path.dirname(tree.manifest),
    tree.repository.root,
  );
  try {
    const plan = await new ReleaseChangelog(release, intent, tree).plan();
    // A section that is written already holds what the fragments said.
    if (fragments !== undefined && plan?.kind !== 'present' && plan?.kind !== 'date')
      return byHand(
        plural(
          fragments.count,
          l10n.t('1 changelog fragment waits in {0}.', tree.relative(fragments.folder)),
          l10n.t(
            '{0} changelog fragments wait in {1}.',
            fragments.count,
            tree.relative(fragments.folder),
          ),
        ),
        l10n.t(
          'Run "{0}" and commit the result before the release.',
          FRAGMENT_COMMANDS[fragments.tool].replace('VERSION', release.version),
        ),
      );
    return plan && { file: found.file, intent, plan };
  } catch (error) {
    return byHand(
      l10n.t(
        'The changelog cannot be read: {0}',
        error instanceof Error ? error.message : String(error),
      ),
      l10n.t('Save it as UTF-8, or write the section by hand and commit it before the release.'),
    );
  }
}
