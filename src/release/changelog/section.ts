import { normalizedName } from '../../base/names';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
import { type Changelog, linesOf, type Section, type SectionOwner } from './readChangelog';
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
 * What is in a section, as it can stand on its own, for instance as release notes: without its heading, and with the
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

/** A line that says that there is nothing to say, such as `- Nothing yet.` */
const PLACEHOLDER =
  /^\s{0,8}(?:[-*+](?:\s{1,8}|$))?(?:\[ \]\s{0,8})?[_*]{0,2}(?:nothing(?: yet| so far| new| changed)?|none(?: yet)?|no (?:unreleased )?changes(?: yet)?|n\/a|tbd|tba|todo|\.{3}|…)?[.!]?[_*]{0,2}[.!]?\s*$/i;

/** Whether a section has nothing but headings, rules, comments, blank lines and placeholders. */
export function isEmptySection({ text }: Changelog, { body }: Section): boolean {
  return linesOf(text.slice(body.start, body.end)).every(
    line =>
      /^\s*(?:#{1,6}(?:\s.*)?|<!--.*-->)?$/.test(line.text) ||
      line.isOpaque ||
      /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line.text) ||
      PLACEHOLDER.test(line.text) ||
      /^ {0,3}\[[^\]]+\]:/.test(line.text),
  );
}
