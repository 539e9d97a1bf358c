import * as assert from 'node:assert/strict';
import { agreement } from '../../../src/manifests/package';
import type { Files } from '../../fixtures/files';
import { expectEdits, questionsOf, refusalsOf } from '../support/edits';
import { scanFiles } from '../support/memory';

const CARGO = (version: string) => `[package]\nname = "demo"\n${version}edition = "2021"\n`;
const MATURIN = (rest: string) =>
  `[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "demo"\n${rest}`;
const STATIC = MATURIN('version = "1.5.3"\n');

async function current(files: Files): Promise<string | undefined> {
  const { packages } = await scanFiles(files);
  return agreement(packages[0]?.sites ?? []).current?.text;
}

const to = '1.6.0';

describe('the current version', () => {
  it('never comes from a lock', async () => {
    const files = {
      'pyproject.toml': MATURIN('dynamic = ["version"]\n'),
      'Cargo.toml': CARGO('version = "0.3.3"\n'),
      'Cargo.lock': '[[package]]\nname = "demo"\nversion = "0.3.4"\n',
    };
    assert.equal(await current(files), '0.3.3');
  });

  it('never comes from a module beside what is built', async () => {
    const files = {
      'pyproject.toml': STATIC,
      'Cargo.toml': CARGO('version = "1.5.3"\n'),
      'demo/__init__.py': '__version__ = "1.5.4"\n',
    };
    assert.equal(await current(files), '1.5.3');
    const { mismatched } = agreement((await scanFiles(files)).packages[0]!.sites);
    assert.deepEqual(
      mismatched.map(({ kind }) => kind),
      ['dunder'],
    );
  });
});

describe('a build backend of the repository itself', () => {
  const project = (requires: string) =>
    `[build-system]\nrequires = ["${requires}"]\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "demo"\ndynamic = ["version"]\n`;

  it('reads the version as the one that it wraps', async () => {
    await expectEdits(
      { 'pyproject.toml': project('maturin>=1'), 'Cargo.toml': CARGO('version = "1.5.3"\n') },
      { 'Cargo.toml': [['1.5.3', to]] },
      { to },
    );
  });

  it('reads it from Cargo.toml where setup.py does', async () => {
    await expectEdits(
      {
        'pyproject.toml': project('setuptools", "setuptools-rust'),
        'setup.py': 'with open("Cargo.toml") as f: v = load(f)\nsetup(version=v)\n',
        'Cargo.toml': CARGO('version = "1.5.3"\n'),
      },
      { 'Cargo.toml': [['1.5.3', to]] },
      { to },
    );
  });
});

describe('a crate below a Python version', () => {
  it('needs no version of its own', async () => {
    await expectEdits(
      { 'pyproject.toml': STATIC, 'Cargo.toml': CARGO('') },
      { 'pyproject.toml': [['1.5.3', to]] },
      { to },
    );
  });

  it('moves in the [package] of a root beside [workspace.package]', async () => {
    await expectEdits(
      {
        'Cargo.toml':
          '[package]\nname = "core"\nversion = "1.5.3"\n[workspace]\nmembers = ["py"]\n[workspace.package]\nversion = "1.5.3"\n',
        'py/Cargo.toml': CARGO('version.workspace = true\n'),
        'py/pyproject.toml': MATURIN('dynamic = ["version"]\n'),
      },
      {
        'Cargo.toml': [
          ['1.5.3', to],
          ['1.5.3', to],
        ],
      },
      { to },
    );
  });
});

describe('what poetry reads', () => {
  const poetry = (project: string, rest: string) =>
    `[build-system]\nrequires = ["poetry-core", "setuptools-rust"]\nbuild-backend = "poetry.core.masonry.api"\n${project}[tool.poetry]\n${rest}`;

  it('is [tool.poetry] version where [project] is dynamic', async () => {
    await expectEdits(
      {
        'pyproject.toml': poetry(
          '[project]\nname = "demo"\ndynamic = ["version"]\n',
          'version = "1.5.3"\n',
        ),
        'Cargo.toml': CARGO('version = "1.5.3"\n'),
      },
      { 'pyproject.toml': [['1.5.3', to]], 'Cargo.toml': [['1.5.3', to]] },
      { to },
    );
  });

  it('is the tag with poetry-dynamic-versioning', async () => {
    const { packages } = await scanFiles({
      'pyproject.toml':
        '[build-system]\nrequires = ["poetry-core", "poetry-dynamic-versioning"]\nbuild-backend = "poetry_dynamic_versioning.backend"\n[tool.poetry]\nname = "demo"\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n',
    });
    assert.equal(packages[0]?.decidedBy, 'tag');
  });

  it('is nothing with package-mode = false', async () => {
    await expectEdits(
      {
        'pyproject.toml': `${MATURIN('dynamic = ["version"]\n')}[tool.poetry]\nname = "demo"\nversion = "0.0.0"\npackage-mode = false\n`,
        'Cargo.toml': CARGO('version = "1.5.3"\n'),
      },
      { 'Cargo.toml': [['1.5.3', to]] },
      { to },
    );
  });

  const app = (requirement: string): Files => ({
    'pyproject.toml': STATIC,
    'Cargo.toml': CARGO('version = "1.5.3"\n'),
    'app/pyproject.toml': `[tool.poetry]\nname = "app"\nversion = "9.9.9"\n[tool.poetry.dependencies]\n${requirement}\n`,
  });

  it('a caret moves where it no longer matches', async () => {
    const edits = { 'pyproject.toml': [['1.5.3', '2.0.0']], 'Cargo.toml': [['1.5.3', '2.0.0']] };
    await expectEdits(
      app('demo = "^1.5.3"'),
      { ...edits, 'app/pyproject.toml': [['^1.5.3', '^2.0.0']] } as never,
      { to: '2.0.0' },
    );
    await expectEdits(
      app('demo = "^1.5.3"'),
      { 'pyproject.toml': [['1.5.3', to]], 'Cargo.toml': [['1.5.3', to]] },
      { to },
    );
  });

  it('a range that no longer matches moves with its upper bound once that is answered', async () => {
    const id = 'requirement:app/pyproject.toml:demo';
    await expectEdits(
      app('demo = ">=1.5,<2"'),
      {
        'pyproject.toml': [['1.5.3', '2.0.0']],
        'Cargo.toml': [['1.5.3', '2.0.0']],
        'app/pyproject.toml': [['<2', '<3']],
      },
      { to: '2.0.0', answers: { [id]: 'move' } },
    );
  });

  it('a range that has no bound to move is no question, nor is one in a test', async () => {
    assert.deepEqual(await questionsOf(app('demo = "<1.9"'), { to: '2.0.0' }), []);
    const { 'app/pyproject.toml': text = '', ...files } = app('demo = ">=1.5,<2"');
    assert.deepEqual(
      await questionsOf({ ...files, 'tests/app/pyproject.toml': text }, { to: '2.0.0' }),
      [],
    );
  });

  it('a range that no longer matches is asked about, and every entry of a list is read', async () => {
    assert.equal((await questionsOf(app('demo = ">=1.5,<2"'), { to: '2.0.0' })).length, 1);
    await expectEdits(
      app(
        'demo = [{ version = "1.5.3", python = "<3.11" }, { version = "1.5.3", python = ">=3.11" }]',
      ),
      {
        'pyproject.toml': [['1.5.3', to]],
        'Cargo.toml': [['1.5.3', to]],
        'app/pyproject.toml': [
          ['1.5.3', to],
          ['1.5.3', to],
        ],
      },
      { to },
    );
  });
});

describe("the project's own module", () => {
  const moves = async (pyproject: string, module: string, text = '__version__ = "1.5.3"\n') =>
    await expectEdits(
      { 'pyproject.toml': pyproject, 'Cargo.toml': CARGO(''), [module]: text },
      { 'pyproject.toml': [['1.5.3', to]], [module]: [['1.5.3', to]] },
      { to },
    );
  const backend = (name: string, rest: string) =>
    `[build-system]\nrequires = []\nbuild-backend = "${name}"\n[project]\nname = "py-demo"\nversion = "1.5.3"\n${rest}`;

  it('is found by every table that names it', async () => {
    await moves(
      `${STATIC}[tool.maturin]\npython-source = "python"\nmodule-name = "corp.demo._native"\n`,
      'python/corp/demo/__init__.py',
    );
    await moves(`${STATIC}[tool.maturin]\npython-packages = ["extra"]\n`, 'extra/__init__.py');
    await moves(
      `${STATIC}[tool.maturin]\npython-packages = ["sdk/extra"]\n`,
      'sdk/extra/__init__.py',
    );
    await moves(
      backend(
        'setuptools.build_meta',
        '[[tool.setuptools-rust.ext-modules]]\ntarget = "other._rs"\n',
      ),
      'other/__init__.py',
    );
    await moves(
      backend('hatchling.build', '[tool.hatch.build.targets.wheel]\npackages = ["lib/other"]\n'),
      'lib/other/__about__.py',
    );
    await moves(
      backend('uv_build', '[tool.uv.build-backend]\nmodule-name = "corp.x"\n'),
      'src/corp/x/__init__.py',
    );
    await moves(
      backend('flit_core.buildapi', '[tool.flit.module]\nname = "single"\n'),
      'single.py',
    );
  });

  it('holds a tuple of the numbers beside __version__', async () => {
    const pyproject = STATIC;
    await expectEdits(
      {
        'pyproject.toml': pyproject,
        'Cargo.toml': CARGO(''),
        'demo/__init__.py': '__version__ = "1.5.3"\nversion_info = (1, 5, 3)\nOTHER = (1, 5, 3)\n',
      },
      {
        'pyproject.toml': [['1.5.3', to]],
        'demo/__init__.py': [
          ['1.5.3', to],
          ['version_info = (1, 5, 3)', 'version_info = (1, 6, 0)'],
        ],
      },
      { to },
    );
  });
});

describe('a pattern of the repository', () => {
  const hatch = (pattern: string) => ({
    'pyproject.toml': `[build-system]\nrequires = []\nbuild-backend = "hatchling.build"\n[project]\nname = "demo"\ndynamic = ["version"]\n[tool.hatch.version]\npath = "V"\npattern = '${pattern}'\n`,
  });

  it('may begin with flags', async () => {
    assert.equal(
      await current({ ...hatch('(?m)^version: (?P<version>\\S+)$'), V: 'a\nversion: 1.5.3\n' }),
      '1.5.3',
    );
  });

  it('is stopped where it backtracks without end', async () => {
    const started = Date.now();
    assert.equal(
      await current({ ...hatch('(?P<version>(a+)+)$x'), V: 'a'.repeat(5000) }),
      undefined,
    );
    assert.ok(Date.now() - started < 5000);
  });
});

it('a manifest with placeholders of a template is no error', async () => {
  const { problems, packages } = await scanFiles({
    'pyproject.toml': STATIC,
    'Cargo.toml': CARGO(''),
    'template/{{name}}/pyproject.toml': '[project]\nname = "{{ name }}"\n{% if x %}\n',
  });
  assert.deepEqual([problems, packages.length], [[], 1]);
});

describe('a version that a workflow writes from the tag', () => {
  const files = (version: string, line: string): Files => ({
    'pyproject.toml': MATURIN('dynamic = ["version"]\n'),
    'Cargo.toml': CARGO(`version = "${version}"\n`),
    '.github/workflows/release.yml': `on: push\njobs:\n  build:\n    steps:\n      - run: |\n          ${line}\n`,
  });

  it('is asked about where the files may hold a placeholder', async () => {
    for (const [version, line] of [
      ['0.1.0', 'sed -i "s/^version = .*/version = \\"$VERSION\\"/" Cargo.toml'],
      ['0.1.0', 'cargo set-version "${GITHUB_REF_NAME#v}"'],
      ['1.3.0-dev0', 'toml set --toml-path=Cargo.toml package.version ${{ inputs.version }}'],
      ['0.0.0', 'python scripts/version_bumper.py --target Cargo.toml "${{ github.ref_name }}"'],
      ['999.0.0', 'maturin build'],
      ['255.255.255', 'maturin build'],
    ] as const)
      assert.deepEqual(
        await questionsOf(files(version, line), { to: '999.1.0' }),
        ['source pyproject.toml:4'],
        line,
      );
  });

  it('is mentioned where the files hold a version of their own', async () => {
    const write = 'cargo set-version "${GITHUB_REF_NAME#v}"';
    assert.deepEqual(await questionsOf(files('1.5.3', write), { to }), []);
    const { problems } = await scanFiles(files('1.5.3', write));
    assert.match(problems.map(({ message }) => message).join(), /writes a version/);
  });

  it('is not seen in a check of the version', async () => {
    const check = 'test "$(cargo pkgid | cut -d# -f2)" = "$VERSION"';
    assert.deepEqual(await questionsOf(files('0.1.0', check), { to }), []);
  });

  it('edits no file where the tag is answered', async () => {
    const write = 'cargo set-version "${GITHUB_REF_NAME#v}"';
    await expectEdits(files('0.1.0', write), {}, { to, answers: { source: 'tag' } });
  });
});

describe('a version that setuptools reads from a module', () => {
  const files = (version: string): Files => ({
    'pyproject.toml':
      '[build-system]\nrequires = ["setuptools", "setuptools-rust"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "demo"\ndynamic = ["version"]\n[tool.setuptools.dynamic]\nversion = { attr = "demo.__version__" }\n',
    'Cargo.toml': CARGO('version = "0.1.0"\n'),
    'demo/__init__.py': `__version__ = ${version}\n`,
  });

  it('may be a tuple of numbers, which holds no pre-release', async () => {
    await expectEdits(files('(1, 5, 3)'), { 'demo/__init__.py': [['1, 5, 3', '1, 6, 0']] }, { to });
    assert.match(
      (await refusalsOf(files('(1, 5, 3)'), { to: '1.6.0-rc.1' })).join(),
      /pre-release/,
    );
  });

  it('keeps two numbers as long as the third one is 0', async () => {
    await expectEdits(
      files('"3.13"'),
      { 'demo/__init__.py': [['3.13', '3.14']] },
      { to: '3.14.0' },
    );
    await expectEdits(
      files('"3.13"'),
      { 'demo/__init__.py': [['3.13', '3.13.1']] },
      { to: '3.13.1' },
    );
    await expectEdits(
      files('"3.13"'),
      { 'demo/__init__.py': [['3.13', '3.14rc1']] },
      { to: '3.14.0-rc.1' },
    );
  });
});
