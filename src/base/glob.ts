/** One element of a pattern for a folder's or file's name. */
type Element =
  | { readonly kind: 'any' }
  | { readonly kind: 'one'; readonly matches: (character: string) => boolean };

/**
 * Whether a path matches a pattern of Rust's `glob` crate, which Cargo uses for `members`: `*`, `?`, `[…]` and `**`;
 * braces have no meaning. Both are split at `separator`. The time it takes grows with the product of the lengths and not
 * with the number of stars, because patterns come from files that anyone may have written.
 */
export function matchesGlob(pattern: string, path: string, separator: string): boolean {
  if (!/[*?[]/.test(pattern)) return pattern === path;
  const parts = pattern.split(separator);
  const names = path.split(separator);
  return wild(
    parts.length,
    names.length,
    at => parts[at] === '**',
    (at, name) => matchesName(parts[at] ?? '', names[name] ?? ''),
  );
}

function matchesName(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  if (!/[*?[]/.test(pattern)) return pattern === name;
  const elements = elementsOf(pattern);
  const characters = Array.from(name);
  return wild(
    elements.length,
    characters.length,
    at => elements[at]?.kind === 'any',
    (at, character) => {
      const element = elements[at];
      return element?.kind === 'one' && element.matches(characters[character] ?? '');
    },
  );
}

/** Matches a sequence in which some elements stand for any number of items, by going back to the last of those alone. */
function wild(
  length: number,
  items: number,
  isAny: (at: number) => boolean,
  matches: (at: number, item: number) => boolean,
): boolean {
  let at = 0;
  let back: { readonly at: number; item: number } | undefined;
  for (let item = 0; item < items;) {
    if (at < length && isAny(at)) {
      back = { at: at++, item };
    } else if (at < length && matches(at, item)) {
      at++;
      item++;
    } else if (back !== undefined) {
      item = ++back.item;
      at = back.at + 1;
    } else {
      return false;
    }
  }
  while (at < length && isAny(at)) at++;
  return at === length;
}

function elementsOf(part: string): Element[] {
  const characters = Array.from(part);
  const lastClosing = characters.lastIndexOf(']');
  const elements: Element[] = [];
  for (let at = 0; at < characters.length; at++) {
    const text = characters[at];
    const isNegated = characters[at + 1] === '!';
    const from = at + (isNegated ? 2 : 1);
    // A bracket right after the opening one belongs to the set.
    const end =
      text === '[' && from < lastClosing
        ? characters.indexOf(']', characters[from] === ']' ? from + 1 : from)
        : -1;
    if (end !== -1) {
      const set = characters.slice(from, end).join('');
      elements.push({ kind: 'one', matches: character => isIn(set, character) !== isNegated });
      at = end;
    } else if (text === '*') elements.push({ kind: 'any' });
    else elements.push({ kind: 'one', matches: character => text === '?' || text === character });
  }
  return elements;
}

/** Whether a character is in a set such as `a-z_`; a range that goes backwards holds nothing. */
function isIn(set: string, character: string): boolean {
  return [...set.matchAll(/([^])-([^])|([^])/gu)].some(([, from = '', to = '', one]) =>
    one === undefined ? from <= character && character <= to : one === character,
  );
}
