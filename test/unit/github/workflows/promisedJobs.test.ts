import * as assert from 'node:assert/strict';
import { dispatch, tagPush, type WorkflowEvent } from '../../../../src/github/workflows/event';
import { promisedJobs } from '../../../../src/github/workflows/promisedJobs';

import { finder } from '../../../../src/github/workflows/walk';
import type { Workflow } from '../../../../src/github/workflows/workflow';
import { PYTHON_RELEASE, read } from './support';

const RELEASE: WorkflowEvent = {
  name: 'release',
  ref: 'refs/tags/v0.2.0',
  action: 'published',
  prerelease: false,
};

function promised(
  workflow: Workflow,
  event: WorkflowEvent = RELEASE,
  others: readonly Workflow[] = [],
): string[] {
  return promisedJobs(workflow, event, finder(others)).map(
    ({ name, platform, architecture, runsFor, dynamic, environment }) =>
      [
        name,
        '|',
        platform,
        architecture,
        runsFor === 'maybe' ? 'maybe' : undefined,
        dynamic ? 'dynamic' : undefined,
        environment === undefined ? undefined : `@${environment}`,
      ]
        .filter(part => part !== undefined)
        .join(' '),
  );
}

describe('promisedJobs', () => {
  it('promises the eight jobs of the first user, and another publish job for a dispatch', () => {
    const builds = [
      'linux (x86_64) | linux x86_64',
      'linux (aarch64) | linux aarch64',
      'macos (x86_64) | macos x86_64',
      'macos (aarch64) | macos aarch64',
      'windows (x64) | windows x86_64',
      'sdist | source',
    ];
    const workflow = read(PYTHON_RELEASE);
    assert.deepEqual(promised(workflow), [...builds, 'Publish to PyPI | publish @pypi']);
    assert.deepEqual(promised(workflow, dispatch('refs/heads/main', { publish: 'no' })), [
      ...builds,
      'publish-testpypi | publish',
    ]);
    assert.deepEqual(promised(workflow, dispatch('refs/tags/v1', { publish: 'yes' })), [
      ...builds,
      'Publish to PyPI | publish @pypi',
    ]);
    assert.equal(new Set(promisedJobs(workflow, RELEASE).map(({ key }) => key)).size, 7);
  });

  it('flattens the platform objects of "maturin generate-ci"', () => {
    const job = (id: string, platforms: string, more = '') =>
      `  ${id}:\n    runs-on: \${{ matrix.platform.runner }}\n    strategy:\n      matrix:\n        platform: [${platforms}]\n    steps:\n      - uses: PyO3/maturin-action@v1\n        with: { target: "\${{ matrix.platform.target }}"${more} }\n`;
    const workflow = read(
      `on: push\njobs:\n${job(
        'linux',
        '{ runner: ubuntu-22.04, target: x86_64 }, { runner: ubuntu-22.04, target: armv7 }, { runner: ubuntu-22.04, target: s390x }, { runner: ubuntu-22.04, target: ppc64le }',
      )}${job(
        'musllinux',
        '{ runner: ubuntu-22.04, target: x86 }',
        ', manylinux: musllinux_1_2',
      )}${job(
        'windows',
        '{ runner: windows-latest, target: x64 }, { runner: windows-latest, target: x86 }, { runner: windows-11-arm, target: aarch64 }',
      )}${job(
        'macos',
        '{ runner: macos-15-intel, target: x86_64 }, { runner: macos-latest, target: aarch64 }, { runner: macos-14, target: universal2-apple-darwin }',
      )}  sdist: { runs-on: ubuntu-latest, steps: [{ uses: PyO3/maturin-action@v1, with: { command: sdist } }] }\n  release:\n    runs-on: ubuntu-latest\n    if: \${{ startsWith(github.ref, 'refs/tags/') || github.event_name == 'workflow_dispatch' }}\n    needs: [linux, musllinux, windows, macos, sdist]\n    steps: [{ uses: PyO3/maturin-action@v1, with: { command: upload } }]\n`,
    );
    assert.deepEqual(promised(workflow, tagPush('v1')), [
      'linux (ubuntu-22.04, x86_64) | linux x86_64',
      'linux (ubuntu-22.04, armv7) | linux armv7',
      'linux (ubuntu-22.04, s390x) | linux s390x',
      'linux (ubuntu-22.04, ppc64le) | linux ppc64le',
      'musllinux (ubuntu-22.04, x86) | linux i686',
      'windows (windows-latest, x64) | windows x86_64',
      'windows (windows-latest, x86) | windows i686',
      'windows (windows-11-arm, aarch64) | windows aarch64',
      'macos (macos-15-intel, x86_64) | macos x86_64',
      'macos (macos-latest, aarch64) | macos aarch64',
      'macos (macos-14, universal2-apple-darwin) | macos universal2',
      'sdist | source',
      'release | publish',
    ]);
    assert.equal(promised(workflow, { name: 'push', ref: 'refs/heads/main' }).length, 12);
  });

  it('names jobs as GitHub does', () => {
    const jobs = (text: string) =>
      promised(read(`on: push\njobs:\n${text}`), tagPush('v1')).map(text => text.split(' |')[0]);
    const matrix =
      '    runs-on: ${{ matrix.os }}\n    strategy: { matrix: { os: [ubuntu-latest], target: [x86_64], include: [{ target: x86_64, python: 3.12 }] } }\n    steps: []\n';
    assert.deepEqual(
      jobs(`  build:\n${matrix}`),
      ['build (ubuntu-latest, x86_64)'],
      'what "include" adds is not shown',
    );
    assert.deepEqual(jobs(`  build:\n    name: Wheels\n${matrix}`), [
      'Wheels (ubuntu-latest, x86_64)',
    ]);
    assert.deepEqual(
      jobs(`  build:\n    name: Wheels \${{ matrix.target }} on \${{ matrix.python }}\n${matrix}`),
      ['Wheels x86_64 on 3.12'],
    );
    assert.deepEqual(jobs(`  build:\n    name: Wheels \${{ vars.X }}\n${matrix}`), ['Wheels …']);
    assert.deepEqual(jobs(`  build:\n    name: \${{ '' }}\n${matrix}`), [
      'build (ubuntu-latest, x86_64)',
    ]);
    const long = 'v'.repeat(120);
    assert.deepEqual(
      jobs(`  build: { runs-on: x, strategy: { matrix: { a: [${long}] } }, steps: [] }\n`),
      [`build (${'v'.repeat(90)}...`],
    );
  });

  it('follows called workflows', () => {
    const build = read(
      'on: { workflow_call: { inputs: { targets: { type: string, default: "[]" } } } }\njobs:\n  linux:\n    runs-on: ubuntu-latest\n    strategy: { matrix: { target: "${{ fromJSON(inputs.targets) }}" } }\n    steps: [{ uses: PyO3/maturin-action@v1, with: { target: "${{ matrix.target }}" } }]\n',
      'build.yml',
    );
    const main = read(
      `on: push\njobs:\n  build:\n    uses: ./.github/workflows/build.yml\n    with: { targets: '["x86_64", "aarch64"]' }\n  shared: { uses: owner/shared/.github/workflows/x.yml@v1 }\n`,
      'main.yml',
    );
    assert.deepEqual(promised(main, tagPush('v1'), [main, build]), [
      'build / linux (x86_64) | linux x86_64',
      'build / linux (aarch64) | linux aarch64',
      'shared | other dynamic',
    ]);
    const loop = read(
      'on: [push, workflow_call]\njobs: { again: { uses: ./.github/workflows/loop.yml } }\n',
      'loop.yml',
    );
    assert.equal(
      promised(loop, tagPush('v1'), [loop]).length,
      1,
      'a workflow that calls itself ends',
    );
  });

  it('marks what only the run knows', () => {
    const workflow = read(
      'on: push\njobs:\n  plan: { runs-on: ubuntu-latest, steps: [] }\n  build:\n    needs: plan\n    runs-on: ${{ matrix.runner }}\n    strategy: { matrix: "${{ fromJSON(needs.plan.outputs.matrix) }}" }\n    steps: []\n  extra: { needs: plan, if: "needs.plan.outputs.go == \'yes\'", runs-on: x, steps: [] }\n  after: { needs: extra, runs-on: x, steps: [] }\n  off: { if: false, runs-on: x, steps: [] }\n  skipped: { needs: off, runs-on: x, steps: [] }\n  later: { needs: skipped, if: success(), runs-on: x, steps: [] }\n  anyway: { needs: skipped, if: "!cancelled()", runs-on: x, steps: [] }\n  alarm: { needs: plan, if: failure(), runs-on: x, steps: [] }\n',
    );
    assert.deepEqual(promised(workflow, tagPush('v1')), [
      'plan | other',
      'build (…) | other dynamic',
      'extra | other maybe',
      'after | other maybe',
      'anyway | other',
    ]);
  });
});
