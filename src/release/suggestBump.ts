import * as l10n from '@vscode/l10n';
import { plural } from '../base/text';
import type { Level } from '../versions/semver';
import { readConventionalCommit, relevantCommits } from './commits';

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
  for (const message of relevantCommits(messages)) {
    const commit = readConventionalCommit(message);
    if (commit?.isBreaking === true) breaking++;
    else if (commit?.type === 'feat') features++;
    else if (commit?.type === 'fix' || commit?.type === 'perf') fixes++;
  }
  const since = sinceTag ?? '';
  if (breaking > 0 && currentMajor > 0)
    return { level: 'major', reason: breakingReason(breaking, since) };
  if (breaking > 0)
    return {
      level: 'minor',
      reason: l10n.t('{0}; below 1.0.0 that is a minor version', breakingReason(breaking, since)),
    };
  if (features > 0) return { level: 'minor', reason: featureReason(features, since) };
  if (fixes > 0) return { level: 'patch', reason: fixReason(fixes, since) };
  return undefined;
}

function breakingReason(count: number, since: string): string {
  return since === ''
    ? plural(count, l10n.t('1 breaking commit'), l10n.t('{0} breaking commits', count))
    : plural(
        count,
        l10n.t('1 breaking commit since {0}', since),
        l10n.t('{0} breaking commits since {1}', count, since),
      );
}

function featureReason(count: number, since: string): string {
  return since === ''
    ? plural(count, l10n.t('1 feat commit'), l10n.t('{0} feat commits', count))
    : plural(
        count,
        l10n.t('1 feat commit since {0}', since),
        l10n.t('{0} feat commits since {1}', count, since),
      );
}

function fixReason(count: number, since: string): string {
  return since === ''
    ? plural(count, l10n.t('1 fix commit'), l10n.t('{0} fix commits', count))
    : plural(
        count,
        l10n.t('1 fix commit since {0}', since),
        l10n.t('{0} fix commits since {1}', count, since),
      );
}
