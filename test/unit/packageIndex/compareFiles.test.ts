import * as assert from 'node:assert/strict';
import {
  compareFiles,
  filesOfVersion,
  type Comparison,
} from '../../../src/packageIndex/compareFiles';
import { type Builds, expectedFiles } from '../../../src/packageIndex/expectedFiles';
import type { WheelFacts } from '../../../src/packageIndex/wheelFacts';

const file = (fileName: string, yanked = false) => ({ fileName, yanked });
const ABI3: WheelFacts = { binding: 'abi3', abi3: 'cp38', compatibility: 'manylinux_2_28' };

/** The five platforms and the sdist of the release guide. */
const GUIDE: Builds = {
  wheels: [
    { os: 'linux', arch: 'x86_64', manylinux: 'auto', job: 'linux (x86_64)' },
    { os: 'linux', arch: 'aarch64', manylinux: 'auto', job: 'linux (aarch64)' },
    { os: 'macos', arch: 'x86_64' },
    { os: 'macos', arch: 'aarch64' },
    { os: 'windows', arch: 'x64' },
  ],
  sdist: true,
};

const SERVED = [
  'budtiktok-0.2.0-cp38-abi3-manylinux_2_28_x86_64.whl',
  'budtiktok-0.2.0-cp38-abi3-manylinux_2_28_aarch64.whl',
  'budtiktok-0.2.0-cp38-abi3-macosx_10_12_x86_64.whl',
  'budtiktok-0.2.0-cp38-abi3-macosx_11_0_arm64.whl',
  'budtiktok-0.2.0-cp38-abi3-win_amd64.whl',
  'budtiktok-0.2.0.tar.gz',
].map(name => file(name));

const cells = ({ cells }: Comparison) =>
  cells.map(({ os, arch, interpreter, state }) => [os, arch, interpreter, state].join(' '));

describe('compareFiles', () => {
  it('finds one wheel per platform with the stable ABI', () => {
    const comparison = compareFiles(expectedFiles(GUIDE, ABI3), SERVED);
    assert.deepEqual(cells(comparison), [
      'linux x86_64 cp38-abi3 served',
      'linux aarch64 cp38-abi3 served',
      'macos x86_64 cp38-abi3 served',
      'macos aarch64 cp38-abi3 served',
      'windows x86_64 cp38-abi3 served',
    ]);
    assert.deepEqual(
      [
        comparison.expected,
        comparison.served,
        comparison.complete,
        comparison.exact,
        comparison.problems,
        comparison.sdist.state,
      ],
      [6, 6, true, true, [], 'served'],
    );
    assert.equal(comparison.cells[0]?.job, 'linux (x86_64)');
  });

  it('names what is missing', () => {
    for (const absent of SERVED) {
      const comparison = compareFiles(
        expectedFiles(GUIDE, ABI3),
        SERVED.filter(served => served !== absent),
      );
      assert.deepEqual([comparison.served, comparison.complete], [5, false], absent.fileName);
    }
    const nothing = compareFiles(expectedFiles(GUIDE, ABI3), []);
    assert.ok(nothing.cells.every(({ state }) => state === 'missing'));
    assert.equal(nothing.sdist.state, 'missing');
  });

  it('expects one wheel per interpreter and platform otherwise', () => {
    const builds: Builds = {
      wheels: [
        { os: 'linux', arch: 'x86_64', interpreters: ['cp311', 'cp312', 'cp313t', 'pp311'] },
        { os: 'windows', arch: 'x64', interpreters: ['cp312'] },
      ],
      sdist: false,
    };
    const comparison = compareFiles(
      expectedFiles(builds, { binding: 'extension' }),
      [
        'x-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
        'x-1.0-cp313-cp313t-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
        'x-1.0-pp311-pypy311_pp73-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
        'x-1.0-cp312-none-win_amd64.whl',
      ].map(name => file(name)),
    );
    assert.deepEqual(cells(comparison), [
      'linux x86_64 cp311 served',
      'linux x86_64 cp312 missing',
      'linux x86_64 cp313t served',
      'linux x86_64 pp311 served',
      'windows x86_64 cp312 served',
    ]);
    assert.equal(comparison.sdist.state, 'none');
  });

  it('expects the stable ABI once beside interpreters that it does not serve', () => {
    const { wheels } = expectedFiles(
      {
        wheels: [
          { os: 'linux', arch: 'x86_64', interpreters: ['cp310', 'cp312', 'cp313t', 'pp310'] },
        ],
        sdist: false,
      },
      ABI3,
    );
    assert.deepEqual(
      wheels.map(({ interpreter }) => interpreter),
      ['cp38-abi3', 'cp313t', 'pp310'],
    );
  });

  it('says where only the runner knows the interpreters', () => {
    const expected = expectedFiles(
      {
        wheels: [
          { os: 'linux', arch: 'x86_64' },
          { os: 'macos', arch: 'arm64' },
        ],
        sdist: false,
      },
      { binding: 'extension' },
    );
    const comparison = compareFiles(
      expected,
      [
        'x-1.0-cp311-cp311-manylinux_2_17_x86_64.whl',
        'x-1.0-cp312-cp312-manylinux_2_17_x86_64.whl',
      ].map(name => file(name)),
    );
    assert.deepEqual(cells(comparison), [
      'linux x86_64 cp311 served',
      'linux x86_64 cp312 served',
      'macos aarch64  missing',
    ]);
    assert.deepEqual(
      [comparison.exact, comparison.expected, comparison.served, comparison.complete],
      [false, 2, 1, false],
    );
  });

  it('takes any abi3 wheel where the oldest interpreter is not known, and no other', () => {
    const expected = expectedFiles(
      { wheels: [{ os: 'linux', arch: 'x86_64' }], sdist: false },
      { binding: 'abi3' },
    );
    assert.ok(compareFiles(expected, [file('x-1.0-cp39-abi3-manylinux_2_28_x86_64.whl')]).complete);
    assert.ok(
      !compareFiles(expected, [file('x-1.0-cp39-cp39-manylinux_2_28_x86_64.whl')]).complete,
    );
  });

  it('names plain linux, older and newer wheels', () => {
    const expected = expectedFiles(
      { wheels: [{ os: 'linux', arch: 'x86_64' }], sdist: false },
      ABI3,
    );
    const problem = (name: string) =>
      compareFiles(expected, [file(name)]).problems.map(({ kind, found, expected }) => ({
        kind,
        found,
        expected,
      }));
    assert.deepEqual(problem('x-1.0-cp38-abi3-linux_x86_64.whl'), [
      { kind: 'plainLinux', found: undefined, expected: '2_28' },
    ]);
    assert.deepEqual(problem('x-1.0-cp38-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'), [
      { kind: 'older', found: '2_17', expected: '2_28' },
    ]);
    assert.deepEqual(problem('x-1.0-cp38-abi3-manylinux_2_34_x86_64.whl'), [
      { kind: 'newer', found: '2_34', expected: '2_28' },
    ]);
    assert.deepEqual(problem('x-1.0-cp38-abi3-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl'), [
      { kind: 'older', found: '2_27', expected: '2_28' },
    ]);
    assert.deepEqual(problem('x-1.0-cp38-abi3-manylinux_2_28_x86_64.whl'), []);
  });

  it('lets the workflow choose the policy, then pyproject.toml', () => {
    const minimum = (manylinux: string | undefined, os: 'linux' | 'musl' = 'linux') =>
      expectedFiles(
        {
          wheels: [{ os, arch: 'x86_64', ...(manylinux !== undefined && { manylinux }) }],
          sdist: false,
        },
        ABI3,
      ).wheels.map(wheel => [wheel.os, wheel.minimum]);
    assert.deepEqual(minimum('2014'), [['linux', [2, 17]]]);
    assert.deepEqual(minimum('auto'), [['linux', [2, 28]]]);
    assert.deepEqual(minimum(undefined), [['linux', [2, 28]]]);
    assert.deepEqual(minimum('off'), [['linux', undefined]]);
    assert.deepEqual(minimum('musllinux_1_2'), [['musl', [1, 2]]]);
    assert.deepEqual(minimum(undefined, 'musl'), [['musl', undefined]]);
  });

  it('tells musl from glibc, and takes a universal wheel for both architectures', () => {
    const builds: Builds = {
      wheels: [
        { os: 'linux', arch: 'x86_64' },
        { os: 'macos', arch: 'x86_64' },
        { os: 'macos', arch: 'arm64' },
      ],
      sdist: false,
    };
    const comparison = compareFiles(
      expectedFiles(builds, { binding: 'abi3' }),
      [
        'x-1.0-cp38-abi3-musllinux_1_2_x86_64.whl',
        'x-1.0-cp38-abi3-macosx_10_12_x86_64.macosx_11_0_arm64.macosx_10_12_universal2.whl',
      ].map(name => file(name)),
    );
    assert.deepEqual(cells(comparison), [
      'linux x86_64 abi3 missing',
      'macos x86_64 cp38-abi3 served',
      'macos aarch64 cp38-abi3 served',
      'musl x86_64 cp38-abi3 unexpected',
    ]);
  });

  it('gives no file that a certain build needs to one whose interpreters are open', () => {
    const comparison = compareFiles(
      {
        wheels: [
          { os: 'macos', arch: 'x86_64' },
          { os: 'macos', arch: 'universal2', interpreter: 'cp312' },
        ],
        sdist: false,
        isCertain: true,
      },
      [
        'x-1.0-cp312-cp312-macosx_11_0_universal2.whl',
        'x-1.0-cp312-cp312-macosx_10_12_x86_64.whl',
      ].map(name => file(name)),
    );
    assert.deepEqual(cells(comparison), [
      'macos universal2 cp312 served',
      'macos x86_64 cp312 served',
    ]);
  });

  it('does not miss what may be absent, and takes either tag of a static binary', () => {
    const comparison = compareFiles(
      {
        wheels: [
          { os: 'linux', arch: 'x86_64', interpreter: 'cp312', isOptional: true },
          { os: 'musl', alternative: 'linux', arch: 'armv6', interpreter: 'py3' },
        ],
        sdist: false,
        isCertain: true,
      },
      [file('x-1.0-py3-none-linux_armv6l.whl')],
    );
    assert.deepEqual(cells(comparison), ['musl armv6 py3 served']);
    assert.deepEqual(
      [comparison.expected, comparison.complete, comparison.exact],
      [1, true, false],
    );
  });

  it('names what is not expected', () => {
    const comparison = compareFiles(expectedFiles({ wheels: [], sdist: false }, ABI3), [
      file('x-1.0.tar.gz'),
      file('x-1.0-py3-none-any.whl'),
      file('x-1.0-py2.7.egg'),
    ]);
    assert.deepEqual(cells(comparison), ['any any py3 unexpected']);
    assert.equal(comparison.sdist.state, 'unexpected');
    assert.deepEqual(
      comparison.others.map(({ fileName }) => fileName),
      ['x-1.0-py2.7.egg'],
    );
    assert.equal(comparison.complete, false, 'nothing expected is nothing known');
  });

  it('says when all of it is withdrawn', () => {
    assert.equal(
      compareFiles(
        expectedFiles(GUIDE, ABI3),
        SERVED.map(({ fileName }) => file(fileName, true)),
      ).yanked,
      true,
    );
    assert.equal(
      compareFiles(expectedFiles(GUIDE, ABI3), [
        ...SERVED.slice(1),
        file(SERVED[0]!.fileName, true),
      ]).yanked,
      false,
    );
    assert.equal(compareFiles(expectedFiles(GUIDE, ABI3), []).yanked, false);
  });
});

describe('filesOfVersion', () => {
  it('compares versions and names, not texts', () => {
    const files = [
      'My_Pkg-1.0-py3-none-any.whl',
      'my-pkg-1.0.0.tar.gz',
      'my_pkg-1.0.1.tar.gz',
      'my_pkg_extra-1.0.tar.gz',
      'my_pkg-1.0rc1-py3-none-any.whl',
    ].map(name => file(name));
    assert.deepEqual(
      filesOfVersion(files, 'my.pkg', '1.0.0').map(({ fileName }) => fileName),
      ['My_Pkg-1.0-py3-none-any.whl', 'my-pkg-1.0.0.tar.gz'],
    );
    assert.deepEqual(
      filesOfVersion(files, 'my.pkg', '1.0-rc.1').map(({ fileName }) => fileName),
      ['my_pkg-1.0rc1-py3-none-any.whl'],
    );
  });
});
