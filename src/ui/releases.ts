import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { GitUnavailable, type GitService } from '../git/gitService';
import { agreement, type Package } from '../manifests/package';
import { findGitRoot } from '../manifests/scanRoot';
import { makeItSo, observeAll, RELEASE_FACTS, undoAll, type FactReport, type Outcome } from '../release/engine';
import { readIntent, type Intent } from '../release/intent';
import { prepareIntent, type Prepared } from '../release/prepareIntent';
import { ReleaseContext } from '../release/releaseContext';
import { factsOf, planRelease, type ReleasePlan, type Scope } from '../release/releasePlan';
import { noRepository, type Repository } from '../release/repository';
import { WorkingTree } from '../release/workingTree';
import { parseReleaseVersion, type ReleaseVersion } from '../versions/releaseVersion';
import { HumanError } from './errors';
import type { Manifests } from './manifests';
import { releaseSettings } from './settings';
import { withRelease, type ReleaseState, type State } from './state';
import type { Store } from './store';

/** A package together with the repository that it is released from. */
export interface Session {
  readonly released: Package;
  readonly repository: Repository;
  readonly tree: WorkingTree;
}

/** An intent that could be confirmed, with what is needed to check it. */
export interface Proposal {
  readonly scope: Scope;
  readonly context: ReleaseContext;
  readonly releaseBranch: string | undefined;
}

/** Prepares, makes, resumes and undoes releases, and keeps the store true to them. Only intents are stored. */
export class Releases {
  /** The manifest of the package that is being released; only one release runs at a time. */
  #running: string | undefined;

  constructor(
    private readonly store: Store<State>,
    private readonly manifests: Manifests,
    private readonly git: GitService,
    private readonly memento: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The confirmed release of a package that is not done. */
  intentOf({ manifest }: Package): Intent | undefined {
    return readIntent(this.memento.get(intentKey(manifest)));
  }

  /** @throws GitUnavailable */
  async open(released: Package): Promise<Session> {
    const root = await findGitRoot(path.dirname(released.manifest));
    if (root === undefined) {
      throw new GitUnavailable('noRepository', vscode.l10n.t('{0} is in no git repository.', path.dirname(released.manifest)));
    }
    return await this.#session(released, await this.git.repository(root));
  }

  /** As {@link open}, for what needs the files alone: without git it still works. */
  async openFiles(released: Package): Promise<Session> {
    try {
      return await this.open(released);
    } catch (error) {
      if (!(error instanceof GitUnavailable)) throw error;
      return await this.#session(released, noRepository(path.dirname(released.manifest), error.message));
    }
  }

  /** The intent of *Bump Version*, which has no use for git. */
  filesIntent({ released, tree }: Session, version: ReleaseVersion): Intent {
    return {
      manifest: tree.relative(released.manifest), package: released.name, version: version.semver, from: currentText(released, version),
      branch: '', remote: '', remoteBranch: '', commitMessage: '', tag: '', tagMessage: '',
    };
  }

  /** Resolves settings and repository to an exact intent. */
  async prepare(session: Session, version: ReleaseVersion, askRemote: boolean): Promise<Prepared> {
    const { tree, repository, released } = session;
    const settings = releaseSettings(released.manifest);
    const remembered = this.memento.get<string>(remoteKey(repository), '');
    return await prepareIntent(
      { name: released.name, version, from: currentText(released, version), askRemote },
      tree, repository, { ...settings, remote: settings.remote || remembered });
  }

  /** Keeps which of several remotes was chosen. In the settings it would be a change of the working tree. */
  async rememberRemote({ repository }: Session, remote: string): Promise<void> {
    await this.memento.update(remoteKey(repository), remote);
  }

  propose(session: Session, scope: Scope, intent: Intent, releaseBranch: string | undefined): Proposal {
    return { scope, releaseBranch, context: new ReleaseContext(intent, session.tree, session.repository, scope === 'release') };
  }

  async plan({ scope, context, releaseBranch }: Proposal): Promise<ReleasePlan> {
    await this.manifests.current();
    return await planRelease(scope, context, releaseSettings(context.tree.manifest), releaseBranch);
  }

  /** Makes the facts of a confirmed proposal true. Started again after a failure, it goes on at the first missing one. */
  async run({ scope, context }: Proposal, signal: AbortSignal, report: (facts: readonly FactReport[]) => void): Promise<Outcome> {
    const { intent, tree: { manifest } } = context;
    if (this.#running !== undefined) throw new HumanError(vscode.l10n.t('Another release is being made. Wait for it to end.'));
    this.#running = manifest;
    if (scope === 'release') await this.memento.update(intentKey(manifest), intent);
    this.log.info(`${intent.package} ${intent.version}: ${scope === 'release' ? 'release' : 'files only'}`);
    try {
      const outcome = await makeItSo(factsOf(scope), context, {
        signal,
        report: facts => {
          if (scope === 'release') this.#show(manifest, { version: intent.version, intent, facts, running: true });
          report(facts);
        },
      });
      if (outcome.result === 'done' && scope === 'release') await this.memento.update(intentKey(manifest), undefined);
      if (outcome.result === 'failed') this.log.error(`${outcome.failure.fact}: ${outcome.failure.message}`, outcome.failure.cause ?? '');
      else this.log.info(`${intent.package} ${intent.version}: ${outcome.result}`);
      if (scope === 'release') {
        this.#show(manifest, {
          version: intent.version, facts: outcome.facts,
          ...(outcome.result !== 'done' && { intent }),
          ...(outcome.result === 'failed' && { failure: outcome.failure }),
        });
      }
      return outcome;
    } finally {
      this.#running = undefined;
      await this.manifests.written();
      const shown = this.store.value.releases.get(manifest);
      // Only a mistake of this program leaves it so.
      if (shown?.running === true) this.#show(manifest, { version: intent.version, intent, facts: shown.facts });
    }
  }

  /** Takes back what is still local of the release under way, and forgets it. Returns what was done, in words. */
  async undo(session: Session, intent: Intent): Promise<string[]> {
    const context = new ReleaseContext(intent, session.tree, session.repository, true);
    try {
      const done = await undoAll(RELEASE_FACTS, context);
      await this.abandon(session.released);
      for (const line of done) this.log.info(`undo: ${line}`);
      return done;
    } finally {
      await this.manifests.written();
      await this.observe(session.released, false);
    }
  }

  /** Forgets the release under way and leaves everything as it is. */
  async abandon(released: Package): Promise<void> {
    await this.memento.update(intentKey(released.manifest), undefined);
    await this.observe(released, false);
  }

  /**
   * Looks at the facts of a package for the views. Without `askRemote` no network is used, and what was last seen of the
   * remote is kept as long as it is about the same version.
   */
  async observe(released: Package, askRemote: boolean): Promise<void> {
    const { manifest } = released;
    if (this.#running === manifest) return;
    const before = this.store.value.releases.get(manifest);
    const state = await this.#look(released, askRemote, before);
    // A release that was started meanwhile shows its own facts.
    if (state !== undefined && !this.isRunning) this.#show(manifest, state);
  }

  async #look(released: Package, askRemote: boolean, before: ReleaseState | undefined): Promise<ReleaseState | undefined> {
    const stored = this.intentOf(released);
    const current = agreement(released.sites).current;
    const version = stored?.version ?? current?.text ?? '';
    try {
      const parsed = parseReleaseVersion(version);
      if (!parsed.ok) return { version, facts: [], note: parsed.reason };
      const session = await this.open(released);
      const intent = stored ?? await this.#currentIntent(session, parsed.version);
      if (typeof intent === 'string') return { version, facts: [], note: intent };
      const facts = await observeAll(RELEASE_FACTS, new ReleaseContext(intent, session.tree, session.repository, askRemote));
      const kept = before?.version === version ? before : undefined;
      return {
        version,
        facts: askRemote ? facts : facts.map(fact => keepRemote(fact, kept?.facts)),
        ...(stored && { intent: stored }),
        ...(stored && kept?.failure && { failure: kept.failure }),
      };
    } catch (error) {
      if (error instanceof GitUnavailable) return { version, facts: [], note: error.message, ...(stored && { intent: stored }) };
      this.log.warn('The facts could not be looked at.', error);
      return undefined;
    }
  }

  /** The intent that releasing the version as it stands would have, or why there can be none. */
  async #currentIntent(session: Session, version: ReleaseVersion): Promise<Intent | string> {
    const prepared = await this.prepare(session, version, false);
    return prepared.ok ? prepared.intent : describeUnprepared(prepared);
  }

  async #session(released: Package, repository: Repository): Promise<Session> {
    const index = await this.manifests.indexOf(released);
    if (index === undefined) throw new Error(`${released.manifest} is not being watched`);
    return { released, repository, tree: new WorkingTree(index, repository, released.manifest, () => this.manifests.unsaved()) };
  }

  #show(manifest: string, release: ReleaseState): void {
    if (isDeepStrictEqual(this.store.value.releases.get(manifest), release)) return;
    this.store.update(withRelease(this.store.value, manifest, release));
  }
}

export function describeUnprepared({ reason, remotes }: Extract<Prepared, { ok: false }>): string {
  switch (reason) {
    case 'noRemote': return vscode.l10n.t('This repository has no remote. Add one with "git remote add origin <address>".');
    case 'noSuchRemote': return vscode.l10n.t('The setting budtiktok.release.remote names no remote of this repository ({0}).', remotes.join(', '));
    case 'severalRemotes': return vscode.l10n.t('There are several remotes ({0}). Name the one to release to in the setting budtiktok.release.remote.', remotes.join(', '));
  }
}

/** What was seen of the remote stays until it is asked again, as long as nothing contradicts it. */
function keepRemote(fact: FactReport, before: readonly FactReport[] | undefined): FactReport {
  const isRemote = fact.id === 'remoteBranch' || fact.id === 'remoteTag';
  return isRemote ? before?.find(({ id }) => id === fact.id) ?? fact : fact;
}

function currentText({ sites }: Package, version: ReleaseVersion): string {
  return agreement(sites).current?.text ?? version.semver;
}

function remoteKey({ root }: Repository): string {
  return `remote:${root}`;
}

function intentKey(manifest: string): string {
  return `release:${manifest}`;
}
