import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Contexts } from '../../../../src/github/workflows/expression';
import { expandMatrix } from '../../../../src/github/workflows/matrix';
import { parseYaml } from '../../../../src/github/workflows/yaml';

function expand(yaml: string, contexts: Contexts = {}): readonly string[] | undefined {
  const parsed = parseYaml(yaml);
  assert.ok('root' in parsed);
  return expandMatrix(parsed.root, contexts)?.map(
    ({ values, segments }) => `${segments.join(', ')} = ${JSON.stringify(values)}`,
  );
}

describe('expandMatrix', () => {
  it('multiplies in the order of the file, the last vector fastest', () => {
    assert.deepEqual(expand('{ os: [linux, windows], arch: [x64, x86] }'), [
      'linux, x64 = {"os":"linux","arch":"x64"}',
      'linux, x86 = {"os":"linux","arch":"x86"}',
      'windows, x64 = {"os":"windows","arch":"x64"}',
      'windows, x86 = {"os":"windows","arch":"x86"}',
    ]);
  });

  it('excludes by every key that is given, in objects too', () => {
    assert.deepEqual(
      expand('{ a: [1, 2], b: [x, y], exclude: [{ a: 2, b: X }] }')?.map(
        text => text.split(' =')[0],
      ),
      ['1, x', '1, y', '2, y'],
    );
    assert.deepEqual(
      expand(
        '{ p: [{ os: linux, arch: x64 }, { os: linux, arch: arm }], exclude: [{ p: { arch: arm } }] }',
      )?.map(text => text.split(' =')[0]),
      ['linux, x64'],
    );
  });

  it('extends and adds as the documentation has it', () => {
    assert.deepEqual(
      expand(`
fruit: [apple, pear]
animal: [cat, dog]
include:
  - color: green
  - color: pink
    animal: cat
  - fruit: apple
    shape: circle
  - fruit: banana
  - fruit: banana
    animal: cat
`),
      [
        'apple, cat = {"fruit":"apple","animal":"cat","color":"pink","shape":"circle"}',
        'apple, dog = {"fruit":"apple","animal":"dog","color":"green","shape":"circle"}',
        'pear, cat = {"fruit":"pear","animal":"cat","color":"pink"}',
        'pear, dog = {"fruit":"pear","animal":"dog","color":"green"}',
        'banana = {"fruit":"banana"}',
        'banana, cat = {"fruit":"banana","animal":"cat"}',
      ],
    );
  });

  it('takes a list of includes alone, and objects as maturin writes them', () => {
    assert.deepEqual(
      expand(
        'include: [{ os: ubuntu, target: x86_64, skip: false }, { os: macos, target: "", n: 3.10 }]',
      ),
      [
        'ubuntu, x86_64, false = {"os":"ubuntu","target":"x86_64","skip":false}',
        'macos, 3.1 = {"os":"macos","target":"","n":3.1}',
      ],
    );
    assert.deepEqual(
      expand(
        'platform:\n  - runner: ubuntu-22.04\n    target: x86_64\n  - { runner: ubuntu-22.04, target: aarch64 }\n',
      ),
      [
        'ubuntu-22.04, x86_64 = {"platform":{"runner":"ubuntu-22.04","target":"x86_64"}}',
        'ubuntu-22.04, aarch64 = {"platform":{"runner":"ubuntu-22.04","target":"aarch64"}}',
      ],
    );
  });

  it('fills in what is known and gives up on the rest', () => {
    assert.deepEqual(expand('>-\n  ${{ fromJSON(\'{"a": [1, 2]}\') }}'), [
      '1 = {"a":1}',
      '2 = {"a":2}',
    ]);
    assert.deepEqual(expand('a: ${{ fromJSON(inputs.list) }}', { inputs: { list: '["x"]' } }), [
      'x = {"a":"x"}',
    ]);
    assert.equal(expand('a: ${{ fromJSON(needs.plan.outputs.matrix) }}'), undefined);
    assert.equal(expand('${{ fromJSON(needs.plan.outputs.matrix) }}'), undefined);
    assert.equal(expand('a: ["${{ vars.X }}"]'), undefined);
  });

  it('has as many jobs as the vectors have combinations, no two alike, and "exclude" takes out what it names', function () {
    this.timeout(30_000);
    const vectors = fc
      .dictionary(
        fc.stringMatching(/^[a-z]{1,5}$/),
        fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,4}$/), { minLength: 1, maxLength: 4 }),
        { minKeys: 1, maxKeys: 3, noNullPrototype: true },
      )
      .filter(matrix => !('include' in matrix) && !('exclude' in matrix));
    fc.assert(
      fc.property(vectors, fc.nat(), (matrix, pick) => {
        const all = expand(JSON.stringify(matrix)) ?? [];
        const size = Object.values(matrix).reduce((product, values) => product * values.length, 1);
        assert.equal(all.length, size);
        assert.equal(new Set(all).size, size);
        const out = JSON.parse(all[pick % size]!.split(' = ')[1]!) as Record<string, string>;
        const rest = expand(JSON.stringify({ ...matrix, exclude: [out] })) ?? [];
        assert.deepEqual(
          rest,
          all.filter((_, at) => at !== pick % size),
        );
        const again = expand(JSON.stringify({ ...matrix, exclude: [out], include: [out] })) ?? [];
        assert.equal(again.length, size, 'what was excluded can be included again');
      }),
      { numRuns: 40 },
    );
  });
});
