import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../base/clock';
import { relativePath } from '../base/paths';
import { agreement, type Package } from '../manifests/package';
import { findGitRoot } from '../manifests/scan/scanRoot';
import type { Intent } from '../release/intent';
import { type Prepared, prepareIntent } from '../release/prepareIntent';
import {
  currentVersion,
  type CurrentVersion,
  FIRST_VERSION,
  type ReleaseTag,
} from '../release/releaseTags';
import type { Owner } from '../release/record/owner';
import type { ReleaseRecord } from '../release/record/releaseRecord';
import { type ClaimedRelease, StoredReleases } from '../release/record/storedReleases';
import type { Repository } from '../release/repository';
import { parseReleaseVersion, type ReleaseVersion } from '../versions/releaseVersion';
import { CommandError } from './notify';
import { membersOf, type OwnMember } from './services/members';
import type { Session } from './services/sessions';
import { packageSettings } from './configuration';
import type { WorkflowFiles } from './services/workflowFiles';

/** What was decided about a changelog that says nothing of the version: the text of its section, or that it gets none. */
export type ChangelogDecision = { readonly entry: string } | 'leave';

/** The releases that were confirmed, as their repositories store them, and the intents of those that could be. */
export class ReleaseStore {
  constructor(
    private readonly memento: vscode.Memento,
    private readonly clock: Clock,
    private readonly workflows: Pick<WorkflowFiles, 'tagFormats'>,
  ) {}

  /** The confirmed release of a package that is not done. */
  async of(pkg: Pick<Package, 'manifest'>): Promise<Intent | undefined> {
    return (await this.record(pkg))?.intent;
  }

  async record({ manifest }: Pick<Package, 'manifest'>): Promise<ReleaseRecord | undefined> {
    const place = await placeOf(manifest);
    return await place?.stored.record(place.manifest);
  }

  /** The program that makes a release in the repository of a package, where it is not this one. */
  async otherOwner({ manifest }: Pick<Package, 'manifest'>): Promise<Owner | undefined> {
    const owner = await (await placeOf(manifest))?.stored.owner();
    return owner?.pid === process.pid ? undefined : owner;
  }

  /**
   * Claims the repository and stores a confirmed release in it.
   * @throws ReleaseError where another window makes a release in the repository
   */
  async confirm(
    manifest: string,
    intent: Intent,
    base: string | undefined,
  ): Promise<ClaimedRelease> {
    const place = await placeOf(manifest);
    if (place === undefined)
      throw new CommandError(vscode.l10n.t('{0} is in no git repository.', manifest));
    return await place.stored.confirm(intent, base);
  }

  /** Claims the stored release of a package, to change it. @throws ReleaseError */
  async claim(manifest: string): Promise<ClaimedRelease | undefined> {
    const place = await placeOf(manifest);
    return await place?.stored.claim(place.manifest);
  }

  /** Forgets the release of a package. @throws ReleaseError where another window makes it */
  async forget(manifest: string): Promise<void> {
    const place = await placeOf(manifest);
    await place?.stored.forget(place.manifest);
  }

  /**
   * The intent of the release in progress, else that of releasing the version as it stands, or the first one where the tag
   * decides and there is none.
   * @throws CommandError where there can be none
   */
  async now(session: Session): Promise<Intent> {
    const { pkg } = session;
    const stored = await this.of(pkg);
    if (stored !== undefined) return stored;
    const {
      written,
      tags: [newest],
    } = await this.currentVersion(session);
    const tagged = pkg.decidedBy === 'tag' ? newest : undefined;
    const isFirst = pkg.decidedBy === 'tag' && newest === undefined;
    const parsed = parseReleaseVersion(isFirst ? FIRST_VERSION.semver : (written?.text ?? ''));
    const intent = parsed.ok
      ? await this.asItStands(session, parsed.version, tagged?.tag)
      : pkg.decidedBy === 'tag'
        ? noVersion(pkg, tagged)
        : parsed.reason;
    if (typeof intent === 'string') throw new CommandError(intent);
    return intent;
  }

  /** The version that a package is at. @throws GitFailure where the tag decides and git cannot be asked */
  async currentVersion({ pkg, repository }: Session): Promise<CurrentVersion> {
    return await currentVersion(pkg, repository, packageSettings(pkg).tagFormat);
  }

  /**
   * The intent that releasing the version as it stands would have, or why there can be none.
   * @param tag the name of its tag, where the version is that of a tag
   */
  async asItStands(
    session: Session,
    version: ReleaseVersion,
    tag: string | undefined,
  ): Promise<Intent | string> {
    const prepared = await this.prepare(session, version, false, { tag });
    return prepared.ok ? prepared.intent : describeUnprepared(prepared);
  }

  /** The intent of *Bump Version*, which has no use for git. */
  ofFiles({ pkg, tree }: Session, version: ReleaseVersion): Intent {
    return {
      manifest: tree.relative(pkg.manifest),
      package: pkg.name,
      version: version.semver,
      from: currentText(pkg, version),
      branch: '',
      remote: '',
      remoteBranch: '',
      commitMessage: '',
      tag: '',
      tagMessage: '',
    };
  }

  /**
   * Resolves settings and repository to an exact intent.
   * @param tag the name of its tag, where that is there already
   */
  async prepare(
    session: Session,
    version: ReleaseVersion,
    askRemote: boolean,
    {
      decision,
      tag,
      own = [],
    }: {
      /** The packages with a version of their own that are released in the same run. */
      readonly own?: readonly OwnMember[] | undefined;
      readonly decision?: ChangelogDecision | undefined;
      readonly tag?: string | undefined;
    } = {},
  ): Promise<Prepared> {
    const { tree, repository, pkg } = session;
    const settings = packageSettings(pkg);
    const remembered = this.memento.get<string>(remoteKey(repository), '');
    return await prepareIntent(
      {
        name: pkg.name,
        version,
        from: currentText(pkg, version),
        askRemote,
        clock: this.clock,
        tagFormats: () => this.workflows.tagFormats(repository.root, pkg.name),
        members: await membersOf(session, version, own),
        ...(tag !== undefined && { tag }),
        ...(typeof decision === 'object' && { entry: decision.entry }),
      },
      tree,
      repository,
      {
        ...settings,
        remote: settings.remote || remembered,
        ...(decision === 'leave' && { changelog: 'off' }),
      },
    );
  }

  /** Keeps which of several remotes was chosen. In the settings it would be a change of the working tree. */
  async rememberRemote({ repository }: Session, remote: string): Promise<void> {
    await this.memento.update(remoteKey(repository), remote);
  }
}

export function describeUnprepared({ reason, remotes }: Extract<Prepared, { ok: false }>): string {
  switch (reason) {
    case 'noRemote':
      return vscode.l10n.t(
        'This repository has no remote. Add one with "git remote add origin <address>".',
      );
    case 'noSuchRemote':
      return vscode.l10n.t(
        'The setting budtiktok.release.remote names no remote of this repository ({0}).',
        remotes.join(', '),
      );
    case 'severalRemotes':
      return vscode.l10n.t(
        'There are several remotes ({0}). Name the one to release to in the setting budtiktok.release.remote.',
        remotes.join(', '),
      );
  }
}

/** Why nothing can be said of the version of a package that the tag decides. */
export function noVersion({ name }: Package, newest: ReleaseTag | undefined): string {
  return newest === undefined
    ? vscode.l10n.t(
        'No release tag of {0} is on this branch yet. Bump & Release makes the first one.',
        name,
      )
    : vscode.l10n.t(
        '{0}, the newest release tag of {1}, is no version that Cargo and Python both have. Bump & Release goes on from it.',
        newest.tag,
        name,
      );
}

function currentText({ sites }: Package, version: ReleaseVersion): string {
  return agreement(sites).current?.text ?? version.semver;
}

function remoteKey({ root }: Repository): string {
  return `remote:${root}`;
}

/** Where the release of a package is stored; undefined where it is in no repository. */
async function placeOf(
  manifest: string,
): Promise<{ stored: StoredReleases; manifest: string } | undefined> {
  const root = await findGitRoot(path.dirname(manifest));
  return root === undefined
    ? undefined
    : { stored: await StoredReleases.of(root), manifest: relativePath(root, manifest) };
}
