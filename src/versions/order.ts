import * as l10n from '@vscode/l10n';
import { comparePep440 } from './pep440';
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
