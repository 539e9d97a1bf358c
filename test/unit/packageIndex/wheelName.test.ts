import * as fc from 'fast-check';
import * as assert from 'node:assert/strict';
import { normalizedName } from '../../../src/base/names';
import { readPolicy } from '../../../src/base/platforms';
import {
  parseFileName,
  parseSdistName,
  parseWheelName,
  readPlatformTag,
} from '../../../src/packageIndex/wheelName';
/** Names that PyPI serves, with what they say: distribution, version, build, python, abi, platform. */
const WHEELS: readonly (readonly [name: string, ...parts: (string | undefined)[]])[] = [
  [
    'orjson-3.10.0-cp312-none-win_amd64.whl',
    'orjson',
    '3.10.0',
    undefined,
    'cp312',
    'none',
    'win_amd64',
  ],
  [
    'tokenizers-1.0.0rc2-cp314-cp314t-musllinux_1_2_aarch64.whl',
    'tokenizers',
    '1.0.0rc2',
    undefined,
    'cp314',
    'cp314t',
    'musllinux_1_2_aarch64',
  ],
  [
    'cryptography-50.0.2-cp315-abi3.abi3t-manylinux_2_28_ppc64le.whl',
    'cryptography',
    '50.0.2',
    undefined,
    'cp315',
    'abi3.abi3t',
    'manylinux_2_28_ppc64le',
  ],
  [
    'cryptography-37.0.3-cp36-abi3-macosx_10_10_universal2.whl',
    'cryptography',
    '37.0.3',
    undefined,
    'cp36',
    'abi3',
    'macosx_10_10_universal2',
  ],
  [
    'orjson-3.9.9-cp312-cp312-macosx_10_15_x86_64.macosx_11_0_arm64.macosx_10_15_universal2.whl',
    'orjson',
    '3.9.9',
    undefined,
    'cp312',
    'cp312',
    'macosx_10_15_x86_64.macosx_11_0_arm64.macosx_10_15_universal2',
  ],
  [
    'safetensors-0.3.3.post1-cp310-cp310-macosx_10_7_x86_64.whl',
    'safetensors',
    '0.3.3.post1',
    undefined,
    'cp310',
    'cp310',
    'macosx_10_7_x86_64',
  ],
  ['six-1.16.0-py2.py3-none-any.whl', 'six', '1.16.0', undefined, 'py2.py3', 'none', 'any'],
  [
    'numpy-1.13.0-2-cp27-none-macosx_10_6_intel.whl',
    'numpy',
    '1.13.0',
    '2',
    'cp27',
    'none',
    'macosx_10_6_intel',
  ],
  [
    'Flask_SQLAlchemy-2.5.1-py2.py3-none-any.whl',
    'Flask_SQLAlchemy',
    '2.5.1',
    undefined,
    'py2.py3',
    'none',
    'any',
  ],
  [
    'zope.interface-5.4.0-cp39-cp39-win32.whl',
    'zope.interface',
    '5.4.0',
    undefined,
    'cp39',
    'cp39',
    'win32',
  ],
  [
    'torch-2.1.0+cu121-cp311-cp311-linux_x86_64.whl',
    'torch',
    '2.1.0+cu121',
    undefined,
    'cp311',
    'cp311',
    'linux_x86_64',
  ],
];

describe('parseWheelName', () => {
  for (const [name, distribution, version, build, python, abi, platform] of WHEELS) {
    it(`reads ${name}`, () => {
      const parsed = parseWheelName(name);
      assert.deepEqual(
        parsed && [
          parsed.distribution,
          parsed.version,
          parsed.build,
          parsed.pythonTags.join('.'),
          parsed.abiTags.join('.'),
          parsed.platformTags.join('.'),
        ],
        [distribution, version, build, python, abi, platform],
      );
    });
  }

  it('reads nothing into other names', () => {
    for (const name of [
      'six-1.16.0.tar.gz',
      'six-1.16.0-py3-none.whl',
      'six-py3-none-any.whl',
      'six-1.16.0-x-py3-none-any.whl',
      'six-1.16.0-1-2-py3-none-any.whl',
      '-1.16.0-py3-none-any.whl',
      'six--py3-none-any.whl',
      'six-1.16.0-py3--any.whl',
      'six-1.16.0-py3-none-any..whl',
      'six-1.16.0-py3-none-any.WHL',
      'a b-1.0-py3-none-any.whl',
      '../six-1.16.0-py3-none-any.whl',
      '.whl',
      '',
    ])
      assert.equal(parseWheelName(name), undefined, name);
  });

  const word = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);
  const tags = fc.array(fc.stringMatching(/^[a-z0-9_]{1,12}$/), { minLength: 1, maxLength: 3 });

  it('reads back every name that can be built', () => {
    const distribution = fc
      .array(word, { minLength: 1, maxLength: 3 })
      .map(words => words.join('_'));
    const version = fc.stringMatching(
      /^[0-9]{1,3}(\.[0-9]{1,3}){0,3}(a|b|rc)?[0-9]{0,2}(\.post1|\.dev2)?$/,
    );
    const build = fc.option(fc.stringMatching(/^[0-9][a-z0-9_]{0,4}$/), { nil: undefined });
    fc.assert(
      fc.property(
        distribution,
        version,
        build,
        tags,
        tags,
        tags,
        (distribution, version, build, python, abi, platform) => {
          const name =
            [
              distribution,
              version,
              ...(build === undefined ? [] : [build]),
              python.join('.'),
              abi.join('.'),
              platform.join('.'),
            ].join('-') + '.whl';
          assert.deepEqual(parseWheelName(name), {
            kind: 'wheel',
            distribution,
            version,
            ...(build !== undefined && { build }),
            pythonTags: python,
            abiTags: abi,
            platformTags: platform,
          });
        },
      ),
    );
  });

  it('never throws, and gives parts that make up the name again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map(words => `${words.join('-')}.whl`),
        ),
        name => {
          const parsed = parseWheelName(name);
          if (parsed === undefined) return;
          const parts = [
            parsed.distribution,
            parsed.version,
            ...(parsed.build === undefined ? [] : [parsed.build]),
            parsed.pythonTags.join('.'),
            parsed.abiTags.join('.'),
            parsed.platformTags.join('.'),
          ];
          assert.equal(`${parts.join('-')}.whl`, name);
        },
      ),
    );
  });
});

describe('parseSdistName', () => {
  it('splits at the last "-" before a version', () => {
    assert.deepEqual(parseSdistName('budtiktok-0.2.0.tar.gz'), {
      kind: 'sdist',
      distribution: 'budtiktok',
      version: '0.2.0',
      extension: '.tar.gz',
    });
    assert.deepEqual(parseSdistName('python-dateutil-2.8.2.tar.gz')?.version, '2.8.2');
    assert.deepEqual(parseSdistName('numpy-1.10.0.post2.zip')?.version, '1.10.0.post2');
    assert.equal(parseSdistName('budtiktok.tar.gz'), undefined);
    assert.equal(parseSdistName('budtiktok-latest.tar.gz'), undefined);
    assert.equal(parseSdistName('numpy-1.0.1.dev3460.win32-py2.4.exe'), undefined);
  });

  it('follows the project where both parts hold "-"', () => {
    assert.deepEqual(parseSdistName('py-3-tool-1.0-rc1.tar.gz', 'Py.3_tool'), {
      kind: 'sdist',
      distribution: 'py-3-tool',
      version: '1.0-rc1',
      extension: '.tar.gz',
    });
    assert.equal(parseSdistName('other-1.0.tar.gz', 'budtiktok'), undefined);
  });

  it('tells wheels from sdists', () => {
    assert.equal(parseFileName('six-1.16.0-py2.py3-none-any.whl')?.kind, 'wheel');
    assert.equal(parseFileName('six-1.16.0.tar.gz')?.kind, 'sdist');
    assert.equal(parseFileName('six-1.16.0-py2.7.egg'), undefined);
  });
});

describe('normalizedName', () => {
  it('follows PEP 503', () => {
    for (const name of [
      'friendly-bard',
      'Friendly-Bard',
      'FRIENDLY-BARD',
      'friendly.bard',
      'friendly_bard',
      'friendly--bard',
      'FrIeNdLy-._.-bArD',
    ]) {
      assert.equal(normalizedName(name), 'friendly-bard');
    }
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string(), name =>
        assert.equal(normalizedName(normalizedName(name)), normalizedName(name)),
      ),
    );
  });
});

describe('readPlatformTag', () => {
  it('reads the tags that PyPI accepts', () => {
    assert.deepEqual(readPlatformTag('manylinux2014_x86_64'), {
      os: 'linux',
      arch: 'x86_64',
      minimum: [2, 17],
    });
    assert.deepEqual(readPlatformTag('manylinux_2_28_aarch64'), {
      os: 'linux',
      arch: 'aarch64',
      minimum: [2, 28],
    });
    assert.deepEqual(readPlatformTag('manylinux1_i686'), {
      os: 'linux',
      arch: 'i686',
      minimum: [2, 5],
    });
    assert.deepEqual(readPlatformTag('musllinux_1_2_armv7l'), {
      os: 'musl',
      arch: 'armv7',
      minimum: [1, 2],
    });
    assert.deepEqual(readPlatformTag('macosx_11_0_arm64'), {
      os: 'macos',
      arch: 'aarch64',
      minimum: [11, 0],
    });
    assert.deepEqual(readPlatformTag('win_amd64'), { os: 'windows', arch: 'x86_64' });
    assert.deepEqual(readPlatformTag('win32'), { os: 'windows', arch: 'i686' });
    assert.deepEqual(readPlatformTag('linux_x86_64'), { os: 'linux', arch: 'x86_64' });
    assert.deepEqual(readPlatformTag('android_21_arm64_v8a'), {
      os: 'android',
      arch: 'aarch64',
      minimum: [21, 0],
    });
    assert.equal(readPlatformTag('ios_13_0_arm64_iphonesimulator')?.arch, 'aarch64-sim');
    assert.deepEqual(readPlatformTag('ios_13_0_arm64_iphoneos'), {
      os: 'ios',
      arch: 'aarch64',
      minimum: [13, 0],
    });
    assert.deepEqual(readPlatformTag('pyodide_2024_0_wasm32'), {
      os: 'emscripten',
      arch: 'wasm32',
      minimum: [2024, 0],
    });
    assert.equal(readPlatformTag('any'), undefined);
  });

  it('reads policies as maturin and maturin-action write them', () => {
    assert.deepEqual(readPolicy('2014'), { os: 'linux', minimum: [2, 17] });
    assert.deepEqual(readPolicy('2_28'), { os: 'linux', minimum: [2, 28] });
    assert.deepEqual(readPolicy('manylinux2014'), { os: 'linux', minimum: [2, 17] });
    assert.deepEqual(readPolicy('manylinux_2_28'), { os: 'linux', minimum: [2, 28] });
    assert.deepEqual(readPolicy('musllinux_1_2'), { os: 'musl', minimum: [1, 2] });
    for (const other of ['auto', 'off', 'linux', 'pypi', '', '2_28_x86_64'])
      assert.equal(readPolicy(other), undefined, other);
  });
});
