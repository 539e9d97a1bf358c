import {
  parseReleaseVersion,
  releaseVersion,
  type ReleaseVersion,
} from '../versions/releaseVersion';
import { readVersion } from '../versions/writtenVersion';

/**
 * The next version that no registry has, from one that is taken on some: the next number of the same pre-release phase, or
 * the next patch.
 *
 * @param taken versions of every registry, in any spelling
 */
export function nextFreeVersion(
  { release, pre }: ReleaseVersion,
  taken: readonly string[],
): ReleaseVersion {
  const keys = new Set(taken.map(keyOf));
  const [major, minor, patch] = release;
  for (let step = 1; ; step++) {
    const next =
      pre === undefined
        ? releaseVersion([major, minor, patch + step])
        : releaseVersion(release, { ...pre, number: pre.number + step });
    if (!keys.has(keyOf(next.semver))) return next;
  }
}

/** Equal for equal versions, whatever their spelling; registries of crates take no heed of build metadata. */
function keyOf(text: string): string {
  const plain = text.split('+', 1)[0] ?? text;
  const parsed = parseReleaseVersion(plain);
  return readVersion(parsed.ok ? parsed.version.pep440 : plain, 'pep440').key;
}
