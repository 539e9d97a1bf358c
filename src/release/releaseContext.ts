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
import { intendedVersion, type Intent, memberIntent, ownMembers } from './intent';
import { findMerge, findPullRequest, type Merge } from './merge';
import { type Journal, MemberJournal, MemoryJournal } from './record/journal';
import { ReleaseChangelog } from './releaseChangelog';
import { type Head, type Repository, type TagRef, peeled } from './repository';
import type { ReleaseSources } from './releaseSources';
import { readRemote, type RemoteView } from './remoteView';
import { planAll } from './planAll';
import { filesOf, type PackageState, planFor, type WorkingTree } from './workingTree';
import { findReleaseCommit, type ReleaseCommit, taggedRelease } from './releaseCommit';

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
  /** The release of which this is the part of one member. */
  readonly lead: ReleaseContext | undefined;
  /** The parts of the members with a version of their own: one commit has all of them. */
  readonly parts: readonly ReleaseContext[];
  #journal: Journal;

  constructor(
    readonly intent: Intent,
    readonly tree: WorkingTree,
    readonly repository: Repository,
    sources: ReleaseSources,
  ) {
    const {
      askRemote,
      hosting,
      publishing,
      members = [],
      crates,
      journal,
      checklist,
      lead,
    } = sources;
    this.askRemote = askRemote;
    this.hosting = hosting;
    this.publishing = publishing;
    this.members = members;
    this.crates = crates;
    this.checklist = checklist;
    this.#journal = journal ?? new MemoryJournal();
    this.lead = lead;
    this.parts = ownMembers(intent).map(member => {
      const own = tree.of(tree.absolute(member.manifest));
      const shared = { askRemote, hosting, lead: this };
      return new ReleaseContext(memberIntent(intent, member), own, repository, shared);
    });
    this.version = intendedVersion(intent);
    this.changelog = intent.changelog && new ReleaseChangelog(intent, intent.changelog, tree);
  }

  /** What this release has made so far. Replaced by the stored one when the release is confirmed. */
  get journal(): Journal {
    const { lead } = this;
    return lead ? new MemberJournal(lead.journal, this.intent.tag) : this.#journal;
  }

  set journal(journal: Journal) {
    this.#journal = journal;
  }

  /** Looks at several things at one moment: what they share is found out once, until {@link forget}. */
  async look<T>(at: () => Promise<T>): Promise<T> {
    if (this.lead !== undefined) return await this.lead.look(at);
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
    return this.lead?.head() ?? this.#once('head', () => this.repository.head());
  }

  /** The tag of the release in this clone. */
  localTag(): Promise<TagRef | undefined> {
    return this.#once(`localTag ${this.intent.tag}`, () =>
      this.repository.localTag(this.intent.tag),
    );
  }

  /** The package as a commit holds it. */
  at(commit: string): Promise<PackageState | undefined> {
    return this.#once(`at ${commit} ${this.intent.manifest}`, () => this.tree.at(commit));
  }

  /** Whether every version site of the release says its version in a commit. Where the tag decides, no file says another version. */
  async saysAt(commit: string): Promise<boolean> {
    const known = this.#says.get(commit);
    if (known !== undefined) return known;
    const what = `saysAt ${commit} ${this.intent.manifest}`;
    const says = await this.#once(what, () => this.#readAt(commit));
    this.#says.set(commit, says);
    return says;
  }

  async #readAt(commit: string): Promise<boolean> {
    for (const part of this.parts) if (!(await part.saysAt(commit))) return false;
    const { decidedBy, sites = [] } = (await this.at(commit))?.pkg ?? {};
    if (decidedBy === 'tag') return true;
    return sites.length > 0 && sites.every(site => siteHasVersion(site, this.version));
  }

  /** Whether a commit holds everything that this release puts into files. */
  async isReadyAt(commit: string): Promise<boolean> {
    const parts = [this, ...this.parts];
    const logs = parts.flatMap(({ changelog }) => changelog ?? []);
    const written = await Promise.all(logs.map(log => log.isIn(commit)));
    return !written.includes(false) && (await this.saysAt(commit));
  }

  releaseCommit(): Promise<ReleaseCommit> {
    return this.lead?.releaseCommit() ?? this.#once('releaseCommit', () => findReleaseCommit(this));
  }

  /** Whether and how the pull request of this release was merged. */
  merge(): Promise<Merge> {
    return this.lead?.merge() ?? this.#once('merge', () => findMerge(this));
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
    if (this.lead !== undefined) return this.lead.remote();
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
  published(index: PublishedIndex, commit: string, version = this.version): Promise<Observation> {
    const asked = this.#published.get(index) ?? index.observe(commit, version);
    this.#published.set(index, asked);
    return asked;
  }

  /**
   * Something has changed or is about to, or time has passed: it is asked again, also by a look in progress.
   *
   * @param what `here`: this clone alone; the remote is asked again before and after a push
   */
  forget(what: 'here' | 'all' = 'all'): void {
    this.lead?.forget(what);
    if (this.#found !== undefined) this.#found = new Map();
    if (what === 'here') return;
    this.#remote = undefined;
    this.#builds.clear();
    this.#published.clear();
  }

  #once<T>(what: string, find: () => Promise<T>): Promise<T> {
    if (this.lead !== undefined) return this.lead.#once(what, find);
    const found = (this.#found?.get(what) as Promise<T> | undefined) ?? find();
    this.#found?.set(what, found);
    return found;
  }

  readonly plan = async (): Promise<VersionPlan> => planFor(await this.package(), this.version);

  /** The changelog, where this release gives it a section: none that is tagged without one, because a tag is never moved. */
  writtenChangelog(): Promise<ReleaseChangelog | undefined> {
    return this.#once(`writtenChangelog ${this.intent.manifest}`, () => this.#findChangelog());
  }

  async #findChangelog(): Promise<ReleaseChangelog | undefined> {
    if (this.changelog === undefined) return undefined;
    const head = (await this.head()).commit;
    const tagged = head === undefined ? undefined : await taggedRelease(this, head);
    return tagged !== undefined && !(await this.changelog.isIn(tagged))
      ? undefined
      : this.changelog;
  }

  /** The changelogs of all parts that get a section. */
  async writtenChangelogs(): Promise<readonly ReleaseChangelog[]> {
    const parts = [this, ...this.parts];
    const logs = await Promise.all(parts.map(part => part.writtenChangelog()));
    return logs.filter(log => log !== undefined);
  }

  /** Absolute paths of the files that hold what is released, sorted. */
  async files(): Promise<string[]> {
    const { files = [], commit } = this.journal.made;
    const edited = commit === undefined ? files : [];
    const packages = await Promise.all([this, ...this.parts].map(part => part.package()));
    return [
      ...new Set([
        ...packages.flatMap(({ pkg }) => filesOf(pkg)),
        ...(await this.writtenChangelogs()).map(({ file }) => file),
        ...edited.map(({ file }) => this.tree.absolute(file)),
      ]),
    ].sort();
  }

  /** Everything that is to be written: the changelog, manifests, locks, in the order in which a person reads them. */
  async changes(): Promise<readonly FileChange[]> {
    const { changes } = await planAll(this, await this.package());
    const logs = await Promise.all((await this.writtenChangelogs()).map(log => log.change()));
    const planned = [...logs.filter(change => change !== undefined), ...changes];
    const files = new Set(planned.map(({ file }) => file));
    return [...planned, ...(await this.interrupted()).filter(({ file }) => !files.has(file))];
  }

  /** Edits that a crash kept from being written. */
  readonly interrupted = (): Promise<readonly FileChange[]> => interruptedEdits(this);

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
