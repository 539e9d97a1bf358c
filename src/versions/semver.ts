import compare from 'semver/functions/compare';
import inc from 'semver/functions/inc';
import parse from 'semver/functions/parse';

/** The parts of a version that a bump can raise. */
export type Level = 'major' | 'minor' | 'patch';

/** Whether Cargo accepts the text as a version: strict SemVer 2.0.0. */
export function isSemVer(text: string): boolean {
  // node-semver also accepts a leading "v" and surrounding blanks.
  return /^\d/.test(text) && parse(text)?.raw === text;
}

/** Orders two SemVer versions by §11, as Cargo does: negative where `a` is older. */
export function compareSemVer(a: string, b: string): number {
  return compare(a, b);
}

/**
 * The next version of a level: 0.1.2 + minor = 0.2.0. A pre-release is finished where it already is one of that level:
 * 1.0.0-rc.1 + patch = 1.0.0.
 */
export function raise(semver: string, level: Level): [number, number, number] {
  const raised = parse(inc(semver, level));
  if (raised === null) throw new Error(`not a SemVer version: ${semver}`);
  return [raised.major, raised.minor, raised.patch];
}
