import * as l10n from '@vscode/l10n';
import type { Cell, Comparison } from './compareFiles';
import type { IndexFile } from './packageIndex';
import { cellTitle, describeTagProblem, platformTitle } from './verdict';

/** One place of the matrix as it is listed: what should be there, and what is. */
export interface PlaceRow {
  /** Such as "Linux x86_64, cp312". */
  readonly title: string;
  /** Of wheels: the row and the column of the matrix, such as "Linux x86_64" and "cp312". */
  readonly platform?: string;
  readonly interpreter?: string;
  /** `wrong`: it is there, and something is not right with it. */
  readonly state: Cell['state'] | 'wrong';
  /** A phrase. */
  readonly detail: string;
  readonly files: readonly FileRow[];
}

export interface FileRow extends IndexFile {
  /** What is wrong with its platform tag, in one sentence. */
  readonly problem?: string;
}

/** The matrix as a list: what needs a look first, then the places in their order, the source distribution last. */
export function placeRows({ cells, sdist, others }: Comparison): PlaceRow[] {
  const rows = cells.map((cell): PlaceRow => {
    const files = cell.files.map((file): FileRow => {
      const problem = cell.problems.find(({ file: { fileName } }) => fileName === file.fileName);
      return { ...file, ...(problem !== undefined && { problem: describeTagProblem(problem) }) };
    });
    const { interpreter } = cell;
    return {
      ...row(cellTitle(cell), cell.state, files, cell.job),
      platform: platformTitle(cell),
      ...(interpreter !== undefined && { interpreter }),
    };
  });
  rows.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  if (sdist.state !== 'none')
    rows.push(row(l10n.t('Source distribution'), sdist.state, sdist.files));
  if (others.length > 0) rows.push(row(l10n.t('Other files'), 'unexpected', others));
  return rows;
}

const ORDER: readonly PlaceRow['state'][] = ['wrong', 'missing', 'unexpected', 'served'];

function row(
  title: string,
  state: Cell['state'],
  files: readonly FileRow[],
  job?: string,
): PlaceRow {
  if (state === 'missing')
    return {
      title,
      state,
      detail: job === undefined ? l10n.t('missing') : l10n.t('missing; built by {0}', job),
      files,
    };
  const yanked = files.find(file => file.yanked);
  const wrong = files.find(({ problem }) => problem !== undefined);
  if (yanked !== undefined) {
    return {
      title,
      state: 'wrong',
      detail:
        yanked.yankedReason === undefined
          ? l10n.t('yanked')
          : l10n.t('yanked: {0}', yanked.yankedReason),
      files,
    };
  }
  if (wrong !== undefined)
    return { title, state: 'wrong', detail: l10n.t('platform tag differs'), files };
  if (state === 'unexpected')
    return { title, state, detail: l10n.t('not known from the workflow'), files };
  const sizes = files.flatMap(({ size }) => (size === undefined ? [] : [fileSize(size)]));
  return { title, state, detail: sizes.join(', '), files };
}

/** Bytes as people read them, in powers of ten as PyPI does: `812 B`, `13.4 kB`, `2.1 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 999_950 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** All interpreters of one platform, where the matrix has several. */
export interface PlatformRow {
  readonly platform: string;
  /** That of the place which most needs a look. */
  readonly state: PlaceRow['state'];
  /** A phrase: how many are there, and which are not. */
  readonly detail: string;
  readonly places: readonly PlaceRow[];
}

/** The list as rows and columns: the places of a platform beneath it, where any platform has more than one. */
export function byPlatform(places: readonly PlaceRow[]): readonly (PlaceRow | PlatformRow)[] {
  const platforms = new Map<string, PlaceRow[]>();
  for (const place of places) {
    if (place.platform !== undefined)
      platforms.set(place.platform, [...(platforms.get(place.platform) ?? []), place]);
  }
  if ([...platforms.values()].every(({ length }) => length === 1)) return places;
  return [
    ...[...platforms].map(([platform, places]) => platformRow(platform, places)),
    ...places.filter(({ platform }) => platform === undefined),
  ];
}

function platformRow(platform: string, places: readonly PlaceRow[]): PlatformRow {
  const expected = places.filter(({ state }) => state !== 'unexpected');
  const missing = expected.filter(({ state }) => state === 'missing');
  const count = l10n.t('{0} of {1}', expected.length - missing.length, expected.length);
  const named = missing
    .slice(0, MOST_NAMED)
    .flatMap(({ interpreter }) => interpreter ?? [])
    .join(', ');
  return {
    platform,
    places,
    state: places[0]?.state ?? 'missing',
    detail:
      expected.length === 0
        ? l10n.t('not known from the workflow')
        : named === ''
          ? count
          : missing.length > MOST_NAMED
            ? l10n.t('{0}; missing: {1} and {2} more', count, named, missing.length - MOST_NAMED)
            : l10n.t('{0}; missing: {1}', count, named),
  };
}

/** How many interpreters are named in a phrase. */
const MOST_NAMED = 3;
