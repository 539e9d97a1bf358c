import { readVersion } from '../../versions/writtenVersion';
import type { Changelog, Section } from './readChangelog';

/** The section of a version, whatever its spelling; undefined where there is none. */
export function sectionOf(changelog: Changelog, version: string): Section | undefined {
  const { key } = readVersion(version, 'semver');
  return changelog.versions.find(section => section.version.key === key || readVersion(section.version.text, 'pep440').key === key);
}

/**
 * What stands in a section, as it can stand on its own, for instance as release notes: without its heading, and with the
 * link references that it uses.
 */
export function textOf(changelog: Changelog, { body }: Section): string {
  const written = changelog.text.slice(body.start, body.end).trim();
  const used = changelog.links.filter(({ label, line }) =>
    (line.start < body.start || line.end > body.end) && written.toLowerCase().includes(`[${label.toLowerCase()}]`));
  const references = used.map(({ line }) => changelog.text.slice(line.start, line.end).trim());
  return references.length === 0 ? written : `${written}${changelog.lineEnd}${changelog.lineEnd}${references.join(changelog.lineEnd)}`;
}
