import fc from 'fast-check';
import * as assert from 'node:assert/strict';
import { findEverywhere, findTracked } from '../../../src/manifests/scan/manifestFinder';
import { memoryReader, TOP } from '../support/memory';
import { runs, saySeed } from '../support/property';

const folder = fc.array(fc.constantFrom('a', 'b', 'ab', 'target', '.venv', 'ä'), { maxLength: 4 });
const file = fc
  .tuple(
    folder,
    fc.constantFrom(
      'Cargo.toml',
      'pyproject.toml',
      'uv.lock',
      'x',
      'Cargo.tomx',
      'CACHEDIR.TAG',
      '.git',
    ),
  )
  .map(([dirs, name]) => [...dirs, name].join('/'));

/** Names that are both a file and a folder of others are no tree. */
const tree = fc
  .uniqueArray(file, { maxLength: 25 })
  .map(names => names.filter(name => !names.some(other => other.startsWith(`${name}/`))));

describe('whereTracked', () => {
  after(saySeed);

  it('finds what a look into every folder finds, where git tracks every file', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async names => {
        const reader = memoryReader(Object.fromEntries(names.map(name => [name, ''])));
        // git tracks nothing in a repository inside this one, and names it as if it were a file.
        const inner = names
          .filter(name => name !== '.git' && name.endsWith('/.git'))
          .map(name => name.slice(0, -'.git'.length));
        const tracked = [...names, ...inner.map(name => name.slice(0, -1))]
          .filter(name => !inner.some(dir => name.startsWith(dir)) && name !== '.git')
          .sort();
        const list = tracked.map(name => `${name}\0`).join('');
        const { files } = await findTracked(() => Promise.resolve(list))(TOP, reader, []);
        assert.deepEqual(files, (await findEverywhere(TOP, reader, [])).files);
      }),
      runs(1_000),
    );
  });
});
