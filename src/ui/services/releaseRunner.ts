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
import { packagesOf, type State, type Store } from '../store';

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
    private readonly looks: ReleaseStatus,
    private readonly running: RunningRelease,
    private readonly hosts: Hosts,
    private readonly asks: CheckSources,
    private readonly checklists: Checklists,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get isRunning(): boolean {
    return this.running.manifest !== undefined;
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
    this.running.begin(manifest);
    const isRelease = scope !== 'files';
    const current = this.store.value.releases.get(manifest)?.current;
    const about = {
      version: intent.version,
      root: context.repository.root,
      tag: intent.tag,
      ...(current !== undefined && { current }),
    };
    if (isRelease) await this.intents.keep(manifest, intent);
    this.log.info(`${intent.package} ${intent.version}: ${scope}`);
    try {
      if (isRelease)
        await this.checklists.confirmed({ manifest, name: intent.package }, intent.version);
      const outcome = await runFacts(factsOf(scope), context, {
        signal,
        report: facts => {
          if (isRelease)
            this.looks.show(manifest, {
              ...about,
              intent,
              facts: merge(facts, this.#shownFacts(manifest, intent.version)),
              running: true,
            });
          report(facts);
        },
      });
      // On GitHub it goes on with the Release and its builds.
      const isOver =
        outcome.result === 'done' && scope === 'release' && !(await this.afterTagPushed(context));
      if (isOver) await this.intents.forget(manifest);
      if (outcome.result === 'failed')
        this.log.error(
          `${outcome.failure.fact}: ${outcome.failure.message}`,
          outcome.failure.cause ?? '',
        );
      else this.log.info(`${intent.package} ${intent.version}: ${outcome.result}`);
      if (isRelease) {
        const commit = await context.releaseCommit();
        const isNewest =
          this.#isDecidedByTag(manifest) &&
          outcome.facts.some(
            ({ id, observation }) => id === 'tag' && observation.state === 'holds',
          );
        this.looks.show(manifest, {
          ...about,
          ...(isNewest && { current: intent.version }),
          ...(commit.state === 'found' && { commit: commit.commit }),
          facts: merge(outcome.facts, this.#shownFacts(manifest, intent.version)),
          ...(!isOver && { intent }),
          ...(outcome.result === 'failed' && { failure: outcome.failure }),
        });
      }
      return outcome;
    } finally {
      this.running.end();
      await this.manifests.written();
      const shown = this.store.value.releases.get(manifest);
      // Only a mistake of this program leaves it so.
      if (shown?.running === true)
        this.looks.show(manifest, { ...about, intent, facts: shown.facts });
    }
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
      await this.looks.refresh(session.pkg, false);
    }
  }

  /** Forgets the release under way and leaves everything as it is. */
  async abandon(pkg: Package): Promise<void> {
    const intent = this.intents.of(pkg);
    await this.intents.forget(pkg.manifest);
    const isPublic =
      this.store.value.releases
        .get(pkg.manifest)
        ?.facts.some(
          ({ id, observation }) => id === 'remoteTag' && observation.state === 'holds',
        ) === true;
    if (intent !== undefined && !isPublic) await this.checklists.takenBack(pkg, intent.version);
    await this.looks.refresh(pkg, false);
  }

  #isDecidedByTag(manifest: string): boolean {
    return packagesOf(this.store.value).find(pkg => pkg.manifest === manifest)?.decidedBy === 'tag';
  }

  #shownFacts(manifest: string, version: string): readonly FactReport[] {
    const shown = this.store.value.releases.get(manifest);
    return shown?.version === version ? shown.facts : [];
  }
}

/** The facts of one scope, and what is known of those beyond it. One that has no longer a part in the release is none of them. */
function merge(facts: readonly FactReport[], shown: readonly FactReport[]): readonly FactReport[] {
  const isBeyond = ({ id }: FactReport) =>
    facts.every(fact => fact.id !== id) && RELEASE_FACTS.every(fact => fact.id !== id);
  return [...facts, ...shown.filter(isBeyond)];
}

/** The release that is being made. There is one at a time, and it alone shows its facts meanwhile. */
export class RunningRelease {
  #manifest: string | undefined;

  /** Absolute path of the manifest of its package. */
  get manifest(): string | undefined {
    return this.#manifest;
  }

  /** @throws CommandError while another one is made */
  begin(manifest: string): void {
    if (this.#manifest !== undefined)
      throw new CommandError(vscode.l10n.t('Another release is being made. Wait for it to end.'));
    this.#manifest = manifest;
  }

  end(): void {
    this.#manifest = undefined;
  }
}
