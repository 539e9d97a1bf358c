import * as assert from 'node:assert/strict';
import {
  indexAt,
  pipInstallArguments,
  pipInstallLine,
  PYPI,
  TESTPYPI,
} from '../../../src/packageIndex/packageIndex';
describe('pipInstallLine', () => {
  it('installs exactly this version', () => {
    assert.equal(pipInstallLine(PYPI, 'budtiktok', '0.2.0'), 'pip install budtiktok==0.2.0');
    assert.equal(
      pipInstallLine(PYPI, 'budtiktok', '0.2.0-rc.1'),
      'pip install budtiktok==0.2.0rc1',
    );
  });

  it('finds the dependencies of a package on TestPyPI', () => {
    assert.equal(
      pipInstallLine(TESTPYPI, 'budtiktok', '0.2.0'),
      'pip install --index-url https://test.pypi.org/simple/ --extra-index-url https://pypi.org/simple/ budtiktok==0.2.0',
    );
  });

  it('names another index, without characters that a shell reads', () => {
    const line = pipInstallLine(
      indexAt('https://example.org/$(id)/a;b&c\'d"e f`g|h!/simple'),
      'budtiktok',
      '0.2.0',
    );
    assert.match(
      line,
      /^pip install --index-url https:\/\/example\.org\/[\w%/.]+\/simple\/ budtiktok==0\.2\.0$/,
    );
    assert.deepEqual(pipInstallArguments(indexAt('https://example.org/simple'), 'a.b', '1'), [
      'install',
      '--index-url',
      'https://example.org/simple/',
      'a.b==1',
    ]);
  });

  it('refuses what is no name or version', () => {
    for (const [name, version] of [
      ['a;b', '1'],
      ['-r', '1'],
      ['', '1'],
      ['a', '1; ls'],
      ['a', '$(ls)'],
      ['a', '*'],
      ['a', '1!2'],
    ] as const) {
      assert.throws(() => pipInstallLine(PYPI, name, version), name + version);
    }
  });
});
