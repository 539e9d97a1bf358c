import * as assert from 'node:assert/strict';
import { compareWritten, readVersion, type Spelling } from '../../../src/versions/writtenVersion';

const keyOf = (text: string, spelling: Spelling) => readVersion(text, spelling).key;

describe('readVersion', () => {
  it('gives equal versions one key, whatever their spelling', () => {
    const key = keyOf('0.2.0-rc.1', 'semver');
    for (const text of ['0.2.0rc1', '0.2.0-rc1', '0.2.0.RC.1', '0.2rc1', 'v0.2.0c1'])
      assert.equal(keyOf(text, 'pep440'), key, text);
    assert.equal(keyOf('1.0', 'pep440'), keyOf('1.0.0', 'semver'));
    assert.equal(keyOf('0.0.0', 'semver'), keyOf('0', 'pep440'));
  });

  it('tells different versions apart', () => {
    const texts = [
      '0.2.0',
      '0.2.1',
      '0.2.0rc1',
      '0.2.0rc2',
      '0.2.0.post1',
      '0.2.0.dev1',
      '1!0.2.0',
      '0.2.0+x',
      '0.20.0',
      '10.2.0',
    ];
    assert.equal(new Set(texts.map(text => keyOf(text, 'pep440'))).size, texts.length);
  });

  it('says what is wrong with a version that is not legal where it stands', () => {
    assert.match(
      readVersion('0.2.0rc1', 'semver').problem ?? '',
      /"0\.2\.0rc1" is not a SemVer version/,
    );
    assert.match(readVersion('v0.2.0', 'semver').problem ?? '', /not a SemVer version/);
    assert.match(readVersion(' 0.2.0', 'semver').problem ?? '', /not a SemVer version/);
    assert.match(
      readVersion('unknown', 'pep440').problem ?? '',
      /"unknown" is not a PEP 440 version/,
    );
    assert.equal(readVersion('0.1.0-nightly.3', 'semver').problem, undefined);
  });
});

describe('compareWritten', () => {
  it('orders as pip does', () => {
    const sorted = [
      '0.2.0.dev1',
      '0.2.0a1',
      '0.2.0b1',
      '0.2.0rc9',
      '0.2.0rc10',
      '0.2.0',
      '0.2.0.post1',
      '0.10.0',
      '1!0.1.0',
    ];
    const versions = sorted.map(text => readVersion(text, 'pep440'));
    assert.deepEqual(
      [...versions]
        .reverse()
        .sort(compareWritten)
        .map(({ text }) => text),
      sorted,
    );
  });

  it('orders what only SemVer can spell as Cargo does, and the illegal before the rest', () => {
    const read = (text: string) => readVersion(text, 'semver');
    assert.ok(compareWritten(read('0.1.0-nightly.2'), read('0.1.0-nightly.10')) < 0);
    assert.ok(compareWritten(read('0.1.0-nightly.3'), read('0.1.0')) < 0);
    assert.ok(compareWritten(read('latest'), read('0.0.1')) < 0);
  });
});
