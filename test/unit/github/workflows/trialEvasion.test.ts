import * as assert from 'node:assert/strict';
import { withLocalFiles } from '../../../../src/github/workflows/localFiles';
import { findTrial, trialWith, type Trial } from '../../../../src/github/workflows/trial';
import { read } from './support';

const TEST = 'twine upload -r testpypi dist/*';
const TEST_URL = 'https://test.pypi.org/legacy/';
const REAL_URL = 'https://upload.pypi.org/legacy/';
const SECRET = '${{ secrets.TEST }}';

const run = (script: string, more = '') =>
  `      - run: |\n          ${script.replaceAll('\n', '\n          ')}\n${more}`;
const uses = (action: string, inputs = '', more = '') =>
  `      - uses: ${action}\n${inputs === '' ? '' : `        with: { ${inputs} }\n`}${more}`;
const shell = (name: string) => `        shell: ${name}\n`;
const env = (variables: string) => `        env: { ${variables} }\n`;
const when = (condition: string) => `        if: ${condition}\n`;

/** A workflow that is started by hand, with one job. */
const ci = (
  steps: string,
  job = `env: { TOKEN: "${SECRET}" }`,
  top = '',
  on = 'workflow_dispatch:',
) =>
  `name: CI\non: { ${on} }\n${top}jobs:\n  job:\n    runs-on: ubuntu-latest\n    ${job}\n    steps:\n${steps}`;

type Files = Readonly<Record<string, string>>;

async function trialOf(main: string, files: Files = {}): Promise<Trial> {
  const workflows = [
    main,
    ...Object.entries(files).flatMap(([name, text]) =>
      name.startsWith('.github/workflows/') ? [text] : [],
    ),
  ].map((text, at) => read(text, `${at}.yml`.replace(/^0/, 'ci').replace(/^1/, 'other')));
  return findTrial(
    await withLocalFiles(workflows, async file => await Promise.resolve(files[file])),
    'refs/heads/main',
    'me/it',
  );
}

const reasons = (found: Trial): string =>
  found.kind === 'doubtful'
    ? found.doubts.map(({ reason }) => reason).join('; ')
    : found.kind === 'refused'
      ? found.steps.map(({ reason }) => reason).join('; ')
      : found.kind;

/** Each publishes, or may publish, to another place than TestPyPI. */
const EVASIONS: readonly (readonly [shape: string, main: string, files?: Files])[] = [
  // Variables that choose the index
  [
    'an exported URL of PyPI before an upload by name',
    ci(run(`export TWINE_REPOSITORY_URL=${REAL_URL}\n${TEST}`)),
  ],
  [
    'an assignment to a variable of the job',
    ci(
      run(`TWINE_REPOSITORY_URL=${REAL_URL}\ntwine upload dist/*`),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'unset of the variable that names TestPyPI',
    ci(
      run('unset TWINE_REPOSITORY_URL\ntwine upload dist/*'),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'env NAME=value before the tool',
    ci(
      run(`env TWINE_REPOSITORY_URL=${REAL_URL} twine upload dist/*`),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'env -i',
    ci(
      run('env -i twine upload dist/*'),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'env -u',
    ci(
      run('env -u TWINE_REPOSITORY_URL twine upload dist/*'),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'sudo, which drops the variables',
    ci(
      run('sudo twine upload dist/*'),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'read from a file',
    ci(
      run('read -r TWINE_REPOSITORY_URL < url\ntwine upload dist/*'),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'printf -v',
    ci(
      run(`printf -v TWINE_REPOSITORY_URL %s ${REAL_URL}\ntwine upload dist/*`),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'a variable of PowerShell',
    ci(
      run(`$env:TWINE_REPOSITORY_URL = '${REAL_URL}'\ntwine upload dist/*`, shell('pwsh')),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'Remove-Item of a variable',
    ci(
      run('Remove-Item Env:TWINE_REPOSITORY_URL\ntwine upload dist/*', shell('pwsh')),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'set of cmd',
    ci(
      run(`set TWINE_REPOSITORY_URL=${REAL_URL}\ntwine upload dist/*`, shell('cmd')),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'UV_PUBLISH_URL exported by the script',
    ci(
      run(`export UV_PUBLISH_URL=${REAL_URL}\nuv publish`),
      `env: { UV_PUBLISH_URL: "${TEST_URL}", TOKEN: "${SECRET}" }`,
    ),
  ],
  ['GITHUB_ENV with a file', ci(`${run('cat ci/settings >> "$GITHUB_ENV"')}${run(TEST)}`)],
  [
    'GITHUB_ENV as an expression',
    ci(`${run(`echo TWINE_REPOSITORY_URL=${REAL_URL} >> \${{ github.env }}`)}${run(TEST)}`),
  ],
  ['GITHUB_ENV with a computed name', ci(`${run('echo "$NAME=x" >> $GITHUB_ENV')}${run(TEST)}`)],
  [
    'GITHUB_ENV in a composite action',
    ci(`${uses('./a')}${run(TEST)}`),
    {
      'a/action.yml': `runs:\n  using: composite\n  steps: [{ run: 'echo TWINE_REPOSITORY_URL=${REAL_URL} >> $GITHUB_ENV', shell: bash }]\n`,
    },
  ],
  [
    'GITHUB_ENV in a script',
    ci(`${run('./ci/env.sh')}${run(TEST)}`),
    { 'ci/env.sh': `#!/bin/bash\necho "TWINE_REPOSITORY_URL=${REAL_URL}" >> "$GITHUB_ENV"\n` },
  ],
  [
    'GITHUB_ENV that moves the home folder',
    ci(`${run('echo HOME=$PWD/ci >> $GITHUB_ENV')}${run(TEST)}`),
  ],
  [
    'GITHUB_PATH with a folder of the repository',
    ci(`${run('echo "$GITHUB_WORKSPACE/ci/bin" >> $GITHUB_PATH')}${run(TEST)}`),
  ],
  ['PATH of the job', ci(run(TEST), `env: { PATH: "ci/bin:/usr/bin", TOKEN: "${SECRET}" }`)],
  ['PATH of the script', ci(run(`export PATH="$PWD/ci:$PATH"\n${TEST}`))],
  ['HOME of the step', ci(run(TEST, env('HOME: ci/home')))],
  ['BASH_ENV', ci(run(TEST), `env: { BASH_ENV: ci/env.sh, TOKEN: "${SECRET}" }`)],
  ['PYTHONPATH', ci(run(`python -m ${TEST}`), `env: { PYTHONPATH: ci, TOKEN: "${SECRET}" }`)],
  [
    'the environment of a container',
    ci(
      run(TEST),
      `container: { image: "python:3.12", env: { TWINE_REPOSITORY_URL: "${REAL_URL}", TOKEN: "${SECRET}" } }`,
    ),
  ],
  [
    'a script in a container that has the secret',
    ci(
      `${run(TEST)}${run('./ci/after')}`,
      `permissions: {}\n    container: { image: "python:3.12", env: { TOKEN: "${SECRET}" } }`,
    ),
  ],
  [
    'a container that is not known',
    ci(run(TEST), `container: "ghcr.io/me/tools"\n    env: { TOKEN: "${SECRET}" }`),
  ],
  [
    'a service that has the secret',
    ci(
      run(TEST),
      `permissions: {}\n    services: { up: { image: me/uploader, env: { TOKEN: "${SECRET}" } } }`,
    ),
  ],
  ['a machine of its own', ci(run(TEST)).replace('ubuntu-latest', 'self-hosted')],
  // Configuration files
  ['a .pypirc that is copied', ci(run(`cp ci/pypirc ~/.pypirc\n${TEST}`))],
  ['a .pypirc that is downloaded', ci(run(`curl -so ~/.pypirc https://example.org/rc\n${TEST}`))],
  ['a .pypirc that is linked', ci(`${run('ln -s "$PWD/ci/rc" ~/.pypirc')}${run(TEST)}`)],
  ['a .pypirc in a home that is unpacked', ci(`${run('tar xf ci/home.tar -C ~')}${run(TEST)}`)],
  ['a .pypirc that is named', ci(run('twine upload --config-file ci/pypirc -r testpypi dist/*'))],
  [
    'a .pypirc of a script',
    ci(`${run('ci/rc.sh')}${run(TEST)}`),
    { 'ci/rc.sh': '#!/bin/sh\ncp ci/pypirc "$HOME/.pypirc"\n' },
  ],
  [
    'pdm config',
    ci(run(`pdm config repository.testpypi.url ${REAL_URL}\npdm publish -r testpypi`)),
  ],
  [
    'hatch config',
    ci(run(`hatch config set publish.index.repos.test.url ${REAL_URL}\nhatch publish -r test`)),
  ],
  [
    'an index of uv that leads to PyPI',
    ci(run('uv publish --index testpypi')),
    {
      'pyproject.toml': `[[tool.uv.index]]\nname = "testpypi"\nurl = "https://test.pypi.org/simple/"\npublish-url = "${REAL_URL}"\n`,
    },
  ],
  [
    'a repository of poetry that leads to PyPI',
    ci(run(`poetry config repositories.testpypi ${REAL_URL}\npoetry publish -r testpypi`)),
  ],
  [
    'options of PowerShell that are splatted',
    ci(
      run(
        `$more = @('--repository-url', '${REAL_URL}')\ntwine upload -r testpypi @more dist/*`,
        shell('pwsh'),
      ),
    ),
  ],
  [
    'a variable of cmd in the options',
    ci(run('twine upload -r testpypi %MORE% dist/*', shell('cmd'))),
  ],
  [
    'a line that cmd continues',
    ci(run(`twine upload -r testpypi dist/* ^\n  --repository-url ${REAL_URL}`, shell('cmd'))),
  ],
  ['an option that a variable ends', ci(run('twine upload -r testpypi dist/*$MORE'))],
  [
    'a second upload by the same tool whose index is open',
    ci(run(`${TEST}\ntwine upload -r testpypi \${{ vars.MORE }} dist/*`)),
  ],
  [
    'a matrix in which one upload has open options',
    ci(
      run('twine upload -r testpypi ${{ matrix.more }} dist/*'),
      `strategy: { matrix: { more: ["", "\${{ vars.MORE }}"] } }\n    env: { TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'a matrix with both URLs',
    ci(
      uses('pypa/gh-action-pypi-publish@v1', 'repository-url: "${{ matrix.url }}"'),
      `strategy: { matrix: { url: ["${TEST_URL}", "${REAL_URL}"] } }\n    env: { TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'a matrix that another job makes',
    ci(
      uses('pypa/gh-action-pypi-publish@v1', 'repository-url: "${{ matrix.url }}"'),
      `strategy: { matrix: { url: "\${{ fromJSON(vars.URLS) }}" } }\n    env: { TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'a URL from a job before',
    ci(
      `${run(TEST)}${uses('pypa/gh-action-pypi-publish@v1', 'repository-url: "${{ steps.url.outputs.url }}"')}`,
    ),
  ],
  [
    'a command of a matrix',
    ci(
      run('${{ matrix.command }}'),
      `strategy: { matrix: { include: [{ command: "${TEST}" }, { command: "twine upload dist/*" }] } }\n    env: { TOKEN: "${SECRET}" }`,
    ),
  ],
  // Shells
  ['a shell that wraps the script', ci(`${run(TEST)}${run('ls', shell('bash ci/wrap {0}'))}`)],
  [
    'a shell with a command of its own',
    ci(`${run(TEST)}${run('ls', shell("bash -c 'twine upload dist/*' {0}"))}`),
  ],
  [
    'the default shell python',
    ci(
      `${run(TEST)}${run('import ci')}`,
      `defaults: { run: { shell: python } }\n    env: { TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'the default shell of the workflow',
    ci(
      `${run(TEST, shell('bash'))}${run('import ci')}`,
      undefined,
      'defaults: { run: { shell: python } }\n',
    ),
  ],
  ['python that reads a file', ci(`${run(TEST)}${run('python < ci/up.py')}`)],
  ['python that reads a here-string', ci(`${run(TEST)}${run('python - <<< "import ci"')}`)],
  [
    'python that reads a here-document',
    ci(`${run(TEST)}${run('python3 - <<EOF\nimport ci\nEOF')}`),
  ],
  ['bash that reads a here-string', ci(`${run(TEST)}${run('bash <<< "twine upload dist/*"')}`)],
  ['trap', ci(run(`trap 'twine upload dist/*' EXIT\n${TEST}`))],
  ['awk', ci(`${run(TEST)}${run(`awk 'BEGIN { system("twine upload dist/*") }'`)}`)],
  ['sed with e', ci(`${run(TEST)}${run("echo ci/up | sed 's/x/y/e'")}`)],
  ['tar --to-command', ci(`${run(TEST)}${run("tar xf x.tar --to-command='ci/up'")}`)],
  ['split --filter', ci(`${run(TEST)}${run("split --filter='ci/up' dist/x")}`)],
  [
    'find with two -exec',
    ci(`${run(TEST)}${run("find dist -exec ls {} ';' -exec twine upload {} ';'")}`),
  ],
  ['find -okdir', ci(`${run(TEST)}${run("yes | find dist -okdir twine upload {} ';'")}`)],
  [
    'xargs with a long option',
    ci(`${run(TEST)}${run('ls dist/* | xargs --max-args 1 twine upload')}`),
  ],
  ['parallel with an option', ci(`${run(TEST)}${run('parallel -j 2 twine upload ::: dist/*')}`)],
  [
    'timeout with a long option',
    ci(`${run(TEST)}${run('timeout --kill-after 5 60 twine upload dist/*')}`),
  ],
  ['exec -a with a harmless name', ci(`${run(TEST)}${run('exec -a ls twine upload dist/*')}`)],
  [
    'sudo -u with a user who is called test',
    ci(`${run(TEST)}${run('sudo -u test twine upload dist/*')}`),
  ],
  ['a folder that begins with a digit', ci(`${run(TEST)}${run('3rdparty/up.py')}`)],
  ['a program that is called activate', ci(`${run(TEST)}${run('python ci/activate.py')}`)],
  ['call of cmd', ci(`${run(TEST)}${run('call ci\\up.bat', shell('cmd'))}`)],
  [
    'cmd /c with an option before it',
    ci(`${run(TEST)}${run('cmd /d /c ci\\up.bat', shell('cmd'))}`),
  ],
  [
    'an assignment of PowerShell',
    ci(`${run(TEST)}${run('$out = twine upload dist/*', shell('pwsh'))}`),
  ],
  [
    'ForEach-Object',
    ci(
      `${run(TEST)}${run('Get-ChildItem dist | ForEach-Object { twine upload $_ }', shell('pwsh'))}`,
    ),
  ],
  [
    'else in a line of PowerShell',
    ci(run(`if ($env:X) {\n  ${TEST}\n} else { twine upload dist/* }`, shell('pwsh'))),
  ],
  [
    'catch of PowerShell',
    ci(run(`try {\n  ${TEST}\n} catch { twine upload dist/* }`, shell('pwsh'))),
  ],
  [
    'a method of .NET',
    ci(
      `${run(TEST)}${run("$web = New-Object Net.WebClient\n$web.UploadFile('https://example.org', 'dist/x.whl')", shell('pwsh'))}`,
    ),
  ],
  ['Invoke-Expression', ci(`${run(TEST)}${run('iex "twine upload dist/*"', shell('pwsh'))}`)],
  [
    'Start-Process',
    ci(`${run(TEST)}${run('Start-Process twine -ArgumentList upload', shell('pwsh'))}`),
  ],
  ['a negated command', ci(`${run(TEST)}${run('! twine upload dist/*')}`)],
  ['process substitution', ci(`${run(TEST)}${run('ls | tee >(xargs twine upload)')}`)],
  [
    'a script that was just written',
    ci(`${run('echo "twine upload dist/*" > ci/up.sh')}${run(TEST)}${run('bash ci/up.sh')}`),
    { 'ci/up.sh': '#!/bin/sh\nls\n' },
  ],
  [
    'a script that sed changes',
    ci(`${run("sed -i 's/ls/twine upload/' ci/up.sh")}${run(TEST)}${run('bash ci/up.sh')}`),
    { 'ci/up.sh': '#!/bin/sh\nls\n' },
  ],
  [
    'a script of another ref',
    ci(`${uses('actions/checkout@v4', 'ref: old')}${run(TEST)}${run('bash ci/up.sh')}`),
    { 'ci/up.sh': '#!/bin/sh\nls\n' },
  ],
  [
    'an action of another repository in a local folder',
    ci(`${uses('actions/checkout@v4', 'repository: me/tools, path: a')}${run(TEST)}${uses('./a')}`),
    { 'a/action.yml': 'runs:\n  using: composite\n  steps: [{ run: ls, shell: bash }]\n' },
  ],
  [
    'a script after git checkout',
    ci(`${run('git fetch origin x\ngit checkout FETCH_HEAD')}${run(TEST)}${run('sh ci/up.sh')}`),
    { 'ci/up.sh': '#!/bin/sh\nls\n' },
  ],
  // Runners of scripts
  ['hatch run with the name of a shell command', ci(`${run(TEST)}${run('hatch run test')}`)],
  ['pdm run with the name of a shell command', ci(`${run(TEST)}${run('pdm run install')}`)],
  ['pixi run with the name of a shell command', ci(`${run(TEST)}${run('pixi run clear')}`)],
  ['micromamba run', ci(`${run(TEST)}${run('micromamba run -n env twine upload dist/*')}`)],
  [
    'conda run in an environment that is called test',
    ci(`${run(TEST)}${run('conda run -n test twine upload dist/*')}`),
  ],
  ['conda build, which may upload', ci(`${run(TEST)}${run('conda build --user me recipe')}`)],
  ['rustup run', ci(`${run(TEST)}${run('rustup run nightly cargo publish')}`)],
  [
    'uv with a folder that is called like a command',
    ci(`${run(TEST)}${run('uv --directory python publish')}`),
  ],
  [
    'poetry with a folder that is called like a command',
    ci(`${run(TEST)}${run('poetry -C source publish')}`),
  ],
  [
    'cargo with a manifest that is called like a command',
    ci(`${run(TEST)}${run('cargo --manifest-path vendor publish')}`),
  ],
  [
    'npm with a folder that is called like a command',
    ci(`${run(TEST)}${run('npm --prefix i run up')}`),
  ],
  ['invoke', ci(`${run(TEST)}${run('invoke after')}`)],
  ['task', ci(`${run(TEST)}${run('task after')}`)],
  ['nx', ci(`${run(TEST)}${run('npx nx run-many -t after')}`)],
  ['cmake --build', ci(`${run(TEST)}${run('cmake --build . --target after')}`)],
  ['ninja', ci(`${run(TEST)}${run('ninja after')}`)],
  ['pip install of the repository', ci(`${run('pip install -e .')}${run(TEST)}`)],
  ['npm ci, which runs scripts', ci(`${run('npm ci')}${run(TEST)}`)],
  ['uv sync, which builds the project', ci(`${run('uv sync')}${run(TEST)}`)],
  ['pre-commit as an action', ci(`${uses('pre-commit/action@v3')}${run(TEST)}`)],
  // Other services
  ['git -c … push', ci(`${run(TEST)}${run('git -c user.name=x push origin v1')}`)],
  ['git -C … push', ci(`${run(TEST)}${run('git -C sub push')}`)],
  ['an alias of git', ci(`${run(TEST)}${run("git -c alias.up='!twine upload dist/*' up")}`)],
  [
    'an alias of git that is configured',
    ci(`${run(TEST)}${run("git config alias.up '!twine upload dist/*'\ngit up")}`),
  ],
  [
    'git submodule foreach',
    ci(`${run(TEST)}${run("git submodule foreach 'twine upload dist/*'")}`),
  ],
  ['git bisect run', ci(`${run(TEST)}${run('git bisect run twine upload dist/*')}`)],
  ['git rebase --exec', ci(`${run(TEST)}${run("git rebase --exec 'twine upload dist/*' HEAD~1")}`)],
  ['git subtree push', ci(`${run(TEST)}${run('git subtree push --prefix x origin x')}`)],
  ['gh run rerun', ci(`${run(TEST)}${run('gh run rerun 1')}`)],
  ['gh pr merge', ci(`${run(TEST)}${run('gh pr merge --admin 1')}`)],
  ['gh repo sync', ci(`${run(TEST)}${run('gh repo sync --force')}`)],
  [
    'curl with joined options',
    ci(`${run(TEST)}${run('curl -sSfT dist/x.whl https://example.org/')}`),
  ],
  ['curl -sF', ci(`${run(TEST)}${run('curl -sF content=@dist/x.whl https://example.org/')}`)],
  ['curl with a file of options', ci(`${run(TEST)}${run('curl -K ci/curl')}`)],
  [
    'wget --method',
    ci(`${run(TEST)}${run('wget --method=POST --body-file=dist/x.whl https://example.org')}`),
  ],
  ['httpie', ci(`${run(TEST)}${run('http POST https://example.org content@dist/x.whl')}`)],
  [
    'Invoke-RestMethod',
    ci(
      `${run(TEST)}${run('Invoke-RestMethod https://example.org -Method Put -InFile x', shell('pwsh'))}`,
    ),
  ],
  ['docker manifest push', ci(`${run(TEST)}${run('docker manifest push me/it')}`)],
  [
    'docker buildx with an output to a registry',
    ci(`${run(TEST)}${run('docker buildx build -o type=registry .')}`),
  ],
  ['choco push', ci(`${run(TEST)}${run('choco push x.nupkg')}`)],
  ['brew bump-formula-pr', ci(`${run(TEST)}${run('brew bump-formula-pr it')}`)],
  ['devpi upload', ci(`${run(TEST)}${run('devpi upload')}`)],
  ['cargo-release by its program', ci(`${run(TEST)}${run('cargo-release release --execute')}`)],
  // Actions
  [
    'a known action that runs a command',
    ci(`${run(TEST)}${uses('CodSpeedHQ/action@v3', 'run: twine upload dist/*')}`),
  ],
  [
    'a script that maturin-action runs before',
    ci(`${uses('PyO3/maturin-action@v1', 'before-script-linux: twine upload dist/*')}${run(TEST)}`),
  ],
  [
    'commands of cibuildwheel',
    ci(
      `${uses('pypa/cibuildwheel@v2', '', env('CIBW_BEFORE_ALL: twine upload dist/*'))}${run(TEST)}`,
    ),
  ],
  [
    'maturin-action with the index in a variable',
    ci(
      uses('PyO3/maturin-action@v1', 'command: upload, args: "--skip-existing dist/*"'),
      `env: { MATURIN_REPOSITORY: "\${{ vars.INDEX || 'testpypi' }}", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'a JavaScript action of the repository',
    ci(`${run(TEST)}${uses('./a')}`),
    { 'a/action.yml': 'runs: { using: node20, main: x.js }\n' },
  ],
  [
    'a container action of the repository',
    ci(`${run(TEST)}${uses('./a')}`),
    { 'a/action.yml': 'runs: { using: docker, image: Dockerfile }\n' },
  ],
  [
    'an action of this repository at another ref',
    ci(`${run(TEST)}${uses('me/it/a@old')}`),
    { 'a/action.yml': 'runs:\n  using: composite\n  steps: [{ run: ls, shell: bash }]\n' },
  ],
  [
    'a workflow of this repository at another ref',
    `name: CI\non: { workflow_dispatch: }\njobs:\n  t: { runs-on: ubuntu-latest, steps: [{ run: ${TEST} }] }\n  u: { uses: me/it/.github/workflows/other.yml@old, secrets: inherit }\n`,
    {
      '.github/workflows/other.yml':
        'on: { workflow_call: }\njobs: { x: { runs-on: ubuntu-latest, steps: [{ run: ls }] } }\n',
    },
  ],
  [
    'a foreign workflow that inherits the secrets',
    `name: CI\non: { workflow_dispatch: }\npermissions: {}\njobs:\n  t: { runs-on: ubuntu-latest, steps: [{ run: ${TEST} }] }\n  u: { uses: other/it/.github/workflows/x.yml@v1, secrets: inherit }\n`,
  ],
  [
    'an anchor that is used again with another variable',
    ci(
      `      - &up\n        run: twine upload dist/*\n        env: { TWINE_REPOSITORY: testpypi }\n      - *up\n${run('twine upload dist/*')}`,
    ),
  ],
  // Conditions
  ['failure()', ci(`${run(TEST)}${run('twine upload dist/*', when('failure()'))}`)],
  ['!success()', ci(`${run(TEST)}${run('twine upload dist/*', when('"!success()"'))}`)],
  ['cancelled()', ci(`${run(TEST)}${run('twine upload dist/*', when('cancelled()'))}`)],
  [
    'the outcome of the step',
    ci(
      `      - { id: t, run: ${TEST}, continue-on-error: true }\n${run('twine upload dist/*', when("steps.t.outcome == 'failure'"))}`,
    ),
  ],
  [
    'a job after a failure',
    `name: CI\non: { workflow_dispatch: }\njobs:\n  t: { runs-on: ubuntu-latest, steps: [{ run: ${TEST} }] }\n  u: { needs: t, if: failure(), runs-on: ubuntu-latest, steps: [{ run: twine upload dist/* }] }\n`,
  ],
  [
    'a job that asks for the result of another',
    `name: CI\non: { workflow_dispatch: }\njobs:\n  t: { runs-on: ubuntu-latest, steps: [{ run: ${TEST} }] }\n  u: { needs: t, if: "always() && needs.t.result != 'success'", runs-on: ubuntu-latest, steps: [{ run: twine upload dist/* }] }\n`,
  ],
  [
    'text around an expression',
    ci(
      `${run(TEST)}${run('twine upload dist/*', when("${{ inputs.real == 'x' }} == true"))}`,
      undefined,
      '',
      'workflow_dispatch: { inputs: { real: { type: string } } }',
    ),
  ],
  [
    'a line break after an expression',
    ci(`${run(TEST)}      - run: twine upload dist/*\n        if: |\n          \${{ false }}\n`),
  ],
  [
    'a boolean input as a string of the payload',
    ci(
      `${run(TEST)}${run('twine upload dist/*', when('github.event.inputs.real'))}`,
      undefined,
      '',
      'workflow_dispatch: { inputs: { real: { type: boolean, default: false } } }',
    ),
  ],
  [
    'the default branch',
    ci(
      `${run(TEST)}${run('twine upload dist/*', when("github.event.repository.default_branch == 'main'"))}`,
    ),
  ],
  [
    'the case of letters',
    ci(`${run(TEST)}${run('twine upload dist/*', when("github.ref_name == 'MAIN'"))}`),
  ],
  [
    'format()',
    ci(
      `${run(TEST)}${run('twine upload dist/*', when("format('refs/heads/{0}', 'main') == github.ref"))}`,
    ),
  ],
  [
    'fromJSON and contains',
    ci(
      `${run(TEST)}${run('twine upload dist/*', when('contains(fromJSON(\'["main","x"]\'), github.ref_name)'))}`,
    ),
  ],
  ['an expression with ||', ci(run("twine upload -r ${{ vars.INDEX || 'testpypi' }} dist/*"))],
  [
    'an expression with && and ||',
    ci(
      uses(
        'pypa/gh-action-pypi-publish@v1',
        `repository-url: "\${{ vars.TEST && '${TEST_URL}' || '${REAL_URL}' }}"`,
      ),
    ),
  ],
  [
    'an input of free text that a condition asks for',
    ci(
      `${run(TEST)}${run('twine upload dist/*', when("inputs.word != ''"))}`,
      undefined,
      '',
      'workflow_dispatch: { inputs: { word: { type: string, required: true } } }',
    ),
  ],
  [
    'an input of free text that is an option',
    ci(
      run('twine upload -r ${{ inputs.index }} dist/*'),
      undefined,
      '',
      'workflow_dispatch: { inputs: { index: { type: string, required: true } } }',
    ),
  ],
  // What follows the run
  [
    'a workflow after the workflow after it',
    ci(run(TEST)),
    {
      '.github/workflows/other.yml':
        'name: B\non: { workflow_run: { workflows: [CI] } }\njobs: { x: { runs-on: ubuntu-latest, steps: [{ run: ls }] } }\n',
      '.github/workflows/third.yml':
        'name: C\non: { workflow_run: { workflows: [B] } }\njobs: { x: { runs-on: ubuntu-latest, steps: [{ run: uv publish }] } }\n',
    },
  ],
  [
    'a workflow that a deployment starts',
    ci(run(TEST), `environment: test\n    env: { TOKEN: "${SECRET}" }`),
    {
      '.github/workflows/other.yml':
        'name: B\non: { deployment_status: }\njobs: { x: { runs-on: ubuntu-latest, steps: [{ run: uv publish }] } }\n',
    },
  ],

  // Programs and options that are others than they look
  [
    'a variable that an expansion sets',
    ci(run(`: \${TWINE_REPOSITORY_URL:=${REAL_URL}}\n${TEST}`)),
  ],
  [
    'a variable by another name',
    ci(run(`declare -n x=TWINE_REPOSITORY_URL\nx=${REAL_URL}\n${TEST}`)),
  ],
  [
    'a function in the place of the tool',
    ci(run(`twine() { command twine "$@" --repository-url ${REAL_URL}; }\n${TEST}`)),
  ],
  [
    'a link in the place of the tool',
    ci(run(`sudo ln -sf $PWD/ci/up /usr/local/bin/twine\n${TEST}`)),
  ],
  ['a copy in the place of the tool', ci(run(`cp ci/twine ~/.local/bin/twine\n${TEST}`))],
  [
    'a tool from another index',
    ci(run(`pip install --index-url https://example.org/simple twine\n${TEST}`)),
  ],
  [
    'another index in a variable',
    ci(
      run(`pip install twine\n${TEST}`),
      `env: { PIP_INDEX_URL: "https://example.org/simple", TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'uvx with a tool from a repository',
    ci(run(`uvx --from git+https://example.org/twine ${TEST}`)),
  ],
  ['uvx with a plugin of the repository', ci(run(`uvx --with ./plugin ${TEST}`))],
  ['uv run with a file of variables', ci(run(`uv run --env-file ci/env ${TEST}`))],
  ['pipx run with a tool of the repository', ci(run(`pipx run --spec ./twine ${TEST}`))],
  ['a tool of the repository', ci(run('ci/bin/twine upload -r testpypi dist/*'))],
  [
    'a program of the repository that is called like a shell command',
    ci(`${run(TEST)}${run('ci/install')}`),
  ],
  [
    'a substitution in a here-document',
    ci(`${run(TEST)}${run('cat <<EOF\n$(twine upload dist/*)\nEOF')}`),
  ],
  ['gh workflow enable', ci(`${run(TEST)}${run('gh workflow enable publish.yml')}`)],
  [
    'a hook of git',
    ci(run(`cp ci/hook .git/hooks/pre-commit\ngit commit --allow-empty -m x\n${TEST}`)),
  ],
  ['a setting of hooks', ci(run(`git config core.hooksPath ci/hooks\ngit commit -m x\n${TEST}`))],
  [
    'an input that differs by case',
    ci(
      `      - uses: pypa/gh-action-pypi-publish@v1\n        with: { repository-url: "${TEST_URL}", Repository_URL: "${REAL_URL}" }\n`,
    ),
  ],
  [
    'an option that argparse completes',
    ci(run(`twine upload --repository-url ${TEST_URL} --repository-ur ${REAL_URL} dist/*`)),
  ],
  [
    'an option that argparse completes, with =',
    ci(run(`twine upload -r testpypi --repository-u=${REAL_URL} dist/*`)),
  ],
  [
    'a configuration file by a completed option',
    ci(run('twine upload -r testpypi --conf ci/rc dist/*')),
  ],
  [
    'short options behind one -',
    ci(
      run('twine upload -srpypi dist/*'),
      `env: { TWINE_REPOSITORY: testpypi, TOKEN: "${SECRET}" }`,
    ),
  ],
  ['an option twice', ci(run('twine upload -r testpypi -r pypi dist/*'))],
  [
    'a variable that differs by case',
    ci(
      run('twine upload dist/*'),
      `env: { TWINE_REPOSITORY_URL: "${TEST_URL}", twine_repository_url: "${REAL_URL}", TOKEN: "${SECRET}" }`,
    ).replace('ubuntu', 'windows'),
  ],
  [
    'a URL and an index of uv',
    ci(
      run('uv publish'),
      `env: { UV_PUBLISH_URL: "${TEST_URL}", UV_PUBLISH_INDEX: pypi, TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'a repository of poetry that is configured again',
    ci(
      run(
        `poetry config repositories.testpypi ${TEST_URL}\npoetry config repositories.testpypi $REAL\npoetry publish -r testpypi`,
      ),
    ),
  ],
  ['a file of variables', ci(run(`set -a\n. ./.env\n${TEST}`))],
  ['variables of a substitution', ci(run(`export $(xargs < ci/env)\n${TEST}`))],
  ['words that are joined', ci(`${run(TEST)}${run('tw\'\'ine up"load" dist/*')}`)],
  ['a variable as the subcommand', ci(`${run(TEST)}${run('SUB=upload\ntwine $SUB dist/*')}`)],
  ['flock', ci(`${run(TEST)}${run('flock x twine upload dist/*')}`)],
  ['gem push', ci(`${run(TEST)}${run('gem push x.gem')}`)],
  [
    'the number of the attempt',
    ci(`${run(TEST)}${run('twine upload dist/*', when('github.run_attempt > 1'))}`),
  ],
];

/** Each uploads to TestPyPI and can reach nothing else. */
const TRIALS: readonly (readonly [shape: string, main: string, files?: Files])[] = [
  [
    'trusted publishing in a job of its own',
    `name: CI\non: { workflow_dispatch: }\npermissions: { contents: read }\njobs:\n  build: { runs-on: ubuntu-latest, steps: [{ uses: actions/checkout@v4 }, { uses: PyO3/maturin-action@v1, with: { args: --release --out dist } }, { uses: actions/upload-artifact@v4 }] }\n  test:\n    needs: build\n    runs-on: ubuntu-latest\n    environment: testpypi\n    permissions: { id-token: write }\n    steps:\n      - uses: actions/download-artifact@v4\n      - uses: pypa/gh-action-pypi-publish@release/v1\n        with: { repository-url: "${TEST_URL}", skip-existing: true }\n`,
  ],
  [
    'a job for PyPI that the inputs skip',
    `name: CI\non: { workflow_dispatch: { inputs: { target: { type: choice, options: [testpypi, pypi], default: testpypi } } } }\njobs:\n  t: { if: "inputs.target == 'testpypi'", runs-on: ubuntu-latest, steps: [{ uses: pypa/gh-action-pypi-publish@release/v1, with: { repository-url: "${TEST_URL}" } }] }\n  p: { if: "inputs.target == 'pypi'", runs-on: ubuntu-latest, steps: [{ uses: pypa/gh-action-pypi-publish@release/v1 }] }\n`,
  ],
  [
    'a job for PyPI that a tag starts',
    `name: CI\non: { workflow_dispatch:, push: { tags: ["v*"] } }\njobs:\n  t: { if: "github.event_name == 'workflow_dispatch'", runs-on: ubuntu-latest, steps: [{ run: ${TEST} }] }\n  p: { if: "startsWith(github.ref, 'refs/tags/')", runs-on: ubuntu-latest, steps: [{ run: uv publish }] }\n`,
  ],
  [
    'a URL that an input chooses',
    ci(
      uses(
        'pypa/gh-action-pypi-publish@release/v1',
        `repository-url: "\${{ inputs.real && '${REAL_URL}' || '${TEST_URL}' }}"`,
      ),
      undefined,
      '',
      'workflow_dispatch: { inputs: { real: { type: boolean, default: true } } }',
    ),
  ],
  [
    'maturin upload',
    ci(
      run('pip install maturin\nmaturin upload --repository testpypi --skip-existing dist/*'),
      `env: { MATURIN_PYPI_TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'maturin-action upload',
    ci(
      uses(
        'PyO3/maturin-action@v1',
        'command: upload, args: "--repository testpypi --non-interactive --skip-existing wheels-*/*"',
        env(`MATURIN_PYPI_TOKEN: "${SECRET}"`),
      ),
      'timeout-minutes: 5',
    ),
  ],
  [
    'maturin with the index in the environment of the job',
    ci(
      run('maturin upload dist/*'),
      `env: { MATURIN_REPOSITORY: testpypi, MATURIN_PYPI_TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'uv publish with its URL',
    ci(
      run(`uv publish --publish-url ${TEST_URL} --trusted-publishing always`),
      'permissions: { id-token: write }',
    ),
  ],
  [
    'uv publish with a variable',
    ci(
      `${uses('astral-sh/setup-uv@v5')}${run('uv publish dist/*')}`,
      `env: { UV_PUBLISH_URL: "${TEST_URL}", UV_PUBLISH_TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'uv publish with an index of pyproject.toml',
    ci(run('uv publish --index testpypi')),
    {
      'pyproject.toml': `[[tool.uv.index]]\nname = "testpypi"\nurl = "https://test.pypi.org/simple/"\npublish-url = "${TEST_URL}"\nexplicit = true\n`,
    },
  ],
  [
    'twine with a password',
    ci(
      run(
        'python -m pip install --upgrade twine\npython -m twine check dist/*\npython -m twine upload --repository testpypi dist/*',
        env(`TWINE_USERNAME: __token__, TWINE_PASSWORD: "${SECRET}"`),
      ),
    ),
  ],
  [
    'twine with the options on several lines',
    ci(run(`twine upload \\\n  --repository-url ${TEST_URL} \\\n  --skip-existing \\\n  dist/*`)),
  ],
  [
    'hatch publish',
    ci(
      run(
        'pip install hatch\nhatch publish -r test dist/*',
        env(`HATCH_INDEX_USER: __token__, HATCH_INDEX_AUTH: "${SECRET}"`),
      ),
    ),
  ],
  [
    'flit publish',
    ci(run(`flit publish`, env(`FLIT_INDEX_URL: "${TEST_URL}", FLIT_PASSWORD: "${SECRET}"`))),
  ],
  [
    'a repository of poetry that the script configures',
    ci(
      run(
        `poetry config repositories.testpypi ${TEST_URL}\npoetry config pypi-token.testpypi ${SECRET}\npoetry publish -r testpypi`,
      ),
    ),
  ],
  [
    'a version in GITHUB_ENV',
    ci(
      `${run('echo "VERSION=$(cat VERSION)" >> "$GITHUB_ENV"\necho "$HOME/.cargo/bin" >> $GITHUB_PATH')}${run(TEST)}`,
    ),
  ],
  [
    'outputs and a summary',
    ci(
      `${run('echo "version=1" >> "$GITHUB_OUTPUT"\necho "Done" >> $GITHUB_STEP_SUMMARY')}${run(TEST)}`,
    ),
  ],
  [
    'a composite action and a script of the repository',
    ci(`${uses('actions/checkout@v4')}${uses('./a')}${run('ci/list.sh')}`),
    {
      'a/action.yml': `runs:\n  using: composite\n  steps: [{ run: "${TEST}", shell: bash }]\n`,
      'ci/list.sh': '#!/bin/sh\nset -eu\nls dist\n',
    },
  ],
  [
    'a called workflow with the index as an input',
    `name: CI\non: { workflow_dispatch: }\njobs:\n  t: { uses: ./.github/workflows/other.yml, with: { url: "${TEST_URL}" }, secrets: inherit }\n`,
    {
      '.github/workflows/other.yml':
        'on: { workflow_call: { inputs: { url: { type: string, required: true } } } }\njobs: { x: { runs-on: ubuntu-latest, steps: [{ uses: pypa/gh-action-pypi-publish@release/v1, with: { repository-url: "${{ inputs.url }}", password: "${{ secrets.T }}" } }] } }\n',
    },
  ],
  [
    'a matrix with TestPyPI alone',
    ci(
      uses('pypa/gh-action-pypi-publish@v1', 'repository-url: "${{ matrix.url }}"'),
      `strategy: { matrix: { url: ["${TEST_URL}"] } }\n    env: { TOKEN: "${SECRET}" }`,
    ),
  ],
  ['a bash with the usual options', ci(run(TEST, shell('bash -euxo pipefail {0}')))],
  ['pwsh', ci(run(`$files = Get-ChildItem dist\ntwine upload -r testpypi dist/*`, shell('pwsh')))],
  [
    'an official container',
    ci(
      run(`pip install twine\ntwine upload --repository-url ${TEST_URL} dist/*`),
      `container: "python:3.12-slim"\n    env: { TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'a folder of its own',
    ci(
      run(TEST),
      `defaults: { run: { working-directory: python, shell: bash } }\n    env: { TOKEN: "${SECRET}" }`,
    ),
  ],
  [
    'a step that is never reached',
    ci(
      `${run(TEST)}${run('twine upload dist/*', when('false'))}${run('twine upload dist/*', when("${{ github.event_name == 'release' }}"))}`,
    ),
  ],
  [
    'git and curl that only read',
    ci(
      `${run('git -c advice.detachedHead=false log -1\ngit config user.name x\ncurl -sSfL -o x.tar.gz https://example.org/x.tar.gz\ngit -C sub status')}${run(TEST)}`,
    ),
  ],
  [
    'loops and functions',
    ci(
      run(
        `check() {\n  test -f "$1"\n}\nfor file in dist/*; do\n  check "$file" || exit 1\ndone\n${TEST}`,
      ),
    ),
  ],
  [
    'a virtual environment',
    ci(run(`python -m venv .venv\nsource .venv/bin/activate\npip install -U pip twine\n${TEST}`)),
  ],
];

describe('a trial that would publish elsewhere', () => {
  it(`has a table of ${EVASIONS.length} shapes`, () => assert.ok(EVASIONS.length >= 80));
  for (const [shape, main, files] of EVASIONS)
    it(`isn't started as one on TestPyPI alone: ${shape}`, async () => {
      const found = await trialOf(main, files);
      assert.notEqual(found.kind, 'sure');
    });
});

describe('a trial on TestPyPI alone', () => {
  for (const [shape, main, files] of TRIALS)
    it(`is started: ${shape}`, async () => {
      const found = await trialOf(main, files);
      assert.equal(found.kind, 'sure', reasons(found));
    });
});

describe('the inputs that the user gives for a trial', () => {
  it('are read like those that were tried', () => {
    const workflow = read(
      ci(
        `${run(TEST)}${run('twine upload dist/*', when("inputs.word == 'real'"))}`,
        undefined,
        '',
        'workflow_dispatch: { inputs: { word: { type: string, required: true } } }',
      ),
    );
    const found = findTrial([workflow], 'refs/heads/main', 'me/it');
    assert.ok(found.kind === 'sure');
    const kindWith = (word: string) => trialWith(found.choice, { word }, [workflow], 'me/it').kind;
    assert.equal(kindWith('other'), 'sure');
    assert.equal(kindWith('real'), 'refused');
  });
});
