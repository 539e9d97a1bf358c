import { GitHubFailure } from './failure';

/** What was read, or why it could not be: what a token may not see is not known, and never taken for absent. */
export type Reading<T> =
  | { readonly state: 'seen'; readonly value: T }
  | { readonly state: 'unknown'; readonly detail: string; readonly advice: string };

/** Reads something without which the rest is still of use. */
export async function reading<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { state: 'seen', value: await read() };
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    return { state: 'unknown', detail: error.message, advice: error.advice };
  }
}

/** The most that GitHub gives in one answer. */
export const PAGE_SIZE = 100;

/** Reads a list to its end. @param read gives a page, counted from one, and how many items there are in all */
export async function everyPage<T>(
  read: (page: number) => Promise<{ readonly total: number; readonly items: readonly T[] }>,
): Promise<T[]> {
  const found: T[] = [];
  for (let page = 1; ; page++) {
    const { total, items } = await read(page);
    found.push(...items);
    if (items.length === 0 || found.length >= total) return found;
  }
}
