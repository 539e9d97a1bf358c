import { parseReleaseVersion } from '../versions/releaseVersion';
import { compareWritten, readVersion, type WrittenVersion } from '../versions/writtenVersion';

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
