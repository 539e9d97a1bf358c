import * as assert from 'node:assert/strict';
import { compareFiles } from '../../../src/packageIndex/compareFiles';
import { expectedFiles, type ExpectedFiles } from '../../../src/packageIndex/expectedFiles';
import { observed, type Reading } from '../../../src/packageIndex/observed';
import { IndexFailure, type IndexFile } from '../../../src/packageIndex/packageIndex';
import { byPlatform, fileSize, placeRows } from '../../../src/packageIndex/placeRows';
import { type Liveness, WATCH_TIMEOUT_MS } from '../../../src/packageIndex/publishedFiles';
const LINUX = 'x-1.0-cp38-abi3-manylinux_2_28_x86_64.whl';
const MACOS = 'x-1.0-cp38-abi3-macosx_11_0_arm64.whl';
const SDIST = 'x-1.0.tar.gz';
const NOW = 10 * WATCH_TIMEOUT_MS;

const EXPECTED = expectedFiles(
  {
    wheels: [
      { os: 'linux', arch: 'x86_64', job: 'linux' },
      { os: 'macos', arch: 'arm64', job: 'macos' },
    ],
    sdist: true,
  },
  { binding: 'abi3', abi3: 'cp38', compatibility: 'manylinux_2_28' },
);
const NONE: ExpectedFiles = { wheels: [], sdist: false, isCertain: false };

type Served = string | IndexFile;
const fileOf = (served: Served): IndexFile =>
  typeof served === 'string'
    ? { fileName: served, yanked: false, uploadedAt: NOW - 1000, size: 1_234_567 }
    : served;

function seen(
  served: readonly Served[],
  {
    state,
    expected = EXPECTED,
    waiting = 'once',
  }: { state?: 'propagating'; expected?: ExpectedFiles; waiting?: Reading['waiting'] } = {},
): string {
  const files = served.map(fileOf);
  const comparison = compareFiles(expected, files);
  const liveness: Liveness =
    files.length === 0
      ? { state: 'notYet' }
      : { state: !comparison.complete ? 'partial' : (state ?? 'live'), comparison, files };
  const observation = observed(liveness, { expected, waiting, now: NOW });
  return `${observation.state}: ${observation.detail}`;
}

describe('the fact of the package index', () => {
  it('holds where every expected file is there', () => {
    assert.equal(seen([LINUX, MACOS, SDIST]), 'holds: 3 files');
    assert.equal(
      seen([LINUX.replace('2_28', '2_17'), MACOS, SDIST]),
      'holds: 3 files, some for older systems than the project asks for',
    );
  });

  it('is in progress while files arrive, and while pip does not see them', () => {
    assert.equal(
      seen([LINUX]),
      'inProgress: 1 of 3 files; missing: macOS aarch64, cp38-abi3; source distribution',
    );
    assert.match(
      seen([LINUX, MACOS, SDIST], { state: 'propagating' }),
      /^inProgress: Published, index still propagating/,
    );
    assert.equal(seen([], { waiting: 'awaited' }), 'inProgress: Nothing there yet');
    assert.equal(seen([]), 'missing: Nothing there yet');
  });

  it('does not wait for ever for files that do not come', () => {
    const old = { fileName: LINUX, yanked: false, uploadedAt: NOW - WATCH_TIMEOUT_MS };
    assert.match(seen([old]), /^conflict: 1 of 3 files/);
    assert.match(
      seen([old], { waiting: 'awaited' }),
      /^inProgress: 1 of 3 files/,
      'a job that was run again uploads the rest',
    );
    assert.match(
      seen([{ fileName: LINUX, yanked: false }]),
      /^inProgress/,
      'an index that tells no times',
    );
    assert.match(seen([LINUX], { waiting: 'timedOut' }), /^conflict: 1 of 3 files/);
    assert.match(
      seen([LINUX, MACOS, SDIST], { waiting: 'timedOut', state: 'propagating' }),
      /^inProgress/,
      'everything has come',
    );
    assert.equal(seen([], { waiting: 'timedOut' }), 'missing: Nothing there yet');
  });

  it('conflicts where something else stands there', () => {
    assert.equal(
      seen([LINUX, MACOS, { fileName: SDIST, yanked: true, yankedReason: 'broken' }]),
      'conflict: 1 of 3 files withdrawn (yanked): broken',
    );
    assert.equal(seen([{ fileName: LINUX, yanked: true }]), 'conflict: withdrawn (yanked)');
    assert.match(
      seen([LINUX.replace('manylinux_2_28', 'linux'), MACOS, SDIST]),
      /^conflict: wrong platform tag: x-1\.0-cp38-abi3-linux_x86_64\.whl has the plain tag/,
    );
    assert.match(
      seen([LINUX.replace('2_28', '2_34'), MACOS, SDIST]),
      /^conflict: wrong platform tag: .*needs newer systems/,
    );
    const windows = 'x-1.0-cp38-abi3-win_amd64.whl';
    assert.equal(
      seen([LINUX, MACOS, SDIST, windows]),
      `unknown: not built by the workflow of this commit: ${windows}`,
    );
    assert.equal(
      seen([LINUX, MACOS, SDIST, windows, 'x-1.0.exe']),
      `unknown: not built by the workflow of this commit: ${windows} and 1 more`,
    );
  });

  it('is unknown where the expected files are not all known', () => {
    assert.equal(
      seen([LINUX], { expected: NONE }),
      'unknown: 1 file; which were to come is not known',
    );
    const uncertain = { ...EXPECTED, isCertain: false };
    assert.equal(
      seen([LINUX, MACOS, SDIST, 'x-1.0-cp38-abi3-win_amd64.whl'], { expected: uncertain }),
      'unknown: 4 files; the workflow has steps that can add more',
    );
    assert.match(seen([LINUX], { expected: uncertain }), /^inProgress/);
    assert.match(
      seen([LINUX], { expected: uncertain, waiting: 'timedOut' }),
      /^unknown: 1 of 3 files; missing/,
      'a step that was not read may leave it out',
    );
    assert.match(
      seen([LINUX.replace('2_28', '2_34'), MACOS, SDIST], { expected: uncertain }),
      /^unknown/,
    );
    const open = {
      ...EXPECTED,
      wheels: EXPECTED.wheels.map(({ os, arch }) => ({ os, arch })),
    };
    assert.equal(
      seen([LINUX, MACOS, SDIST], { expected: open }),
      'unknown: 3 files, at least one for each platform; only the run knows all',
    );
    const failure = new IndexFailure(
      'offline',
      'PyPI cannot be reached (ECONNREFUSED).',
      'Check the network.',
    );
    assert.deepEqual(
      observed({ state: 'unknown', failure }, { expected: EXPECTED, waiting: 'once', now: NOW }),
      {
        state: 'unknown',
        detail: 'PyPI cannot be reached (ECONNREFUSED)',
        advice: 'Check the network.',
      },
    );
  });
});

describe('placeRows', () => {
  const rows = (...served: Served[]) =>
    placeRows(compareFiles(EXPECTED, served.map(fileOf))).map(({ title, state, detail, files }) =>
      [title, state, detail, files.length].join(' | '),
    );

  it('list every place, what is missing first', () => {
    assert.deepEqual(rows(LINUX), [
      'macOS aarch64, cp38-abi3 | missing | missing; built by macos | 0',
      'Linux x86_64, cp38-abi3 | served | 1.2 MB | 1',
      'Source distribution | missing | missing | 0',
    ]);
  });

  it('name what is wrong', () => {
    assert.deepEqual(
      rows(
        LINUX.replace('2_28', '2_34'),
        { fileName: MACOS, yanked: true, yankedReason: 'broken' },
        SDIST,
        'x-1.0-cp38-abi3-win_amd64.whl',
        'x-1.0.exe',
      ),
      [
        'Linux x86_64, cp38-abi3 | wrong | platform tag differs | 1',
        'macOS aarch64, cp38-abi3 | wrong | yanked: broken | 1',
        'Windows x86_64, cp38-abi3 | unexpected | not known from the workflow | 1',
        'Source distribution | served | 1.2 MB | 1',
        'Other files | unexpected | not known from the workflow | 1',
      ],
    );
    const [first] = placeRows(compareFiles(EXPECTED, [fileOf(LINUX.replace('2_28', '2_34'))]));
    assert.equal(first?.state, 'wrong');
    assert.match(first.files[0]?.problem ?? '', /needs newer systems \(2_34\)/);
  });

  it('stand beneath their platform where there are several interpreters, what is missing first', () => {
    const wheel = (os: 'linux' | 'windows', interpreter: string) => ({
      os,
      arch: 'x86_64',
      interpreter,
      job: os,
    });
    const versions = ['cp310', 'cp311', 'cp312', 'cp313', 'cp314'];
    const expected = {
      wheels: versions.flatMap(version => [wheel('linux', version), wheel('windows', version)]),
      sdist: true,
      isCertain: true,
    };
    const served = (version: string, platform: string) =>
      fileOf(`x-1.0-${version}-${version}-${platform}.whl`);
    const shown = (...files: Parameters<typeof compareFiles>[1]) =>
      byPlatform(placeRows(compareFiles(expected, files))).map(row =>
        'places' in row
          ? `${row.platform} | ${row.state} | ${row.detail} | ${row.places.map(({ interpreter, state }) => `${interpreter} ${state}`).join()}`
          : `${row.title} | ${row.state}`,
      );
    assert.deepEqual(
      shown(
        ...versions.map(version => served(version, 'manylinux_2_17_x86_64')),
        served('cp312', 'win_amd64'),
        served('cp39', 'win_amd64'),
      ),
      [
        'Windows x86_64 | missing | 1 of 5; missing: cp310, cp311, cp313 and 1 more | cp310 missing,cp311 missing,cp313 missing,cp314 missing,cp39 unexpected,cp312 served',
        'Linux x86_64 | served | 5 of 5 | cp310 served,cp311 served,cp312 served,cp313 served,cp314 served',
        'Source distribution | missing',
      ],
    );
    assert.deepEqual(
      byPlatform(placeRows(compareFiles(EXPECTED, [fileOf(LINUX)]))),
      placeRows(compareFiles(EXPECTED, [fileOf(LINUX)])),
      'one interpreter needs no second level',
    );
  });

  it('write sizes as people read them', () => {
    assert.deepEqual([0, 999, 1000, 13_449, 999_949, 999_950, 2_100_000].map(fileSize), [
      '0 B',
      '999 B',
      '1.0 kB',
      '13.4 kB',
      '999.9 kB',
      '1.0 MB',
      '2.1 MB',
    ]);
  });
});
