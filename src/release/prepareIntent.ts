import { type Clock, today } from '../base/clock';
import type { ReleaseVersion } from '../versions/releaseVersion';
import { type Intent, type Member, ownMembers, type OwnRelease } from './intent';
import { keptChangelog } from './releaseChangelog';
import { ReleaseContext } from './releaseContext';
import { packageTagFormat } from './releaseTags';
import { GitFailure, type Repository } from './repository';
import { fillTemplate, type ReleaseSettings } from './settings';
import type { WorkingTree } from './workingTree';

/** An intent to be confirmed, or why there can be none. */
export type Prepared =
  | {
      readonly ok: true;
      readonly intent: Intent;
      /** The branch that releases are made from, where the settings or the remote say. */
      readonly releaseBranch: string | undefined;
    }
  | {
      readonly ok: false;
      readonly reason: 'noRemote' | 'noSuchRemote' | 'severalRemotes';
      readonly remotes: readonly string[];
    };

export interface PrepareOptions {
  /** Name of the package. */
  readonly name: string;
  readonly version: ReleaseVersion;
  /** The version that is in the files now. */
  readonly from: string;
  /** The name of its tag, where that is here already: the commit that it points to is released, whatever the settings would call it. */
  readonly tag?: string;
  /** The formats of a tag that the publishing workflow lets through, where that of the settings is none of them. */
  readonly tagFormats?: () => Promise<readonly string[]>;
  /** What was written for the changelog. Without it, what stands under "Unreleased" becomes the section. */
  readonly entry?: string;
  /** The other distributions that are released with it. */
  readonly members?: readonly Member[];
  readonly clock: Clock;
  /** Whether the network may be used to learn the remote's default branch. */
  readonly askRemote: boolean;
}

/** Resolves settings and the state of the repository to what exactly is to be done. */
export async function prepareIntent(
  options: PrepareOptions,
  tree: WorkingTree,
  repository: Repository,
  settings: ReleaseSettings,
): Promise<Prepared> {
  const { branch: current } = await repository.head();
  const upstream = current === undefined ? undefined : await repository.upstream(current);
  const remotes = await repository.remotes();
  const own = upstream?.remote ?? (remotes.length === 1 ? remotes[0] : undefined);
  const remote = settings.remote === '' ? own : settings.remote;
  if (remotes.length === 0) return { ok: false, reason: 'noRemote', remotes };
  if (remote === undefined) return { ok: false, reason: 'severalRemotes', remotes };
  if (!remotes.includes(remote)) return { ok: false, reason: 'noSuchRemote', remotes };

  const releaseBranch =
    settings.branch === ''
      ? await defaultBranch(repository, remote, options.askRemote)
      : settings.branch;
  const branch = releaseBranch ?? current ?? '';
  const target = await repository.upstream(branch);
  const { version, name, from } = options;
  const format = () =>
    packageTagFormat(
      repository,
      settings.tagFormat,
      name,
      from === '' ? undefined : from,
      options.tagFormats,
    );
  const members = await withChangelogs(tree, settings, options);
  const decided: Intent = {
    manifest: tree.relative(tree.manifest),
    package: name,
    version: version.semver,
    from,
    branch,
    remote,
    remoteBranch: target?.remote === remote ? target.branch : branch,
    commitMessage: withVersions(fillTemplate(settings.commitMessage, name, version), members),
    tag: options.tag ?? fillTemplate(await format(), name, version),
    tagMessage: fillTemplate(settings.tagMessage, name, version),
    ...(members.length > 0 && { members }),
  };
  const kept =
    settings.changelog === 'off'
      ? undefined
      : await keptChangelog(tree, decided, today(options.clock), options.entry);
  // What was written for it is not passed over in silence where it cannot be used.
  const isWritten =
    kept !== undefined && (kept.plan.kind !== 'byHand' || options.entry !== undefined);
  const written = isWritten ? { ...decided, changelog: kept.intent } : decided;
  const isReadyAt = async (commit: string) =>
    await new ReleaseContext(written, tree, repository, { askRemote: false }).isReadyAt(commit);
  const tagged =
    options.tag === undefined ? undefined : (await repository.localTag(options.tag))?.commit;
  if (tagged !== undefined)
    return {
      ok: true,
      releaseBranch,
      intent: { ...((await isReadyAt(tagged)) ? written : decided), commit: tagged },
    };
  // Where HEAD holds the version already, it is what is released; what is committed later is not.
  const head = (await repository.head()).commit;
  const asItStands = head !== undefined && (await isReadyAt(head));
  return { ok: true, releaseBranch, intent: asItStands ? { ...written, commit: head } : written };
}

/** The commit message with the versions that it holds beside the first one. */
function withVersions(message: string, members: readonly Member[]): string {
  const others = ownMembers({ members }).map(({ package: name, own }) => `${name} ${own.version}`);
  return others.length === 0 ? message : `${message.trimEnd()}\n\n${others.join('\n')}`;
}

/**
 * The members, each of those with a version of its own with the changelog that it alone keeps, where something is written
 * for the version already.
 */
async function withChangelogs(
  tree: WorkingTree,
  settings: ReleaseSettings,
  { name, members = [], version, clock }: PrepareOptions,
): Promise<readonly Member[]> {
  if (settings.changelog === 'off') return members;
  const date = today(clock);
  const lead = await keptChangelog(tree, { package: name, version: version.semver, tag: '' }, date);
  const taken = new Set([lead?.file]);
  const found: Member[] = [];
  for (const member of members) {
    const { own, manifest, package: other } = member;
    const kept =
      own &&
      (await keptChangelog(tree.of(tree.absolute(manifest)), { ...own, package: other }, date));
    const isKept =
      kept !== undefined &&
      !taken.has(kept.file) &&
      kept.plan.kind !== 'byHand' &&
      kept.plan.kind !== 'propose';
    if (isKept) taken.add(kept.file);
    found.push(own && isKept ? { ...member, own: { ...own, changelog: kept.intent } } : member);
  }
  return found;
}

/**
 * What is released of a member with a version of its own.
 * @param leadFormat the tag format of the first package: tags of another package in its series would be releases of it
 */
export async function ownRelease(
  repository: Pick<Repository, 'tags'>,
  { tagFormat, tagMessage }: Pick<ReleaseSettings, 'tagFormat' | 'tagMessage'>,
  { name, version, from }: Pick<PrepareOptions, 'name' | 'version' | 'from'>,
  leadFormat: string,
): Promise<OwnRelease> {
  const found = await packageTagFormat(repository, tagFormat, name, from === '' ? undefined : from);
  const isShared = found === leadFormat && !found.includes('${name}');
  const format = isShared ? '${name}-v${version}' : found;
  return {
    version: version.semver,
    from,
    tag: fillTemplate(format, name, version),
    tagMessage: fillTemplate(tagMessage, name, version),
  };
}

async function defaultBranch(
  repository: Repository,
  remote: string,
  askRemote: boolean,
): Promise<string | undefined> {
  if (!askRemote) return await repository.knownDefaultBranch(remote);
  try {
    return (await repository.remoteRefs(remote, [])).defaultBranch;
  } catch (error) {
    // The facts of the remote will say that it does not answer.
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}
