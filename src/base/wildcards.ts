/** One place of a pattern: a run of any length, or one character. */
export type WildcardPart =
  | { readonly kind: 'any'; readonly matches: (character: string) => boolean }
  | { readonly kind: 'one'; readonly matches: (character: string) => boolean };

/** Any run of characters. */
export const ANYTHING: WildcardPart = { kind: 'any', matches: () => true };

/** One character of a set such as `a-z_`, or of all others. A range that runs backwards holds nothing. */
export function oneOf(set: string, isNegated: boolean): WildcardPart {
  const ranges = [...set.matchAll(/([^])-([^])|([^])/gu)].map(
    ([, from = '', to = '', one]) => [one ?? from, one ?? to] as const,
  );
  return {
    kind: 'one',
    matches: character =>
      ranges.some(([from, to]) => from <= character && character <= to) !== isNegated,
  };
}

/** The parts of a text that stands for itself. */
export function literalParts(text: string): WildcardPart[] {
  return Array.from(text, character => ({
    kind: 'one',
    matches: candidate => candidate === character,
  }));
}

/**
 * Whether a text matches a pattern as a whole. It follows all ways through the pattern at once, one step for each character
 * and part: a regular expression would try `a*a*a*b` one way after the other.
 */
export function matchesParts(parts: readonly WildcardPart[], text: string): boolean {
  let places = new Set(reach(parts, 0));
  for (const character of text) {
    const next = new Set<number>();
    for (const at of places) {
      const part = parts[at];
      if (part?.matches(character) !== true) continue;
      for (const place of part.kind === 'any'
        ? [at, ...reach(parts, at + 1)]
        : reach(parts, at + 1))
        next.add(place);
    }
    if (next.size === 0) return false;
    places = next;
  }
  return places.has(parts.length);
}

/** A place, and the places behind it that need no character. */
function reach(parts: readonly WildcardPart[], from: number): number[] {
  const found = [from];
  for (let at = from; parts[at]?.kind === 'any'; at++) found.push(at + 1);
  return found;
}
