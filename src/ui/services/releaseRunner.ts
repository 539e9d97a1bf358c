import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import {
  type FactReport,
  type Outcome,
  RELEASE_FACTS,
  runFacts,
  undoAll,
} from '../../release/engine';
import type { Publication } from '../../release/hosting';
import type { Intent } from '../../release/intent';
import { ReleaseContext } from '../../release/releaseContext';
import { factsOf, planRelease, type ReleasePlan, type Scope } from '../../release/releasePlan';
import type { Checklists } from './checklists';
import type { CheckSources } from './checkSources';
import { CommandError } from '../notify';
import type { Hosts } from './hosts';
import type { Manifests } from './manifests';
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

/** Plans, makes, undoes and abandons releases. Only intents are stored. */
export class ReleaseRunner {
  constructor(
    private readonly store: Store<State>,
    private readonly manifests: Manifests,
    private readonly intents: ReleaseStore,
    private readonly status: ReleaseStatus,
    private readonly hosts: Hosts,
    private readonly asks: CheckSources,
    private readonly checklists: Checklists,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get isRunning(): boolean {
    return this.store.value.running !== undefined;
  }

  propose(
    session: Session,
    scope: Scope,
    intent: Intent,
    releaseBranch: string | undefined,
  ): Proposal {
    return {
      scope,
      releaseBranch,
      context: new ReleaseContext(intent, session.tree, session.repository, scope !== 'files'),
    };
  }

  /** What publishes a Release with these notes, once every fact before it holds. */
  async proposePublication(
    session: Session,
    intent: Intent,
    publication: Publication,
  ): Promise<Proposal> {
    const hosting = await this.hosts.hosting(
      session.repository,
      await this.hosts.addressOf(session.repository, intent.remote),
      'ask',
    );
    const context = new ReleaseContext(
      { ...intent, publication },
      session.tree,
      session.repository,
      true,
      hosting,
    );
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
      (await this.hosts.addressOf(repository, intent.remote)) !== undefined
    );
  }

  async plan({ scope, context, releaseBranch }: Proposal): Promise<ReleasePlan> {
    await this.manifests.current();
    const { repository, tree, intent } = context;
    const pkg = (await tree.now())?.pkg;
    const asks =
      scope !== 'release' || pkg === undefined
        ? {}
        : await this.asks.of({ pkg, repository, tree }, intent);
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
    if (this.isRunning)
      throw new CommandError(vscode.l10n.t('Another release is in progress. Wait for it to end.'));
    this.store.update({ running: { manifest } });
    this.log.info(`${intent.package} ${intent.version}: ${scope}`);
    try {
      return scope === 'files'
        ? this.#logged(intent, await runFacts(factsOf(scope), context, { signal, report }))
        : await this.#runRelease(scope, context, signal, report);
    } finally {
      this.store.update({ running: undefined });
      await this.manifests.written();
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
    const before = this.store.value.releases.get(manifest);
    const { version, tag } = intent;
    const current = before?.current;
    const about = { version, root, tag, ...(current !== undefined && { current }) };
    await this.intents.keep(manifest, intent);
    await this.checklists.confirmed({ manifest, name: intent.package }, version);
    const outcome = await runFacts(factsOf(scope), context, {
      signal,
      report: facts => {
        this.store.update({ running: { manifest, shown: { ...about, intent, facts } } });
        report(facts);
      },
    });
    this.#logged(intent, outcome);
    // On GitHub the Release and its builds follow.
    const isOver =
      outcome.result === 'done' && scope === 'release' && !(await this.afterTagPushed(context));
    if (isOver) await this.intents.forget(manifest);
    const commit = await context.releaseCommit();
    const isNewest =
      this.#isDecidedByTag(manifest) &&
      outcome.facts.some(({ id, observation }) => id === 'tag' && observation.state === 'holds');
    const known = before?.version === version ? before : undefined;
    this.status.show(manifest, {
      ...about,
      ...(isNewest && { current: version }),
      ...(commit.state === 'found' && { commit: commit.commit }),
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
      this.log.error(
        `${outcome.failure.fact}: ${outcome.failure.message}`,
        outcome.failure.cause ?? '',
      );
    else this.log.info(`${intent.package} ${intent.version}: ${outcome.result}`);
    return outcome;
  }

  /** Takes back what is still local of the release under way, and forgets it. Returns what was done, in words. */
  async undo(session: Session, intent: Intent): Promise<string[]> {
    const context = new ReleaseContext(intent, session.tree, session.repository, true);
    try {
      const done = await undoAll(RELEASE_FACTS, context);
      await this.abandon(session.pkg);
      for (const line of done) this.log.info(`undo: ${line}`);
      return done;
    } finally {
      await this.manifests.written();
      await this.status.refresh(session.pkg, false);
    }
  }

  /** Forgets the release under way and leaves everything as it is. */
  async abandon(pkg: Package): Promise<void> {
    const intent = this.intents.of(pkg);
    await this.intents.forget(pkg.manifest);
    const isPublic =
      releaseOf(this.store.value, pkg.manifest)?.facts.some(
        ({ id, observation }) => id === 'remoteTag' && observation.state === 'holds',
      ) === true;
    if (intent !== undefined && !isPublic) await this.checklists.takenBack(pkg, intent.version);
    await this.status.refresh(pkg, false);
  }

  #isDecidedByTag(manifest: string): boolean {
    return packagesOf(this.store.value).find(pkg => pkg.manifest === manifest)?.decidedBy === 'tag';
  }
}
