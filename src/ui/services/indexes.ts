import * as vscode from 'vscode';
import { UserFacingError } from '../../base/errors';
import type { Run } from '../../github/model';
import type { RunOrigin } from '../../github/runPlan';
import type { Package } from '../../manifests/package';
import { wheelManifest } from '../../manifests/python/wheelManifest';
import type { ExpectedFiles } from '../../packageIndex/expectedFiles';
import { indexAt, type PackageIndex, PYPI } from '../../packageIndex/packageIndex';
import type { Look, PublishedFiles } from '../../packageIndex/publishedFiles';
import type { IndexVerdict } from '../../release/check';
import type { MemberPublishing, Publishing } from '../../release/hosting';
import { intendedVersion, type Intent } from '../../release/intent';
import type { GitHub } from './gitHub';
import { releaseQuestion } from './hostedPackage';
import type { WorkflowFiles } from './workflowFiles';
import type { WorkspaceHosts } from './workspaceHosts';
import { memberSessions, type ReleasedSession, type Session } from './sessions';
import { indexSettings } from '../configuration';
import { type State, type Store } from '../store';
import { packagesOf } from '../selectors';

/** What is published, with what was confirmed of it. */
export interface Publication {
  readonly session: Session;
  readonly intent: Intent;
}

/** The indexes that Python distributions are published to. Nothing is asked before the user wants to know, and nothing of it is loaded. */
export class Indexes {
  constructor(
    private readonly store: Store<State>,
    private readonly gitHub: GitHub,
    private readonly workflows: WorkflowFiles,
    private readonly hosts: WorkspaceHosts,
    private readonly userAgent: string,
  ) {}

  /** The index of the settings; undefined where the package is no Python distribution or the settings want none. @throws IndexFailure */
  indexOf({ pkg }: Pick<Session, 'pkg'>): PackageIndex | undefined {
    const { url } = indexSettings(pkg.manifest);
    if (!isWanted(pkg)) return undefined;
    return url === '' ? PYPI : indexAt(url);
  }

  /** The index as the facts of a release see it. */
  async publishing(publication: Publication, mayAsk: boolean): Promise<Publishing | undefined> {
    let index: PackageIndex | undefined;
    try {
      index = this.indexOf(publication.session);
    } catch (error) {
      if (!(error instanceof UserFacingError)) throw error;
      return {
        state: 'unknown',
        name: vscode.l10n.t('the package index'),
        detail: error.message,
        advice: error.advice,
      };
    }
    if (index === undefined) return undefined;
    const { session, intent } = publication;
    // The first of several may be one that no workflow builds.
    if (
      (intent.members ?? []).length > 0 &&
      !(await this.#distributions(publication)).some(({ pkg }) => pkg === session.pkg)
    )
      return undefined;
    const { name } = index;
    if (!mayAsk) {
      return {
        state: 'unknown',
        name,
        detail: vscode.l10n.t('{0} has not been asked', name),
        advice: vscode.l10n.t('Run Verify on PyPI to see its files.'),
      };
    }
    return { state: 'seen', name, index: await this.files(publication, index) };
  }

  /** The other distributions of a release, as far as a workflow builds them. */
  async members(
    { session, intent }: Publication,
    mayAsk: boolean,
  ): Promise<readonly MemberPublishing[]> {
    const others = await this.builtMembers({ session, intent });
    if (others.length === 0) return [];
    const { requiredBy } = await import('../../release/members');
    const required = requiredBy(
      session.pkg,
      others.map(({ pkg }) => pkg),
    );
    const found = await Promise.all(
      others.map(async other => {
        const publishing = await this.publishing({ session: other, intent: other.intent }, mayAsk);
        const { name, manifest } = other.pkg;
        const isRequired = required.includes(other.pkg);
        const version = intendedVersion(other.intent);
        return publishing && { name, manifest, publishing, isRequired, version };
      }),
    );
    return found.filter(member => member !== undefined);
  }

  /** The other distributions of a release, without those that no build of its workflows is for. */
  async builtMembers(publication: Publication): Promise<readonly ReleasedSession[]> {
    const { session, intent } = publication;
    return await this.#built(session, await memberSessions(session, intent));
  }

  /** Those of several distributions that a build of the release can be for. */
  async #built(
    { repository, pkg, tree }: Session,
    distributions: readonly ReleasedSession[],
  ): Promise<readonly ReleasedSession[]> {
    const others = distributions.filter(found => isWanted(found.pkg));
    const commit = others.length === 0 ? undefined : (await repository.head()).commit;
    if (commit === undefined) return others;
    const { mayBuildIn } = await import('../../packageIndex/workflowBuilds');
    const buildsOf = async ({ intent }: ReleasedSession) => {
      const address = await this.gitHub.addressOf(repository, intent.remote);
      const question = releaseQuestion(intent, pkg.manifest, address);
      return await this.workflows.buildsOfRelease(repository, commit, question);
    };
    // One tag starts the same workflows for all that share it.
    const byTag = new Map<string, ReturnType<typeof buildsOf>>();
    const isBuilt = await Promise.all(
      others.map(async other => {
        const asked = byTag.get(other.intent.tag) ?? buildsOf(other);
        byTag.set(other.intent.tag, asked);
        const builds = await asked;
        const dirs = wheelManifest(tree.index, other.pkg)?.dirs.map(dir => tree.relative(dir));
        return (
          builds === undefined ||
          builds.unread.length > 0 ||
          dirs === undefined ||
          mayBuildIn(builds.builds, dirs)
        );
      }),
    );
    return others.filter((_, at) => isBuilt[at]);
  }

  /** What the index of the settings says of a version before its release. */
  available(publication: Publication): (() => Promise<readonly IndexVerdict[]>) | undefined {
    const { session } = publication;
    if (!isWanted(session.pkg)) return undefined;
    return async () =>
      await Promise.all(
        (await this.#distributions(publication)).map(found =>
          this.#available({ session: found, intent: found.intent }),
        ),
      );
  }

  /** The distributions of a release; where there are several, without those that no workflow builds. */
  async #distributions({ session, intent }: Publication): Promise<readonly ReleasedSession[]> {
    const all = [{ ...session, intent }, ...(await memberSessions(session, intent))];
    const built = all.length === 1 ? all : await this.#built(session, all);
    return built.length === 0 ? all : built;
  }

  async #available(publication: Publication): Promise<IndexVerdict> {
    try {
      const index = this.indexOf(publication.session) ?? PYPI;
      return await (
        await this.files(publication, index)
      ).available(intendedVersion(publication.intent));
    } catch (error) {
      if (!(error instanceof UserFacingError)) throw error;
      return { state: 'unknown', detail: error.message, advice: error.advice };
    }
  }

  /** The versions of a package that an index serves; undefined where it has no project of that name. @throws IndexFailure */
  async versions(
    index: PackageIndex,
    { name, manifest }: Package,
  ): Promise<readonly string[] | undefined> {
    await this.hosts.announce(index, manifest);
    const [{ IndexClient }, { servedVersions }] = await Promise.all([
      import('../../packageIndex/indexClient'),
      import('../../packageIndex/availability'),
    ]);
    return await servedVersions(new IndexClient(index, { userAgent: this.userAgent }), name);
  }

  /**
   * The files of a package on an index.
   * @param run the run that put them there, where that is no release
   */
  async files(
    { session, intent }: Publication,
    index: PackageIndex,
    run?: RunOrigin & { readonly run: Run },
  ): Promise<PublishedFiles> {
    await this.hosts.announce(index, session.pkg.manifest);
    const [{ PublishedFiles }, { IndexClient }] = await Promise.all([
      import('../../packageIndex/publishedFiles'),
      import('../../packageIndex/indexClient'),
    ]);
    const client = new IndexClient(index, { userAgent: this.userAgent });
    return new PublishedFiles(
      client,
      session.pkg.name,
      commit => this.#expected(session, intent, commit, run),
      look => {
        if (run === undefined) this.#put(session, index, look);
      },
    );
  }

  /** What the workflow puts on an index for a commit; nothing that is certain where that is not known. */
  async #expected(
    { tree, repository, pkg }: Session,
    intent: Intent,
    commit: string,
    run: (RunOrigin & { readonly run: Run }) | undefined,
  ): Promise<ExpectedFiles> {
    const address = await this.gitHub.addressOf(repository, intent.remote);
    const builds =
      run === undefined
        ? await this.workflows.buildsOfRelease(
            repository,
            commit,
            releaseQuestion(intent, pkg.manifest, address),
          )
        : await this.workflows.buildsOfRun(repository, run.run, run);
    const state = await tree.at(commit);
    const manifest = state && wheelManifest(state.index, state.pkg);
    if (builds === undefined || manifest === undefined)
      return { wheels: [], sdist: false, isCertain: false };
    const { filesOfDistribution } = await import('../../packageIndex/distributionFiles');
    const isAlone =
      packagesOf(this.store.value).filter(
        other => other.python && !tree.relative(other.manifest).startsWith('..'),
      ).length < 2;
    return filesOfDistribution(builds, manifest, {
      relative: dir => tree.relative(dir),
      isOnly: isAlone,
    });
  }

  #put({ pkg }: Session, { name }: PackageIndex, { version, places, observation }: Look): void {
    const { published } = this.store.value;
    this.store.update({
      published: new Map(published).set(pkg.manifest, {
        version: version.semver,
        index: name,
        places,
        observation,
        seenAt: Date.now(),
      }),
    });
  }
}

function isWanted({ python, manifest }: Package): boolean {
  return python && indexSettings(manifest).check === 'on';
}
