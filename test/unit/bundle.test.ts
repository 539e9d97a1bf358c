import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { bundleSizes, type BundleSizes } from '../harness/bundleSizes';
import { ROOT } from '../harness/paths';

/** Minified, in bytes. */
const BUDGET = { activation: 20_000, start: 470_000 } as const;

/** Libraries that few users need in a window. */
const LATE = ['tweetnacl', '@noble/hashes', 'yaml', '@actions/expressions', '@octokit/rest'];

describe('The bundle', () => {
  let sizes: BundleSizes;
  before(async () => {
    sizes = await bundleSizes();
  });

  it('has a bill of materials with each package of the notices', () => {
    const { components } = JSON.parse(read('sbom.cdx.json')) as {
      readonly components: readonly { readonly name: string; readonly version: string }[];
    };
    const notices = read('THIRD-PARTY-NOTICES.txt');
    assert.ok(components.length > 10);
    for (const { name, version } of components)
      assert.ok(notices.includes(`\n${name} ${version} (`), name);
  });

  it('reads no more at activation and with the first look than its budget', () => {
    assert.ok(sizes.activation < BUDGET.activation, `activation: ${sizes.activation}`);
    assert.ok(sizes.start < BUDGET.start, `start: ${sizes.start}`);
  });

  for (const library of LATE) {
    it(`holds ${library}, and loads it when it is needed`, () => {
      const isOf = (file: string) => file.startsWith(`node_modules/${library}/`);
      assert.ok(sizes.late.some(isOf));
      assert.deepEqual(sizes.early.filter(isOf), []);
    });
  }
});

function read(name: string): string {
  return readFileSync(path.join(ROOT, 'dist', name), 'utf8');
}
