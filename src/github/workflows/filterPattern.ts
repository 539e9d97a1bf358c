import * as l10n from '@vscode/l10n';

/**
 * Whether a ref name passes a filter of patterns. Later patterns win: `!pattern` takes out what earlier ones let in, and a
 * later positive pattern lets it in again. Source: GitHub docs, "Filter pattern cheat sheet".
 * @param name a branch or tag without `refs/heads/` or `refs/tags/`, or a path
 */
export function matchesFilter(patterns: readonly string[], name: string): boolean {
  return decidingPattern(patterns, name)?.startsWith('!') === false;
}

/** The last of the patterns that matches a name, or undefined. */
export function decidingPattern(patterns: readonly string[], name: string): string | undefined {
  const characters = Array.from(name.slice(0, MAX_LENGTH));
  return patterns.findLast(pattern => {
    const parts = partsOf(pattern.replace(/^!/, ''));
    return parts !== undefined && name.length <= MAX_LENGTH && matches(parts, characters);
  });
}

/** What is wrong with a pattern, or undefined. GitHub refuses a workflow with a pattern that it cannot read. */
export function reasonInvalidPattern(pattern: string): string | undefined {
  const body = pattern.replace(/^!/, '');
  if (body === '') return l10n.t('The pattern "{0}" is empty.', pattern);
  if (pattern.length > MAX_LENGTH)
    return l10n.t('The pattern is longer than {0} characters.', MAX_LENGTH);
  if (/^[?+]/.test(body))
    return l10n.t(
      'The pattern "{0}" begins with "{1}", which repeats the character before it.',
      pattern,
      body.charAt(0),
    );
  return partsOf(body) === undefined
    ? l10n.t('GitHub can\'t read the pattern "{0}".', pattern)
    : undefined;
}

/** Longer patterns and names match nothing. Git refuses refs of more than 255 bytes on most systems. */
const MAX_LENGTH = 1_000;

/** What one place of a pattern matches, and how often. `isFolders` is two stars and a slash: any folders, or none. */
interface Part {
  readonly matches: (character: string) => boolean;
  readonly isOptional: boolean;
  readonly isRepeated: boolean;
  readonly isFolders: boolean;
}

/**
 * Follows all ways through a pattern at once: one step for each character and part, whatever the pattern is. A regular
 * expression would try them one after the other.
 */
function matches(parts: readonly Part[], characters: readonly string[]): boolean {
  const add = (to: Set<number>, from: number): void => {
    for (let at = from; ; at++) {
      to.add(at);
      if (parts[at]?.isOptional !== true) return;
    }
  };
  let places = new Set<number>();
  add(places, 0);
  for (const character of characters) {
    const next = new Set<number>();
    for (const at of places) {
      const part = parts[at];
      if (part?.matches(character) !== true) continue;
      if (part.isFolders) {
        // It ends with a slash only.
        next.add(inside(at));
        if (character === '/') add(next, at + 1);
        continue;
      }
      if (part.isRepeated) add(next, at);
      add(next, at + 1);
    }
    for (const place of places) {
      if (place >= 0) continue;
      next.add(place);
      if (character === '/') add(next, -place);
    }
    if (next.size === 0) return false;
    places = next;
  }
  return places.has(parts.length);
}

/** The place inside of the folders of a part: they may not end here. */
function inside(at: number): number {
  return -(at + 1);
}

/** The parts of a pattern without its `!`; undefined where it is malformed. */
function partsOf(pattern: string): readonly Part[] | undefined {
  if (/^[?+]/.test(pattern) || pattern.length > MAX_LENGTH) return undefined;
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length;) {
    const found = partAt(pattern, at);
    if (found === undefined) return undefined;
    at += found.length;
    const sign = pattern.charAt(at);
    const repeat = sign === '?' || sign === '+' ? sign : '';
    at += repeat.length;
    const isStar = found.kind === 'star';
    const isFolders = found.kind === 'folders';
    parts.push({
      matches: found.matches,
      isFolders,
      isOptional: isStar || isFolders || repeat === '?',
      isRepeated: isStar || repeat === '+',
    });
  }
  return parts;
}

interface Found {
  readonly kind: 'star' | 'folders' | 'one';
  readonly length: number;
  readonly matches: (character: string) => boolean;
}

/** What begins at a place of a pattern: a star, a class, an escaped character, or itself. */
function partAt(pattern: string, at: number): Found | undefined {
  if (pattern.startsWith('**/', at)) return { kind: 'folders', length: 3, matches: () => true };
  if (pattern.startsWith('**', at)) return { kind: 'star', length: 2, matches: () => true };
  const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  if (character === '*')
    return { kind: 'star', length: 1, matches: candidate => candidate !== '/' };
  if (character === '[') {
    const end = pattern.indexOf(']', at);
    const members = classOf(pattern.slice(at + 1, end === -1 ? at + 1 : end));
    return members && { kind: 'one', length: end + 1 - at, matches: members };
  }
  const isEscape = character === '\\' && at + 1 < pattern.length;
  const literal = isEscape ? String.fromCodePoint(pattern.codePointAt(at + 1) ?? 0) : character;
  return {
    kind: 'one',
    length: literal.length + (isEscape ? 1 : 0),
    matches: candidate => candidate === literal,
  };
}

/** The members of a class such as `0-9a-z`; undefined where it is empty or a range runs backwards. */
function classOf(text: string): ((character: string) => boolean) | undefined {
  const members = Array.from(text);
  const ranges: (readonly [from: string, to: string])[] = [];
  for (let at = 0; at < members.length; at++) {
    const from = members[at] ?? '';
    const to = members[at + 1] === '-' ? members[at + 2] : undefined;
    if (to !== undefined) at += 2;
    ranges.push([from, to ?? from]);
  }
  if (ranges.length === 0 || ranges.some(([from, to]) => from > to)) return undefined;
  return character => ranges.some(([from, to]) => from <= character && character <= to);
}
