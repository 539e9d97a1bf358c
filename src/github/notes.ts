import { readChangelog, type SectionOwner } from '../release/changelog/readChangelog';
import { sectionsOf, textOf } from '../release/changelog/section';
/** What release notes are put together from. */
export interface NotesSources {
  /** The section of the changelog for this version, without its heading. */
  readonly changelog?: string | undefined;
  /** What GitHub proposes. */
  readonly generated?: string | undefined;
  /** Subjects of the commits since the last release, newest first. */
  readonly commits: readonly string[];
  /** The packages of the release with their versions; listed where there are several. */
  readonly packages?: readonly string[];
}

/**
 * The first text of the notes, to be edited: the changelog's section, then what GitHub proposes, else the commits. A commit
 * list beside GitHub's own would say everything twice.
 */
export function composeNotes({
  changelog = '',
  generated = '',
  commits,
  packages = [],
}: NotesSources): string {
  const parts = [changelog.trim()];
  const proposed = generated.trim();
  if (hasContent(proposed)) parts.push(proposed);
  else if (changelog.trim() === '' && commits.length > 0)
    parts.push(['## Changes', '', ...commits.map(subject => `- ${subject}`)].join('\n'));
  else if (proposed !== '') parts.push(proposed);
  if (packages.length > 1)
    parts.push(['## Packages', '', ...packages.map(name => `- ${name}`)].join('\n'));
  const text = parts.filter(part => part !== '').join('\n\n');
  return text === '' ? '' : `${text}\n`;
}

/** GitHub proposes a link to the comparison alone where no pull requests were merged. */
function hasContent(generated: string): boolean {
  return generated.split('\n').some(line => /^[*-] /.test(line.trim()));
}

/** What a changelog says of a version, without its heading; undefined where it has no such section. */
export function changelogSection(
  text: string,
  version: string,
  owner?: SectionOwner,
): string | undefined {
  const changelog = readChangelog(text, owner);
  const sections = sectionsOf(changelog, version, owner);
  return sections.length === 0
    ? undefined
    : sections.map(section => textOf(changelog, section)).join('\n\n');
}
