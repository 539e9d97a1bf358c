import { readChangelog } from '../release/changelog/readChangelog';
import { sectionOf, textOf, type SectionOwner } from '../release/changelog/section';

/** What a changelog says of a version, without its heading; undefined where it has no such section. */
export function changelogSection(
  text: string,
  version: string,
  owner?: SectionOwner,
): string | undefined {
  const changelog = readChangelog(text);
  const section = sectionOf(changelog, version, owner);
  return section && textOf(changelog, section);
}
