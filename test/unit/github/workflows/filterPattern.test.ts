import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  matchesFilter,
  reasonInvalidPattern,
} from '../../../../src/github/workflows/filterPattern';

describe('matchesFilter', () => {
  const cheatSheet: readonly (readonly [
    pattern: string,
    matched: readonly string[],
    others: readonly string[],
  ])[] = [
    ['feature/*', ['feature/my-branch', 'feature/your-branch'], ['feature/a/b', 'feature']],
    [
      'feature/**',
      ['feature/beta-a/my-branch', 'feature/your-branch', 'feature/mona/the/octocat'],
      ['features/x'],
    ],
    ['main', ['main'], ['main2', 'a/main']],
    ['*', ['main', 'releases'], ['all/the/branches']],
    ['**', ['all/the/branches', 'every/tag', 'x'], []],
    ['*feature', ['mona-feature', 'feature', 'ver-10-feature'], ['feature-x']],
    ['v2*', ['v2', 'v2.0', 'v2.9'], ['v1', 'v2/x']],
    ['v[12].[0-9]+.[0-9]+', ['v1.10.1', 'v2.0.0'], ['v3.0.0', 'v1.10', 'v1x10x1']],
    ['*.jsx?', ['page.js', 'page.jsx'], ['page.jsxx']],
    ['**.js', ['index.js', 'js/index.js', 'src/js/app.js'], ['index.ts']],
    ['**/README.md', ['README.md', 'js/README.md'], ['xREADME.md']],
    ['**/*src/**', ['a/src/app.js', 'my-src/code/js/app.js'], ['src']],
    [
      '**/migrate-*.sql',
      ['migrate-10909.sql', 'db/migrate-v1.0.sql', 'db/sept/migrate-v1.sql'],
      ['db/migrate.sql'],
    ],
    ['v[0-9]+.[0-9]+.[0-9]+', ['v0.2.0', 'v10.20.30'], ['v0.2.0-rc.1', '0.2.0', 'v0.2']],
    ['v[0-9]+.[0-9]+.[0-9]+-*', ['v0.2.0-rc.1'], ['v0.2.0']],
    ['py-v*', ['py-v0.2.0'], ['v0.2.0']],
    ['c\\+\\+', ['c++'], ['c', 'ccc']],
    ['a.b', ['a.b'], ['axb']],
  ];
  for (const [pattern, matched, others] of cheatSheet) {
    it(pattern, () => {
      for (const name of matched) assert.ok(matchesFilter([pattern], name), name);
      for (const name of others) assert.ok(!matchesFilter([pattern], name), name);
    });
  }

  it('lets the last pattern win', () => {
    assert.ok(!matchesFilter(['v*', '!v*-rc*'], 'v1-rc1'));
    assert.ok(matchesFilter(['v*', '!v*-rc*'], 'v1'));
    assert.ok(matchesFilter(['v*', '!v*-rc*', 'v2*'], 'v2-rc1'));
    assert.ok(!matchesFilter(['!v*-rc*', '!x'], 'v1'), 'negative patterns alone let nothing in');
    assert.ok(!matchesFilter([], 'v1'));
  });

  it('matches every name without special characters with itself, with **, and with none of its negations after it', () => {
    const name = fc
      .array(fc.stringMatching(/^[a-z0-9._-]{1,8}$/), { minLength: 1, maxLength: 4 })
      .map(parts => parts.join('/'));
    fc.assert(
      fc.property(name, name, (one, other) => {
        assert.ok(matchesFilter([one], one));
        assert.ok(matchesFilter(['**'], one));
        assert.equal(matchesFilter(['*'], one), !one.includes('/'));
        assert.equal(matchesFilter([one], other), one === other);
        assert.ok(!matchesFilter(['**', `!${one}`], one));
        assert.equal(matchesFilter(['**', `!${one}`], other), one !== other);
      }),
    );
  });

  it('says what is wrong with a pattern', () => {
    assert.equal(reasonInvalidPattern('v*'), undefined);
    assert.match(reasonInvalidPattern('v[0-9') ?? '', /GitHub can.t read/);
    assert.match(reasonInvalidPattern('v[9-0]') ?? '', /GitHub can.t read/);
    assert.match(reasonInvalidPattern('+x') ?? '', /repeats/);
    assert.match(reasonInvalidPattern('!') ?? '', /empty/);
    assert.ok(!matchesFilter(['v[9-0]'], 'v9'));
  });

  it('takes a time that grows with the length of pattern and name, not with the ways to match', () => {
    const name = 'a'.repeat(900);
    const started = performance.now();
    for (const pattern of [
      '*a'.repeat(400) + 'b',
      '*+'.repeat(450) + '!',
      '**/'.repeat(300) + 'b',
      'a?'.repeat(450) + 'b',
    ])
      assert.ok(!matchesFilter([pattern], name), pattern.slice(0, 20));
    assert.ok(performance.now() - started < 10_000, 'a backtracking matcher does not end');
  });

  it('reads no pattern of more than 1,000 characters', () => {
    const long = 'a'.repeat(1_001);
    assert.equal(reasonInvalidPattern(long), 'The pattern is longer than 1000 characters.');
    assert.ok(!matchesFilter([long], long));
    assert.ok(matchesFilter(['a'.repeat(1_000)], 'a'.repeat(1_000)));
  });
});
