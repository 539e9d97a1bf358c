import * as assert from 'node:assert/strict';
import { withLocalFiles } from '../../../../src/github/workflows/localFiles';
import { findTrial, type Trial } from '../../../../src/github/workflows/trial';
import { PYTHON_RELEASE, read } from './support';

const TEST = 'twine upload -r testpypi dist/*';
const TEST_URL = 'https://test.pypi.org/legacy/';

const run = (script: string) =>
  `      - run: |\n          ${script.replaceAll('\n', '\n          ')}\n`;
const uses = (action: string, inputs = '') =>
  `      - uses: ${action}\n${inputs === '' ? '' : `        with: { ${inputs} }\n`}`;

/** A workflow with one job that has a secret, started by hand. */
function workflow(steps: string, more = '    env: { TOKEN: "${{ secrets.TEST }}" }\n', top = '') {
  return read(
    `name: CI\non: { workflow_dispatch: }\n${top}jobs:\n  job:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`,
    'ci.yml',
  );
}

function trial(steps: string, more?: string, top?: string): Trial {
  return findTrial([workflow(steps, more, top)], 'refs/heads/main', 'me/it');
}

function reasons(found: Trial): readonly string[] {
  if (found.kind === 'doubtful') return found.doubts.map(({ reason }) => reason);
  return found.kind === 'refused' ? found.steps.map(({ reason }) => reason) : [];
}

const SHAPES: readonly (readonly [kind: Trial['kind'], shape: string, steps: string])[] = [
  ['sure', 'an upload by name', run(TEST)],
  ['sure', 'an upload by URL', run(`twine upload --repository-url ${TEST_URL} dist/*`)],
  ['sure', 'an upload by URL with =', run(`uv publish --publish-url=${TEST_URL}`)],
  ['sure', 'a short option without a blank', run('twine upload -rtestpypi dist/*')],
  ['sure', 'maturin with a name that it knows', run('maturin publish -r testpypi')],
  [
    'sure',
    'the action of PyPA',
    uses('pypa/gh-action-pypi-publish@v1', `repository-url: "${TEST_URL}"`),
  ],
  [
    'sure',
    'known actions and commands before it',
    `${uses('actions/checkout@v4')}${uses('PyO3/maturin-action@v1', 'args: --release')}${run('pip install twine\nls dist')}${run(TEST)}`,
  ],
  [
    'sure',
    'a variable',
    `      - run: twine upload dist/*\n        env: { TWINE_REPOSITORY_URL: "${TEST_URL}" }\n`,
  ],
  ['sure', 'a test in a condition', run(`if [ -n "$X" ]; then\n  ${TEST}\nfi`)],
  ['sure', 'pdm with a name that it knows', run('pdm publish -r testpypi')],
  ['none', 'no upload', run('ls')],
  ['none', 'an upload to PyPI alone', run('twine upload dist/*')],
  ['none', 'a dry run', run('uv publish --dry-run')],
  ['none', 'text of echo', run(`echo "${TEST}"`)],
  ['none', 'a comment', run(`# ${TEST}`)],
  ['none', 'a here-document of another program', run(`cat > x <<EOF\n${TEST}\nEOF`)],
  [
    'none',
    'another host whose name has test-pypi',
    run('twine upload --repository-url https://test-pypi.example.org/ dist/*'),
  ],
  [
    'none',
    'a path that has test.pypi.org',
    run('twine upload --repository-url https://example.org/test.pypi.org/ dist/*'),
  ],
  [
    'none',
    'a user name that is test.pypi.org',
    run('twine upload --repository-url https://test.pypi.org@example.org/ dist/*'),
  ],
  [
    'none',
    'a longer host',
    run('twine upload --repository-url https://test.pypi.org.example.org/ dist/*'),
  ],
  [
    'none',
    "a name with PyPI's URL beside it",
    run('twine upload -r testpypi --repository-url https://upload.pypi.org/legacy/ dist/*'),
  ],
  [
    'none',
    "a name with PyPI's URL in a variable",
    `      - run: ${TEST}\n        env: { TWINE_REPOSITORY_URL: "https://upload.pypi.org/legacy/" }\n`,
  ],
  [
    'refused',
    'if and else',
    run(`if [ "$X" = t ]; then\n  ${TEST}\nelse\n  twine upload dist/*\nfi`),
  ],
  ['refused', 'case', run(`case "$X" in\n  t) ${TEST} ;;\n  *) twine upload dist/* ;;\nesac`)],
  ['refused', 'a loop', run(`for i in a b; do twine upload dist/*; done\n${TEST}`)],
  ['refused', 'two uploads in a script', run(`${TEST}\ntwine upload dist/*`)],
  ['refused', 'two uploads in a line', run(`${TEST} && twine upload dist/*`)],
  ['refused', 'two steps', `${run(TEST)}${run('uv publish')}`],
  [
    'refused',
    'another index beside it',
    `${run(TEST)}${run('twine upload --repository-url https://example.org dist/*')}`,
  ],
  ['refused', 'bash -c', `${run(TEST)}${run("bash -c 'twine upload dist/*'")}`],
  ['refused', 'sh -ec', `${run(TEST)}${run('sh -ec "uv publish"')}`],
  ['refused', 'bash with a here-document', `${run(TEST)}${run('bash <<EOF\nuv publish\nEOF')}`],
  ['refused', 'eval', `${run(TEST)}${run('eval "twine upload dist/*"')}`],
  ['refused', 'xargs', `${run(TEST)}${run('ls dist/* | xargs -n 1 twine upload')}`],
  [
    'refused',
    'find -exec',
    `${run(TEST)}${run("find dist -name '*.whl' -exec twine upload {} ';'")}`,
  ],
  ['refused', 'a command substitution', `${run(TEST)}${run('X="$(twine upload dist/*)"')}`],
  ['refused', 'backquotes', `${run(TEST)}${run('X=`twine upload dist/*`')}`],
  ['refused', 'a function', `${run(TEST)}${run('f() {\n  twine upload dist/*\n}\nf')}`],
  ['refused', 'a subshell', `${run(TEST)}${run('(cd dist; twine upload *)')}`],
  ['refused', 'the background', `${run(TEST)}${run('twine upload dist/* &')}`],
  ['refused', 'sudo and env', `${run(TEST)}${run('sudo -E env A=b twine upload dist/*')}`],
  ['refused', 'timeout', `${run(TEST)}${run('timeout 60 twine upload dist/*')}`],
  ['refused', 'a path to the tool', `${run(TEST)}${run('./venv/bin/twine upload dist/*')}`],
  ['refused', 'python -m', `${run(TEST)}${run('python -I -m twine upload dist/*')}`],
  ['refused', 'setup.py upload', `${run(TEST)}${run('python setup.py sdist upload')}`],
  ['refused', 'rye', `${run(TEST)}${run('rye publish')}`],
  ['refused', 'poetry', `${run(TEST)}${run('poetry publish --build')}`],
  ['refused', 'hatch', `${run(TEST)}${run('hatch publish')}`],
  ['refused', 'flit', `${run(TEST)}${run('flit publish')}`],
  ['refused', 'cargo publish', `${run(TEST)}${run('cargo publish -p core')}`],
  ['refused', 'cargo release', `${run(TEST)}${run('cargo release --execute')}`],
  ['refused', 'npm publish', `${run(TEST)}${run('npm publish')}`],
  ['refused', 'docker push', `${run(TEST)}${run('docker push image')}`],
  ['refused', 'gh release create', `${run(TEST)}${run('gh release create v1')}`],
  ['refused', 'gh release upload', `${run(TEST)}${run('gh release upload v1 dist/*')}`],
  ['refused', 'git push', `${run(TEST)}${run('git push origin --tags')}`],
  [
    'refused',
    'an action that creates a Release',
    `${run(TEST)}${uses('softprops/action-gh-release@v2')}`,
  ],
  [
    'refused',
    'the action of PyPA without a URL',
    `${run(TEST)}${uses('pypa/gh-action-pypi-publish@v1')}`,
  ],
  ['refused', 'an action for crates.io', `${run(TEST)}${uses('katyo/publish-crates@v2')}`],
  [
    'refused',
    'a retry of an upload',
    `${run(TEST)}${uses('nick-fields/retry@v3', 'command: twine upload dist/*')}`,
  ],
  [
    'refused',
    'a condition that only the run knows',
    `${run(TEST)}      - run: twine upload dist/*\n        if: vars.REALLY\n`,
  ],
  ['doubtful', 'a name of a configuration file', run('uv publish --index testpypi')],
  ['doubtful', 'a name that poetry is configured with', run('poetry publish -r testpypi')],
  [
    'doubtful',
    'a variable that the shell fills',
    `${run(TEST)}${run('twine upload -r "$REPO" dist/*')}`,
  ],
  [
    'doubtful',
    'an index that an expression names',
    `${run(TEST)}${run('twine upload -r ${{ vars.REPO }} dist/*')}`,
  ],
  [
    'doubtful',
    'options that an expression adds',
    run(`twine upload -r testpypi \${{ vars.MORE }} dist/*`),
  ],
  [
    'doubtful',
    'a variable that a step sets',
    `${run('echo TWINE_REPOSITORY_URL=$X >> $GITHUB_ENV')}${run(TEST)}`,
  ],
  ['doubtful', 'a .pypirc', `${run('echo "$RC" > ~/.pypirc')}${run(TEST)}`],
  ['doubtful', 'a script', `${run(TEST)}${run('./ci/after.sh')}`],
  ['doubtful', 'a script of Python', `${run(TEST)}${run('python ci/after.py')}`],
  ['doubtful', 'python -c', `${run(TEST)}${run('python -c "import ci"')}`],
  ['doubtful', 'another shell', `${run(TEST)}      - run: import ci\n        shell: python\n`],
  ['doubtful', 'make', `${run(TEST)}${run('make after')}`],
  ['doubtful', 'just', `${run(TEST)}${run('just after')}`],
  ['doubtful', 'nox', `${run(TEST)}${run('nox -s after')}`],
  ['doubtful', 'tox', `${run(TEST)}${run('tox -e after')}`],
  ['doubtful', 'hatch run', `${run(TEST)}${run('hatch run after')}`],
  ['doubtful', 'npm run', `${run(TEST)}${run('npm run after')}`],
  ['doubtful', 'cargo run', `${run(TEST)}${run('cargo run -p xtask')}`],
  ['doubtful', 'semantic-release', `${run(TEST)}${run('semantic-release publish')}`],
  ['doubtful', 'a container', `${run(TEST)}${run('docker run image ./after')}`],
  ['doubtful', 'a container action', `${run(TEST)}${uses('docker://image')}`],
  ['doubtful', 'a foreign action', `${run(TEST)}${uses('owner/after@v1')}`],
  [
    'doubtful',
    'a local action that was not read',
    `${run(TEST)}${uses('./.github/actions/after')}`,
  ],
  ['doubtful', 'github-script', `${run(TEST)}${uses('actions/github-script@v7', 'script: x()')}`],
  ['doubtful', 'a download that is run', `${run(TEST)}${run('curl https://example.org | bash')}`],
  [
    'doubtful',
    'a request that sends',
    `${run(TEST)}${run('curl -F a=@dist/x https://example.org')}`,
  ],
  ['doubtful', 'tests of the repository', `${run('pytest tests')}${run(TEST)}`],
  ['doubtful', 'cargo test', `${run('cargo test --all')}${run(TEST)}`],
  ['doubtful', 'a build script', `${run('maturin build --release')}${run(TEST)}`],
  ['doubtful', 'an action of a known owner', `${uses('dtolnay/unheard-of@v1')}${run(TEST)}`],
  ['doubtful', 'another action of GitHub', `${uses('actions/publish-action@v1')}${run(TEST)}`],
  ['doubtful', 'gh workflow run', `${run(TEST)}${run('gh workflow run publish.yml')}`],
  ['doubtful', 'gh api', `${run(TEST)}${run('gh api -X POST x')}`],
  ['doubtful', 'a program whose name is computed', `${run(TEST)}${run('$TOOL upload')}`],
  ['doubtful', 'a script that is too long', `${run(TEST)}${run(`echo ${'x'.repeat(250_000)}`)}`],
];

describe('a trial on TestPyPI', () => {
  it(`has a table of ${SHAPES.length} shapes`, () => assert.ok(SHAPES.length >= 60));

  for (const [kind, shape, steps] of SHAPES)
    it(`${kind}: ${shape}`, () => {
      const found = trial(steps);
      assert.equal(found.kind, kind, reasons(found).join('; '));
      if (kind === 'doubtful' || kind === 'refused')
        assert.match(reasons(found)[0] ?? '', /^job job/);
    });

  it('is sure of what was not read in a job that can reach nothing', () => {
    const build = (permissions: string) =>
      findTrial(
        [
          read(
            `name: CI\non: { workflow_dispatch: }\npermissions: ${permissions}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps: [{ run: make wheels }]\n  job:\n    needs: build\n    runs-on: ubuntu-latest\n    steps: [{ run: ${TEST}, env: { T: "\${{ secrets.T }}" } }]\n`,
          ),
        ],
        'refs/heads/main',
        undefined,
      ).kind;
    assert.equal(build('{ contents: read }'), 'sure');
    assert.equal(build('{ contents: write }'), 'doubtful');
    assert.equal(build('{ id-token: write }'), 'doubtful');
  });

  it('chooses the inputs that keep it on TestPyPI', () => {
    const found = findTrial([read(PYTHON_RELEASE)], 'refs/heads/main', undefined);
    assert.ok(found.kind === 'sure');
    assert.deepEqual(found.choice.inputs, {});
    const yes = read(PYTHON_RELEASE.replace("default: 'no'", "default: 'yes'"));
    const other = findTrial([yes], 'refs/heads/main', undefined);
    assert.ok(other.kind === 'sure');
    assert.deepEqual(other.choice.inputs, { publish: 'no' });
  });

  it('follows called workflows, composite actions, scripts, and what starts after the run', async () => {
    const called = read(
      'on: { workflow_call: }\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps: [{ run: twine upload dist/* }]\n',
      'up.yml',
    );
    const caller = read(
      `name: CI\non: { workflow_dispatch: }\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps: [{ run: ${TEST} }]\n  c:\n    uses: ./.github/workflows/up.yml\n`,
      'ci.yml',
    );
    assert.equal(findTrial([caller, called], 'refs/heads/main', undefined).kind, 'refused');
    assert.equal(findTrial([caller], 'refs/heads/main', undefined).kind, 'doubtful');
    const after = read(
      'on: { workflow_run: { workflows: [CI] } }\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps: [{ run: uv publish }]\n',
      'after.yml',
    );
    assert.equal(
      findTrial([workflow(run(TEST)), after], 'refs/heads/main', undefined).kind,
      'refused',
    );
    const files: Readonly<Record<string, string>> = {
      'x/action.yml': 'runs:\n  using: composite\n  steps: [{ run: ci/up.sh, shell: bash }]\n',
      'ci/up.sh': '#!/usr/bin/env bash\nuv publish\n',
    };
    const local = await withLocalFiles(
      [workflow(`${run(TEST)}${uses('./x')}`)],
      async file => await Promise.resolve(files[file]),
    );
    assert.equal(findTrial(local, 'refs/heads/main', undefined).kind, 'refused');
  });
});
