import * as l10n from '@vscode/l10n';
import { says, type VersionPlan } from '../manifests/versionPlan';
import type { ReleaseVersion } from '../versions/releaseVersion';
import { ReleaseError } from './fact';
import type { Builds, Hosting, ReleaseHost } from './hosting';
import { intendedVersion, type Intent } from './intent';
import type { Publishing } from './publishing';
import { GitFailure, type RemoteRefs, type Repository } from './repository';
import { filesOf, planFor, type PackageState, type WorkingTree } from './workingTree';

/** Where the version X of the package is, or is to be, in the history. */
export type ReleaseCommit =
  | { readonly state: 'found'; readonly commit: string }
  | { readonly state: 'missing' }
  | { readonly state: 'conflict'; readonly detail: string; readonly advice: string };

/** What was seen of the remote, or why it could not be seen. */
export type RemoteView =
  | { readonly state: 'seen'; readonly refs: ReadonlyMap<string, string>; readonly defaultBranch?: string }
  | { readonly state: 'unknown'; readonly detail: string; readonly advice: string };

/** The version files that a release commit takes in, and those that it must not. */
export interface CommitContents {
  /** Absolute paths of tracked files that differ from HEAD, or will after the plan, by nothing but versions. */
  readonly files: readonly string[];
  /** Version files that hold other changes as well. */
  readonly foreign: readonly string[];
  /** Version files that git does not track. */
  readonly untracked: readonly string[];
}

/** One release of one package: the intent, and the places where its facts are looked for. */
export class ReleaseContext {
  readonly version: ReleaseVersion;
  #remote: Promise<RemoteView> | undefined;
  readonly #builds = new Map<string, Promise<Builds>>();

  /**
   * @param askRemote whether the network may be used to look; without it facts of the remote are unknown
   * @param hosting where the remote is hosted; undefined where it is no place that shows Releases
   * @param publishing the index that the package is published to; undefined where there is none
   */
  constructor(
    readonly intent: Intent, readonly tree: WorkingTree, readonly repository: Repository, readonly askRemote: boolean,
    readonly hosting?: Hosting | undefined, readonly publishing?: Publishing | undefined,
  ) {
    this.version = intendedVersion(intent);
  }

  /** @throws ReleaseError where the package is no longer there */
  async package(): Promise<PackageState> {
    const found = await this.tree.now();
    if (found === undefined) {
      throw new ReleaseError(
        l10n.t('{0} was not found in {1}.', this.intent.package, this.intent.manifest),
        l10n.t('Repair or restore the file, or release another package.'));
    }
    return found;
  }

  /** Whether every version site of the package says X in a commit. */
  async saysAt(commit: string): Promise<boolean> {
    const state = await this.tree.at(commit);
    return state !== undefined && state.released.sites.length > 0 && state.released.sites.every(site => says(site, this.version));
  }

  /**
   * Finds the commit that is released: the one that the tag names, else the confirmed one, else the one that brought
   * X into the branch. Commits on top of it do not belong to the release.
   */
  async releaseCommit(): Promise<ReleaseCommit> {
    const { intent, repository } = this;
    const head = (await repository.head()).commit;
    if (head === undefined) return { state: 'missing' };

    const tagged = await this.taggedCommit();
    for (const commit of [tagged, intent.commit]) {
      if (commit === undefined || await repository.contains(head, commit) === undefined || !await this.saysAt(commit)) continue;
      if (await repository.contains(head, commit)) return { state: 'found', commit };
      return {
        state: 'conflict',
        detail: l10n.t('{0} holds {1}, but is not part of {2}', short(commit), this.version.semver, intent.branch),
        advice: l10n.t('Switch to the branch that holds it, or release another version.'),
      };
    }
    if (!await this.saysAt(head)) return { state: 'missing' };
    const { released } = await this.package();
    for (const commit of await repository.commitsOf(filesOf(released), 50)) {
      const parent = await repository.parent(commit);
      if (parent === undefined || !await this.saysAt(parent)) return { state: 'found', commit };
    }
    return { state: 'found', commit: head };
  }

  /** The commit of the tag, here or on the remote. */
  async taggedCommit(): Promise<string | undefined> {
    const here = (await this.repository.localTag(this.intent.tag))?.commit;
    if (here !== undefined || !this.askRemote) return here;
    const remote = await this.remote();
    return remote.state === 'seen' ? peeled(remote.refs, this.intent.tag) : undefined;
  }

  /** The refs of the remote, asked once until {@link forgetRemote}. */
  remote(): Promise<RemoteView> {
    this.#remote ??= this.#askRemote();
    return this.#remote;
  }

  /** How the builds of a commit stand, asked once until {@link forgetRemote}. */
  builds(host: ReleaseHost, commit: string): Promise<Builds> {
    const asked = this.#builds.get(commit) ?? host.builds(commit);
    this.#builds.set(commit, asked);
    return asked;
  }

  /** The remote has been changed, or time has passed: ask again. */
  forgetRemote(): void {
    this.#remote = undefined;
    this.#builds.clear();
  }

  async #askRemote(): Promise<RemoteView> {
    const { remote, remoteBranch, tag } = this.intent;
    if (!this.askRemote) {
      return { state: 'unknown', detail: l10n.t('{0} has not been asked', remote), advice: l10n.t('Check the remote to see what is there.') };
    }
    try {
      const seen: RemoteRefs = await this.repository.remoteRefs(remote, [`refs/heads/${remoteBranch}`, `refs/tags/${tag}`]);
      return { state: 'seen', ...seen };
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      return { state: 'unknown', detail: l10n.t('{0} did not answer', remote), advice: `${error.message} ${error.advice}`.trim() };
    }
  }

  async plan(): Promise<VersionPlan> {
    return planFor(await this.package(), this.version);
  }

  /** Compares the version files with HEAD: what the release commit will hold, once the plan has been carried out. */
  async commitContents(): Promise<CommitContents> {
    const state = await this.package();
    const files = filesOf(state.released);
    const head = (await this.repository.head()).commit;
    const tracked = await this.repository.tracked(files);
    const untracked = files.filter(file => !tracked.has(file));
    if (head === undefined) return { files: [], foreign: [], untracked: files };

    const planned = new Map(planFor(state, this.version).changes.map(({ file, after }) => [file, after]));
    const differing = await this.repository.differing(head);
    for (const file of this.tree.unsaved()) differing.add(file);
    // What the files would be if HEAD alone were bumped: anything else in them is not ours to commit.
    const headState = await this.tree.at(head);
    const bumped = new Map(headState === undefined ? [] : planFor(headState, this.version).changes.map(({ file, after }) => [file, after]));

    const taken: string[] = [];
    const foreign: string[] = [];
    for (const file of files) {
      if (!tracked.has(file)) continue;
      if (!differing.has(file)) {
        if (planned.has(file)) taken.push(file);
        continue;
      }
      const after = planned.get(file) ?? state.index.text(file);
      const atHead = await this.repository.textAt(head, file);
      if (after !== (bumped.get(file) ?? atHead)) foreign.push(file);
      else if (after !== atHead) taken.push(file);
    }
    return { files: taken, foreign, untracked };
  }
}

/** The commit that a tag of a remote leads to: the peeled object of an annotated tag, the object itself otherwise. */
export function peeled(refs: ReadonlyMap<string, string>, tag: string): string | undefined {
  return refs.get(`refs/tags/${tag}^{}`) ?? refs.get(`refs/tags/${tag}`);
}

/** An object name as people read it. */
export function short(commit: string): string {
  return commit.slice(0, 7);
}
