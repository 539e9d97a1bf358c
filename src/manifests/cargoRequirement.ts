import * as l10n from '@vscode/l10n';
import type { ReleaseVersion } from '../versions/releaseVersion';

/** A requirement after a bump, or why a person has to say what it is to be. */
export type RequirementUpdate =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly because: 'star' | 'compound'; readonly reason: string };

// One comparator: operator, one to three numbers or wildcards, pre-release. "=0.1.0", "^0.1", "~ 0.1.2-rc.1", "0.1.*".
const COMPARATOR = /^(\s*(?:=|\^|~|>=)?\s*)(\d+(?:\.(?:\d+|[*xX]))*)(-[0-9A-Za-z.-]+)?(\s*)$/;

/**
 * Moves the version requirement of a path dependency to a new version and keeps its form: operator, number of parts,
 * wildcards and blanks (Cargo reference, "Version requirement syntax").
 *
 * A pre-release is matched only by a requirement that names it in full, so for one the whole version is written, and on
 * the final release too where the old requirement named a pre-release.
 */
export function updateRequirement(requirement: string, to: ReleaseVersion): RequirementUpdate {
  if (/^\s*\*\s*$/.test(requirement)) {
    if (to.pre === undefined) return { ok: true, text: requirement };
    return {
      ok: false,
      because: 'star',
      reason: l10n.t('"*" does not match the pre-release {0}.', to.semver),
    };
  }
  const found = COMPARATOR.exec(requirement);
  if (found === null) {
    return {
      ok: false,
      because: 'compound',
      reason: l10n.t(
        'The requirement "{0}" has more than one reading after the bump to {1}.',
        requirement,
        to.semver,
      ),
    };
  }
  const [, operator = '', numbers = '', preRelease, trailing = ''] = found;
  if (to.pre !== undefined || preRelease !== undefined)
    return { ok: true, text: operator + to.semver + trailing };
  const parts = numbers
    .split('.')
    .map((part, index) => (/^\d+$/.test(part) ? String(to.release[index] ?? part) : part));
  return { ok: true, text: operator + parts.join('.') + trailing };
}
