import * as assert from 'node:assert/strict';
import { withLocalFiles } from '../../../../src/github/workflows/localFiles';
import { tagPush } from '../../../../src/github/workflows/event';
import { publishedBuilds } from '../../../../src/github/workflows/publishedBuilds';
import { read } from './support';

const BUILD = (name: string, more = '') => `  build:
    runs-on: ubuntu-latest
    steps:
      - uses: PyO3/maturin-action@v1
        with: { target: x86_64, args: --release --out dist -i 3.12 }
${more}      - uses: actions/upload-artifact@v4
        with: { name: "${name}", path: dist }
`;
const PUBLISH = (input: string, more = '') => `  publish:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v4
        with: { ${input} path: dist }
${more}      - uses: pypa/gh-action-pypi-publish@release/v1
`;
const of = (...jobs: string[]) => {
  const { builds, unread } = publishedBuilds(
    read(`on: push\njobs:\n${jobs.join('')}`),
    tagPush('v1'),
  );
  return { builds: builds.map(({ job, certain }) => (certain ? job : `${job}?`)), unread };
};

describe('publishedBuilds', () => {
  it('takes the builds whose artifacts the publishing job downloads', () => {
    const expected = { builds: ['build'], unread: [] };
    assert.deepEqual(of(BUILD('wheels-a'), PUBLISH('pattern: "wheels-*",')), expected);
    assert.deepEqual(of(BUILD('wheels'), PUBLISH('name: wheels,')), expected);
    assert.deepEqual(of(BUILD('anything'), PUBLISH('')), expected);
    assert.deepEqual(
      of(BUILD('wheels-${{ github.job }}'), PUBLISH('name: wheels-build,')),
      expected,
    );
    assert.deepEqual(
      of(BUILD('wheels-${{ env.GIVEN }}'), PUBLISH('pattern: "wheels-*",')),
      expected,
      'an unknown end does not matter',
    );
  });

  it('leaves out what only a test builds, and what goes elsewhere', () => {
    const test = `  test:
    runs-on: ubuntu-latest
    steps:
      - run: maturin build --out dist
      - run: make test
`;
    assert.deepEqual(of(test, BUILD('wheels'), PUBLISH('name: wheels,')), {
      builds: ['build'],
      unread: [],
    });
    assert.deepEqual(of(BUILD('pyodide'), PUBLISH('pattern: "wheels-*",')).builds, []);
  });

  it('is not certain of an artifact whose name only the run knows', () => {
    assert.deepEqual(of(BUILD('${{ env.NAME }}'), PUBLISH('name: wheels,')).builds, ['build?']);
  });

  it('follows artifacts through a job that collects them', () => {
    const collect = `  collect:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - uses: actions/upload-artifact/merge@v4
        with: { name: all, pattern: "wheels-*" }
`;
    assert.deepEqual(of(BUILD('wheels-a'), collect, PUBLISH('name: all,')), {
      builds: ['build'],
      unread: [],
    });
  });

  it('names the steps that it cannot read', () => {
    for (const step of [
      './scripts/build.sh',
      'bash build_wheels.sh',
      'make wheels',
      'docker run image build.sh',
      'auditwheel repair dist/x.whl',
      'python -m wheel tags --platform-tag x dist/x.whl',
      'mv dist/a.whl dist/b.whl',
      'pip wheel .',
      'nox -s build',
    ])
      assert.deepEqual(
        of(BUILD('wheels', `      - run: ${step}\n`), PUBLISH('')).unread,
        [step],
        step,
      );
    for (const uses of ['./.github/actions/wheels', 'someone/build-wheel@v1'])
      assert.deepEqual(
        of(BUILD('wheels', `      - uses: ${uses}\n`), PUBLISH('')).unread,
        [uses],
        uses,
      );
    const foreign = `  other:
    runs-on: ubuntu-latest
    steps:
      - run: cargo build --release
      - uses: actions/upload-artifact@v4
        with: { name: wheels-x, path: dist }
`;
    assert.deepEqual(of(BUILD('wheels'), foreign, PUBLISH('')).unread, ['other']);
  });

  it('reads a container step that only tests what was built', () => {
    const container = (run: string) => `      - uses: uraimo/run-on-arch-action@v3
        with:
          arch: armv7
          run: ${run}
`;
    assert.deepEqual(
      of(BUILD('wheels', container('pip install dist/*.whl && pytest')), PUBLISH('')).unread,
      [],
    );
    assert.deepEqual(
      of(BUILD('wheels', container('maturin build --out dist')), PUBLISH('')).unread,
      ['uraimo/run-on-arch-action@v3'],
    );
  });

  it('passes over steps that only read, test, upload or clean up', () => {
    for (const step of [
      'gh release upload v1 dist/*',
      'aws s3 cp dist/x.whl s3://bucket/',
      'uv run --no-sync twine check --strict dist/*',
      'docker run --rm -v $PWD/dist:/dist python:3.12 bash -c "pip install /dist/*.whl && python -c 1"',
    ])
      assert.deepEqual(of(BUILD('wheels', `      - run: ${step}\n`), PUBLISH('')).unread, [], step);
    for (const step of [
      'gh release download v1 -D dist',
      'aws s3 cp s3://bucket/x.whl dist/',
      'uv run build_wheels.py',
      'docker run --rm -v $PWD:/io image bash -c "maturin build -o /io/dist"',
      'rm -rf dist',
    ])
      assert.equal(
        of(BUILD('wheels', `      - run: ${step}\n`), PUBLISH('')).unread.length,
        1,
        step,
      );
    const cleaned = BUILD('wheels').replace('steps:\n', 'steps:\n      - run: rm -rf dist\n');
    assert.deepEqual(of(cleaned, PUBLISH('')).unread, [], 'before the build');
  });

  it('reads patterns of artifacts that leave some out', () => {
    const pyodide = BUILD('pyodide').replace('  build:', '  other:');
    assert.deepEqual(of(BUILD('linux-a'), pyodide, PUBLISH('pattern: "!pyodide",')).builds, [
      'build',
    ]);
    assert.deepEqual(
      of(BUILD('linux-${{ env.X }}'), pyodide, PUBLISH('pattern: "!pyodide",')).builds,
      ['build'],
    );
    assert.deepEqual(of(BUILD('linux-a'), pyodide, PUBLISH('pattern: "{linux,mac}-*",')).builds, [
      'build',
    ]);
  });

  it('reads the builds, artifacts and scripts of the repository that a job uses', async () => {
    const workflow = read(`on: push
jobs:
  build:
    strategy: { matrix: { target: [x86_64, aarch64] } }
    runs-on: ubuntu-latest
    steps:
      - uses: ./.github/actions/wheels
        with: { target: "\${{ matrix.target }}", python: "3.12" }
  sdist:
    runs-on: ubuntu-latest
    defaults: { run: { working-directory: py } }
    steps:
      - run: bash build-sdist.sh
      - uses: actions/upload-artifact@v4
        with: { name: wheels-sdist, path: py/dist }
${PUBLISH('pattern: "wheels-*",')}`);
    const files: Readonly<Record<string, string>> = {
      '.github/actions/wheels/action.yml': `inputs: { target: { required: true }, python: { default: "3.9" } }
runs:
  using: composite
  steps:
    - uses: PyO3/maturin-action@v1
      with: { target: "\${{ inputs.target }}", args: "--out dist -i \${{ inputs.python }}" }
    - uses: actions/upload-artifact@v4
      with: { name: "wheels-\${{ inputs.target }}", path: dist }
`,
      'py/build-sdist.sh': '#!/bin/bash\nrm -rf dist\nuv build --sdist --out-dir dist\n',
    };
    const [local] = await withLocalFiles([workflow], path => Promise.resolve(files[path]));
    assert.ok(local);
    const { builds, unread } = publishedBuilds(local, tagPush('v1'));
    assert.deepEqual(
      builds.map(({ job, kind, target, interpreters, workingDirectory, place, certain }) =>
        [job, kind, target, interpreters, workingDirectory, place.file, certain].join(' '),
      ),
      [
        'build wheel x86_64 3.12  .github/actions/wheels/action.yml true',
        'build wheel aarch64 3.12  .github/actions/wheels/action.yml true',
        'sdist sdist  default py .github/workflows/release.yml true',
      ],
    );
    assert.deepEqual(unread, []);
    assert.deepEqual(
      publishedBuilds(workflow, tagPush('v1')).unread,
      ['./.github/actions/wheels', 'bash build-sdist.sh'],
      'without the files',
    );
  });

  it('takes every build where it is not seen how the publishing job gets its files', () => {
    const publish = `  publish:
    runs-on: ubuntu-latest
    steps:
      - run: twine upload dist/*
`;
    assert.deepEqual(of(BUILD('wheels'), publish), { builds: ['build'], unread: ['publish'] });
  });
});
