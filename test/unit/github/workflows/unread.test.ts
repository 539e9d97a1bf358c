import * as assert from 'node:assert/strict';
import { analyzeTriggers } from '../../../../src/github/workflows/analyzeTriggers';
import { withLocalFiles } from '../../../../src/github/workflows/localFiles';
import { describeVerdict } from '../../../../src/github/workflows/verdictWords';
import type { Workflow } from '../../../../src/github/workflows/workflow';
import { read } from './support';

/** A job that a tag starts, with a secret to sign in with. */
function withSecret(steps: string, more = '    env: { TOKEN: "${{ secrets.PYPI }}" }\n'): Workflow {
  return read(
    `name: CI\non: { push: { tags: ["v*"] } }\njobs:\n  job:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`,
    'CI.yml',
  );
}

const run = (script: string) =>
  `      - run: |\n          ${script.replaceAll('\n', '\n          ')}\n`;

function verdict(workflow: Workflow, question = {}): string {
  const [first] = analyzeTriggers([workflow], {
    tag: 'v1.0.0',
    prerelease: false,
    ...question,
  }).verdicts;
  assert.ok(first);
  return `${first.kind}: ${describeVerdict(first, 'v1.0.0').detail}`;
}

describe('steps that are not read', () => {
  for (const script of [
    './publish.sh',
    'python ci/upload.py',
    'python -c "import ci"',
    'make release',
    'just publish',
    'nox -s release',
    'tox -e publish',
    'task publish',
    'invoke release',
    'hatch run release:publish',
    'pixi run publish',
    'pdm run publish',
    'npm run release',
    'cargo run -p xtask -- publish',
    'cargo xtask dist',
    'semantic-release publish',
    'docker run --rm -v $PWD:/io image /io/build.sh',
    'docker compose run publish',
    'curl -sSf https://example.org/upload.sh | bash',
    'curl -X POST -d @x https://example.org',
    'ssh host ./upload',
    '$TOOL upload dist/*',
    'gh workflow run publish.yml',
    'gh api -X POST repos/o/r/actions/workflows/x/dispatches',
    'echo [distutils] > ~/.pypirc',
    'node publish.js',
  ])
    it(`says unknown, and names it: ${script}`, () => {
      assert.match(verdict(withSecret(run(script))), /^unknown: .*job job runs /);
    });

  for (const uses of [
    'owner/publish-to-pypi@v1',
    'owner/anything@v1',
    './.github/actions/publish',
    '$/.github/actions/publish',
    'docker://owner/image',
    'actions/github-script@v7',
  ])
    it(`says unknown, and names the action: ${uses}`, () => {
      assert.match(
        verdict(withSecret(`      - uses: ${uses}\n`)),
        new RegExp(`^unknown: .*job job runs ${uses.replaceAll('$', '\\$')}`),
      );
    });

  for (const script of [
    'echo "twine upload"',
    'pip install twine && twine check dist/*',
    'python -m build',
    'maturin build --release',
    'cargo test --all',
    'pytest -q',
    'if [ -n "$X" ]; then ls; fi',
    'case "$X" in pypi) echo a ;; *) echo b ;; esac',
    'for f in dist/*; do sha256sum "$f"; done',
    'cat > x.txt <<EOF\ntwine upload dist/*\nEOF',
    'build() {\n  cargo build\n}\nbuild',
    'FILES=(\n  a.sh\n  b.sh\n)',
    'source .venv/bin/activate',
    'find dist -name "*.whl" -print',
    'fury push --as=me dist/*',
    'dotnet build x.sln && go test ./...',
  ])
    it(`says "nothing" where all was read: ${script.replaceAll('\n', ' ')}`, () => {
      assert.match(verdict(withSecret(run(script))), /^nothing: /);
    });

  for (const [script, where] of [
    ['if true; then\n  echo x\nelse\n  twine upload dist/*\nfi', 'twine upload'],
    ['case x in a) maturin upload y ;; esac', 'maturin upload'],
    ['bash -c "twine upload dist/*"', 'twine upload'],
    ['ls dist | xargs twine upload', 'twine upload'],
    ['find dist -name "*.whl" -exec twine upload {} \\;', 'twine upload'],
    ['bash <<EOF\ntwine upload dist/*\nEOF', 'twine upload'],
    ['sudo -E uv publish', 'uv publish'],
    ['env A=b poetry publish', 'poetry publish'],
    ['rye publish --yes', 'rye publish'],
    ['pdm publish', 'pdm publish'],
    ['python setup.py sdist upload', 'setup.py upload'],
    ['X=$(twine upload dist/*)', 'twine upload'],
    ['publish() {\n  uv publish\n}\npublish', 'uv publish'],
    ['uv run --with twine python -m twine upload dist/*', 'twine upload'],
  ] as const)
    it(`finds the upload: ${script.replaceAll('\n', ' ')}`, () => {
      const workflow = withSecret(run(script));
      const [start] = analyzeTriggers([workflow], { tag: 'v1', prerelease: false }).onTagPush;
      assert.deepEqual(
        start?.effects.uploads.map(({ by, index }) => `${by} ${index}`),
        [`${where} pypi`],
      );
    });

  it('says "nothing" where a job has nothing to sign in with', () => {
    const plain = withSecret(run('make test\nnox -s release'), '');
    assert.match(verdict(plain), /^nothing: /);
    const trusted = withSecret(run('make test'), '    permissions: { id-token: write }\n');
    assert.match(verdict(trusted), /^unknown: .*make test/);
    const own = read(
      'on: { push: { tags: ["v*"] } }\njobs:\n  job:\n    runs-on: [self-hosted, linux]\n    steps:\n      - run: make test\n',
    );
    assert.match(verdict(own), /^unknown: .*make test/, 'its own machine may keep a token');
  });

  it('reads composite actions and shell scripts of the repository', async () => {
    const files: Readonly<Record<string, string>> = {
      '.github/actions/publish/action.yml':
        "inputs: { index: { default: pypi } }\nruns:\n  using: composite\n  steps:\n    - run: bash ci/upload.sh\n      shell: bash\n    - uses: pypa/gh-action-pypi-publish@v1\n      if: inputs.index == 'pypi'\n",
      'ci/upload.sh': '#!/bin/bash\necho hello\n',
    };
    const uploads = async (step: string) => {
      const [workflow] = await withLocalFiles([withSecret(step)], async file =>
        Promise.resolve(files[file]),
      );
      assert.ok(workflow);
      return verdict(workflow);
    };
    for (const own of ['.', '$'])
      assert.match(
        await uploads(`      - uses: ${own}/.github/actions/publish\n`),
        /^publishes: "CI" publishes to PyPI when the tag is pushed \(job job\)/,
      );
    assert.match(
      await uploads('      - uses: ./.github/actions/publish\n        with: { index: testpypi }\n'),
      /^nothing: /,
    );
    assert.match(await uploads(run('./ci/upload.sh')), /^nothing: /);
    assert.match(await uploads(run('./ci/other.sh')), /^unknown: .*ci\/other\.sh/);
  });

  it('names another CI service, and a workflow that waits for a schedule', () => {
    const none = withSecret(run('ls'));
    assert.match(
      verdict(none, { otherServices: ['.gitlab-ci.yml'] }),
      /^unknown: .*\.gitlab-ci\.yml/,
    );
    const nightly = read(
      'on: { schedule: [{ cron: "0 0 * * *" }] }\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: uv publish }]\n',
    );
    assert.match(verdict(nightly), /^otherEvents: .*it starts on schedule only/);
  });

  it('asks for inputs of every type', () => {
    const dispatched = (inputs: string, condition: string) =>
      read(
        `name: CI\non:\n  workflow_dispatch:\n    inputs:\n${inputs}jobs:\n  p:\n    if: ${condition}\n    runs-on: ubuntu-latest\n    steps: [{ run: uv publish }]\n`,
      );
    const advice = (inputs: string, condition: string) => {
      const [first] = analyzeTriggers([dispatched(inputs, condition)], {
        tag: 'v1.0.0',
        prerelease: false,
      }).verdicts;
      assert.ok(first);
      return `${first.kind}: ${describeVerdict(first, 'v1.0.0').advice ?? ''}`;
    };
    const needsTag = 'dispatchOnly: Run "CI" on the tag; it needs a value for tag.';
    assert.equal(advice('      tag: { default: dry-run }\n', "inputs.tag != 'dry-run'"), needsTag);
    assert.equal(advice("      tag: { default: '' }\n", 'inputs.tag'), needsTag);
    assert.equal(advice('      tag: { required: true }\n', "inputs.tag != ''"), needsTag);
    assert.equal(
      advice('      n: { type: number, default: 0 }\n', 'inputs.n > 0'),
      'dispatchOnly: Run "CI" on the tag; it needs a value for n.',
    );
    assert.equal(
      advice('      where: { type: environment }\n', "inputs.where == 'pypi'"),
      'dispatchOnly: Run "CI" on the tag with where=pypi.',
    );
    assert.equal(
      advice('      dry: { type: boolean, default: true }\n', '${{ !inputs.dry }}'),
      'dispatchOnly: Run "CI" on the tag with dry=false.',
    );
    assert.equal(
      advice('      t: { type: boolean }\n', "vars.PUBLISH == 'yes'"),
      'dispatchOnly: Run "CI" on the tag.',
    );
    const both = read(
      'name: CI\non: { workflow_dispatch: }\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{ run: twine upload -r testpypi dist/* }]\n  p:\n    needs: test\n    runs-on: ubuntu-latest\n    steps: [{ run: twine upload dist/* }]\n',
    );
    assert.match(verdict(both), /^dispatchOnly/, 'TestPyPI first is a release too');
  });
});
