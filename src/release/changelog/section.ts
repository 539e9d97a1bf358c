import { normalizedName } from '../../base/names';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
import { type Changelog, readTitle, type Section, type TitleStyle } from './readChangelog';

/** Whose sections are meant where several packages keep one changelog. */
export interface SectionOwner {
  /** Name of the package. */
  readonly name?: string;
  /** Names of the other packages of the repository. */
  readonly others?: readonly string[];
}

/**
 * The section of a version, whatever its spelling; undefined where there is none. One whose heading names another package
 * is not meant.
 */
export function sectionOf(
  changelog: Changelog,
  version: string,
  owner: SectionOwner = {},
): Section | undefined {
  return changelog.versions.find(
    section => isSame(section.version, version) && !isOfAnother(section, owner),
  );
}

/** Whether a section's heading names another package than the one that is meant. */
export function isOfAnother({ style }: Section, { name = '', others = [] }: SectionOwner): boolean {
  const named = normalizedName(nameIn(style));
  return (
    named !== '' &&
    named !== normalizedName(name) &&
    others.some(other => normalizedName(other) === named)
  );
}

/** The name before the version, such as `budtiktok` in "budtiktok-v0.1.0"; empty where there is none. */
export function nameIn({ before }: TitleStyle): string {
  return before.replace(/^(?:version|release)[ \t]+/i, '').replace(/[-/@ ]?v?$/i, '');
}

/**
 * Whether a text that is not read as sections says something of a version: a line begins with it, as that of a title in
 * reStructuredText or of a list does.
 */
export function hasLineOf(text: string, version: string): boolean {
  return text.split(/\r?\n/).some(line => {
    const found = readTitle(
      line.replace(/^[\s*#_-]+/, '').replace(/(\d)(?:\*\*|:).*$/, '$1'),
    )?.version;
    return found !== undefined && isSame(found, version);
  });
}

function isSame(written: WrittenVersion, version: string): boolean {
  const { key } = readVersion(version, 'semver');
  return written.key === key || readVersion(written.text, 'pep440').key === key;
}

/**
 * What stands in a section, as it can stand on its own, for instance as release notes: without its heading, and with the
 * link references that it uses.
 */
export function textOf(changelog: Changelog, { body }: Section): string {
  const written = changelog.text.slice(body.start, body.end).trim();
  const used = changelog.links.filter(
    ({ label, line }) =>
      (line.start < body.start || line.end > body.end) &&
      written.toLowerCase().includes(`[${label.toLowerCase()}]`),
  );
  const references = used.map(({ line }) => changelog.text.slice(line.start, line.end).trim());
  return references.length === 0
    ? written
    : `${written}${changelog.lineEnd}${changelog.lineEnd}${references.join(changelog.lineEnd)}`;
}
