import * as l10n from '@vscode/l10n';
import { plural } from '../base/text';
import type { Observation } from '../release/fact';
import type { Comparison } from './compareFiles';
import type { ExpectedFiles } from './expectedFiles';
import type { IndexFile } from './packageIndex';
import { type Liveness, WATCH_TIMEOUT_MS } from './publishedFiles';
import { describeMissing, describeTagProblem } from './verdict';

/** What decides how a look at the index is to be read. */
export interface Reading {
  readonly expected: ExpectedFiles;
  /**
   * - `once`: a single look, without a wait; how old the newest file is tells whether more may come
   * - `awaited`: the upload has just ended, and the index is looked at again and again
   * - `inVain`: it was, until the patience was at its end
   */
  readonly waiting: 'once' | 'awaited' | 'timedOut';
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** How what an index serves is shown as a fact. That all known files are there is no proof where others may be to come. */
export function observed(liveness: Liveness, reading: Reading): Observation {
  switch (liveness.state) {
    case 'unknown':
      return {
        state: 'unknown',
        detail: liveness.failure.message.replace(/\.$/, ''),
        advice: liveness.failure.advice,
      };
    case 'notYet':
      return {
        state: reading.waiting === 'awaited' ? 'inProgress' : 'missing',
        detail: l10n.t('Nothing there yet'),
      };
    case 'partial':
    case 'propagating':
    case 'live':
      break;
  }
  const { comparison, files } = liveness;
  const count = plural(files.length, l10n.t('1 file'), l10n.t('{0} files', files.length));
  let stray: Observation | undefined;
  const wrong = conflictOf(comparison, files, reading.expected);
  if (wrong !== undefined) return { state: 'conflict', ...wrong };
  if (comparison.expected === 0) {
    return {
      state: 'unknown',
      detail: l10n.t('{0}; which were to come is not known', count),
      advice: COMPARE(),
    };
  }
  switch (liveness.state) {
    case 'partial':
      return partly(comparison, files, reading);
    case 'propagating':
      return {
        state: 'inProgress',
        detail: l10n.t('Published, index still propagating: pip may not see it for some minutes'),
      };
    case 'live':
      if (!reading.expected.isCertain)
        return {
          state: 'unknown',
          detail: l10n.t('{0}; the workflow has steps that can add more', count),
          advice: COMPARE(),
        };
      stray = strayOf(comparison);
      if (stray !== undefined) return stray;
      if (!comparison.exact)
        return {
          state: 'unknown',
          detail: l10n.t('{0}, at least one for each platform; only the run knows all', count),
          advice: COMPARE(),
        };
      return {
        state: 'holds',
        detail:
          comparison.problems.length === 0
            ? count
            : l10n.t('{0}, some for older systems than the project asks for', count),
      };
  }
}

const COMPARE = () =>
  l10n.t('Compare the files below this line with the artifacts of the workflow run.');

function partly(
  comparison: Comparison,
  files: readonly IndexFile[],
  { waiting, now, expected: { isCertain } }: Reading,
): Observation {
  const { served, expected } = comparison;
  const detail = l10n.t(
    '{0} of {1} files; missing: {2}',
    served,
    expected,
    describeMissing(comparison) ?? '',
  );
  const newest = Math.max(...files.map(({ uploadedAt }) => uploadedAt ?? now));
  if (waiting === 'awaited' || (waiting === 'once' && now - newest < WATCH_TIMEOUT_MS))
    return { state: 'inProgress', detail };
  // A step that was not read may build, rename or leave out what seems to be missing.
  if (!isCertain) return { state: 'unknown', detail, advice: COMPARE() };
  return {
    state: 'conflict',
    detail,
    advice: l10n.t(
      'Nothing has been uploaded for half an hour. See the log of the job that builds what is missing, and run it again.',
    ),
  };
}

/** What only a person can decide, because files of an index are never replaced. */
function conflictOf(
  comparison: Comparison,
  files: readonly IndexFile[],
  { isCertain }: ExpectedFiles,
): { readonly detail: string; readonly advice: string } | undefined {
  const yanked = files.filter(file => file.yanked);
  const [first] = yanked;
  if (first !== undefined) {
    const reason = yanked.find(({ yankedReason }) => yankedReason !== undefined)?.yankedReason;
    const what =
      yanked.length === files.length
        ? l10n.t('withdrawn (yanked)')
        : l10n.t('{0} of {1} files withdrawn (yanked)', yanked.length, files.length);
    return {
      detail: reason === undefined ? what : l10n.t('{0}: {1}', what, reason),
      advice: l10n.t(
        'pip installs it only where exactly this version is asked for. Release the next version, or take the withdrawal back on the index.',
      ),
    };
  }
  const problem = comparison.problems.find(
    ({ kind }) => kind === 'plainLinux' || (kind === 'newer' && isCertain),
  );
  if (problem !== undefined) {
    return {
      detail: l10n.t('wrong platform tag: {0}', describeTagProblem(problem).replace(/\.$/, '')),
      advice: l10n.t(
        'A file cannot be replaced on an index. Correct the build and release the next version.',
      ),
    };
  }
  return undefined;
}

/** Files that no build of this commit makes. Another run, or a person, may have uploaded them. */
function strayOf(comparison: Comparison): Observation | undefined {
  const unexpected = [
    ...comparison.cells.filter(({ state }) => state === 'unexpected').flatMap(cell => cell.files),
    ...(comparison.sdist.state === 'unexpected' ? comparison.sdist.files : []),
    ...comparison.others,
  ];
  const [stranger] = unexpected;
  if (stranger === undefined) return undefined;
  return {
    state: 'unknown',
    detail:
      unexpected.length === 1
        ? l10n.t('not built by the workflow of this commit: {0}', stranger.fileName)
        : l10n.t(
            'not built by the workflow of this commit: {0} and {1} more',
            stranger.fileName,
            unexpected.length - 1,
          ),
    advice: l10n.t(
      'Check who uploaded it, and yank it on the index if it should not be installed.',
    ),
  };
}
