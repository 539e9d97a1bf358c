import { readPep440 } from './pep440';
import type { WrittenVersion } from './writtenVersion';

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

/**
 * Whether a version is so particular that two places hardly hold it by chance. 0.1.0, 1.0.0, 0.0.7 and their like stand
 * in every second manifest.
 */
export function isDistinctive(version: WrittenVersion): boolean {
  const [major = 0, minor = 0, patch = 0] = numbers(version) ?? [];
  return (major > 0 || minor > 0) && Math.max(major, minor, patch) > 2;
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
