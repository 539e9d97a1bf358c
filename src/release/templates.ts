import type { ReleaseVersion } from '../versions/releaseVersion';

/**
 * Fills a template of the settings: `${version}` is the SemVer spelling, `${pep440}` the Python one, `${name}` the
 * package's name. Anything else stays as it is.
 */
export function fillTemplate(template: string, name: string, version: ReleaseVersion): string {
  const values: Readonly<Record<string, string>> = {
    version: version.semver,
    pep440: version.pep440,
    name,
  };
  return template.replace(/\$\{(\w+)\}/g, (found, key: string) => values[key] ?? found);
}
