import * as assert from 'node:assert/strict';
import type { Files } from '../../fixtures/files';
import { expectEdits, questionsOf, refusalsOf } from '../support/edits';
import { below, scanFiles } from '../support/memory';

const DEMO = 'name = "demo"\ndynamic = ["version"]\n';

const built = (backend: string, rest: string, requires = '[]') =>
  `[build-system]\nrequires = ${requires}\nbuild-backend = "${backend}"\n\n[project]\n${DEMO}\n${rest}`;

const IN_MODULE: Files = { 'src/demo/__init__.py': '"""Demo."""\n__version__ = "0.1.0"\n' };

describe('a dynamic Python version', () => {
  const places: Readonly<Record<string, readonly [files: Files, file: string]>> = {
    'hatch, path': [
      {
        'pyproject.toml': built(
          'hatchling.build',
          '[tool.hatch.version]\npath = "src/demo/__init__.py"\n',
        ),
        ...IN_MODULE,
      },
      'src/demo/__init__.py',
    ],
    'hatch, pattern': [
      {
        'pyproject.toml': built(
          'hatchling.build',
          '[tool.hatch.version]\npath = "version-info.toml"\npattern = "release: (?P<version>[^\\\\s]+)"\n',
        ),
        'version-info.toml': '# release: 0.1.0\n',
      },
      'version-info.toml',
    ],
    'hatch, code without expression': [
      {
        'pyproject.toml': built(
          'hatchling.build',
          '[tool.hatch.version]\nsource = "code"\npath = "src/demo/__init__.py"\n',
        ),
        ...IN_MODULE,
      },
      'src/demo/__init__.py',
    ],
    'setuptools, attr': [
      {
        'pyproject.toml': built(
          'setuptools.build_meta',
          '[tool.setuptools.dynamic]\nversion = { attr = "demo.about.RELEASE" }\n',
        ),
        'src/demo/about.py': 'OTHER = "0.1.0"\nRELEASE: str = \'0.1.0\'\n',
      },
      'src/demo/about.py',
    ],
    'setuptools, file': [
      {
        'pyproject.toml': built(
          'setuptools.build_meta',
          '[tool.setuptools.dynamic]\nversion = {file = ["VERSION.txt"]}\n',
        ),
        'VERSION.txt': '\uFEFF0.1.0\r\n',
      },
      'VERSION.txt',
    ],
    'setuptools, setup.cfg': [
      {
        'pyproject.toml': built('setuptools.build_meta', ''),
        'setup.cfg':
          '[options]\nversion = 9\n[metadata]\nname = demo\nversion = 0.1.0  ; keep\n[x]\nversion = 0.1.0\n',
      },
      'setup.cfg',
    ],
    'setuptools, setup.cfg with attr': [
      {
        'pyproject.toml': built('setuptools.build_meta', ''),
        'setup.cfg': '[metadata]\nversion = attr: demo.__version__\n',
        ...IN_MODULE,
      },
      'src/demo/__init__.py',
    ],
    'setuptools, setup.cfg with file': [
      {
        'pyproject.toml': built('setuptools.build_meta', ''),
        'setup.cfg': '[metadata]\nversion = file: VERSION\n',
        VERSION: '0.1.0',
      },
      'VERSION',
    ],
    'setuptools, setup.py': [
      {
        'pyproject.toml': built('setuptools.build_meta', ''),
        'setup.py':
          'from setuptools import setup\nsetup(name="demo",  # version="0.0.1"\n      version="0.1.0")\n',
      },
      'setup.py',
    ],
    'setuptools, setup.py with a name that it sets': [
      {
        'pyproject.toml': built('setuptools.build_meta', ''),
        'setup.py':
          'VERSION = "0.1.0"\nsetup(name="demo", version=VERSION, python_requires=">=3.9")\n',
      },
      'setup.py',
    ],
    'setuptools, setup.py that reads a file': [
      {
        'pyproject.toml': built('setuptools.build_meta', ''),
        'setup.py': 'setup(\n    name="demo",\n    version=open("VERSION").read().strip(),\n)\n',
        VERSION: '0.1.0\n',
      },
      'VERSION',
    ],
    'hatch, package.json': [
      {
        'pyproject.toml': built('hatchling.build', '[tool.hatch.version]\nsource = "nodejs"\n'),
        'package.json': '{\n  "name": "demo",\n  "version": "0.1.0"\n}\n',
      },
      'package.json',
    ],
    'meson-python': [
      {
        'pyproject.toml': built('mesonpy', ''),
        'meson.build':
          "project('demo', 'rust',\n  version: '0.1.0',\n  meson_version: '>=1.3.0')\n",
      },
      'meson.build',
    ],
    'pdm, file': [
      {
        'pyproject.toml': built(
          'pdm.backend',
          '[tool.pdm.version]\nsource = "file"\npath = "src/demo/__init__.py"\n',
        ),
        ...IN_MODULE,
      },
      'src/demo/__init__.py',
    ],
    flit: [
      { 'pyproject.toml': built('flit_core.buildapi', ''), ...IN_MODULE },
      'src/demo/__init__.py',
    ],
    'scikit-build-core, regex': [
      {
        'pyproject.toml': built(
          'scikit_build_core.build',
          '[tool.scikit-build.metadata.version]\nprovider = "scikit_build_core.metadata.regex"\ninput = "src/demo/__init__.py"\n',
        ),
        ...IN_MODULE,
      },
      'src/demo/__init__.py',
    ],
  };
  for (const [name, [files, file]] of Object.entries(places)) {
    it(`moves where the backend reads it: ${name}`, async () => {
      const text = files[file]!;
      const start = name.startsWith('setuptools, attr')
        ? text.indexOf("'0.1.0'") + 1
        : name === 'setuptools, setup.cfg'
          ? text.indexOf('0.1.0')
          : text.lastIndexOf('0.1.0');
      const after = `${text.slice(0, start)}0.2.0rc1${text.slice(start + 5)}`;
      await expectEdits(files, { [file]: [[text, after]] }, { to: '0.2.0-rc.1' });
    });
  }

  it('is the tag where a tool makes it from the tag: nothing is edited, and that is said', async () => {
    const tagDriven: Readonly<Record<string, string>> = {
      'setuptools-scm': built('setuptools.build_meta', '', '["setuptools_scm[toml]>=8"]'),
      'hatch-vcs': built(
        'hatchling.build',
        '[tool.hatch.version]\nsource = "vcs"\n',
        '["hatchling", "hatch-vcs"]',
      ),
      pdm: built('pdm.backend', '[tool.pdm.version]\nsource = "scm"\n'),
      versioningit: built('setuptools.build_meta', '', '["versioningit"]'),
    };
    for (const [tool, text] of Object.entries(tagDriven)) {
      const {
        packages: [found],
        problems,
      } = await scanFiles({ 'pyproject.toml': text, ...IN_MODULE });
      assert.ok(found);
      assert.deepEqual([found.decidedBy, found.taggedBy], ['tag', tool]);
      assert.deepEqual(found.sites, []);
      assert.match(
        problems.map(({ severity, message }) => `${severity}: ${message}`).join(),
        /^information: The git tag decides the version of this project/,
      );
    }
  });

  it('is asked about where maturin takes it from Cargo and the tag is configured as well', async () => {
    const files = {
      'pyproject.toml': built('maturin', '[tool.setuptools_scm]\n'),
      'Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\n',
    };
    assert.deepEqual(await questionsOf(files), ['source pyproject.toml:7']);
    await expectEdits(
      files,
      { 'Cargo.toml': [['0.1.0', '0.2.0']] },
      { answers: { source: 'files' } },
    );
    await expectEdits(files, {}, { answers: { source: 'tag' } });
  });

  it('is asked about where the files hold a placeholder', async () => {
    const files = {
      'pyproject.toml': built('maturin', ''),
      'Cargo.toml': '[package]\nname = "demo"\nversion = "0.0.0"\n',
    };
    assert.deepEqual(await questionsOf(files), ['source pyproject.toml:5']);
  });

  it('is refused where it is computed, unless the settings name its place', async () => {
    const files = {
      'pyproject.toml': built(
        'hatchling.build',
        '[tool.hatch.version]\nsource = "code"\npath = "v.py"\nexpression = "f()"\n',
      ),
      'v.py': 'NUMBER = "0.1.0"\n',
    };
    assert.match(
      (await refusalsOf(files)).join(),
      /^pyproject\.toml:7: The version of this project is computed/,
    );
    await expectEdits(
      files,
      { 'v.py': [['0.1.0', '0.2.0']] },
      { extraFiles: [{ files: 'v.py', search: 'NUMBER = "${version}"', spelling: 'pep440' }] },
    );
  });

  it('is refused where the named place holds no literal', async () => {
    const files = {
      'pyproject.toml': built(
        'hatchling.build',
        '[tool.hatch.version]\npath = "src/demo/__init__.py"\n',
      ),
      'src/demo/__init__.py': '__version__ = version("demo")\n',
    };
    assert.match(
      (await refusalsOf(files)).join(),
      /^pyproject\.toml:7: No version was found in src\/demo\/__init__\.py/,
    );
  });

  it('stays where it is when a whole file holds more than a version', async () => {
    const files = {
      'pyproject.toml': built(
        'setuptools.build_meta',
        '[tool.setuptools.dynamic]\nversion = {file = "V"}\n',
      ),
      V: 'version 0.1.0\n',
    };
    assert.equal((await refusalsOf(files)).length, 1);
  });
});

describe('__version__', () => {
  const project = '[project]\nname = "demo"\nversion = "0.1.0"\n';

  it('is asked about where it is far from the version of the package', async () => {
    const files = { 'pyproject.toml': project, 'demo/__init__.py': '__version__ = "7.3.1"\n' };
    assert.deepEqual(await questionsOf(files), ['module:demo/__init__.py demo/__init__.py:1']);
    await expectEdits(
      files,
      { 'pyproject.toml': [['0.1.0', '0.2.0']] },
      { answers: { 'module:demo/__init__.py': 'separate' } },
    );
    await expectEdits(
      files,
      { 'pyproject.toml': [['0.1.0', '8.0.0']], 'demo/__init__.py': [['7.3.1', '8.0.0']] },
      { to: '8.0.0', answers: { 'module:demo/__init__.py': 'together' } },
    );
  });

  it('moves along where it was forgotten in a bump', async () => {
    await expectEdits(
      { 'pyproject.toml': project, 'demo/__init__.py': '__version__ = "0.0.9"\n' },
      { 'pyproject.toml': [['0.1.0', '0.2.0']], 'demo/__init__.py': [['0.0.9', '0.2.0']] },
      { answers: { 'module:demo/__init__.py': 'together' } },
    );
  });
});

describe('locks of Python', () => {
  const project = '[project]\nname = "Demo.Pkg"\nversion = "0.1.0"\n';

  it('moves the own entry of uv.lock, one line, normalised, and no dependency of the same number', async () => {
    const lock =
      'version = 1\nrevision = 3\n\n[[package]]\nname = "colorama"\nversion = "0.1.0"\nsource = { registry = "https://index.example/simple" }\n\n[[package]]\nname = "demo-pkg"\nversion = "0.1.0"\nsource = { editable = "." }\n';
    await expectEdits(
      { 'pyproject.toml': project, 'uv.lock': lock },
      {
        'pyproject.toml': [['"0.1.0"', '"0.2.0rc1"']],
        'uv.lock': [['"demo-pkg"\nversion = "0.1.0"', '"demo-pkg"\nversion = "0.2.0rc1"']],
      },
      { to: '0.2.0-rc.1' },
    );
  });

  it('finds the lock of a uv workspace in a folder above, and in the example that uses it', async () => {
    const entry = (source: string) =>
      `version = 1\n\n[[package]]\nname = "demo-pkg"\nversion = "0.1.0"\nsource = { ${source} }\n`;
    const files = {
      'packages/demo/pyproject.toml': project,
      'uv.lock': entry('editable = "packages/demo"'),
      'examples/x/uv.lock': entry('directory = "../../packages/demo"'),
      'examples/y/uv.lock': entry('directory = "../../packages/other"'),
    };
    await expectEdits(files, {
      'packages/demo/pyproject.toml': [['0.1.0', '0.2.0']],
      'uv.lock': [['0.1.0', '0.2.0']],
      'examples/x/uv.lock': [['0.1.0', '0.2.0']],
    });
  });

  it('moves entries of poetry.lock and pdm.lock that stand for this folder', async () => {
    const files = {
      'demo/pyproject.toml': project,
      'app/poetry.lock':
        '[[package]]\nname = "demo-pkg"\nversion = "0.1.0"\nfiles = []\n\n[package.source]\ntype = "directory"\nurl = "../demo"\n\n[[package]]\nname = "x"\nversion = "0.1.0"\n',
      'tool/pdm.lock':
        '[metadata]\ngroups = ["default"]\n\n[[package]]\nname = "demo-pkg"\nversion = "0.1.0"\npath = "../demo"\n',
    };
    await expectEdits(files, {
      'demo/pyproject.toml': [['0.1.0', '0.2.0']],
      'app/poetry.lock': [['0.1.0', '0.2.0']],
      'tool/pdm.lock': [['0.1.0', '0.2.0']],
    });
  });

  it('stops where a lock is not TOML', async () => {
    const lock =
      '[[package]]\nname = "demo-pkg"\nversion = "0.1.0"\nsource = { editable = "." }\nbroken = \n';
    assert.match(
      (await refusalsOf({ 'pyproject.toml': project, 'uv.lock': lock })).join(),
      /^uv\.lock:5: Not valid TOML/,
    );
  });
});

describe('pins of Python', () => {
  const FRONT: Files = {
    'runtime/pyproject.toml':
      '[build-system]\nrequires = ["setuptools", "setuptools-rust"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "demo-runtime"\nversion = "1.5.0"\n',
    'runtime/Cargo.toml': '[package]\nname = "demo-runtime"\nversion = "1.5.0"\n',
    'front/pyproject.toml':
      '[build-system]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "demo"\nversion = "1.5.0"\ndependencies = [\n  # exactly\n  "Demo_Runtime[fast] == 1.5.0 ; python_version > \'3.8\'",\n  "other==1.5.0",\n]\n[dependency-groups]\ndev = ["demo-runtime>=1.5"]\n',
  };

  it('move with their package, and the project that holds the same version too', async () => {
    await expectEdits(
      FRONT,
      {
        'runtime/pyproject.toml': [['1.5.0', '1.6.0']],
        'runtime/Cargo.toml': [['1.5.0', '1.6.0']],
        'front/pyproject.toml': [
          ['version = "1.5.0"', 'version = "1.6.0"'],
          ['== 1.5.0 ;', '== 1.6.0 ;'],
        ],
      },
      { to: '1.6.0' },
    );
  });

  it("in poetry's tables move too", async () => {
    const files = {
      ...FRONT,
      'front/pyproject.toml':
        '[tool.poetry]\nname = "demo"\nversion = "3.0.0"\n[tool.poetry.dependencies]\ndemo-runtime = "1.5.0"\nother = "1.5.0"\n[tool.poetry.group.dev.dependencies]\ndemo_runtime = { version = "==1.5.0", extras = [] }\n',
    };
    await expectEdits(
      files,
      {
        'runtime/pyproject.toml': [['1.5.0', '1.6.0']],
        'runtime/Cargo.toml': [['1.5.0', '1.6.0']],
        'front/pyproject.toml': [
          ['demo-runtime = "1.5.0"', 'demo-runtime = "1.6.0"'],
          ['"==1.5.0"', '"==1.6.0"'],
        ],
      },
      { to: '1.6.0' },
    );
  });

  it('on another version stay, and a range that does not match any more is asked about', async () => {
    const files = {
      ...FRONT,
      'front/pyproject.toml':
        '[project]\nname = "demo"\nversion = "3.0.0"\ndependencies = ["demo-runtime==1.4.0", "demo-runtime>=1.5,<1.6"]\n',
    };
    assert.deepEqual(await questionsOf(files, { to: '1.6.0' }), [
      'requirement:front/pyproject.toml:1 front/pyproject.toml:4',
    ]);
    assert.deepEqual(await questionsOf(files, { to: '1.5.1' }), []);
    await expectEdits(
      files,
      {
        'runtime/pyproject.toml': [['1.5.0', '1.6.0']],
        'runtime/Cargo.toml': [['1.5.0', '1.6.0']],
      },
      { to: '1.6.0', answers: { 'requirement:front/pyproject.toml:1': 'keep' } },
    );
  });
});

it('names a crate in a git submodule and does not edit it', async () => {
  const files = {
    'pyproject.toml': built('maturin', '[tool.maturin]\nmanifest-path = "engine/py/Cargo.toml"\n'),
    'engine/.git': 'gitdir: ../.git/modules/engine\n',
    'engine/py/Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\n',
  };
  assert.match(
    (await refusalsOf(files)).join(),
    /^pyproject\.toml:10: The crate of this project is in engine, a git repository of its own/,
  );
  const { packages } = await scanFiles(files);
  assert.deepEqual(
    packages.map(({ manifest }) => below(manifest)),
    ['pyproject.toml'],
  );
});

describe('the modules that a setup.py names', () => {
  it('hold a __version__ below its package_dir', async () => {
    const files: Files = {
      'pyproject.toml': '[build-system]\nrequires = ["setuptools", "setuptools-rust"]\n',
      'setup.py':
        'from setuptools import setup\nsetup(\n    name="SudachiPy",\n    version="0.6.8-a1",\n    packages=["sudachipy", "sudachipy.dictionary"],\n    package_dir={"": "py_src"},\n)\n',
      'Cargo.toml': '[package]\nname = "sudachipy"\nversion = "0.6.8-a1"\n',
      'py_src/sudachipy/__init__.py': '__version__ = "0.6.8-a1"\n',
    };
    await expectEdits(
      files,
      {
        'setup.py': [['0.6.8-a1', '0.6.8']],
        'Cargo.toml': [['0.6.8-a1', '0.6.8']],
        'py_src/sudachipy/__init__.py': [['0.6.8-a1', '0.6.8']],
      },
      { to: '0.6.8' },
    );
  });
});

describe('a pre-release in the spelling of SemVer', () => {
  it('stays so in the files of Python, but for locks that their tools write', async () => {
    const files: Files = {
      'pyproject.toml':
        '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "demo"\nversion = "3.0.0-beta.7"\n[project.optional-dependencies]\nall = ["demo==3.0.0-beta.7"]\n',
      'Cargo.toml': '[package]\nname = "demo"\nversion = "3.0.0-beta.7"\n',
      'demo/__init__.py': '__version__ = "3.0.0b7"\n',
      'uv.lock':
        'version = 1\n\n[[package]]\nname = "demo"\nversion = "3.0.0b7"\nsource = { editable = "." }\n',
    };
    await expectEdits(
      files,
      {
        'pyproject.toml': [
          ['3.0.0-beta.7', '3.0.0-beta.8'],
          ['3.0.0-beta.7', '3.0.0-beta.8'],
        ],
        'Cargo.toml': [['3.0.0-beta.7', '3.0.0-beta.8']],
        'demo/__init__.py': [['3.0.0b7', '3.0.0b8']],
        'uv.lock': [['3.0.0b7', '3.0.0b8']],
      },
      { to: '3.0.0-beta.8' },
    );
  });
});
