/**
 * What keeps a push away from a branch, or from making a tag.
 * - `none`: nothing was seen that refuses it
 * - `refused`: a rule refuses it; of a branch, a pull request is the way
 * - `mayBypass`: a rule is there, and this account may pass it by
 * - `unknown`: it is protected, and what that means can't be read
 */
export interface Protection {
  readonly state: 'none' | 'refused' | 'mayBypass' | 'unknown';
  /** Who says so and what it asks for, as a phrase: `ruleset "main": changes go through a pull request`. */
  readonly detail: string;
  /** Where its settings are shown. */
  readonly url?: string;
}

export const NOT_PROTECTED: Protection = { state: 'none', detail: '' };

/** The protection of the branch that a release is pushed to, and of its tag. */
export interface ReleaseProtection {
  readonly branch: Protection;
  readonly tag: Protection;
}

/** The one that says most: of several sources each may see another part. */
export function strictest(found: readonly Protection[]): Protection {
  const order: readonly Protection['state'][] = ['refused', 'unknown', 'mayBypass', 'none'];
  return (
    [...found].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0] ?? NOT_PROTECTED
  );
}
