import { normalizedName } from '../../base/names';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
import type { Changelog, Section, SectionOwner } from './readChangelog';
import { nameIn, readTitle } from './titles';

/** The sections of a version in any spelling, without those whose heading names another package. */
export function sectionsOf(
  changelog: Changelog,
  version: string,
  owner: SectionOwner = {},
): readonly Section[] {
  return changelog.versions.filter(
    section => isSame(section.version, version) && !isOfAnother(section, owner),
  );
}

/** The first of {@link sectionsOf}. */
export function sectionOf(
  changelog: Changelog,
  version: string,
  owner?: SectionOwner,
): Section | undefined {
  return sectionsOf(changelog, version, owner)[0];
}

/** Whether a section's heading names another package of the repository. */
export function isOfAnother({ style }: Section, { name = '', others = [] }: SectionOwner): boolean {
  const named = normalizedName(nameIn(style));
  return (
    named !== '' &&
    named !== normalizedName(name) &&
    others.some(other => normalizedName(other) === named)
  );
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
