import type * as vscode from 'vscode';
import { SYSTEM_CLOCK } from '../../base/clock';
import { stateOf } from '../../github/runState';
import { rowState } from '../../github/runSummary';
import { agreement, type Package } from '../../manifests/package';
import { intendedVersion } from '../../release/intent';
import { type PackageIndex, TESTPYPI } from '../../packageIndex/packageIndex';
import { parseReleaseVersion, type ReleaseVersion } from '../../versions/releaseVersion';
import type { WatchedRuns } from './watchedRuns';
import type { ReleaseStore } from '../releaseStore';
import type { Sessions } from './sessions';
import { type RunView, type State, type Store } from '../store';
import type { Crates } from './crates';
import type { Indexes, Publication } from './indexes';
import { notifyCrates, notifyPublished } from './notifyPublished';
import { groupsOf, releaseOf } from '../selectors';

interface IndexWatchesParts {
  readonly store: Store<State>;
  readonly sessions: Sessions;
  readonly intents: ReleaseStore;
  readonly runs: WatchedRuns;
  readonly indexes: Indexes;
  readonly crates: Crates;
  readonly log: vscode.LogOutputChannel;
}

/** Watches indexes from the end of a run that uploaded until everything is there. While nothing is on its way, nothing is asked. */
export class IndexWatches implements vscode.Disposable {
  readonly #watching = new Set<string>();
  readonly #over = new AbortController();

  constructor(private readonly parts: IndexWatchesParts) {}

  /** A run has ended. What it uploaded is looked for. */
  runFinished(root: string, { run, rows = [] }: RunView): void {
    if (stateOf(run) !== 'success') return;
    const uploads = new Set(
      rows.flatMap(row =>
        row.uploadsTo !== undefined && rowState(row) === 'success' ? [row.uploadsTo] : [],
      ),
    );
    for (const { lead, members } of groupsOf(this.parts.store.value)) {
      const release = releaseOf(this.parts.store.value, lead.manifest);
      if (release?.root !== root) continue;
      const isOfRelease = release.commit === run.headSha;
      if (isOfRelease) this.watchCrates(lead, run.headSha);
      if (isOfRelease && [...uploads].some(index => index !== 'testpypi'))
        void this.#run(() => this.#watchRelease(lead, run.headSha));
      if (uploads.has('testpypi'))
        for (const pkg of [lead, ...members].filter(({ python }) => python))
          void this.#run(() => this.#watchTrial(root, pkg, run));
    }
  }

  /** Watches the files of a release. One watch is enough, however often it is asked for. */
  watch(
    publication: Publication,
    index: PackageIndex,
    commit: string,
    version: ReleaseVersion,
  ): void {
    void this.#run(() => this.#watch(publication, index, commit, version));
  }

  /** Watches the crates of a release. */
  watchCrates(pkg: Package, commit: string): void {
    void this.#run(() => this.#watchCrates(pkg, commit));
  }

  async #watchRelease(pkg: Package, commit: string): Promise<void> {
    const session = await this.parts.sessions.open(pkg);
    const intent = await this.parts.intents.now(session);
    const distributions = [
      { ...session, intent },
      ...(await this.parts.indexes.builtMembers({ session, intent })),
    ];
    await Promise.all(
      distributions.map(async found => {
        const index = this.parts.indexes.indexOf(found);
        if (index !== undefined)
          await this.#watch(
            { session: found, intent: found.intent },
            index,
            commit,
            intendedVersion(found.intent),
          );
      }),
    );
  }

  async #watchCrates(pkg: Package, commit: string): Promise<void> {
    const session = await this.parts.sessions.open(pkg);
    const intent = await this.parts.intents.now(session);
    await this.#once(`${pkg.manifest}#crates#${intent.version}`, async () => {
      const look = await this.parts.crates.watch({ session, intent }, commit, this.#over.signal);
      if (look !== undefined) await notifyCrates(pkg, look);
    });
  }

  /** What was uploaded for trial carries the version that stood in the commit. */
  async #watchTrial(root: string, pkg: Package, run: RunView['run']): Promise<void> {
    const session = await this.parts.sessions.open(pkg);
    if (this.parts.indexes.indexOf(session) === undefined) return;
    const state = await session.tree.at(run.headSha);
    const version = parseReleaseVersion(agreement(state?.pkg.sites ?? []).current?.text ?? '');
    const origin = this.parts.runs.originOf(root, run);
    if (!version.ok || origin === undefined) return;
    const publication = { session, intent: await this.parts.intents.now(session) };
    await this.#once(`${pkg.manifest}#testpypi#${run.id}`, async () => {
      const files = await this.parts.indexes.files(publication, TESTPYPI, { ...origin, run });
      await notifyPublished(
        TESTPYPI,
        pkg,
        await files.watch(run.headSha, version.version, SYSTEM_CLOCK, this.#over.signal),
      );
    });
  }

  async #watch(
    publication: Publication,
    index: PackageIndex,
    commit: string,
    version: ReleaseVersion,
  ): Promise<void> {
    const { pkg } = publication.session;
    await this.#once(`${pkg.manifest}#${index.simple}#${version.semver}`, async () => {
      const files = await this.parts.indexes.files(publication, index);
      await notifyPublished(
        index,
        pkg,
        await files.watch(commit, version, SYSTEM_CLOCK, this.#over.signal),
      );
    });
  }

  async #once(key: string, task: () => Promise<void>): Promise<void> {
    if (this.#watching.has(key)) return;
    this.#watching.add(key);
    try {
      await task();
    } finally {
      this.#watching.delete(key);
    }
  }

  async #run(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (!this.#over.signal.aborted)
        this.parts.log.error(
          'The package index could not be watched.',
          error instanceof Error ? error : String(error),
        );
    }
  }

  dispose(): void {
    this.#over.abort();
  }
}
