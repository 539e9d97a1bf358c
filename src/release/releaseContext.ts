import * as l10n from '@vscode/l10n';
import { type FileChange, siteHasVersion, type VersionPlan } from '../manifests/plan/versionPlan';
import type { ReleaseVersion } from '../versions/releaseVersion';
import type { ItemState } from './checklist/state';
import {
  commitContents,
  type CommitContents,
  interruptedEdits,
  unplannedChanges,
} from './commitContents';
import { type Observation, ReleaseError } from './fact';
import type {
  Builds,
  Hosting,
  MemberPublishing,
  PublishedIndex,
  Publishing,
  PullRequest,
  ReleaseHost,
} from './hosting';
import { intendedVersion, type Intent } from './intent';
import { findMerge, findPullRequest, type Merge } from './merge';
import { type Journal, MemoryJournal } from './record/journal';
import { ReleaseChangelog } from './releaseChangelog';
import { type Head, type Repository, type TagRef, peeled } from './repository';
import { readRemote, type RemoteView } from './remoteView';
import { filesOf, type PackageState, planFor, type WorkingTree } from './workingTree';
import { findReleaseCommit, type ReleaseCommit, taggedRelease } from './releaseCommit';

/** Where the facts of a release are looked for beside its repository. */
export interface ReleaseSources {
  /** Whether the network may be used to look; without it facts of the remote are unknown. */
  readonly askRemote: boolean;
  /** Where the remote is hosted; undefined where it is no place that shows Releases. */
  readonly hosting?: Hosting | undefined;
  /** The index that the package is published to; undefined where there is none. */
  readonly publishing?: Publishing | undefined;
  /** The other distributions of the release, those that further ones require first. */
  readonly members?: readonly MemberPublishing[] | undefined;
  /** The registries that its crates are published to; undefined where it has none to publish. */
  readonly crates?: Publishing | undefined;
  /** What the release has made so far; undefined where nothing is stored. */
  readonly journal?: Journal | undefined;
  /** The items of the checklist, which a pull request lists. */
  readonly checklist?: (() => Promise<readonly ItemState[]>) | undefined;
}

/** One release of one package: the intent, and the places where its facts are looked for. */
export class ReleaseContext {
  readonly version: ReleaseVersion;
  readonly changelog: ReleaseChangelog | undefined;
  #remote: Promise<RemoteView> | undefined;
  readonly #builds = new Map<string, Promise<Builds>>();
  readonly #published = new Map<PublishedIndex, Promise<Observation>>();
  /** What commits say, by object name: they never change. */
  readonly #says = new Map<string, boolean>();
  /** What the look that is going on has found out. */
  #found: Map<string, Promise<unknown>> | undefined;

  readonly askRemote: boolean;
  readonly hosting: Hosting | undefined;
  readonly publishing: Publishing | undefined;
  readonly members: readonly MemberPublishing[];
  readonly crates: Publishing | undefined;
  readonly checklist: (() => Promise<readonly ItemState[]>) | undefined;
  /** What this release has made so far. Replaced by the stored one when the release is confirmed. */
  journal: Journal;

  constructor(
    readonly intent: Intent,
    readonly tree: WorkingTree,
    readonly repository: Repository,
    { askRemote, hosting, publishing, members = [], crates, journal, checklist }: ReleaseSources,
  ) {
    this.askRemote = askRemote;
    this.hosting = hosting;
    this.publishing = publishing;
    this.members = members;
    this.crates = crates;
    this.checklist = checklist;
    this.journal = journal ?? new MemoryJournal();
    this.version = intendedVersion(intent);
    this.changelog = intent.changelog && new ReleaseChangelog(intent, intent.changelog, tree);
  }

  /** Looks at several things at one moment: what they share is found out once, until {@link forget}. */
  async look<T>(at: () => Promise<T>): Promise<T> {
    if (this.#found !== undefined) return await at();
    this.#found = new Map();
    try {
      return await at();
    } finally {
      this.#found = undefined;
    }
  }

  /** @throws ReleaseError where the package is no longer there */
  async package(): Promise<PackageState> {
    const found = await this.tree.now();
    if (found === undefined) {
      throw new ReleaseError(
        l10n.t('{0} was not found in {1}.', this.intent.package, this.intent.manifest),
        l10n.t('Repair or restore the file, or release another package.'),
      );
    }
    return found;
  }

  /** What is checked out. */
  head(): Promise<Head> {
    return this.#once('head', () => this.repository.head());
  }

  /** The tag of the release in this clone. */
  localTag(): Promise<TagRef | undefined> {
    return this.#once('localTag', () => this.repository.localTag(this.intent.tag));
  }

  /** The package as a commit holds it. */
  at(commit: string): Promise<PackageState | undefined> {
    return this.#once(`at ${commit}`, () => this.tree.at(commit));
  }

  /** Whether every version site of the package says X in a commit. Where the tag decides, no file says another version. */
  async saysAt(commit: string): Promise<boolean> {
    const known = this.#says.get(commit);
    if (known !== undefined) return known;
    const says = await this.#once(`saysAt ${commit}`, () => this.#readAt(commit));
    this.#says.set(commit, says);
    return says;
  }

  async #readAt(commit: string): Promise<boolean> {
    const state = await this.at(commit);
    if (state?.pkg.decidedBy === 'tag') return true;
    return (
      state !== undefined &&
      state.pkg.sites.length > 0 &&
      state.pkg.sites.every(site => siteHasVersion(site, this.version))
    );
  }

  /** Whether a commit holds everything that this release puts into files. */
  async isReadyAt(commit: string): Promise<boolean> {
    return (await this.saysAt(commit)) && ((await this.changelog?.isIn(commit)) ?? true);
  }

  releaseCommit(): Promise<ReleaseCommit> {
    return this.#once('releaseCommit', () => findReleaseCommit(this));
  }

  /** Whether and how the pull request of this release was merged. */
  merge(): Promise<Merge> {
    return this.#once('merge', () => findMerge(this));
  }

  /** The pull request of this release; undefined where none was opened, and where GitHub can't be asked. */
  pullRequest(): Promise<PullRequest | undefined> {
    return this.#once('pullRequest', () => findPullRequest(this));
  }

  /** The commit of the tag, here or on the remote. */
  async taggedCommit(): Promise<string | undefined> {
    const here = (await this.localTag())?.commit;
    if (here !== undefined || !this.askRemote) return here;
    const remote = await this.remote();
    return remote.state === 'seen' ? peeled(remote.refs, this.intent.tag) : undefined;
  }

  /** The refs of the remote, asked once until {@link forget}. */
  remote(): Promise<RemoteView> {
    this.#remote ??= readRemote(this);
    return this.#remote;
  }

  /** How the builds of a commit stand, asked once until {@link forget}. */
  builds(host: ReleaseHost, commit: string): Promise<Builds> {
    const asked = this.#builds.get(commit) ?? host.builds(commit);
    this.#builds.set(commit, asked);
    return asked;
  }

  /** What an index serves of a commit, asked once until {@link forget}. */
  published(index: PublishedIndex, commit: string): Promise<Observation> {
    const asked = this.#published.get(index) ?? index.observe(commit, this.version);
    this.#published.set(index, asked);
    return asked;
  }

  /**
   * Something has been changed or is about to be, or time has passed: it is asked again, also by a look that is going on.
   *
   * @param what `here`: this clone alone; the remote is asked again before and after a push
   */
  forget(what: 'here' | 'all' = 'all'): void {
    if (this.#found !== undefined) this.#found = new Map();
    if (what === 'here') return;
    this.#remote = undefined;
    this.#builds.clear();
    this.#published.clear();
  }

  #once<T>(what: string, find: () => Promise<T>): Promise<T> {
    const found = (this.#found?.get(what) as Promise<T> | undefined) ?? find();
    this.#found?.set(what, found);
    return found;
  }

  async plan(): Promise<VersionPlan> {
    return planFor(await this.package(), this.version);
  }

  /** The changelog, where this release gives it a section: none that is tagged without one, because a tag is never moved. */
  writtenChangelog(): Promise<ReleaseChangelog | undefined> {
    return this.#once('writtenChangelog', () => this.#findChangelog());
  }

  async #findChangelog(): Promise<ReleaseChangelog | undefined> {
    if (this.changelog === undefined) return undefined;
    const head = (await this.head()).commit;
    const tagged = head === undefined ? undefined : await taggedRelease(this, head);
    return tagged !== undefined && !(await this.changelog.isIn(tagged))
      ? undefined
      : this.changelog;
  }

  /** Absolute paths of the files that hold what is released, sorted. */
  async files(): Promise<string[]> {
    const { pkg } = await this.package();
    const changelog = await this.writtenChangelog();
    const { files = [], commit } = this.journal.made;
    const edited = commit === undefined ? files : [];
    return [
      ...new Set([
        ...filesOf(pkg),
        ...(changelog === undefined ? [] : [changelog.file]),
        ...edited.map(({ file }) => this.tree.absolute(file)),
      ]),
    ].sort();
  }

  /** Everything that is to be written: the changelog, manifests, locks, in the order in which a person reads them. */
  async changes(): Promise<readonly FileChange[]> {
    const { changes } = await this.plan();
    const section = await (await this.writtenChangelog())?.change();
    const planned = section === undefined ? changes : [section, ...changes];
    const files = new Set(planned.map(({ file }) => file));
    return [...planned, ...(await this.interrupted()).filter(({ file }) => !files.has(file))];
  }

  /** Edits that a crash kept from being written. */
  interrupted(): Promise<readonly FileChange[]> {
    return interruptedEdits(this);
  }

  /**
   * What the release commit holds and the plan does not, such as the changes of a hook: for each file the planned text and
   * the committed one. None where the release did not make the commit, or the changes were accepted.
   */
  unplannedChanges(): Promise<readonly FileChange[]> {
    return this.#once('unplannedChanges', async () => {
      const found = await this.releaseCommit();
      const { commit, merged, accepted } = this.journal.made;
      // Only what the release committed itself, or what a merge made of that, can be compared with the plan.
      const isOurs =
        commit !== undefined &&
        found.state === 'found' &&
        (found.commit === commit || found.commit === merged);
      return isOurs && found.commit !== accepted ? await unplannedChanges(this, found.commit) : [];
    });
  }

  /** Compares the files of the release with HEAD. */
  commitContents(): Promise<CommitContents> {
    return this.#once('commitContents', () => commitContents(this));
  }
}
