import * as assert from 'node:assert/strict';
import { readPackageIdSpec } from '../../../src/manifests/cargo/cargoManifest';
import {
  exactPin,
  findAssignments,
  readSetupCfg,
  readSetupPy,
} from '../../../src/manifests/python/dunderVersion';
import { RepositoryPatterns } from '../../../src/manifests/repositoryPattern';
import { matchesGlob } from '../../../src/base/glob';

const LONG = 100_000;

/** Each text made a backtracking pattern take seconds to hours. */
const READERS: readonly (readonly [name: string, read: () => unknown])[] = [
  [
    'a requirement with blanks',
    () => exactPin(`demo${' '.repeat(LONG)}==${' '.repeat(LONG)}x!`, false),
  ],
  ['a version of poetry with blanks', () => exactPin(`${' '.repeat(LONG)}1.0 x`, true)],
  ['setup.cfg with blanks', () => readSetupCfg(`[metadata]\nversion =${' \t'.repeat(LONG)}x#`)],
  ['setup.py with line separators', () => readSetupPy(`setup(\n${'\u2028'.repeat(LONG)}version`)],
  [
    'a line of assignments',
    () => findAssignments('__version__ = '.repeat(LONG / 4), '__version__'),
  ],
  ['a package id of slashes', () => readPackageIdSpec(`${'/a'.repeat(LONG)}//#1.0.0`)],
  ['a package id of question marks', () => readPackageIdSpec(`${'?'.repeat(LONG)}\n#1.0.0`)],
  ['a glob of brackets', () => matchesGlob('['.repeat(LONG), 'a', '/')],
];

describe('a hostile text of a manifest', () => {
  for (const [name, read] of READERS)
    it(`takes no time: ${name}`, () => {
      const started = performance.now();
      read();
      assert.ok(performance.now() - started < 2_000);
    });

  it('is read as before where it is usual', () => {
    assert.equal(
      exactPin('demo[fast] == 1.5.0 ; python_version > "3"', false)?.written.text,
      '1.5.0',
    );
    assert.equal(readPackageIdSpec('https://host/demo.git?branch=x#0.1.0')?.name, 'demo');
    assert.equal(readPackageIdSpec('https://host/path/#demo@0.1.0')?.name, 'demo');
    assert.deepEqual(readSetupCfg('[metadata]\nversion =  1.0 \t# x\n'), {
      kind: 'literal',
      text: '1.0',
      span: { start: 22, end: 25 },
    });
  });

  it('takes a second at most for all patterns of a repository, and no more later', () => {
    const evil = (index: number) => new RegExp(`(?<version>(a+)+)${'x'.repeat(index + 1)}$`, 'm');
    const text = `${'a'.repeat(50)}!`;
    for (let look = 0; look < 2; look++) {
      const patterns = new RepositoryPatterns();
      const started = performance.now();
      for (let index = 0; index < 40; index++) patterns.match(evil(index), text);
      assert.ok(performance.now() - started < 3_000);
    }
    const patterns = new RepositoryPatterns();
    assert.equal(patterns.match(/v(?<version>[\d.]+)/, 'v1.0')?.text, '1.0');
    assert.ok(patterns.test('^demo \\d', 'demo 1'));
    assert.ok(!patterns.test('(?P<a>', 'demo 1'));
  });
});
