import * as l10n from '@vscode/l10n';
import type { Level } from '../versions/semver';

/** The bump that the commits since the last release ask for, and why. */
export interface Suggestion {
  readonly level: Level;
  readonly reason: string;
}

/**
 * Reads commit messages as Conventional Commits 1.0.0: a breaking change asks for a major version, `feat` for a minor
 * one, `fix` and `perf` for a patch. Below 1.0.0 a breaking change asks for a minor version (SemVer §4: anything may
 * change there, and Cargo takes 0.x minor versions for incompatible).
 *
 * @param sinceTag the last release's tag, for the explanation
 */
export function suggestBump(
  messages: readonly string[],
  currentMajor: number,
  sinceTag: string | undefined,
): Suggestion | undefined {
  let breaking = 0,
    features = 0,
    fixes = 0;
  for (const message of messages) {
    const commit = readConventionalCommit(message);
    if (commit?.isBreaking === true) breaking++;
    else if (commit?.type === 'feat') features++;
    else if (commit?.type === 'fix' || commit?.type === 'perf') fixes++;
  }
  const since = sinceTag === undefined ? l10n.t('in the history') : l10n.t('since {0}', sinceTag);
  if (breaking > 0 && currentMajor > 0)
    return { level: 'major', reason: l10n.t('{0} breaking commits {1}', breaking, since) };
  if (breaking > 0)
    return {
      level: 'minor',
      reason: l10n.t(
        '{0} breaking commits {1}; below 1.0.0 that is a minor version',
        breaking,
        since,
      ),
    };
  if (features > 0)
    return { level: 'minor', reason: l10n.t('{0} feat commits {1}', features, since) };
  if (fixes > 0) return { level: 'patch', reason: l10n.t('{0} fix commits {1}', fixes, since) };
  return undefined;
}

/** What a commit message says by Conventional Commits 1.0.0. */
export interface ConventionalCommit {
  /** In lower case, such as `feat`. */
  readonly type: string;
  readonly isBreaking: boolean;
}

// type, optional scope, "!" for a breaking change, description (specification, items 1 to 5 and 13)
const HEADER = /^(\w[\w-]*)(?:\([^()\r\n]*\))?(!)?: \S/;

// The footer of a breaking change: in capitals, with a colon, or " #" as other footers have (items 9, 12 and 16)
const BREAKING_FOOTER = /^BREAKING[ -]CHANGE(?:: | #)/m;

/** Reads a commit message; undefined where it is not a conventional one. */
export function readConventionalCommit(message: string): ConventionalCommit | undefined {
  const [, type, mark] = HEADER.exec(message) ?? [];
  if (type === undefined) return undefined;
  return {
    type: type.toLowerCase(),
    isBreaking: mark !== undefined || BREAKING_FOOTER.test(message),
  };
}
