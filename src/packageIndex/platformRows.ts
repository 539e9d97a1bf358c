import * as l10n from '@vscode/l10n';
import type { PlaceRow } from './placeRows';

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
