import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { agreement } from '../../../src/manifests/package';
import { planVersion } from '../../../src/manifests/plan/versionPlan';
import { writeFiles } from '../../../src/manifests/plan/writeFiles';
import { disk } from '../../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { type Files, removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { has } from '../../harness/toolchain';

/** Writes the metadata of a wheel as a build frontend does (PEP 517), and prints its version; 3 without the backend. */
const SCRIPT = `
import importlib, os, sys, tempfile
name, path = sys.argv[1:3]
sys.path.insert(0, path) if path else None
try: backend = importlib.import_module(name)
except ImportError: sys.exit(3)
out, sys.stdout = sys.stdout, sys.stderr
target = tempfile.mkdtemp()
if name.startswith("setuptools"):
    # Its wheels need another distribution.
    print(backend.build_sdist(target).split("-")[1][:-len(".tar.gz")], file=out)
    sys.exit()
info = backend.prepare_metadata_for_build_wheel(target)
for line in open(os.path.join(target, info, "METADATA"), encoding="utf8"):
    if line.startswith("Version:"): print(line[8:].strip(), file=out); break
`;

/** Interpreters that may have the backends: the one on PATH, and those that run poetry and pdm. */
function interpreters(): readonly string[] {
  const scripts = ['poetry', 'pdm'].flatMap(name =>
    (process.env['PATH'] ?? '')
      .split(path.delimiter)
      .map(dir => path.join(dir, name))
      .filter(file => existsSync(file)),
  );
  const named = scripts.map(file => /^#!(\S+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '');
  return [...new Set(['python3', ...named.filter(file => existsSync(file))])];
}

/** The version that the backend builds; undefined where it isn't installed. */
function built(dir: string, backend: string, backendPath = ''): string | undefined {
  for (const python of interpreters()) {
    const { status, stdout, stderr } = spawnSync(
      python,
      ['-B', '-c', SCRIPT, backend, backendPath],
      { cwd: dir, encoding: 'utf8' },
    );
    if (status === 3 || status === null) continue;
    assert.equal(status, 0, stderr);
    return stdout.trim();
  }
  return backend === 'maturin' ? builtByProgram(dir, backend) : undefined;
}

/** maturin may be on PATH as a program alone; its backend is a thin cover of this command. */
function builtByProgram(dir: string, program: string): string | undefined {
  if (!has(program)) return undefined;
  const target = path.join(dir, 'metadata');
  const args = ['pep517', 'write-dist-info', '--metadata-directory', target];
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: dir, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const metadata = path.join(target, stdout.trim().split('\n').at(-1) ?? '', 'METADATA');
  return /^Version: (.*)$/m.exec(readFileSync(metadata, 'utf8'))?.[1];
}

const system = (requires: string, backend: string, project: string) =>
  `[build-system]\nrequires = ["${requires}"]\nbuild-backend = "${backend}"\n[project]\nname = "demo"\n${project}\n`;
const DYNAMIC = 'dynamic = ["version"]';
const SETUPTOOLS = system('setuptools', 'setuptools.build_meta', DYNAMIC);

const CASES: readonly (readonly [title: string, backend: string, files: Files])[] = [
  [
    'poetry-core, static',
    'poetry.core.masonry.api',
    {
      'pyproject.toml': system('poetry-core', 'poetry.core.masonry.api', 'version = "1.5.3"'),
      'demo/__init__.py': '',
    },
  ],
  [
    'poetry-core, [tool.poetry] version of a dynamic project',
    'poetry.core.masonry.api',
    {
      'pyproject.toml': `${system('poetry-core', 'poetry.core.masonry.api', `${DYNAMIC}\ndescription = "d"`)}[tool.poetry]\nversion = "1.5.3"\n`,
      'demo/__init__.py': '',
    },
  ],
  [
    'hatchling, path',
    'hatchling.build',
    {
      'pyproject.toml': `${system('hatchling', 'hatchling.build', DYNAMIC)}[tool.hatch.version]\npath = "demo/about.py"\n`,
      'demo/__init__.py': 'VERSION = "9.9.9"\n',
      'demo/about.py': "VERSION = 'v1.5.3'\n",
    },
  ],
  [
    'hatchling, a pattern of its own',
    'hatchling.build',
    {
      'pyproject.toml': `${system('hatchling', 'hatchling.build', DYNAMIC)}[tool.hatch.version]\npath = "Cargo.toml"\npattern = '(?m)^version = "(?P<version>[^"]+)"'\n`,
      'demo/__init__.py': '',
      'Cargo.toml': '[package]\nname = "demo"\nversion = "1.5.3"\n',
    },
  ],
  [
    'flit, the module',
    'flit_core.buildapi',
    {
      'pyproject.toml': system(
        'flit_core',
        'flit_core.buildapi',
        'dynamic = ["version", "description"]',
      ),
      'demo/__init__.py': '"""Demo."""\n__version__ = "1.5.3"\n',
    },
  ],
  [
    'setuptools, attr of a string',
    'setuptools.build_meta',
    {
      'pyproject.toml': `${SETUPTOOLS}[tool.setuptools]\npackages = ["demo"]\n[tool.setuptools.dynamic]\nversion = { attr = "demo.about.VERSION" }\n`,
      'demo/__init__.py': '',
      'demo/about.py': 'VERSION = "1.5.3"\n',
    },
  ],
  [
    'setuptools, attr of a tuple',
    'setuptools.build_meta',
    {
      'pyproject.toml': `${SETUPTOOLS}[tool.setuptools]\npackages = ["demo"]\n[tool.setuptools.dynamic]\nversion = { attr = "demo.__version__" }\n`,
      'demo/__init__.py': '__version__ = (1, 5, 3)\n',
    },
  ],
  [
    'setuptools, file',
    'setuptools.build_meta',
    {
      'pyproject.toml': `${SETUPTOOLS}[tool.setuptools]\npackages = []\n[tool.setuptools.dynamic]\nversion = { file = "VERSION" }\n`,
      VERSION: '1.5.3\n',
    },
  ],
  [
    'setuptools, setup.cfg',
    'setuptools.build_meta',
    {
      'pyproject.toml': SETUPTOOLS,
      'setup.cfg': '[metadata]\nversion = 1.5.3\n[options]\npackages =\n',
    },
  ],
  [
    'setuptools, setup.py',
    'setuptools.build_meta',
    {
      'pyproject.toml': SETUPTOOLS,
      'setup.py':
        'from setuptools import setup\nsetup(\n    version="1.5.3",\n    packages=[],\n)\n',
    },
  ],
  [
    'pdm-backend, file',
    'pdm.backend',
    {
      'pyproject.toml': `${system('pdm-backend', 'pdm.backend', DYNAMIC)}[tool.pdm.version]\nsource = "file"\npath = "demo/__init__.py"\n`,
      'demo/__init__.py': '__version__ = "1.5.3"\n',
    },
  ],
  [
    'uv_build',
    'uv_build',
    {
      'pyproject.toml': system('uv_build', 'uv_build', 'version = "1.5.3"'),
      'src/demo/__init__.py': '',
    },
  ],
  [
    'maturin, inherited from the workspace',
    'maturin',
    {
      'pyproject.toml': `${system('maturin', 'maturin', DYNAMIC)}[tool.maturin]\nmanifest-path = "py/Cargo.toml"\nbindings = "bin"\n`,
      'Cargo.toml': '[workspace]\nmembers = ["py"]\n[workspace.package]\nversion = "1.5.3"\n',
      'py/Cargo.toml': '[package]\nname = "demo"\nversion.workspace = true\nedition = "2021"\n',
      'py/src/main.rs': 'fn main() {}\n',
    },
  ],
];

describe('the current version is what the build backend builds, before and after a bump', function () {
  this.timeout(120_000);

  for (const [title, backend, files] of CASES) {
    it(title, async function () {
      const dir = temporaryFolder('backend');
      try {
        writeFilesTo(dir, files);
        const before = built(dir, backend);
        if (before === undefined) this.skip();
        const index = new ManifestIndex(dir, disk);
        const [pkg] = (await index.scan()).packages;
        assert.ok(pkg);
        assert.equal(agreement(pkg.sites).current?.pep440, before);

        const to = parseReleaseVersion('1.6.0');
        assert.ok(to.ok);
        const plan = planVersion(index, pkg, to.version);
        assert.deepEqual([plan.questions, plan.refusals], [[], []]);
        await writeFiles(plan.changes, dir);
        assert.equal(built(dir, backend), '1.6.0');
      } finally {
        removeFolder(dir);
      }
    });
  }
});
