import * as assert from 'node:assert/strict';
import { sep } from 'node:path';
import { findManifests, isSkippedPath } from '../../../src/manifests/scan/walk';
import { below, memoryReader, TOP } from '../support/memory';

const found = async (...names: string[]) =>
  (await findManifests(TOP, memoryReader(Object.fromEntries(names.map(name => [name, '']))))).map(
    below,
  );

describe('findManifests', () => {
  it('finds manifests and locks at every depth', async () => {
    assert.deepEqual(
      await found(
        'Cargo.toml',
        'Cargo.lock',
        'a/b/c/pyproject.toml',
        'a/Cargo.toml.tmp',
        'a/setup.py',
      ),
      ['Cargo.lock', 'Cargo.toml', 'a/b/c/pyproject.toml'],
    );
  });

  it('does not look into environments, caches and build folders, committed or not', async () => {
    assert.deepEqual(
      await found(
        '.venv/lib/x/pyproject.toml',
        'node_modules/x/Cargo.toml',
        'lib/site-packages/x/pyproject.toml',
        'env-of-mine/pyvenv.cfg',
        'env-of-mine/lib/pyproject.toml',
        'Cargo.toml',
        'target/package/x/Cargo.toml',
        'out/CACHEDIR.TAG',
        'out/x/Cargo.toml',
        'build/.rustc_info.json',
        'build/Cargo.toml',
      ),
      ['Cargo.toml'],
    );
  });

  it('looks into sources in a folder that is called target', async () => {
    assert.deepEqual(await found('src/target/Cargo.toml', 'src/x/pyproject.toml'), [
      'src/target/Cargo.toml',
      'src/x/pyproject.toml',
    ]);
  });

  it('judges a path alone', () => {
    assert.ok(isSkippedPath('/x/.venv/y/Cargo.toml'.split('/').join(sep)));
    assert.ok(!isSkippedPath('/x/venv-tools/Cargo.toml'));
  });
});
