import { readChangelog } from '../release/changelog/readChangelog';
import { sectionOf, textOf } from '../release/changelog/section';

export { findChangelog } from '../release/changelog/changelogFile';

/** What a changelog says of a version, without its heading; undefined where it has no such section. */
export function changelogSection(text: string, version: string): string | undefined {
  const changelog = readChangelog(text);
  const section = sectionOf(changelog, version);
  return section && textOf(changelog, section);
}
