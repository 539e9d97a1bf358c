import { parseReleaseVersion, type ReleaseVersion } from '../versions/releaseVersion';
import type { Publication } from './hosting';

/**
 * What a maintainer confirmed. It is all that is stored of a release in progress: everything else is observed again,
 * so that a release can be resumed after a crash, a day or a step taken by hand.
 */
export interface Intent {
  /** Path of the package's manifest below the repository's top folder, with "/". */
  readonly manifest: string;
  readonly package: string;
  /** The version to release, as SemVer. */
  readonly version: string;
  /** The version that the files held when the release was confirmed. Equal to `version` where nothing was to be bumped. */
  readonly from: string;
  /** The commit to release, where the confirmed state already held the version and needed no commit of its own. */
  readonly commit?: string;
  readonly branch: string;
  readonly remote: string;
  /** The branch's name on the remote. */
  readonly remoteBranch: string;
  readonly commitMessage: string;
  readonly tag: string;
  readonly tagMessage: string;
  /** The changelog that gets a section; absent where the package keeps none, or it is left as it is. */
  readonly changelog?: ChangelogIntent;
  /** The other distributions of the release, those that further ones require first; absent where there is none. */
  readonly members?: readonly Member[];
  /** The Release to publish; set when its notes were confirmed. */
  readonly publication?: Publication;
  /** How the release gets into a branch that takes no pushes; absent where it is pushed. */
  readonly pullRequest?: PullRequestIntent;
}

/** A further distribution of a release, as it is stored with what was confirmed. */
export interface Member {
  /** Path of its manifest below the repository's top folder, with "/". */
  readonly manifest: string;
  readonly package: string;
  /** Set where it keeps a version and a tag of its own, which are released with the same commit. */
  readonly own?: OwnRelease;
}

/** What is released of a member with a version of its own. */
export interface OwnRelease extends Pick<
  Intent,
  'version' | 'from' | 'tag' | 'tagMessage' | 'changelog'
> {
  /** Whether its tag is pushed before that of the first package, which requires it. */
  readonly isFirst?: true;
}

/** The members with a version of their own. */
export function ownMembers({
  members = [],
}: Pick<Intent, 'members'>): readonly (Member & { readonly own: OwnRelease })[] {
  return members.filter(
    (member): member is Member & { readonly own: OwnRelease } => member.own !== undefined,
  );
}

/** The tags of a release, that of the first package first. */
export function releasedTags(intent: Pick<Intent, 'tag' | 'members'>): readonly string[] {
  return [intent.tag, ...ownMembers(intent).map(({ own }) => own.tag)];
}

/** The packages of a release with their versions, such as `demo 0.2.0`, the first package first. */
export function releasedVersions({
  package: name,
  version,
  members = [],
}: Pick<Intent, 'package' | 'version' | 'members'>): readonly string[] {
  return [
    `${name} ${version}`,
    ...members.map(member => `${member.package} ${member.own?.version ?? version}`),
  ];
}

/** What was confirmed of one member: the whole release, or that of its own version. */
export function memberIntent(intent: Intent, { manifest, package: name, own }: Member): Intent {
  if (own === undefined) return intent;
  const { version, from, tag, tagMessage, changelog } = own;
  const shared = { ...intent } as { -readonly [Name in keyof Intent]: Intent[Name] };
  delete shared.changelog;
  delete shared.members;
  delete shared.publication;
  return {
    ...shared,
    manifest,
    package: name,
    version,
    from,
    tag,
    tagMessage,
    ...(changelog !== undefined && { changelog }),
  };
}

/** A pull request from a branch that holds the release commit. */
export interface PullRequestIntent {
  /** The branch on the remote, without `refs/heads/`. */
  readonly branch: string;
}

/**
 * The intent that takes the way through a pull request, from the branch `release/<tag>`.
 * @param hasReleaseBranch whether the remote has a branch `release`, below which git can't store another one
 */
export function throughPullRequest(intent: Intent, hasReleaseBranch: boolean): Intent {
  const branch = hasReleaseBranch ? `release-${intent.tag}` : `release/${intent.tag}`;
  return { ...intent, pullRequest: { branch } };
}

/** What was decided about the changelog and cannot be observed again. */
export interface ChangelogIntent {
  /** Path below the repository's top folder, with "/". */
  readonly file: string;
  /** The day that stands beside the version, as `2026-01-31`. */
  readonly date: string;
  /** What is in the section, where it was written for this release and not under "Unreleased" before. */
  readonly entry?: string;
}

/**
 * A stored intent after a later decision about its changelog: the text of the section, or that there is none.
 * @param now the intent that is prepared with the same decision today
 */
export function withDecision(
  stored: Intent,
  now: Intent,
  decision: { readonly entry: string } | 'leave' | undefined,
): Intent {
  if (decision === undefined) return stored;
  const { changelog, ...rest } = stored;
  if (decision !== 'leave')
    return {
      ...rest,
      ...(changelog !== undefined && { changelog: { ...changelog, entry: decision.entry } }),
    };
  // Without a section to write, a version that stood there already needs no commit of its own.
  return rest.from === rest.version && rest.commit === undefined && now.commit !== undefined
    ? { ...rest, commit: now.commit }
    : rest;
}

const TEXTS = [
  'manifest',
  'package',
  'version',
  'from',
  'branch',
  'remote',
  'remoteBranch',
  'commitMessage',
  'tag',
  'tagMessage',
] as const;

/** Reads a stored intent; undefined where it is none, for instance because another version of the extension wrote it. */
export function readIntent(stored: unknown): Intent | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const fields = stored as Record<string, unknown>;
  if (
    !TEXTS.every(name => typeof fields[name] === 'string') ||
    !parseReleaseVersion(String(fields['version'])).ok
  )
    return undefined;
  if (fields['commit'] !== undefined && typeof fields['commit'] !== 'string') return undefined;
  if (fields['changelog'] !== undefined && !isChangelog(fields['changelog'])) return undefined;
  if (fields['members'] !== undefined && !areMembers(fields['members'])) return undefined;
  if (fields['publication'] !== undefined && !isPublication(fields['publication']))
    return undefined;
  if (fields['pullRequest'] !== undefined && !isPullRequest(fields['pullRequest']))
    return undefined;
  return stored as Intent;
}

function isChangelog(stored: unknown): stored is ChangelogIntent {
  if (typeof stored !== 'object' || stored === null) return false;
  const { file, date, entry } = stored as Record<string, unknown>;
  return (
    // It is written to.
    isPathInside(file) &&
    typeof date === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(date) &&
    (entry === undefined || typeof entry === 'string')
  );
}

function isPullRequest(stored: unknown): stored is PullRequestIntent {
  if (typeof stored !== 'object' || stored === null) return false;
  const { branch } = stored as Record<string, unknown>;
  // It becomes part of a refspec, where a colon or a leading "+" would mean something else.
  return typeof branch === 'string' && /^(?![-+./])[^\s:~^?*[\\]+$/.test(branch);
}

function areMembers(stored: unknown): stored is readonly Member[] {
  return (
    Array.isArray(stored) &&
    stored.every((member: unknown) => {
      if (typeof member !== 'object' || member === null) return false;
      const fields = member as Record<string, unknown>;
      return (
        isPathInside(fields['manifest']) &&
        typeof fields['package'] === 'string' &&
        (fields['own'] === undefined || isOwnRelease(fields['own']))
      );
    })
  );
}

function isOwnRelease(stored: unknown): stored is OwnRelease {
  if (typeof stored !== 'object' || stored === null) return false;
  const fields = stored as Record<string, unknown>;
  return (
    (['version', 'from', 'tag', 'tagMessage'] as const).every(
      name => typeof fields[name] === 'string',
    ) &&
    parseReleaseVersion(String(fields['version'])).ok &&
    (fields['changelog'] === undefined || isChangelog(fields['changelog'])) &&
    (fields['isFirst'] === undefined || fields['isFirst'] === true)
  );
}

/** Whether a stored path names nothing outside of the repository. */
function isPathInside(file: unknown): file is string {
  return (
    typeof file === 'string' &&
    file !== '' &&
    !/^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(file)
  );
}

function isPublication(stored: unknown): stored is Publication {
  if (typeof stored !== 'object' || stored === null) return false;
  const fields = stored as Record<string, unknown>;
  return (
    (['title', 'notes'] as const).every(name => typeof fields[name] === 'string') &&
    (['draft', 'prerelease', 'latest'] as const).every(name => typeof fields[name] === 'boolean')
  );
}

/** @throws where the intent holds no legal version, which {@link readIntent} rules out */
export function intendedVersion(intent: Pick<Intent, 'version'>): ReleaseVersion {
  const parsed = parseReleaseVersion(intent.version);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.version;
}
