import compare from 'semver/functions/compare';
import inc from 'semver/functions/inc';
import parse from 'semver/functions/parse';
import satisfies from 'semver/functions/satisfies';

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

/**
 * Whether a version matches a Cargo requirement of several comparators, such as `>=0.1, <0.3`. Cargo separates them by
 * commas where node-semver has blanks, and reads a comparator without operator as a caret (Cargo reference, "Specifying
 * dependencies").
 */
export function comparatorsMatch(requirement: string, semver: string): boolean {
  const comparators = requirement.split(',').map(part => part.trim());
  return comparators.every(comparator =>
    satisfies(semver, /^\d/.test(comparator) ? `^${comparator}` : comparator),
  );
}
