import * as l10n from '@vscode/l10n';
import { comparePep440, readPep440 } from './pep440';
import type { ReleaseVersion } from './releaseVersion';
import { compareSemVer, isSemVer } from './semver';
import type { WrittenVersion } from './writtenVersion';

/**
 * Why `next` may not follow `current`, or undefined where it may.
 *
 * The new version must be greater in both orders, because Cargo and pip each choose by their own: SemVer §11 sorts
 * `alpha < beta < dev < rc` and `rc10 < rc9` as text, PEP 440 sorts `dev` before `alpha` and by number.
 */
export function reasonNotGreater(
  next: ReleaseVersion,
  current: WrittenVersion,
): string | undefined {
  const inPython =
    current.pep440 === undefined ? undefined : comparePep440(next.pep440, current.pep440);
  const inCargo = isSemVer(current.text) ? compareSemVer(next.semver, current.text) : undefined;

  if (inPython === 0 || (inPython === undefined && inCargo === 0)) {
    return l10n.t('{0} is the version that is there now.', next.semver);
  }
  if (inPython !== undefined && inPython < 0 && (inCargo === undefined || inCargo < 0)) {
    return l10n.t('{0} is lower than {1}.', next.semver, current.text);
  }
  if (inPython !== undefined && inPython < 0) {
    return l10n.t(
      'Python orders {0} before {1} (dev, alpha, beta, rc, final).',
      next.pep440,
      current.pep440 ?? current.text,
    );
  }
  if (inCargo !== undefined && inCargo <= 0) {
    return l10n.t(
      'Cargo orders {0} before {1}, because SemVer compares the parts of a pre-release as text.',
      next.semver,
      current.text,
    );
  }
  return undefined;
}

/**
 * Whether two versions look like one bump that was made in one place and forgotten in another: they differ by their
 * pre-release alone, or one is the next patch, minor or major version of the other. Any other distance looks like two
 * versions that are counted apart.
 */
export function isHalfBump(a: WrittenVersion, b: WrittenVersion): boolean {
  const [left, right] = [numbers(a), numbers(b)];
  if (left === undefined || right === undefined) return false;
  return String(left) === String(right) || isNext(left, right) || isNext(right, left);
}

/** Whether two versions differ by more than a bump or two that were forgotten in one place. */
export function areFarApart(a: WrittenVersion, b: WrittenVersion): boolean {
  const [left, right] = [numbers(a), numbers(b)];
  if (left === undefined || right === undefined || isHalfBump(a, b)) return false;
  return left[0] !== right[0] || Math.abs((left[1] ?? 0) - (right[1] ?? 0)) > 2;
}

/**
 * Whether a version is so particular that two places hardly hold it by chance. 0.1.0, 1.0.0, 0.0.7 and their like stand
 * in every second manifest.
 */
export function isDistinctive(version: WrittenVersion): boolean {
  const [major = 0, minor = 0, patch = 0] = numbers(version) ?? [];
  return (major > 0 || minor > 0) && Math.max(major, minor, patch) > 2;
}

/** Whether a version is one that a new package begins with. */
export function isInitial(version: WrittenVersion): boolean {
  const [major = 0, minor = 0, patch = 0] = numbers(version) ?? [];
  return major + minor + patch <= 1 && !/[a-z]/i.test(version.text);
}

/**
 * Whether equal versions of a package and of something that it is built from are no accident: 1.2.2 and 1.0.0-beta.1 as
 * well as all that is {@link isDistinctive}.
 */
export function isTelling(version: WrittenVersion): boolean {
  const [major = 0, minor = 0, patch = 0] = numbers(version) ?? [];
  const counted = Number(/(?:a|b|rc)(\d+)$/.exec(version.pep440 ?? '')?.[1] ?? 0);
  return (
    isDistinctive(version) ||
    major + minor + patch > 4 ||
    (counted > 0 && (major > 0 || counted > 1))
  );
}

function numbers({ text }: WrittenVersion): readonly number[] | undefined {
  const release =
    readPep440(text)?.release ?? /^(\d+)\.(\d+)\.(\d+)-/.exec(text)?.slice(1).map(Number);
  return release && [0, 1, 2].map(index => release[index] ?? 0);
}

function isNext(
  [major = 0, minor = 0, patch = 0]: readonly number[],
  next: readonly number[],
): boolean {
  return [
    [major, minor, patch + 1],
    [major, minor + 1, 0],
    [major + 1, 0, 0],
  ].some(level => String(level) === String(next));
}
