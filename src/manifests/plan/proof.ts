import { isDeepStrictEqual } from 'node:util';
import type { KeyPath } from '../tomlSpans';

/** An edit that would have changed more or less than was intended. It is a mistake of this program: nothing is written. */
export class ProofError extends Error {
  override readonly name = 'ProofError';

  constructor(readonly file: string) {
    super(`Editing ${file} would change something other than the versions in the plan.`);
  }
}

/** What may differ at a place: the text that it has to hold then, the names of its keys, or places below it. */
interface Expected {
  text?: string;
  keys?: ReadonlyMap<string, string>;
  readonly below: Map<string, Expected>;
}

/**
 * Compares what a second parser reads of a file before and after an edit: exactly the given values may differ.
 *
 * @param keys new names of keys, by the name of the top table that they are in
 * @throws ProofError
 */
export function proveValues(
  file: string,
  before: unknown,
  after: unknown,
  values: readonly (readonly [KeyPath, string])[],
  keys: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(),
): void {
  const expected: Expected = { below: new Map() };
  const at = (key: KeyPath) => {
    let place = expected;
    for (const part of key) {
      const next = place.below.get(String(part)) ?? { below: new Map() };
      place.below.set(String(part), next);
      place = next;
    }
    return place;
  };
  for (const [key, text] of values) at(key).text = text;
  for (const [table, names] of keys) if (names.size > 0) at([table]).keys = names;
  if (!isAsExpected(before, after, expected)) throw new ProofError(file);
}

function isAsExpected(before: unknown, after: unknown, { text, keys, below }: Expected): boolean {
  if (text !== undefined) return typeof before === 'string' && after === text;
  if (below.size === 0 && keys === undefined) return isDeepStrictEqual(before, after);
  if (!isHolder(before) || !isHolder(after) || Array.isArray(before) !== Array.isArray(after))
    return false;
  const was = new Map(
    Object.entries(before).map(([key, value]: [string, unknown]) => [keys?.get(key) ?? key, value]),
  );
  const is = new Map(Object.entries(after));
  return (
    was.size === is.size &&
    [...below.keys()].every(key => was.has(key)) &&
    [...was].every(
      ([key, value]) => is.has(key) && isAsExpected(value, is.get(key), below.get(key) ?? NOTHING),
    )
  );
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const NOTHING: Expected = { below: new Map() };
