import * as assert from 'node:assert/strict';
import { compareFiles } from '../../../src/packageIndex/compareFiles';
import { expectedFiles } from '../../../src/packageIndex/expectedFiles';
import { IndexFailure } from '../../../src/packageIndex/packageIndex';
import {
  cellTitle,
  describeAvailability,
  describeMissing,
  describeTagProblem,
} from '../../../src/packageIndex/verdict';

const file = (fileName: string) => ({ fileName, yanked: false });
const EXPECTED = expectedFiles(
  {
    wheels: [
      { os: 'linux', arch: 'x86_64' },
      { os: 'macos', arch: 'arm64' },
    ],
    sdist: true,
  },
  { binding: 'abi3', abi3: 'cp38', compatibility: 'manylinux_2_28' },
);
const OFFLINE = new IndexFailure(
  'offline',
  'PyPI cannot be reached (ECONNREFUSED).',
  'Check the network.',
);

describe('the words for an index', () => {
  it('say what is missing', () => {
    const missing = (...names: string[]) =>
      describeMissing(compareFiles(EXPECTED, names.map(file)));
    assert.equal(
      missing('x-1.0-cp38-abi3-manylinux_2_28_x86_64.whl'),
      'macOS aarch64, cp38-abi3; source distribution',
    );
    assert.equal(
      missing(
        'x-1.0-cp38-abi3-manylinux_2_28_x86_64.whl',
        'x-1.0-cp38-abi3-macosx_11_0_arm64.whl',
        'x-1.0.tar.gz',
      ),
      undefined,
    );
  });

  it('name tags that are wrong', () => {
    const [problem] = compareFiles(EXPECTED, [
      file('x-1.0-cp38-abi3-manylinux_2_34_x86_64.whl'),
    ]).problems;
    assert.ok(problem);
    assert.equal(
      describeTagProblem(problem),
      'x-1.0-cp38-abi3-manylinux_2_34_x86_64.whl needs newer systems (2_34) than was chosen (2_28), and does not install on older ones.',
    );
  });

  it('name places', () => {
    assert.equal(
      cellTitle({ os: 'musl', arch: 'x86_64', interpreter: 'cp312' }),
      'Linux (musl) x86_64, cp312',
    );
    assert.equal(cellTitle({ os: 'any', arch: 'any', interpreter: 'py3' }), 'any, py3');
    assert.equal(cellTitle({ os: 'windows', arch: 'i686' }), 'Windows i686');
  });

  it('say whether a version can be published', () => {
    const of = (seen: Parameters<typeof describeAvailability>[0]) =>
      describeAvailability(seen, 'budtiktok', '0.2.0', 'PyPI');
    assert.match(of({ state: 'taken', files: [] }).detail, /is on PyPI already/);
    assert.match(of({ state: 'yanked', files: [], reason: 'broken' }).detail, /yanked\): broken$/);
    assert.equal(of({ state: 'notServed' }).advice, undefined);
    assert.match(of({ state: 'nameNotServed' }).advice ?? '', /may still refuse/);
    assert.match(of({ state: 'quarantined' }).detail, /examination/);
    assert.deepEqual(of({ state: 'unknown', failure: OFFLINE }), {
      detail: OFFLINE.message,
      advice: OFFLINE.advice,
    });
  });
});
