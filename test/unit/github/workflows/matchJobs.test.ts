import * as assert from 'node:assert/strict';
import type { Job } from '../../../../src/github/model';
import { tagPush } from '../../../../src/github/workflows/event';
import { compareInList, matchJobs, placeJob } from '../../../../src/github/workflows/matchJobs';
import { promisedJobs } from '../../../../src/github/workflows/promisedJobs';

import { finder } from '../../../../src/github/workflows/walk';
import { read } from './support';

let id = 0;
function job(
  name: string,
  labels: readonly string[] = [],
  conclusion: Job['conclusion'] = null,
): Job {
  return {
    id: ++id,
    runId: 1,
    attempt: 1,
    name,
    status: conclusion === null ? 'queued' : 'completed',
    conclusion,
    startedAt: null,
    completedAt: null,
    labels,
    url: '',
    steps: [],
  };
}

function match(jobsYaml: string, jobs: readonly Job[]) {
  const workflow = read(`on: push\njobs:\n${jobsYaml}`);
  const { pairs, awaited, unexpected } = matchJobs(
    promisedJobs(workflow, tagPush('v1'), finder([])),
    jobs,
  );
  return {
    pairs: pairs.map(({ promised, job }) => `${promised.name} = ${job.name}`),
    awaited: awaited.map(({ name }) => name),
    unexpected: unexpected.map(({ name }) => name),
  };
}

const MATRIX =
  '  linux: { runs-on: ubuntu-latest, strategy: { matrix: { target: [x86_64, aarch64] } }, steps: [] }\n';

describe('matchJobs', () => {
  it('pairs by name, and leaves what has no counterpart visible', () => {
    assert.deepEqual(
      match(`${MATRIX}  sdist: { runs-on: ubuntu-latest, steps: [] }\n`, [
        job('linux (aarch64)'),
        job('surprise'),
      ]),
      {
        pairs: ['linux (aarch64) = linux (aarch64)'],
        awaited: ['linux (x86_64)', 'sdist'],
        unexpected: ['surprise'],
      },
    );
  });

  it('pairs cut names', () => {
    const long = 'v'.repeat(120);
    const yaml = `  build: { runs-on: x, strategy: { matrix: { a: [${long}] } }, steps: [] }\n`;
    assert.equal(match(yaml, [job(`build (${'v'.repeat(90)}…`)]).pairs.length, 1);
    assert.equal(match(yaml, [job(`build (${long})`)]).pairs.length, 1);
    assert.equal(
      match(yaml, [job('build (vv...')]).pairs.length,
      1,
      'by its base, as the only one',
    );
  });

  it('pairs names whose values differ in number', () => {
    assert.deepEqual(
      match(MATRIX, [job('linux (ubuntu-22.04, aarch64)'), job('linux (ubuntu-22.04, x86_64)')])
        .pairs,
      [
        'linux (aarch64) = linux (ubuntu-22.04, aarch64)',
        'linux (x86_64) = linux (ubuntu-22.04, x86_64)',
      ],
    );
  });

  it('pairs templates, matrices and called workflows that only the run knows', () => {
    assert.deepEqual(
      match('  a: { name: "Build ${{ vars.X }} now", runs-on: x, steps: [] }\n', [
        job('Build it now'),
      ]).pairs,
      ['Build … now = Build it now'],
    );
    assert.deepEqual(
      match(
        '  b: { runs-on: x, strategy: { matrix: { t: "${{ fromJSON(vars.T) }}" } }, steps: [] }\n',
        [job('b (1)'), job('b (2)'), job('c')],
      ),
      {
        pairs: ['b (…) = b (1)', 'b (…) = b (2)'],
        awaited: [],
        unexpected: ['c'],
      },
    );
    assert.deepEqual(
      match('  call: { uses: o/r/.github/workflows/x.yml@v1 }\n', [
        job('call / linux'),
        job('call / windows (x64)'),
      ]).pairs,
      ['call = call / linux', 'call = call / windows (x64)'],
    );
  });

  it('pairs a matrix that GitHub skipped as a whole', () => {
    assert.deepEqual(match(MATRIX, [job('linux', [], 'skipped')]), {
      pairs: ['linux (x86_64) = linux', 'linux (aarch64) = linux'],
      awaited: [],
      unexpected: [],
    });
  });

  it('falls back to the runner where that leaves no choice', () => {
    const yaml =
      '  a: { name: Old name, runs-on: windows-latest, steps: [] }\n  b: { runs-on: ubuntu-latest, steps: [] }\n';
    assert.deepEqual(
      match(yaml, [job('New name', ['windows-latest']), job('b', ['ubuntu-latest'])]).pairs,
      ['Old name = New name', 'b = b'],
    );
    assert.deepEqual(
      match(yaml, [job('New', ['windows-latest']), job('Newer', ['windows-latest'])]).unexpected,
      ['New', 'Newer'],
    );
  });
});

describe('placeJob', () => {
  const cases: readonly (readonly [name: string, labels: readonly string[], expected: string])[] = [
    ['linux (x86_64)', ['ubuntu-latest'], 'linux x86_64'],
    ['linux (ubuntu-22.04, aarch64)', ['ubuntu-22.04'], 'linux aarch64'],
    ['build / linux (armv7)', ['ubuntu-latest'], 'linux armv7'],
    ['musllinux (x86)', [], 'linux i686'],
    ['Build wheels (manylinux_2_28_x86_64)', ['ubuntu-latest'], 'linux x86_64'],
    ['build (ubuntu-latest, aarch64-unknown-linux-gnu)', [], 'linux aarch64'],
    ['build (macos-14, aarch64-apple-darwin)', [], 'macos aarch64'],
    ['macos (universal2)', ['macos-13'], 'macos universal2'],
    ['build', ['macos-13'], 'macos x86_64'],
    ['build', ['macos-latest'], 'macos aarch64'],
    ['build', ['macos-14-large'], 'macos x86_64'],
    ['build', ['ubuntu-24.04-arm'], 'linux aarch64'],
    ['wheels (win_amd64)', [], 'windows x86_64'],
    ['wheels (win32)', [], 'windows i686'],
    ['windows (x86)', ['windows-latest'], 'windows i686'],
    ['build (x86_64-pc-windows-msvc)', [], 'windows x86_64'],
    ['linux (s390x)', [], 'linux s390x'],
    ['linux (powerpc64le-unknown-linux-gnu)', [], 'linux ppc64le'],
    ['linux (riscv64gc-unknown-linux-gnu)', [], 'linux riscv64'],
    ['sdist', ['ubuntu-latest'], 'source'],
    ['Build source distribution', ['ubuntu-latest'], 'source'],
    ['Publish to PyPI', ['ubuntu-latest'], 'publish'],
    ['release / publish (linux)', [], 'publish'],
    ['Release', ['ubuntu-latest'], 'publish'],
    ['release / linux (x86_64)', [], 'linux x86_64'],
    ['clippy', ['ubuntu-latest'], 'other'],
    ['whatever', ['self-hosted'], 'other'],
    ['build (darwin, arm64', [], 'macos aarch64'],
  ];
  for (const [name, labels, expected] of cases) {
    it(`${name} [${labels.join(', ')}] is ${expected}`, () => {
      const { platform, architecture } = placeJob({ name, labels });
      assert.equal([platform, architecture].filter(Boolean).join(' '), expected);
    });
  }

  it('lists Linux, macOS, Windows, source, publish and the rest in this order', () => {
    const names = [
      'x',
      'Publish',
      'sdist',
      'windows',
      'macos (arm64)',
      'linux (x86_64)',
      'linux (aarch64)',
    ].map(name => ({ name, ...placeJob({ name, labels: [] }) }));
    assert.deepEqual(
      names.sort(compareInList).map(({ name }) => name),
      ['linux (aarch64)', 'linux (x86_64)', 'macos (arm64)', 'windows', 'sdist', 'Publish', 'x'],
    );
  });
});
