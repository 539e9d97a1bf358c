import satisfies from 'semver/functions/satisfies';

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
