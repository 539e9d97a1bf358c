import { agreement, type Package } from '../manifests/package';
import { parseReleaseVersion, releaseVersion } from '../versions/releaseVersion';
import { compareWritten, readVersion, type WrittenVersion } from '../versions/writtenVersion';
import type { RepositoryReader } from './repository';
import { knownTagFormat, tagFormatOf } from './tagFormat';

/** A tag that names a released version of a package. */
export interface ReleaseTag {
  readonly tag: string;
  readonly written: WrittenVersion;
}

/**
 * The tags of a package's releases, newest version first. A tag counts where it is the version alone or follows the
 * package's name, a language or the format of the settings: `0.0.1`, `v0.1.0`, `budtiktok-v0.1.0`, `py-0.1.0`. Tags of
 * other packages do not.
 */
export function releaseTags(
  tags: readonly string[],
  packageName: string,
  tagFormat: string,
): ReleaseTag[] {
  const [before = '', after = ''] = tagFormat
    .replaceAll('${name}', packageName)
    .split(/\$\{(?:version|pep440)\}/);
  const names = [packageName, packageName.replaceAll('-', '_'), 'python', 'py', 'release'];
  const loose = new RegExp(`^(?:(?:${names.map(escape).join('|')})[-_/@]?)?v?(?=\\d)`, 'i');
  const found = tags.flatMap((tag): (ReleaseTag & { readonly isByFormat: boolean })[] => {
    const byFormat =
      tag.startsWith(before) && tag.endsWith(after) && tag.length > before.length + after.length
        ? tag.slice(before.length, tag.length - after.length)
        : undefined;
    const isByFormat = byFormat !== undefined && isVersion(byFormat);
    const text = isByFormat ? byFormat : tag.replace(loose, '');
    if (!isVersion(text)) return [];
    const written = readVersion(text, parseReleaseVersion(text).ok ? 'pep440' : 'semver');
    return [{ tag, written, isByFormat }];
  });
  const own = found.filter(({ isByFormat }) => isByFormat);
  const [oldest] = [...own].sort((a, b) => compareWritten(a.written, b.written));
  // A format with a name in it, such as py-v, has a series of its own: v2.0.0 is a release of something else, unless it
  // is below the whole series and so from a time before it.
  const isNamed = /[a-z]/i.test(before.replace(/^(?:release)?[-_/]?v?$/i, ''));
  const series =
    isNamed && oldest !== undefined
      ? found.filter(tag => tag.isByFormat || compareWritten(tag.written, oldest.written) < 0)
      : found;
  const isDated = ({ written: { text } }: ReleaseTag) =>
    /^(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])\b/.test(text);
  // A date beside versions is no newer version.
  const counted =
    own.length > 0 && !own.some(isDated) ? series.filter(tag => !isDated(tag)) : series;
  return counted
    .map(({ tag, written }) => ({ tag, written }))
    .sort((a, b) => compareWritten(b.written, a.written));
}

/**
 * The format of a package's next tag: see {@link knownTagFormat}, else the first that its publishing workflow lets through.
 * @param current the version of the package now
 * @param passing the formats that the publishing workflow lets through, where that of the settings is none of them
 * @returns the setting where git cannot be asked
 */
export async function packageTagFormat(
  repository: Pick<RepositoryReader, 'tags'>,
  setting: string,
  name: string,
  current: string | undefined,
  passing: () => Promise<readonly string[]> = () => Promise.resolve([]),
): Promise<string> {
  const tags = await repository.tags().catch(() => []);
  return knownTagFormat(setting, tags, name, current) ?? (await passing())[0] ?? setting;
}

/**
 * The tags of a package's releases, with the tag format of its earlier ones where the settings name none.
 * @param current the version of the package now; undefined where the tag decides
 */
export async function packageTags(
  repository: Pick<RepositoryReader, 'tags'>,
  name: string,
  tagFormat: string,
  current: string | undefined,
): Promise<readonly ReleaseTag[]> {
  const all = await repository.tags();
  return releaseTags(all, name, tagFormatOf(tagFormat, all, name, current));
}

/**
 * The release that a version follows: the newest one below it, which for a final version is a final one. What it
 * contains is everything since then.
 *
 * @param tags newest version first
 * @param version as SemVer
 */
export function previousRelease(
  tags: readonly ReleaseTag[],
  version: string,
): ReleaseTag | undefined {
  const written = readVersion(version, 'semver');
  const isPreRelease = ({ key }: WrittenVersion) => /[a-z]/i.test(key);
  return tags.find(
    tag =>
      compareWritten(tag.written, written) < 0 &&
      (isPreRelease(written) || !isPreRelease(tag.written)),
  );
}

function isVersion(text: string): boolean {
  return /^\d+(?:\.\d+)+/.test(text) && readVersion(text, 'pep440').problem === undefined;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Where a package stands. */
export interface CurrentVersion {
  /**
   * The version that its files hold, or where the git tag decides that of the newest release; undefined where none of the
   * files is legal, or nothing has been released yet.
   */
  readonly written: WrittenVersion | undefined;
  /** The tags of its releases on this branch, newest version first. */
  readonly tags: readonly ReleaseTag[];
}

/** What is offered where nothing has been released yet. */
export const FIRST_VERSION = releaseVersion([0, 1, 0]);

/** @throws GitFailure where the tag decides and git cannot be asked; otherwise there are no tags then */
export async function currentVersion(
  { name, sites, decidedBy }: Package,
  repository: Pick<RepositoryReader, 'tags'>,
  tagFormat: string,
): Promise<CurrentVersion> {
  if (decidedBy === 'tag') {
    const tags = await packageTags(repository, name, tagFormat, undefined);
    return { written: tags[0]?.written, tags };
  }
  const written = agreement(sites).current;
  const tags = await packageTags(repository, name, tagFormat, written?.text).catch(() => []);
  return { written, tags };
}
