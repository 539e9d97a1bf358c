import { matchesParts, ANYTHING, literalParts, oneOf, type WildcardPart } from '../base/wildcards';

interface Pattern {
  readonly test: (identifier: string) => boolean;
  /** Whether it names the interpreter, so that a later release of cibuildwheel adds none. */
  readonly isNamed: boolean;
}

/** The patterns of a selector: `cp39-*`, `cp3{10,11}-manylinux_*`, `*-win32`. Undefined where one can't be read. */
export function patternsOf(text: string): readonly Pattern[] | undefined {
  const patterns: Pattern[] = [];
  for (const word of text.split(/\s+/).filter(word => word !== '')) {
    const words = expandBraces(word);
    if (words === undefined) return undefined;
    for (const glob of words) {
      if (!/^[\w*?[\]!-]+$/.test(glob) || glob.length > 100) return undefined;
      const parts = partsOf(glob);
      if (parts === undefined) return undefined;
      patterns.push({
        test: identifier => matchesParts(parts, identifier),
        isNamed: /^[cp]p\d+t?-/.test(glob),
      });
    }
  }
  return patterns;
}

/** The parts of a pattern in the syntax of Python's `fnmatch`; undefined where a bracket is not closed. */
function partsOf(glob: string): WildcardPart[] | undefined {
  const parts: WildcardPart[] = [];
  // A pattern has at most 100 characters.
  // eslint-disable-next-line regexp/no-super-linear-move
  for (const [found, not, set] of glob.matchAll(/\[(!?)([^\]]+)\]|[^]/g)) {
    if (found === '[') return undefined;
    if (set !== undefined) parts.push(oneOf(set, not === '!'));
    else if (found === '*') parts.push(ANYTHING);
    else if (found === '?') parts.push({ kind: 'one', matches: () => true });
    else parts.push(...literalParts(found));
  }
  return parts;
}

/** At most this many patterns of one word with braces are read. */
const MOST_PATTERNS = 200;

function expandBraces(word: string): string[] | undefined {
  let words = [word];
  for (;;) {
    const next = words.flatMap(text => {
      const [, before, inner, after] = /^([^{}]*)\{([^{}]*)\}(.*)$/.exec(text) ?? [];
      return inner === undefined
        ? [text]
        : inner.split(',').map(part => `${before ?? ''}${part}${after ?? ''}`);
    });
    if (next.length > MOST_PATTERNS || next.some(text => /^[^{]*\}/.test(text))) return undefined;
    if (next.length === words.length && next.every((text, at) => text === words[at]))
      return next.some(text => /[{}]/.test(text)) ? undefined : next;
    words = next;
  }
}
