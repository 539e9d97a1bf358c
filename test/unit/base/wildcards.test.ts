import * as assert from 'node:assert/strict';
import {
  ANYTHING,
  literalParts,
  matchesParts,
  oneOf,
  type WildcardPart,
} from '../../../src/base/wildcards';

/** `*` and `?`, `[…]` as a set; every other character is itself. */
function parts(pattern: string): WildcardPart[] {
  return [...pattern.matchAll(/\[(!?)([^\]]+)\]|[^]/g)].flatMap(([found, not, set]) =>
    set !== undefined
      ? [oneOf(set, not === '!')]
      : found === '*'
        ? [ANYTHING]
        : found === '?'
          ? [{ kind: 'one' as const, matches: () => true }]
          : literalParts(found),
  );
}

describe('wildcards', () => {
  for (const [pattern, yes, no] of [
    ['cp3*-manylinux_*', ['cp312-manylinux_x86_64', 'cp3-manylinux_'], ['cp2-manylinux_', 'cp3']],
    ['*', ['', 'a', '\n'], []],
    ['**a', ['a', 'ba'], ['', 'ab']],
    ['a?c', ['abc', 'a\u{1f600}c'], ['ac', 'abbc']],
    ['a[b-d!]e', ['abe', 'a!e'], ['aae', 'abbe']],
    ['[!ab]', ['c'], ['a', 'b', '']],
    ['[z-a]', [], ['a', 'z', '-']],
    ['', [''], ['a']],
  ] as const)
    it(`"${pattern}"`, () => {
      for (const text of yes) assert.ok(matchesParts(parts(pattern), text), text);
      for (const text of no) assert.ok(!matchesParts(parts(pattern), text), text);
    });

  it('take linear time for each of their parts', () => {
    const started = performance.now();
    assert.ok(!matchesParts(parts(`${'*a'.repeat(500)}b`), 'a'.repeat(5_000)));
    assert.ok(performance.now() - started < 10_000);
  });
});
