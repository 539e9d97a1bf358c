import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { COMMANDS } from '../../ids';
import { GitUnavailable } from '../../git/gitService';
import { agreement, type Package } from '../../manifests/package';
import {
  type FactReport,
  hostedFacts,
  isHeld,
  observeAll,
  RELEASE_FACTS,
} from '../../release/engine';
import type { Fact } from '../../release/fact';
import { MemoryJournal } from '../../release/record/journal';
import { ReleaseContext } from '../../release/releaseContext';
import { packageCommits } from '../../release/workingTree';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import type { Hosts } from './hosts';
import type { WatchedRuns } from './watchedRuns';
import type { Crates } from './crates';
import type { Indexes } from './indexes';
import { noVersion, type ReleaseStore } from '../releaseStore';
import type { Session, Sessions } from './sessions';
import { releaseSettings } from '../configuration';
import { releasesOf } from '../selectors';
import type { SeenRelease, State, Store } from '../store';

interface ReleaseStatusParts {
  readonly store: Store<State>;
  readonly sessions: Sessions;
  readonly intents: ReleaseStore;
  readonly hosts: Hosts;
  readonly runs: WatchedRuns;
  readonly indexes: Indexes;
  readonly crates: Crates;
  readonly log: vscode.LogOutputChannel;
}

/** Observes the facts of releases and puts what it saw into the store. */
export class ReleaseStatus implements vscode.Disposable {
  readonly #finishing = new Set<string>();
  readonly #subscription: { dispose(): void };

  constructor(private readonly parts: ReleaseStatusParts) {
    const { store, log } = parts;
    this.#subscription = store.onDidChange(() => {
      void this.#finishDone().catch((error: unknown) =>
        log.error('The record of a finished release could not be removed.', String(error)),
      );
    });
  }

  /**
   * Looks at the facts of a package. Without `askRemote` no network is used, and what was last seen of the remote is kept
   * as long as it is about the same version.
   * @param how `silently` shows no sign of the look
   */
  async refresh(pkg: Package, askRemote: boolean, how?: 'silently'): Promise<void> {
    const { manifest } = pkg;
    if (this.parts.store.value.running?.manifest === manifest) return;
    const before = this.parts.store.value.releases.get(manifest);
    const looking = (isLooking: boolean) => {
      const next = new Set(this.parts.store.value.looking);
      if (isLooking) next.add(manifest);
      else next.delete(manifest);
      this.parts.store.update({ looking: next });
    };
    const isShown = askRemote && how !== 'silently';
    if (isShown) looking(true);
    const state = await this.#look(pkg, askRemote, before).finally(() => {
      if (isShown) looking(false);
    });
    // A release that was started meanwhile shows its own facts.
    if (state !== undefined && this.parts.store.value.running === undefined)
      this.show(manifest, state);
  }

  async #look(
    pkg: Package,
    askRemote: boolean,
    before: SeenRelease | undefined,
  ): Promise<SeenRelease | undefined> {
    const { manifest } = pkg;
    const record = await this.parts.intents.record(pkg);
    const stored = record?.intent;
    let version = stored?.version ?? agreement(pkg.sites).current?.text ?? '';
    let current: { readonly current?: string } = {};
    try {
      const session = await this.parts.sessions.open(pkg);
      const [newest] = (await this.parts.intents.currentVersion(session)).tags;
      const tagged = pkg.decidedBy === 'tag' ? newest : undefined;
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
      const intent =
        stored ?? (await this.parts.intents.asItStands(session, parsed.version, tagged?.tag));
      if (typeof intent === 'string') return { version, ...current, facts: [], note: intent };
      const followed = await this.parts.runs.open(session.repository, intent.remote);
      const hosting = await this.parts.hosts.hosting(
        session.repository,
        followed?.address,
        askRemote ? 'silently' : 'never',
      );
      const publishing =
        hosting && (await this.parts.indexes.publishing({ session, intent }, askRemote));
      const members = hosting && (await this.parts.indexes.members({ session, intent }, askRemote));
      const crates =
        hosting && (await this.parts.crates.publishing({ session, intent }, askRemote));
      const context = new ReleaseContext(intent, session.tree, session.repository, {
        askRemote,
        hosting,
        publishing,
        members,
        crates,
        journal: record && new MemoryJournal(record),
      });
      const other = await this.parts.intents.otherOwner(pkg);
      const facts = await observeAll(factsToSee(manifest, context), context);
      version = parsed.version.semver;
      const kept = before?.version === version ? before : undefined;
      const found = await context.releaseCommit();
      const commit = found.state === 'found' ? found.commit : undefined;
      return {
        version,
        ...current,
        root: session.repository.root,
        tag: intent.tag,
        ...(newest !== undefined && { lastTag: newest.tag }),
        ...(!isHeld(facts, 'tag') && {
          commits: await subjectsSince(session, newest?.tag),
        }),
        ...(commit !== undefined && { commit }),
        ...(record?.made.pullRequest !== undefined && { pullRequest: record.made.pullRequest }),
        facts,
        ...(askRemote
          ? { remote: { facts, seenAt: Date.now() } }
          : keptRemote(kept, facts, commit)),
        ...(stored && { intent: stored }),
        ...(stored && kept?.failure && { failure: kept.failure }),
        ...(other && {
          note: vscode.l10n.t('{0} is being released in another window.', other.making),
        }),
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
      this.parts.log.warn('The facts could not be looked at.', error);
      return undefined;
    }
  }

  /** Looks at the runs of a repository, and at those of the releases that were made of it. */
  async refreshRuns(root: string): Promise<void> {
    const tagged = [...releasesOf(this.parts.store.value)].filter(
      ([manifest, { facts }]) =>
        manifest.startsWith(root + path.sep) &&
        facts.some(
          ({ id, observation }) =>
            (id === 'tag' || id === 'remoteTag') && observation.state === 'holds',
        ),
    );
    await this.parts.runs.refresh(
      root,
      tagged.flatMap(([, { commit }]) => commit ?? []),
    );
  }

  /** Forgets the record of each release on GitHub whose facts all hold, the builds among them. */
  async #finishDone(): Promise<void> {
    for (const [manifest, { intent, running, facts }] of releasesOf(this.parts.store.value)) {
      if (intent === undefined || running === true || this.#finishing.has(manifest)) continue;
      // Before the builds were looked at, the facts up to the tag are not all of them.
      if (!facts.some(({ id }) => id === 'builds')) continue;
      if (!facts.every(({ observation }) => observation.state === 'holds')) continue;
      this.#finishing.add(manifest);
      try {
        await this.parts.intents.forget(manifest);
        const seen = this.parts.store.value.releases.get(manifest);
        if (seen === undefined) continue;
        const done = { ...seen } as { -readonly [K in keyof SeenRelease]: SeenRelease[K] };
        delete done.intent;
        delete done.failure;
        this.show(manifest, done);
        // The command says something only where the repository has development versions.
        void vscode.commands.executeCommand(COMMANDS.nextDevelopmentVersion, {
          pkg: { manifest },
          isOffer: true,
        });
      } finally {
        this.#finishing.delete(manifest);
      }
    }
  }

  show(manifest: string, release: SeenRelease): void {
    if (isDeepStrictEqual(this.parts.store.value.releases.get(manifest), release)) return;
    this.parts.store.update({
      releases: new Map(this.parts.store.value.releases).set(manifest, release),
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

/** How many commits are listed. */
const MOST_COMMITS = 100;

async function subjectsSince({ tree }: Session, tag: string | undefined): Promise<string[]> {
  const messages = await packageCommits(tree, tag, 'HEAD').catch(() => []);
  return messages.slice(0, MOST_COMMITS).map(message => message.split('\n', 1)[0] ?? '');
}

function factsToSee(
  manifest: string,
  { hosting, publishing, members, crates }: ReleaseContext,
): readonly Fact[] {
  if (hosting === undefined) return RELEASE_FACTS;
  const isLeftOut = ({ id, member }: Fact) =>
    (id === 'hostedRelease' && releaseSettings(manifest).githubRelease === 'none') ||
    (id === 'index' && member === undefined && publishing === undefined) ||
    (id === 'crates' && crates === undefined);
  return hostedFacts(members).filter(fact => !isLeftOut(fact));
}

/** What the remote answered before, less what the look at the files contradicts. */
function keptRemote(
  seen: SeenRelease | undefined,
  facts: readonly FactReport[],
  commit: string | undefined,
): Pick<SeenRelease, 'remote'> {
  if (seen?.remote === undefined || (seen.commit !== undefined && seen.commit !== commit))
    return {};
  const isOpen = ({ id }: FactReport) =>
    facts.some(fact => fact.id === id && fact.observation.state === 'unknown');
  return { remote: { ...seen.remote, facts: seen.remote.facts.filter(isOpen) } };
}
