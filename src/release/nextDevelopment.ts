import { agreement } from '../manifests/package';
import type { ReleaseVersion } from '../versions/releaseVersion';
import { parseReleaseVersion, releaseVersion } from '../versions/releaseVersion';
import { readVersion } from '../versions/writtenVersion';
import { type CurrentVersion, previousRelease } from './releaseTags';
import type { WorkingTree } from './workingTree';

/** How many commits of the version files are looked through for the version before a release. */
const MOST_COMMITS = 10;

/**
 * The development version after the newest release of a package, as its history has them: see {@link nextDevelopmentVersion}.
 * @returns undefined where the files no longer hold the newest release, and where the history has no development version
 */
export async function developmentAfterRelease(
  tree: WorkingTree,
  { written, tags }: CurrentVersion,
): Promise<ReleaseVersion | undefined> {
  const [newest] = tags;
  const released = parseReleaseVersion(written?.text ?? '');
  if (!released.ok || newest?.written.key !== written?.key) return undefined;
  const before = await versionBefore(tree, released.version);
  if (before === undefined) return undefined;
  const { key } = readVersion(before, 'semver');
  const isReleased = tags.some(tag => tag.written.key === key);
  const earlier = parseReleaseVersion(
    previousRelease(tags, released.version.semver)?.written.text ?? '',
  );
  return isReleased
    ? undefined
    : nextDevelopmentVersion(released.version, before, earlier.ok ? earlier.version : undefined);
}

/** The version of the files before the commit that set the released one. Commits without a new version may follow it. */
async function versionBefore(
  tree: WorkingTree,
  released: ReleaseVersion,
): Promise<string | undefined> {
  const { repository } = tree;
  const now = await tree.now();
  const files = (now?.pkg.sites ?? []).filter(({ isOwn }) => isOwn).map(({ file }) => file);
  const { key } = readVersion(released.semver, 'semver');
  for (const commit of await repository.commitsOf([...new Set(files)], MOST_COMMITS)) {
    const parent = await repository.parent(commit);
    const state = parent === undefined ? undefined : await tree.at(parent);
    const found = agreement(state?.pkg.sites ?? []).current;
    if (found?.key !== key) return found?.text;
  }
  return undefined;
}

/**
 * The development version that follows a release, where the repository had one before it: `0.3.0-dev` after 0.2.0 that was
 * released from `0.2.0-dev`. It is a patch where the last development version was one, and else a minor version. Number 0
 * of another phase, such as `0.2.0-alpha.0`, is a development version as well: cargo-release begins with it.
 *
 * @param before the text of the version in the files before the release commit, which was not released
 * @param earlier the release before, where there is one
 * @returns undefined where the files held no development version
 */
export function nextDevelopmentVersion(
  released: ReleaseVersion,
  before: string,
  earlier: ReleaseVersion | undefined,
): ReleaseVersion | undefined {
  const parsed = parseReleaseVersion(before);
  if (!parsed.ok || parsed.version.pre === undefined || released.pre !== undefined)
    return undefined;
  const { pre, release } = parsed.version;
  if (pre.phase !== 'dev' && pre.number !== 0) return undefined;
  const [major, minor, patch] = released.release;
  const isPatch = earlier?.release.slice(0, 2).join('.') === release.slice(0, 2).join('.');
  const next = isPatch ? ([major, minor, patch + 1] as const) : ([major, minor + 1, 0] as const);
  // The spelling of the repository: -dev, -dev.0, .dev0 or -alpha.0, counted from zero again.
  const tail = before.slice(release.join('.').length).replace(/(?<!\d)\d+$/, '0');
  const spelled = parseReleaseVersion(`${next.join('.')}${tail}`);
  return spelled.ok ? spelled.version : releaseVersion([...next], { phase: pre.phase, number: 0 });
}
