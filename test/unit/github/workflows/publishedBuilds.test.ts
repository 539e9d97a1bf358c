import * as assert from 'node:assert/strict';
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

  it('takes every build where it is not seen how the publishing job gets its files', () => {
    const publish = `  publish:
    runs-on: ubuntu-latest
    steps:
      - run: twine upload dist/*
`;
    assert.deepEqual(of(BUILD('wheels'), publish), { builds: ['build'], unread: ['publish'] });
  });
});
