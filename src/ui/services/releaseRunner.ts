import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import {
  type FactReport,
  isHeld,
  type Outcome,
  RELEASE_FACTS,
  runFacts,
  undoAll,
  type Undone,
} from '../../release/engine';
import type { Publication } from '../../release/hosting';
import type { Intent } from '../../release/intent';
import { MemoryJournal } from '../../release/record/journal';
import { ReleaseContext } from '../../release/releaseContext';
import { factsOf, planRelease, type ReleasePlan, type Scope } from '../../release/releasePlan';
import type { Checklists } from './checklists';
import type { CheckSources } from './checkSources';
import { CommandError } from '../notify';
import type { Hosts } from './hosts';
import type { Manifests } from './manifests';
import { pullRequestHosting, wayOf } from './pullRequestWay';
import type { ReleaseStatus } from './releaseStatus';
import type { ReleaseStore } from '../releaseStore';
import type { Session } from './sessions';
import { packageSettings, releaseSettings } from '../configuration';
import { type State, type Store } from '../store';
import { packagesOf, releaseOf, withLaterFacts } from '../selectors';

/** An intent that could be confirmed, with what is needed to check it. */
export interface Proposal {
  readonly scope: Scope;
  readonly context: ReleaseContext;
  readonly releaseBranch: string | undefined;
}

interface ReleaseRunnerParts {
  readonly store: Store<State>;
  readonly manifests: Manifests;
  readonly intents: ReleaseStore;
  readonly status: ReleaseStatus;
  readonly hosts: Hosts;
  readonly asks: CheckSources;
  readonly checklists: Checklists;
  readonly log: vscode.LogOutputChannel;
}

/** Plans, makes, undoes and abandons releases. Only intents are stored. */
export class ReleaseRunner {
  constructor(private readonly parts: ReleaseRunnerParts) {}

  get isRunning(): boolean {
    return this.parts.store.value.running !== undefined;
  }

  async propose(
    session: Session,
    scope: Scope,
    intent: Intent,
    releaseBranch: string | undefined,
  ): Promise<Proposal> {
    const context = new ReleaseContext(intent, session.tree, session.repository, {
      askRemote: scope !== 'files',
      ...(intent.pullRequest !== undefined && {
        hosting: await pullRequestHosting(this.parts.hosts, session, intent, this.parts.log),
        checklist: async () => (await this.parts.checklists.verdict(session, intent.version)).items,
      }),
    });
    if (scope !== 'files') await this.#recall(session, context);
    return { scope, releaseBranch, context };
  }

  /** As {@link wayOf}. */
  throughPullRequest(session: Session, intent: Intent, isWanted = false): Promise<Intent> {
    return wayOf(this.parts.hosts, session, intent, isWanted);
  }

  /** What an interrupted release of the same version has made belongs to the one that is proposed. */
  async #recall({ pkg }: Session, context: ReleaseContext): Promise<void> {
    const record = await this.parts.intents.record(pkg);
    if (record?.intent.version === context.intent.version)
      context.journal = new MemoryJournal(record);
  }

  /** What publishes a Release with these notes, once every fact before it holds. */
  async proposePublication(
    session: Session,
    intent: Intent,
    publication: Publication,
  ): Promise<Proposal> {
    const { tree, repository } = session;
    const { hosts } = this.parts;
    const address = await hosts.addressOf(repository, intent.remote);
    const hosting = await hosts.hosting(repository, address, 'ask');
    const context = new ReleaseContext({ ...intent, publication }, tree, repository, {
      askRemote: true,
      hosting,
    });
    await this.#recall(session, context);
    return { scope: 'publish', context, releaseBranch: undefined };
  }

  /** Whether a Release is to be published after the tag is on the remote. */
  async afterTagPushed({
    tree,
    repository,
    intent,
  }: Pick<ReleaseContext, 'tree' | 'repository' | 'intent'>): Promise<boolean> {
    return (
      releaseSettings(tree.manifest).githubRelease !== 'none' &&
      (await this.parts.hosts.addressOf(repository, intent.remote)) !== undefined
    );
  }

  async plan({ scope, context, releaseBranch }: Proposal): Promise<ReleasePlan> {
    await this.parts.manifests.current();
    const { repository, tree, intent } = context;
    const pkg = (await tree.now())?.pkg;
    const asks =
      scope !== 'release' || pkg === undefined
        ? {}
        : await this.parts.asks.of({ pkg, repository, tree }, intent);
    return await planRelease(
      scope,
      context,
      packageSettings(pkg ?? { manifest: tree.manifest }),
      releaseBranch,
      asks,
    );
  }

  /** Makes the facts of a confirmed proposal true. Started again after a failure, it goes on at the first missing one. */
  async run(
    { scope, context }: Proposal,
    signal: AbortSignal,
    report: (facts: readonly FactReport[]) => void,
  ): Promise<Outcome> {
    const {
      intent,
      tree: { manifest },
    } = context;
    this.#refuseWhileRunning();
    this.parts.store.update({ running: { manifest } });
    this.parts.log.info(`${intent.package} ${intent.version}: ${scope}`);
    try {
      return scope === 'files'
        ? this.#logged(intent, await runFacts(factsOf(scope), context, { signal, report }))
        : await this.#runRelease(scope, context, signal, report);
    } finally {
      this.parts.store.update({ running: undefined });
      await this.parts.manifests.written();
    }
  }

  async #runRelease(
    scope: Scope,
    context: ReleaseContext,
    signal: AbortSignal,
    report: (facts: readonly FactReport[]) => void,
  ): Promise<Outcome> {
    const {
      intent,
      repository: { root },
      tree: { manifest },
    } = context;
    const before = this.parts.store.value.releases.get(manifest);
    const { version, tag } = intent;
    const current = before?.current;
    const about = { version, root, tag, ...(current !== undefined && { current }) };
    const head = await context.repository.head();
    const claimed = await this.parts.intents.confirm(manifest, intent, head.commit);
    let outcome: Outcome;
    try {
      context.journal = claimed.journal;
      await this.parts.checklists.confirmed({ manifest, name: intent.package }, version);
      outcome = await runFacts(factsOf(scope), context, {
        signal,
        report: facts => {
          this.parts.store.update({ running: { manifest, shown: { ...about, intent, facts } } });
          report(facts);
        },
      });
    } finally {
      await claimed.release();
    }
    this.#logged(intent, outcome);
    // On GitHub the Release and its builds follow.
    const isOver =
      outcome.result === 'done' && scope === 'release' && !(await this.afterTagPushed(context));
    if (isOver) await this.parts.intents.forget(manifest);
    const commit = await context.releaseCommit();
    const isNewest = this.#isDecidedByTag(manifest) && isHeld(outcome.facts, 'tag');
    const known = before?.version === version ? before : undefined;
    this.parts.status.show(manifest, {
      ...about,
      ...(isNewest && { current: version }),
      ...(commit.state === 'found' && { commit: commit.commit }),
      ...(context.journal.made.pullRequest !== undefined && {
        pullRequest: context.journal.made.pullRequest,
      }),
      facts: withLaterFacts(outcome.facts, known?.facts ?? []),
      remote: {
        facts: withLaterFacts(outcome.facts, known?.remote?.facts ?? []),
        seenAt: known?.remote?.seenAt ?? 0,
      },
      ...(!isOver && { intent }),
      ...(outcome.result === 'failed' && { failure: outcome.failure }),
    });
    return outcome;
  }

  #logged(intent: Intent, outcome: Outcome): Outcome {
    if (outcome.result === 'failed')
      this.parts.log.error(
        `${outcome.failure.fact}: ${outcome.failure.message}`,
        outcome.failure.cause ?? '',
      );
    else this.parts.log.info(`${intent.package} ${intent.version}: ${outcome.result}`);
    return outcome;
  }

  /**
   * Takes back what the release in progress made and is still local. The release is forgotten, unless something that it made
   * stays.
   * @throws ReleaseError, GitFailure, WriteError
   */
  async undo(session: Session, intent: Intent): Promise<Undone> {
    this.#refuseWhileRunning();
    const { pkg, tree, repository } = session;
    const claimed = await this.parts.intents.claim(pkg.manifest);
    if (claimed === undefined) return { undone: [], kept: [] };
    const { journal } = claimed;
    try {
      const hosting =
        intent.pullRequest &&
        (await this.parts.hosts.hosting(
          repository,
          await this.parts.hosts.addressOf(repository, intent.remote),
          'silently',
        ));
      const context = new ReleaseContext(intent, tree, repository, {
        askRemote: true,
        hosting,
        journal,
      });
      const result = await undoAll(RELEASE_FACTS, context);
      for (const line of result.undone) this.parts.log.info(`undo: ${line}`);
      for (const line of result.kept) this.parts.log.info(`not undone: ${line}`);
      await claimed.release();
      if (result.kept.length === 0) await this.abandon(pkg);
      return result;
    } finally {
      await claimed.release();
      await this.parts.manifests.written();
      await this.parts.status.refresh(pkg, false);
    }
  }

  /** Accepts changes in the release commit that were not planned. @throws ReleaseError where another window has the release */
  async accept({ manifest }: Package, commit: string): Promise<void> {
    const claimed = await this.parts.intents.claim(manifest);
    try {
      await claimed?.journal.note({ accepted: commit });
    } finally {
      await claimed?.release();
    }
  }

  /**
   * Forgets the release in progress and leaves everything as it is.
   * @throws CommandError, ReleaseError while this or another window makes it
   */
  async abandon(pkg: Package): Promise<void> {
    this.#refuseWhileRunning();
    const intent = await this.parts.intents.of(pkg);
    await this.parts.intents.forget(pkg.manifest);
    const isPublic =
      releaseOf(this.parts.store.value, pkg.manifest)?.facts.some(
        ({ id, observation }) => id === 'remoteTag' && observation.state === 'holds',
      ) === true;
    if (intent !== undefined && !isPublic)
      await this.parts.checklists.takenBack(pkg, intent.version);
    await this.parts.status.refresh(pkg, false);
  }

  #refuseWhileRunning(): void {
    if (this.isRunning)
      throw new CommandError(
        vscode.l10n.t('A release is in progress. Cancel it, or wait for it to end.'),
      );
  }

  #isDecidedByTag(manifest: string): boolean {
    return (
      packagesOf(this.parts.store.value).find(pkg => pkg.manifest === manifest)?.decidedBy === 'tag'
    );
  }
}
