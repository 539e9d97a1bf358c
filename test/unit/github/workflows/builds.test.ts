import * as assert from 'node:assert/strict';
import { buildsOf } from '../../../../src/github/workflows/builds';
import { tagPush } from '../../../../src/github/workflows/event';
import type { Workflow } from '../../../../src/github/workflows/workflow';
import { PYTHON_RELEASE, read } from './support';

function builds(workflow: Workflow): string[] {
  return buildsOf(workflow, tagPush('v1')).map(
    ({ job, kind, target, manylinux, interpreters, withSdist, certain, known, continueOnError }) =>
      [
        `${job}: ${kind}`,
        target ?? 'runner',
        manylinux ?? 'project',
        typeof interpreters === 'string' ? interpreters : interpreters.join('+'),
        ...(withSdist ? ['with sdist'] : []),
        ...(certain ? [] : ['perhaps']),
        ...(known ? [] : ['unknown']),
        ...(continueOnError ? ['may fail'] : []),
      ].join(' '),
  );
}

const steps = (text: string) =>
  read(`on: push\njobs:\n  b:\n    runs-on: ubuntu-latest\n    steps:\n${text}`);

describe('buildsOf', () => {
  it('lists the wheels of each target and the source distribution', () => {
    const workflow = read(PYTHON_RELEASE);
    assert.deepEqual(builds(workflow), [
      'linux: wheel x86_64 2_28 python3.8+python3.12',
      'linux: wheel aarch64 2_28 python3.8+python3.12',
      'macos: wheel x86_64 project found',
      'macos: wheel aarch64 project found',
      'windows: wheel x64 project default',
      'sdist: sdist runner project default',
    ]);
    const [first] = buildsOf(workflow, tagPush('v1'));
    assert.equal(first?.workingDirectory, 'crates/budtiktok-python');
    assert.deepEqual(first.labels, ['ubuntu-latest']);
    assert.equal(first.place.start.line, 22);
  });

  it('reads commands as well as the action', () => {
    assert.deepEqual(
      builds(
        steps(`      - run: |
          pip install maturin
          maturin build --release --target x86_64-unknown-linux-musl \\
            --compatibility musllinux_1_2 -i 3.9 -i=x --sdist # --find-interpreter
      - run: uvx maturin sdist -o dist
      - run: echo maturin build
`),
      ),
      [
        'b: wheel x86_64-unknown-linux-musl musllinux_1_2 3.9+x with sdist',
        'b: sdist runner project default',
      ],
    );
    assert.deepEqual(
      builds(
        steps(
          '      - { uses: PyO3/maturin-action@v1, with: { command: publish, args: -f -m py/Cargo.toml } }\n',
        ),
      ),
      ['b: wheel runner project found with sdist'],
      '`maturin publish` makes an sdist too',
    );
    assert.deepEqual(
      builds(
        steps(
          '      - { uses: PyO3/maturin-action@v1, with: { command: publish, args: --no-sdist } }\n',
        ),
      ),
      ['b: wheel runner project default'],
    );
    assert.deepEqual(
      builds(steps('      - { uses: PyO3/maturin-action@v1, with: { command: upload } }\n')),
      [],
    );
  });

  it('knows the folder of a build', () => {
    const folders = (text: string, defaults = '') =>
      buildsOf(
        read(
          `on: push\n${defaults}jobs:\n  b:\n    runs-on: ubuntu-latest\n    steps:\n      - ${text}\n`,
        ),
        tagPush('v1'),
      ).map(({ workingDirectory = '', out = '' }) => `${workingDirectory} ${out}`);
    const inPython = 'defaults: { run: { working-directory: py } }\n';
    assert.deepEqual(folders('run: maturin sdist'), [' ']);
    assert.deepEqual(folders('run: maturin sdist', inPython), ['py ']);
    assert.deepEqual(folders('{ run: maturin sdist, working-directory: x }', inPython), ['x ']);
    assert.deepEqual(folders('run: cd py && maturin sdist'), ['py ']);
    assert.deepEqual(folders('run: cd py && cd ../rs && maturin sdist'), ['rs ']);
    assert.deepEqual(folders('run: cd $HOME && maturin sdist'), ['… ']);
    assert.deepEqual(folders('run: uv build --sdist --out-dir out/ ./py'), ['py out/']);
    assert.deepEqual(folders('run: uv build --sdist ./py --out-dir ./out'), [' ./out']);
    assert.deepEqual(folders('run: uv build --sdist --package other'), ['… dist']);
    assert.deepEqual(folders('run: uv --directory py build --sdist'), ['py dist']);
    assert.deepEqual(folders('run: python -m build -s py/'), ['py/ dist']);
  });

  it('knows the release of cibuildwheel that an earlier step installs', () => {
    const [found] = buildsOf(
      steps('      - run: pip install cibuildwheel==2.22.0\n      - run: cibuildwheel py\n'),
      tagPush('v1'),
    );
    assert.equal(found?.cibuildwheel?.version, '2.22.0');
  });

  it('takes part in the conditions and the environment of steps', () => {
    const workflow = read(`on: push
env: { PYTHON: '3.9' }
jobs:
  b:
    runs-on: \${{ matrix.os }}
    strategy: { matrix: { os: [ubuntu-latest, windows-11-arm] } }
    steps:
      - { uses: actions/setup-python@v6, if: "matrix.os != 'windows-11-arm'", with: { python-version: '\${{ env.PYTHON }}' } }
      - { uses: actions/setup-python@v6, if: "matrix.os == 'windows-11-arm'", with: { python-version: '3.11' } }
      - { uses: PyO3/maturin-action@v1, if: "matrix.os == 'ubuntu-latest'" }
      - { run: maturin build, if: runner.debug }
`);
    assert.deepEqual(
      buildsOf(workflow, tagPush('v1')).map(({ labels, pythonVersions, certain }) => [
        ...labels,
        ...pythonVersions,
        certain,
      ]),
      [
        ['ubuntu-latest', '3.9', true],
        ['ubuntu-latest', '3.9', false],
        ['windows-11-arm', '3.11', false],
      ],
    );
  });

  it('says what is passed over, what may not run and what is not known', () => {
    assert.deepEqual(
      builds(
        steps(
          '      - { uses: PyO3/maturin-action@v1, continue-on-error: true, with: { args: "-i ${{ vars.PYTHON }}" } }\n',
        ),
      ),
      ['b: wheel runner project … unknown may fail'],
    );
    assert.deepEqual(
      builds(
        read(
          "on: push\njobs:\n  b:\n    if: vars.X\n    runs-on: x\n    strategy: { matrix: { python: ['3.9', 3.12] } }\n    steps:\n      - { uses: actions/setup-python@v6, with: { python-version: '${{ matrix.python }}' } }\n      - run: maturin build -i python${{ matrix.python }}\n",
        ),
      ),
      ['b: wheel runner project python3.9 perhaps', 'b: wheel runner project python3.12 perhaps'],
    );
  });
});
