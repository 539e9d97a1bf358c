import { reasonNotGreater } from './order';
import { readPep440 } from './pep440';
import {
  parseReleaseVersion,
  PHASES,
  preReleaseStyle,
  releaseVersion,
  type Phase,
  type PreReleaseStyle,
  type ReleaseVersion,
} from './releaseVersion';
import { isSemVer, raise, type Level } from './semver';
import type { WrittenVersion } from './writtenVersion';

const LEVELS: readonly Level[] = ['patch', 'minor', 'major'];

/**
 * A version that could be released next.
 * - `level`: the next patch, minor or major version
 * - `pre`: a first pre-release in one phase, of a next level or (without one) of the current version
 * - `next`: the next pre-release of the current phase
 * - `final`: the current version without its pre-release
 */
export type Bump =
  | { readonly kind: 'level'; readonly level: Level; readonly version: ReleaseVersion }
  | {
      readonly kind: 'pre';
      readonly level?: Level;
      readonly phase: Phase;
      readonly version: ReleaseVersion;
    }
  | { readonly kind: 'next'; readonly version: ReleaseVersion }
  | { readonly kind: 'final'; readonly version: ReleaseVersion };

/** All bumps from `current` whose version is greater in both orders (see {@link reasonNotGreater}). */
export function bumpsFrom(
  current: WrittenVersion,
  style: PreReleaseStyle = preReleaseStyle([current.text]),
): Bump[] {
  const base = semverOf(current);
  if (base === undefined) return [];
  const bumps: Bump[] = [];

  const parsed = parseReleaseVersion(current.text, style);
  const underWay =
    parsed.ok && parsed.version.pre !== undefined
      ? { ...parsed.version, pre: parsed.version.pre }
      : undefined;
  if (underWay !== undefined) {
    const { release, pre } = underWay;
    bumps.push({ kind: 'final', version: releaseVersion(release) });
    bumps.push({
      kind: 'next',
      version: releaseVersion(release, { ...pre, number: pre.number + 1 }, style),
    });
    for (const phase of PHASES) {
      if (phase !== pre.phase)
        bumps.push({
          kind: 'pre',
          phase,
          version: releaseVersion(release, { phase, number: 1 }, style),
        });
    }
  }
  for (const level of LEVELS) {
    const release = raise(base, level);
    // 0.2.0-rc.1 + patch = 0.2.0, which is listed above as the final version.
    if (underWay?.release.join() === release.join()) continue;
    bumps.push({ kind: 'level', level, version: releaseVersion(release) });
    for (const phase of PHASES) {
      bumps.push({
        kind: 'pre',
        level,
        phase,
        version: releaseVersion(release, { phase, number: 1 }, style),
      });
    }
  }
  return bumps.filter(bump => reasonNotGreater(bump.version, current) === undefined);
}

/** Whether a version is a pre-release that the next version of a level finishes: 0.5.0-rc.1 is one of minor. */
export function isPreReleaseOf(current: WrittenVersion, level: Level): boolean {
  const base = semverOf(current);
  return base?.includes('-') === true && raise(base, level).join('.') === /^[\d.]+/.exec(base)?.[0];
}

/** What the levels count from: the version as Cargo would write it. */
function semverOf(current: WrittenVersion): string | undefined {
  if (isSemVer(current.text)) return current.text;
  const meaning = readPep440(current.text);
  if (meaning === undefined) return undefined;
  const [major = 0, minor = 0, patch = 0] = meaning.release;
  // "-0" marks a pre-release of any phase, and the next patch version is the release itself.
  return `${major}.${minor}.${patch}${meaning.pre === undefined && meaning.dev === undefined ? '' : '-0'}`;
}
