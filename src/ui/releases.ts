import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { GitUnavailable, type GitService } from '../git/gitService';
import { agreement, type Package } from '../manifests/package';
import { findGitRoot } from '../manifests/scanRoot';
import type { CheckInput, SetupVerdict, WorkflowVerdict } from '../release/check';
import type { Clock } from '../release/clock';
import { currentVersion, FIRST_VERSION, type CurrentVersion } from '../release/currentVersion';
import { HOSTED_FACTS, makeItSo, observeAll, RELEASE_FACTS, undoAll, type FactReport, type Outcome } from '../release/engine';
import type { Fact, FactId } from '../release/fact';
import type { Hosting, Publication } from '../release/hosting';
import { readIntent, type Intent } from '../release/intent';
import { prepareIntent, type Prepared } from '../release/prepareIntent';
import type { Publishing } from '../release/publishing';
import { ReleaseContext } from '../release/releaseContext';
import { factsOf, planRelease, type ReleasePlan, type Scope } from '../release/releasePlan';
import type { ReleaseTag } from '../release/releaseTags';
import { noRepository, type Repository } from '../release/repository';
import { WorkingTree } from '../release/workingTree';
import { parseReleaseVersion, type ReleaseVersion } from '../versions/releaseVersion';
import type { Checklists } from './checklist/checklists';
import { HumanError } from './errors';
import type { HostedPackage } from './github/hostedPackage';
import type { Hosts } from './github/hosts';
import type { Runs } from './github/runs';
import { releaseQuestion } from './github/releaseQuestion';
import type { WorkflowFiles } from './github/workflowFiles';
import type { Manifests } from './manifests';
import type { Indexes } from './publishing/indexes';
import { packageSettings, releaseSettings } from './settings';
import { packagesOf, withRelease, type ReleaseState, type State } from './state';
import type { Store } from './store';

/** A package together with the repository that it is released from. */
export interface Session {
  readonly released: Package;
  readonly repository: Repository;
  readonly tree: WorkingTree;
}

/** What was decided about a changelog that says nothing of the version: the text of its section, or that it gets none. */
export type ChangelogDecision = { readonly entry: string } | 'leave';

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
    private readonly hosts: Hosts,
    private readonly runs: Runs,
    private readonly workflows: WorkflowFiles,
    private readonly indexes: Indexes,
    private readonly setupVerdicts: (hosted: HostedPackage) => Promise<readonly SetupVerdict[]>,
    private readonly checklists: Checklists,
    private readonly memento: vscode.Memento,
    private readonly clock: Clock,
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
      // Its files may stand above the folder of the package: up to the repository, or to what was looked through.
      const folder = path.dirname(released.manifest);
      const top = await findGitRoot(folder) ?? (await this.manifests.indexOf(released))?.root ?? folder;
      return await this.#session(released, noRepository(top, error.message));
    }
  }

  /**
   * The intent of the release under way, else that of releasing the version as it stands, or the first one where the tag
   * decides and there is none.
   * @throws HumanError where there can be none
   */
  async intentNow(session: Session): Promise<Intent> {
    const stored = this.intentOf(session.released);
    if (stored !== undefined) return stored;
    const { released } = session;
    const { written, tags: [newest] } = await this.currentVersion(session);
    const tagged = released.decidedBy === 'tag' ? newest : undefined;
    const isFirst = released.decidedBy === 'tag' && newest === undefined;
    const parsed = parseReleaseVersion(isFirst ? FIRST_VERSION.semver : written?.text ?? '');
    const intent = parsed.ok ? await this.#currentIntent(session, parsed.version, tagged?.tag)
      : released.decidedBy === 'tag' ? noVersion(released, tagged) : parsed.reason;
    if (typeof intent === 'string') throw new HumanError(intent);
    return intent;
  }

  /** The version that a package is at. @throws GitFailure where the tag decides and git cannot be asked */
  async currentVersion({ released, repository }: Session): Promise<CurrentVersion> {
    return await currentVersion(released, repository, packageSettings(released).tagFormat);
  }

  /** The intent of *Bump Version*, which has no use for git. */
  filesIntent({ released, tree }: Session, version: ReleaseVersion): Intent {
    return {
      manifest: tree.relative(released.manifest), package: released.name, version: version.semver, from: currentText(released, version),
      branch: '', remote: '', remoteBranch: '', commitMessage: '', tag: '', tagMessage: '',
    };
  }

  /**
   * Resolves settings and repository to an exact intent.
   * @param tag the name of its tag, where that is there already
   */
  async prepare(session: Session, version: ReleaseVersion, askRemote: boolean, { decision, tag }: { readonly decision?: ChangelogDecision | undefined; readonly tag?: string | undefined } = {}): Promise<Prepared> {
    const { tree, repository, released } = session;
    const settings = packageSettings(released);
    const remembered = this.memento.get<string>(remoteKey(repository), '');
    return await prepareIntent(
      {
        name: released.name, version, from: currentText(released, version), askRemote, clock: this.clock,
        ...(tag !== undefined && { tag }), ...(typeof decision === 'object' && { entry: decision.entry }),
      },
      tree, repository, { ...settings, remote: settings.remote || remembered, ...(decision === 'leave' && { changelog: 'off' }) });
  }

  /** Keeps which of several remotes was chosen. In the settings it would be a change of the working tree. */
  async rememberRemote({ repository }: Session, remote: string): Promise<void> {
    await this.memento.update(remoteKey(repository), remote);
  }

  propose(session: Session, scope: Scope, intent: Intent, releaseBranch: string | undefined): Proposal {
    return { scope, releaseBranch, context: new ReleaseContext(intent, session.tree, session.repository, scope !== 'files') };
  }

  /** What publishes a Release with these notes, once every fact before it holds. */
  async proposePublication(session: Session, intent: Intent, publication: Publication): Promise<Proposal> {
    const hosting = await this.hosts.hosting(session.repository, await this.hosts.addressOf(session.repository, intent.remote), 'ask');
    const context = new ReleaseContext({ ...intent, publication }, session.tree, session.repository, true, hosting);
    return { scope: 'publish', context, releaseBranch: undefined };
  }

  /** Whether a Release is to be published after the tag is on the remote. */
  async goesOn({ tree, repository, intent }: Pick<ReleaseContext, 'tree' | 'repository' | 'intent'>): Promise<boolean> {
    return releaseSettings(tree.manifest).githubRelease !== 'none' && await this.hosts.addressOf(repository, intent.remote) !== undefined;
  }

  /** The facts that only the remote can tell may have changed: its builds have moved on. */
  remoteFactSeen(manifest: string, report: FactReport): void {
    const shown = this.store.value.releases.get(manifest);
    if (shown?.facts.some(({ id }) => id === report.id) !== true) return;
    this.#show(manifest, { ...shown, facts: shown.facts.map(fact => (fact.id === report.id ? report : fact)) });
  }

  /** Looks at the runs of a repository, and at those of the releases that were made of it. */
  async lookAtRuns(root: string): Promise<void> {
    const { releases } = this.store.value;
    const tagged = [...releases].filter(([manifest, { facts }]) => manifest.startsWith(root + path.sep)
      && facts.some(({ id, observation }) => (id === 'tag' || id === 'remoteTag') && observation.state === 'holds'));
    await this.runs.look(root, tagged.flatMap(([, { commit }]) => commit ?? []));
  }

  /** Where every fact of a confirmed release holds, it is no longer under way. */
  async finishIfDone(manifest: string): Promise<void> {
    const shown = this.store.value.releases.get(manifest);
    if (shown?.intent === undefined || shown.running === true || !shown.facts.every(({ observation }) => observation.state === 'holds')) return;
    await this.#finish(manifest);
  }

  async #finish(manifest: string): Promise<void> {
    const shown = this.store.value.releases.get(manifest);
    await this.memento.update(intentKey(manifest), undefined);
    if (shown === undefined) return;
    const rest: { -readonly [K in keyof ReleaseState]: ReleaseState[K] } = { ...shown };
    delete rest.intent;
    delete rest.failure;
    this.#show(manifest, rest);
  }

  async plan({ scope, context, releaseBranch }: Proposal): Promise<ReleasePlan> {
    await this.manifests.current();
    const released = (await context.tree.now())?.released ?? { manifest: context.tree.manifest };
    return await planRelease(scope, context, packageSettings(released), releaseBranch, await this.#asks(scope, context));
  }

  /** Makes the facts of a confirmed proposal true. Started again after a failure, it goes on at the first missing one. */
  async run({ scope, context }: Proposal, signal: AbortSignal, report: (facts: readonly FactReport[]) => void): Promise<Outcome> {
    const { intent, tree: { manifest } } = context;
    if (this.#running !== undefined) throw new HumanError(vscode.l10n.t('Another release is being made. Wait for it to end.'));
    this.#running = manifest;
    const isRelease = scope !== 'files';
    const current = this.store.value.releases.get(manifest)?.current;
    const about = { version: intent.version, root: context.repository.root, tag: intent.tag, ...(current !== undefined && { current }) };
    if (isRelease) await this.memento.update(intentKey(manifest), intent);
    this.log.info(`${intent.package} ${intent.version}: ${scope}`);
    try {
      if (isRelease) await this.checklists.confirmed({ manifest, name: intent.package }, intent.version);
      const outcome = await makeItSo(factsOf(scope), context, {
        signal,
        report: facts => {
          if (isRelease) this.#show(manifest, { ...about, intent, facts: merge(facts, this.#shownFacts(manifest, intent.version)), running: true });
          report(facts);
        },
      });
      // On GitHub it goes on with the Release and its builds.
      const isOver = outcome.result === 'done' && scope === 'release' && !await this.goesOn(context);
      if (isOver) await this.memento.update(intentKey(manifest), undefined);
      if (outcome.result === 'failed') this.log.error(`${outcome.failure.fact}: ${outcome.failure.message}`, outcome.failure.cause ?? '');
      else this.log.info(`${intent.package} ${intent.version}: ${outcome.result}`);
      if (isRelease) {
        const commit = await context.releaseCommit();
        const isNewest = this.#isDecidedByTag(manifest) && outcome.facts.some(({ id, observation }) => id === 'tag' && observation.state === 'holds');
        this.#show(manifest, {
          ...about, ...(isNewest && { current: intent.version }), ...(commit.state === 'found' && { commit: commit.commit }), facts: merge(outcome.facts, this.#shownFacts(manifest, intent.version)),
          ...(!isOver && { intent }),
          ...(outcome.result === 'failed' && { failure: outcome.failure }),
        });
      }
      return outcome;
    } finally {
      this.#running = undefined;
      await this.manifests.written();
      const shown = this.store.value.releases.get(manifest);
      // Only a mistake of this program leaves it so.
      if (shown?.running === true) this.#show(manifest, { ...about, intent, facts: shown.facts });
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
    const intent = this.intentOf(released);
    await this.memento.update(intentKey(released.manifest), undefined);
    const isPublic = this.store.value.releases.get(released.manifest)?.facts.some(({ id, observation }) => id === 'remoteTag' && observation.state === 'holds') === true;
    if (intent !== undefined && !isPublic) await this.checklists.takenBack(released, intent.version);
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
    const { manifest } = released;
    const stored = this.intentOf(released);
    let version = stored?.version ?? agreement(released.sites).current?.text ?? '';
    let current: { readonly current?: string } = {};
    try {
      const tagged = released.decidedBy === 'tag' ? (await this.currentVersion(await this.open(released))).tags[0] : undefined;
      if (tagged !== undefined) {
        version = stored?.version ?? tagged.written.text;
        current = { current: tagged.written.text };
      }
      const parsed = parseReleaseVersion(version);
      if (!parsed.ok) return { version, ...current, facts: [], note: released.decidedBy === 'tag' ? noVersion(released, tagged) : parsed.reason };
      const session = await this.open(released);
      const intent = stored ?? await this.#currentIntent(session, parsed.version, tagged?.tag);
      if (typeof intent === 'string') return { version, ...current, facts: [], note: intent };
      const followed = await this.runs.open(session.repository, intent.remote);
      const hosting = await this.hosts.hosting(session.repository, followed?.address, askRemote ? 'silently' : 'never');
      const publishing = hosting && await this.indexes.publishing({ session, intent }, askRemote);
      const context = new ReleaseContext(intent, session.tree, session.repository, askRemote, hosting, publishing);
      const facts = await observeAll(this.#factsToSee(manifest, hosting, publishing), context);
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
      if (error instanceof GitUnavailable) return { version, ...current, facts: [], note: error.message, ...(stored && { intent: stored }) };
      this.log.warn('The facts could not be looked at.', error);
      return undefined;
    }
  }

  /**
   * The intent that releasing the version as it stands would have, or why there can be none.
   * @param tag the name of its tag, where the version is that of a tag
   */
  async #currentIntent(session: Session, version: ReleaseVersion, tag: string | undefined): Promise<Intent | string> {
    const prepared = await this.prepare(session, version, false, { tag });
    return prepared.ok ? prepared.intent : describeUnprepared(prepared);
  }

  /** What the checklist says, and where the remote is on GitHub, the workflow files, the setup, CI and the package index. */
  async #asks(scope: Scope, { intent, repository, tree }: ReleaseContext): Promise<Pick<CheckInput, 'workflows' | 'index' | 'setup' | 'ci' | 'checklist'>> {
    const released = scope !== 'release' ? undefined : (await tree.now())?.released;
    if (released === undefined) return {};
    const session = { released, repository, tree };
    const checklist = () => this.checklists.verdict(session, intent.version);
    const address = await this.hosts.addressOf(repository, intent.remote);
    if (address === undefined) return { checklist };
    const workflows = async () => (await this.workflows.verdicts(repository.root, releaseQuestion(intent, tree.manifest, address))).map(({ place, canCreate, ...verdict }): WorkflowVerdict => ({
      ...verdict, ...(place !== undefined ? { place: { ...place, file: path.join(repository.root, place.file) } } : canCreate === true && { place: { remedy: { kind: 'createWorkflow' } } }),
    }));
    return {
      checklist, workflows, setup: () => this.setupVerdicts({ session, intent, address }),
      ci: commit => this.hosts.ci(repository, address, commit), index: this.indexes.available({ session, intent }),
    };
  }

  #factsToSee(manifest: string, hosting: Hosting | undefined, publishing: Publishing | undefined): readonly Fact[] {
    if (hosting === undefined) return RELEASE_FACTS;
    const isLeftOut = ({ id }: Fact) => (id === 'hostedRelease' && releaseSettings(manifest).githubRelease === 'none') || (id === 'index' && publishing === undefined);
    return HOSTED_FACTS.filter(fact => !isLeftOut(fact));
  }

  #isDecidedByTag(manifest: string): boolean {
    return packagesOf(this.store.value).find(released => released.manifest === manifest)?.decidedBy === 'tag';
  }

  #shownFacts(manifest: string, version: string): readonly FactReport[] {
    const shown = this.store.value.releases.get(manifest);
    return shown?.version === version ? shown.facts : [];
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

/** Why nothing can be said of the version of a package that the tag decides. */
function noVersion({ name }: Package, newest: ReleaseTag | undefined): string {
  return newest === undefined
    ? vscode.l10n.t('No release tag of {0} is on this branch yet. Bump & Release makes the first one.', name)
    : vscode.l10n.t('{0}, the newest release tag of {1}, is no version that Cargo and Python both have. Bump & Release goes on from it.', newest.tag, name);
}

const REMOTE_FACTS: readonly FactId[] = ['remoteBranch', 'remoteTag', 'hostedRelease', 'builds', 'index'];

/** What was seen of the remote stays until it is asked again, as long as nothing contradicts it. */
function keepRemote(fact: FactReport, before: readonly FactReport[] | undefined): FactReport {
  return fact.observation.state === 'unknown' && REMOTE_FACTS.includes(fact.id) ? before?.find(({ id }) => id === fact.id) ?? fact : fact;
}

/** The facts of one scope, and what is known of those beyond it. One that has no longer a part in the release is none of them. */
function merge(facts: readonly FactReport[], shown: readonly FactReport[]): readonly FactReport[] {
  const isBeyond = ({ id }: FactReport) => facts.every(fact => fact.id !== id) && RELEASE_FACTS.every(fact => fact.id !== id);
  return [...facts, ...shown.filter(isBeyond)];
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
