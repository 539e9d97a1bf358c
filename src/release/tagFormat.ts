import { readVersion } from '../versions/writtenVersion';
import { DEFAULT_SETTINGS } from './settings';

/** The tags of one spelling: what is before the version, and the versions. */
interface Series {
  readonly before: string;
  readonly versions: readonly string[];
}

/** How many tags show that a spelling is meant: a repository may have one from a time before it was a package. */
const SERIES = 2;

/**
 * The tag format of a package: the one of the settings, else the one of its earlier release tags. Undefined where neither
 * says it. A repository with several packages has several series; the one that holds the package's current version, or is
 * named after the package, is its own.
 *
 * @param tags in any order
 * @param current the version of the package now
 */
export function knownTagFormat(
  setting: string,
  tags: readonly string[],
  packageName: string,
  current: string | undefined,
): string | undefined {
  if (setting !== DEFAULT_SETTINGS.tagFormat) return setting;
  const all = seriesOf(tags);
  const own = all.filter(({ before }) => isNamedAfter(before, packageName));
  const holding = all.filter(series => holds(series, current));
  const ownHolding = holding.filter(series => own.includes(series));
  // A version that only one series has is a release of this package, whatever the series is called.
  const candidates =
    ownHolding.length > 0
      ? ownHolding
      : holding.length === 1
        ? holding
        : holding.length > 0
          ? []
          : own.filter(({ versions }) => versions.length >= SERIES);
  const chosen =
    candidates.find(({ before }) => isNamed(before)) ??
    candidates.find(({ before }) => before === 'v') ??
    candidates[0];
  return chosen && formatOf(chosen);
}

/** The tag format of a package, see {@link knownTagFormat}; that of the settings where nothing else is known. */
export function tagFormatOf(...known: Parameters<typeof knownTagFormat>): string {
  return knownTagFormat(...known) ?? known[0];
}

/** The newest of the earlier tags of a package, where all of them are spelled otherwise than a tag. */
export function earlierSpelling(
  tag: string,
  version: string,
  earlier: readonly { readonly tag: string }[],
): string | undefined {
  const before = beforeVersion(tag) ?? tag.replace(version, '');
  return earlier.length >= SERIES && earlier.every(other => beforeVersion(other.tag) !== before)
    ? earlier[0]?.tag
    : undefined;
}

function seriesOf(tags: readonly string[]): readonly Series[] {
  const found = new Map<string, string[]>();
  for (const tag of tags) {
    const before = beforeVersion(tag);
    if (before === undefined) continue;
    found.set(before, [...(found.get(before) ?? []), tag.slice(before.length)]);
  }
  return [...found].map(([before, versions]) => ({ before, versions }));
}

/** What is before the version in a tag; undefined where the tag doesn't end with one. */
function beforeVersion(tag: string): string | undefined {
  const at = tag.search(/(?<![\d.])v?\d+\.\d/i);
  const start = at === -1 ? -1 : /^v/i.test(tag.slice(at)) ? at + 1 : at;
  return start !== -1 && readVersion(tag.slice(start), 'pep440').problem === undefined
    ? tag.slice(0, start)
    : undefined;
}

function holds({ versions }: Series, current: string | undefined): boolean {
  if (current === undefined) return false;
  const { key } = readVersion(current, 'pep440');
  return versions.some(version => readVersion(version, 'pep440').key === key);
}

/** `v`, `demo-v`, `py-`, `python/demo@`: nothing but the name of the package, of Python, or of a release. */
function isNamedAfter(before: string, packageName: string): boolean {
  const names = [packageName, 'python', 'py', 'release', 'rel', 'v'];
  let rest = before.toLowerCase().replaceAll('_', '-');
  for (const name of names) rest = rest.replace(name.toLowerCase().replaceAll('_', '-'), '');
  return /^[-/@.]*$/.test(rest);
}

function isNamed(before: string): boolean {
  return before.replace(/v$/i, '') !== '';
}

/** PEP 440 is the spelling where a pre-release was tagged without a hyphen. */
function formatOf({ before, versions }: Series): string {
  const isPep440 = versions.some(version => /\d(?:a|b|rc|\.dev)\d*$/.test(version));
  const isSemVer = versions.some(version => version.includes('-'));
  return `${before}${isPep440 && !isSemVer ? '${pep440}' : '${version}'}`;
}
