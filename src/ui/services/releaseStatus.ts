import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type * as vscode from 'vscode';
import { GitUnavailable } from '../../git/gitService';
import { agreement, type Package } from '../../manifests/package';
import { type FactReport, HOSTED_FACTS, observeAll, RELEASE_FACTS } from '../../release/engine';
import type { Fact, FactId } from '../../release/fact';
import type { Hosting, Publishing } from '../../release/hosting';
import { ReleaseContext } from '../../release/releaseContext';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import type { Hosts } from './hosts';
import type { WatchedRuns } from './watchedRuns';
import type { Indexes } from './indexes';
import type { RunningRelease } from './releaseRunner';
import { noVersion, type ReleaseStore } from '../releaseStore';
import type { Sessions } from './sessions';
import { releaseSettings } from '../configuration';
import { type ReleaseState, type State, type Store, withRelease } from '../store';

/** Looks at the facts of releases for the views, and keeps the store true to them. */
export class ReleaseStatus {
  constructor(
    private readonly store: Store<State>,
    private readonly sessions: Sessions,
    private readonly intents: ReleaseStore,
    private readonly running: RunningRelease,
    private readonly hosts: Hosts,
    private readonly runs: WatchedRuns,
    private readonly indexes: Indexes,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * Looks at the facts of a package. Without `askRemote` no network is used, and what was last seen of the remote is kept
   * as long as it is about the same version.
   */
  async refresh(pkg: Package, askRemote: boolean): Promise<void> {
    const { manifest } = pkg;
    if (this.running.manifest === manifest) return;
    const before = this.store.value.releases.get(manifest);
    const state = await this.#look(pkg, askRemote, before);
    // A release that was started meanwhile shows its own facts.
    if (state !== undefined && this.running.manifest === undefined) this.show(manifest, state);
  }

  async #look(
    pkg: Package,
    askRemote: boolean,
    before: ReleaseState | undefined,
  ): Promise<ReleaseState | undefined> {
    const { manifest } = pkg;
    const stored = this.intents.of(pkg);
    let version = stored?.version ?? agreement(pkg.sites).current?.text ?? '';
    let current: { readonly current?: string } = {};
    try {
      const tagged =
        pkg.decidedBy === 'tag'
          ? (await this.intents.currentVersion(await this.sessions.open(pkg))).tags[0]
          : undefined;
      if (tagged !== undefined) {
        version = stored?.version ?? tagged.written.text;
        current = { current: tagged.written.text };
      }
      const parsed = parseReleaseVersion(version);
      if (!parsed.ok)
        return {
          version,
          ...current,
          facts: [],
          note: pkg.decidedBy === 'tag' ? noVersion(pkg, tagged) : parsed.reason,
        };
      const session = await this.sessions.open(pkg);
      const intent =
        stored ?? (await this.intents.asItStands(session, parsed.version, tagged?.tag));
      if (typeof intent === 'string') return { version, ...current, facts: [], note: intent };
      const followed = await this.runs.open(session.repository, intent.remote);
      const hosting = await this.hosts.hosting(
        session.repository,
        followed?.address,
        askRemote ? 'silently' : 'never',
      );
      const publishing = hosting && (await this.indexes.publishing({ session, intent }, askRemote));
      const context = new ReleaseContext(
        intent,
        session.tree,
        session.repository,
        askRemote,
        hosting,
        publishing,
      );
      const facts = await observeAll(factsToSee(manifest, hosting, publishing), context);
      const kept = before?.version === version ? before : undefined;
      const commit = await context.releaseCommit();
      return {
        version,
        ...current,
        root: session.repository.root,
        tag: intent.tag,
        ...(commit.state === 'found' && { commit: commit.commit }),
        facts: askRemote ? facts : facts.map(fact => keepRemote(fact, kept?.facts)),
        ...(stored && { intent: stored }),
        ...(stored && kept?.failure && { failure: kept.failure }),
      };
    } catch (error) {
      if (error instanceof GitUnavailable)
        return {
          version,
          ...current,
          facts: [],
          note: error.message,
          ...(stored && { intent: stored }),
        };
      this.log.warn('The facts could not be looked at.', error);
      return undefined;
    }
  }

  /** The facts that only the remote can tell may have changed: its builds have moved on. */
  putRemoteFact(manifest: string, report: FactReport): void {
    const shown = this.store.value.releases.get(manifest);
    if (shown?.facts.some(({ id }) => id === report.id) !== true) return;
    this.show(manifest, {
      ...shown,
      facts: shown.facts.map(fact => (fact.id === report.id ? report : fact)),
    });
  }

  /** Looks at the runs of a repository, and at those of the releases that were made of it. */
  async refreshRuns(root: string): Promise<void> {
    const { releases } = this.store.value;
    const tagged = [...releases].filter(
      ([manifest, { facts }]) =>
        manifest.startsWith(root + path.sep) &&
        facts.some(
          ({ id, observation }) =>
            (id === 'tag' || id === 'remoteTag') && observation.state === 'holds',
        ),
    );
    await this.runs.refresh(
      root,
      tagged.flatMap(([, { commit }]) => commit ?? []),
    );
  }

  /** Where every fact of a confirmed release holds, it is no longer under way. */
  async finishIfDone(manifest: string): Promise<void> {
    const shown = this.store.value.releases.get(manifest);
    if (
      shown?.intent === undefined ||
      shown.running === true ||
      !shown.facts.every(({ observation }) => observation.state === 'holds')
    )
      return;
    await this.intents.forget(manifest);
    const rest: { -readonly [K in keyof ReleaseState]: ReleaseState[K] } = {
      ...(this.store.value.releases.get(manifest) ?? shown),
    };
    delete rest.intent;
    delete rest.failure;
    this.show(manifest, rest);
  }

  show(manifest: string, release: ReleaseState): void {
    if (isDeepStrictEqual(this.store.value.releases.get(manifest), release)) return;
    this.store.update(withRelease(this.store.value, manifest, release));
  }
}

function factsToSee(
  manifest: string,
  hosting: Hosting | undefined,
  publishing: Publishing | undefined,
): readonly Fact[] {
  if (hosting === undefined) return RELEASE_FACTS;
  const isLeftOut = ({ id }: Fact) =>
    (id === 'hostedRelease' && releaseSettings(manifest).githubRelease === 'none') ||
    (id === 'index' && publishing === undefined);
  return HOSTED_FACTS.filter(fact => !isLeftOut(fact));
}

const REMOTE_FACTS: readonly FactId[] = [
  'remoteBranch',
  'remoteTag',
  'hostedRelease',
  'builds',
  'index',
];

/** What was seen of the remote stays until it is asked again, as long as nothing contradicts it. */
function keepRemote(fact: FactReport, before: readonly FactReport[] | undefined): FactReport {
  return fact.observation.state === 'unknown' && REMOTE_FACTS.includes(fact.id)
    ? (before?.find(({ id }) => id === fact.id) ?? fact)
    : fact;
}
