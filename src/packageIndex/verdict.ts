import * as l10n from '@vscode/l10n';
import type { IndexVerdict } from '../release/check';
import type { Availability } from './availability';
import type { Cell, Comparison, TagProblem } from './compareFiles';

/** What the index says of a version before its release. That it did not answer is no yes. */
export function availabilityVerdict(
  seen: Availability,
  name: string,
  version: string,
  index: string,
): IndexVerdict {
  const { detail, advice } = describeAvailability(seen, name, version, index);
  return {
    state: stateOf(seen),
    detail: detail.replace(/\.$/, ''),
    ...(advice !== undefined && { advice }),
  };
}

function stateOf({ state }: Availability): IndexVerdict['state'] {
  switch (state) {
    case 'taken':
    case 'yanked':
    case 'quarantined':
      return 'blocks';
    case 'notServed':
      return 'ok';
    // The name may be taken for another's, or mistyped.
    case 'nameNotServed':
      return 'warning';
    case 'unknown':
      return 'unknown';
  }
}

/** A place of the matrix as people name it, such as "Linux x86_64, cp38-abi3". */
export function cellTitle({
  interpreter,
  ...place
}: Pick<Cell, 'os' | 'arch' | 'interpreter'>): string {
  return interpreter === undefined
    ? platformTitle(place)
    : `${platformTitle(place)}, ${interpreter}`;
}

/** An operating system and architecture as people name them, such as "Linux x86_64". */
export function platformTitle({ os, arch }: Pick<Cell, 'os' | 'arch'>): string {
  return os === arch ? os : `${SYSTEMS[os] ?? os} ${arch}`;
}

const SYSTEMS: Readonly<Record<string, string>> = {
  linux: 'Linux',
  musl: 'Linux (musl)',
  macos: 'macOS',
  windows: 'Windows',
};

/** What is wrong with the platform tag of a wheel, in one sentence. */
export function describeTagProblem({ kind, file, found = '', expected = '' }: TagProblem): string {
  switch (kind) {
    case 'plainLinux':
      return l10n.t(
        '{0} has the plain tag "linux", which does not say which systems it runs on.',
        file.fileName,
      );
    case 'older':
      return l10n.t(
        '{0} was built for older systems ({1}) than was chosen ({2}).',
        file.fileName,
        found,
        expected,
      );
    case 'newer':
      return l10n.t(
        '{0} needs newer systems ({1}) than was chosen ({2}), and does not install on older ones.',
        file.fileName,
        found,
        expected,
      );
  }
}

/** What is missing, as a list; undefined where nothing is. */
export function describeMissing({ cells, sdist }: Comparison): string | undefined {
  const missing = cells.filter(({ state }) => state === 'missing').map(cellTitle);
  if (sdist.state === 'missing') missing.push(l10n.t('source distribution'));
  return missing.length === 0 ? undefined : missing.join('; ');
}

/** Whether a version can be published, and what to do where it cannot or where it is not known. */
export function describeAvailability(
  seen: Availability,
  name: string,
  version: string,
  index: string,
): { readonly detail: string; readonly advice?: string } {
  switch (seen.state) {
    case 'taken':
      return {
        detail: l10n.t('{0} {1} is on {2} already.', name, version, index),
        advice: l10n.t(
          'A version cannot be published twice: release the next one, or upload what is missing of this one.',
        ),
      };
    case 'yanked':
      return {
        detail:
          seen.reason === undefined
            ? l10n.t('{0} {1} was on {2} and is withdrawn (yanked).', name, version, index)
            : l10n.t(
                '{0} {1} was on {2} and is withdrawn (yanked): {3}',
                name,
                version,
                index,
                seen.reason,
              ),
        advice: l10n.t('Its file names cannot be used again: release the next version.'),
      };
    case 'notServed':
      return { detail: l10n.t('{0} has no {1} {2}.', index, name, version) };
    case 'nameNotServed':
      return {
        detail: l10n.t('{0} has no project {1}.', index, name),
        advice: l10n.t(
          'The first upload creates it. {0} may still refuse the name: reserved, or too similar to another one.',
          index,
        ),
      };
    case 'quarantined':
      return {
        detail: l10n.t('{0} has put {1} under examination.', index, name),
        advice: l10n.t('Ask the administrators of the index; nothing can be published meanwhile.'),
      };
    case 'unknown':
      return { detail: seen.failure.message, advice: seen.failure.advice };
  }
}
