import { agreement, type Package } from '../manifests/package';
import { parseReleaseVersion, releaseVersion } from '../versions/releaseVersion';
import { compareWritten, readVersion, type WrittenVersion } from '../versions/writtenVersion';
import type { RepositoryReader } from './repository';

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
  const found = tags.flatMap((tag): ReleaseTag[] => {
    const byFormat =
      tag.startsWith(before) && tag.endsWith(after)
        ? tag.slice(before.length, tag.length - after.length)
        : tag;
    const text = [byFormat, tag.replace(loose, '')].find(isVersion);
    return text === undefined
      ? []
      : [{ tag, written: readVersion(text, parseReleaseVersion(text).ok ? 'pep440' : 'semver') }];
  });
  return found.sort((a, b) => compareWritten(b.written, a.written));
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
    const tags = releaseTags(await repository.tags(), name, tagFormat);
    return { written: tags[0]?.written, tags };
  }
  const tags = releaseTags(await repository.tags().catch(() => []), name, tagFormat);
  return { written: agreement(sites).current, tags };
}
