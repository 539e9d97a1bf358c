import * as assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import * as path from 'node:path';
import type { FileReader } from '../../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { STATIC } from '../../fixtures/shapes';
import { memoryReader, TOP } from '../support/memory';

const CARGO = path.join(TOP, 'Cargo.toml');

/** A reader that counts, and whose texts can be changed and held back. */
function countingReader(files: Record<string, string>) {
  const reads: string[] = [];
  let hold: Promise<void> | undefined;
  const reader: FileReader = {
    async read(file) {
      reads.push(path.relative(TOP, file));
      const text = await memoryReader(files).read(file);
      await hold;
      return text;
    },
    list: dir => memoryReader(files).list(dir),
  };
  return {
    reader,
    reads,
    holdReads: (until: Promise<void> | undefined) => {
      hold = until;
    },
  };
}

describe('ManifestIndex', () => {
  it('reads again only what has changed', async () => {
    const files = { ...STATIC };
    const { reader, reads } = countingReader(files);
    const index = new ManifestIndex(TOP, reader);
    await index.scan();
    reads.length = 0;
    await index.scan();
    assert.deepEqual(reads, []);
    files['Cargo.toml'] = STATIC['Cargo.toml']!.replace('0.1.0', '0.2.0');
    index.changed(CARGO);
    const { packages } = await index.scan();
    assert.deepEqual(reads, ['Cargo.toml']);
    assert.ok(
      packages[0]!.sites.some(({ file, written }) => file === CARGO && written.text === '0.2.0'),
    );
  });

  it('does not keep a text that changed while it was read', async () => {
    const files = { ...STATIC };
    const { reader, holdReads } = countingReader(files);
    const index = new ManifestIndex(TOP, reader);
    await index.scan();
    index.changed(CARGO);
    const gate = new EventEmitter();
    holdReads(once(gate, 'open').then(() => undefined));
    const scan = index.scan();
    await new Promise(resolve => setImmediate(resolve));
    assert.ok(index.has(CARGO), 'a file that is being read has a part in it');
    files['Cargo.toml'] = STATIC['Cargo.toml']!.replace('0.1.0', '0.2.0');
    index.changed(CARGO);
    holdReads(undefined);
    gate.emit('open');
    await scan;
    assert.match(index.text(CARGO) ?? '', /0\.2\.0/);
  });

  it('gives snapshots that later changes do not touch', async () => {
    const index = new ManifestIndex(TOP, memoryReader(STATIC));
    await index.scan();
    const snapshot = index.snapshot();
    index.changed(CARGO);
    assert.equal(index.text(CARGO), undefined);
    assert.equal(snapshot.text(CARGO), STATIC['Cargo.toml']);
  });

  it('forks over the manifests that it knows, also while it has to look for them again', async () => {
    const index = new ManifestIndex(TOP, memoryReader(STATIC));
    await index.scan();
    index.filesChanged();
    const fork = index.fork(
      { ...memoryReader(STATIC), list: () => Promise.resolve([]) },
      () => true,
    );
    assert.equal((await fork.scan()).packages.length, 1);
  });

  it('finds a manifest that came while it looked', async () => {
    const files: Record<string, string> = {};
    const reader = memoryReader(files);
    const index = new ManifestIndex(TOP, {
      read: file => memoryReader(files).read(file),
      list: async dir => {
        const entries = await reader.list(dir);
        if (files['Cargo.toml'] === undefined) {
          files['Cargo.toml'] = STATIC['Cargo.toml']!;
          index.filesChanged();
          return entries;
        }
        return await memoryReader(files).list(dir);
      },
    });
    assert.equal((await index.scan()).packages.length, 1);
  });

  it('says why a file cannot be read', async () => {
    const reader: FileReader = {
      ...memoryReader(STATIC),
      read: () => Promise.reject(new Error('EACCES: permission denied')),
    };
    const { problems } = await new ManifestIndex(TOP, reader).scan();
    assert.match(problems[0]?.message ?? '', /^This file cannot be read: EACCES/);
  });
});
