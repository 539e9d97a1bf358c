import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { DIST, loadedWith } from '../harness/bundleParts';

/** Words that stand in the code of a library and nowhere else. */
const LATE = {
  tweetnacl: 'crypto_box_beforenm',
  '@noble/hashes': '_BLAKE2b',
  yaml: 'YAMLParseError',
  '@actions/expressions': 'ErrorExceededMaxDepth',
  '@octokit/rest': 'octokit-rest.js',
} as const;

describe('The bundle', () => {
  it('has a bill of materials with each package of the notices', () => {
    const { components } = JSON.parse(read('sbom.cdx.json')) as {
      readonly components: readonly { readonly name: string; readonly version: string }[];
    };
    const notices = read('THIRD-PARTY-NOTICES.txt');
    assert.ok(components.length > 10);
    for (const { name, version } of components)
      assert.ok(notices.includes(`\n${name} ${version} (`), name);
  });

  const read = (name: string) => readFileSync(path.join(DIST, name), 'utf8');

  for (const [library, word] of Object.entries(LATE)) {
    it(`holds ${library}, and loads it when it is needed`, () => {
      const holding = readdirSync(DIST).filter(
        name => /^(?:extension|part-.*)\.js$/.test(name) && withoutMap(read(name)).includes(word),
      );
      assert.notDeepEqual(holding, []);
      const atOnce = loadedWith('extension.js');
      assert.deepEqual(
        holding.filter(name => atOnce.has(name)),
        [],
      );
    });
  }
});

/** The source map would quote it too. */
function withoutMap(text: string): string {
  return text.replace(/\/\/# sourceMappingURL=.*/, '');
}
