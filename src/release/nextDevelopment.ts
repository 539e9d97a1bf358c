import type { ReleaseVersion } from '../versions/releaseVersion';
import { parseReleaseVersion, releaseVersion } from '../versions/releaseVersion';

/**
 * The development version that follows a release, where the repository had one before it: `0.3.0-dev` after 0.2.0 that was
 * released from `0.2.0-dev`. It is a patch where the last development version was one, and else a minor version.
 *
 * @param before the text of the version in the files before the release commit
 * @param earlier the release before, where there is one
 * @returns undefined where the files held no development version
 */
export function nextDevelopmentVersion(
  released: ReleaseVersion,
  before: string,
  earlier: ReleaseVersion | undefined,
): ReleaseVersion | undefined {
  const parsed = parseReleaseVersion(before);
  if (!parsed.ok || parsed.version.pre?.phase !== 'dev' || released.pre !== undefined)
    return undefined;
  const [major, minor, patch] = released.release;
  const isPatch =
    earlier?.release.slice(0, 2).join('.') === parsed.version.release.slice(0, 2).join('.');
  const next = isPatch ? ([major, minor, patch + 1] as const) : ([major, minor + 1, 0] as const);
  // The spelling of the repository: -dev, -dev.0 or -dev0.
  const text = /[-.]?dev\.?\d*$/.exec(before)?.[0];
  const spelled =
    text === undefined ? undefined : parseReleaseVersion(`${next.join('.')}${zero(text)}`);
  return spelled?.ok === true
    ? spelled.version
    : releaseVersion([...next], { phase: 'dev', number: 0 });
}

/** `-dev.4` counts from zero again. */
function zero(text: string): string {
  return /\d/.test(text) ? text.replaceAll(/\d/g, '') + '0' : text;
}
