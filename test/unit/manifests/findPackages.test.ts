import * as assert from 'node:assert/strict';
import { agreement } from '../../../src/manifests/package';
import type { Files } from '../../fixtures/files';
import {
  BOTH,
  CRATE,
  DYNAMIC,
  ELSEWHERE,
  INHERITED,
  NEITHER,
  PYTHON,
  STATIC,
} from '../../fixtures/shapes';
import { below, scanFiles, siteLines } from '../support/memory';

async function sites(files: Files): Promise<string[]> {
  const {
    packages: [first, ...more],
  } = await scanFiles(files);
  assert.ok(first);
  assert.deepEqual(more, []);
  return siteLines(first);
}

async function problems(files: Files): Promise<string[]> {
  return (await scanFiles(files)).problems.map(
    ({ file, start, severity, message }) =>
      `${below(file)}:${start.line + 1}:${start.column + 1} ${severity}: ${message}`,
  );
}

describe('findPackages', () => {
  it('finds a static version beside the crate', async () => {
    assert.deepEqual(await sites(STATIC), [
      'pyproject.toml:7:12 project 0.1.0',
      'Cargo.toml:3:12 crate 0.1.0',
      'Cargo.lock:7:12 lock 0.1.0',
    ]);
    assert.deepEqual(await problems(STATIC), []);
  });

  it('takes a dynamic version from Cargo', async () => {
    assert.deepEqual(await sites(DYNAMIC), [
      'Cargo.toml:3:12 crate 0.1.0',
      'Cargo.lock:7:12 lock 0.1.0',
    ]);
  });

  it('finds both and says that PEP 621 forbids it', async () => {
    assert.equal((await sites(BOTH)).length, 3);
    assert.deepEqual(await problems(BOTH), [
      'pyproject.toml:7:12 warning: The version is static and listed as dynamic at once, which PEP 621 forbids.',
    ]);
  });

  it('says where a project has no version at all', async () => {
    assert.match(
      (await problems(NEITHER)).join(),
      /^pyproject\.toml:5:2 warning: This project has no version/,
    );
  });

  it('resolves an inherited version to the root, and says how many crates move', async () => {
    const {
      packages: [found],
    } = await scanFiles(INHERITED);
    assert.ok(found);
    assert.deepEqual(siteLines(found), [
      'crates/python/pyproject.toml:7:12 project 0.1.0',
      'Cargo.toml:6:12 workspace 0.1.0',
      'crates/python/python/demo/__init__.py:1:16 dunder 0.1.0',
      'Cargo.lock:7:12 lock 0.1.0',
      'Cargo.lock:18:12 lock 0.1.0',
    ]);
    assert.deepEqual(found.crates, ['demo-core', 'demo-python']);
    assert.deepEqual(
      found.requirements.map(
        ({ file, start, text, crate }) => `${below(file)}:${start.line + 1} ${crate} ${text}`,
      ),
      ['Cargo.toml:9 demo-core =0.1.0', 'crates/own/Cargo.toml:7 demo-core 0.1'],
    );
  });

  it('follows manifest-path', async () => {
    assert.deepEqual(await sites(ELSEWHERE), [
      'rust/binding/Cargo.toml:3:12 crate 0.1.0',
      'rust/binding/Cargo.lock:7:12 lock 0.1.0',
    ]);
  });

  it('finds a crate alone and a Python project alone', async () => {
    assert.deepEqual(await sites(CRATE), [
      'Cargo.toml:3:12 crate 0.1.0',
      'Cargo.lock:7:12 lock 0.1.0',
    ]);
    assert.deepEqual(await sites(PYTHON), [
      'pyproject.toml:3:12 project 0.1.0',
      'src/demo/__init__.py:1:21 dunder 0.1.0',
    ]);
  });

  it('releases what is built from a crate, and no project of tools or examples', async () => {
    const { packages } = await scanFiles({
      ...INHERITED,
      'pyproject.toml': '[project]\nname = "dev-environment"\nversion = "0.0.0"\n',
      'examples/x/pyproject.toml': '[project]\nname = "x"\nversion = "1"\n',
      'tools/pyproject.toml': '[tool.ruff]\n',
    });
    assert.deepEqual(
      packages.map(({ name }) => name),
      ['demo'],
    );
  });

  it('finds several packages of one repository', async () => {
    const { packages } = await scanFiles({
      'a/pyproject.toml': STATIC['pyproject.toml']!.replace('"demo"', '"a"'),
      'a/Cargo.toml': STATIC['Cargo.toml']!,
      'b/pyproject.toml': STATIC['pyproject.toml']!.replace('"demo"', '"b"'),
      'b/Cargo.toml': STATIC['Cargo.toml']!,
    });
    assert.deepEqual(
      packages.map(({ name, sites }) => [name, sites.length]),
      [
        ['a', 2],
        ['b', 2],
      ],
    );
  });

  it('reads [tool.poetry] beside [project]', async () => {
    const found = await sites({
      ...STATIC,
      'pyproject.toml': `${STATIC['pyproject.toml']}\n[tool.poetry]\nname = "demo"\nversion = "0.1.0"\n`,
    });
    assert.deepEqual(found.slice(0, 2), [
      'pyproject.toml:7:12 project 0.1.0',
      'pyproject.toml:11:12 poetry 0.1.0',
    ]);
  });

  it('passes over a [tool.poetry] version that no build reads and that was left behind', async () => {
    const pyproject = STATIC['pyproject.toml']!.replace('0.1.0', '0.5.0');
    const found = await sites({
      ...STATIC,
      'pyproject.toml': `${pyproject}\n[tool.poetry]\nname = "demo"\nversion = "0.1.0"\n`,
    });
    assert.deepEqual(
      found.filter(line => line.startsWith('pyproject')),
      ['pyproject.toml:7:12 project 0.5.0'],
    );
  });

  it('does not touch versions of dependencies and metadata', async () => {
    const found = await sites({
      ...STATIC,
      'Cargo.toml': `[dependencies.other]\nversion = "0.1.0"\n\n[package.metadata.x]\nversion = "0.1.0"\n\n${STATIC['Cargo.toml']}`,
    });
    assert.equal(found[1], 'Cargo.toml:9:12 crate 0.1.0');
  });

  describe('with bad input', () => {
    it('says where a manifest is not TOML, and keeps the other packages', async () => {
      const files = {
        ...STATIC,
        'b/pyproject.toml': '[project\nname = "b"\n',
        'c/pyproject.toml': STATIC['pyproject.toml']!,
        'c/Cargo.toml': STATIC['Cargo.toml']!,
      };
      const { packages } = await scanFiles(files);
      assert.equal(packages.length, 2);
      assert.match(
        (await problems(files)).join(),
        /^b\/pyproject\.toml:1:\d+ error: Not valid TOML: /,
      );
    });

    it('says so where the version is not SemVer or not PEP 440', async () => {
      assert.deepEqual(
        await problems({
          ...STATIC,
          'Cargo.toml': STATIC['Cargo.toml']!.replace('0.1.0', '0.2.0rc1'),
        }),
        ['Cargo.toml:3:12 error: "0.2.0rc1" is not a SemVer version, so Cargo rejects it.'],
      );
      assert.deepEqual(
        await problems({
          ...STATIC,
          'pyproject.toml': STATIC['pyproject.toml']!.replace('0.1.0', '0.1.0-nightly.1'),
        }),
        [
          'pyproject.toml:7:12 error: "0.1.0-nightly.1" is not a PEP 440 version, so Python tools reject it.',
        ],
      );
    });

    it('says so where the version is no string, or missing', async () => {
      assert.deepEqual(
        await problems({ ...CRATE, 'Cargo.toml': '[package]\nname = "demo"\nversion = 1\n' }),
        ['Cargo.toml:3:11 error: The version has to be a string.'],
      );
      assert.deepEqual(await problems({ ...CRATE, 'Cargo.toml': '[package]\nname = "demo"\n' }), [
        'Cargo.toml:1:2 error: This crate has no version.',
      ]);
      assert.deepEqual(
        await problems({
          ...PYTHON,
          'pyproject.toml': '[project]\nname = "demo"\nversion = 1.0\n',
        }),
        ['pyproject.toml:3:11 error: The version has to be a string.'],
      );
    });

    it('says so where an inherited version stands nowhere', async () => {
      assert.match(
        (
          await problems({ ...INHERITED, 'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n' })
        ).join(),
        /^crates\/python\/Cargo\.toml:3:\d+ error: This version is inherited, and Cargo\.toml has no \[workspace\.package\] version\.$/,
      );
      assert.match(
        (await problems({ ...INHERITED, 'Cargo.toml': '' })).join(),
        /no workspace above contains the crate/,
      );
      const broken = await problems({ ...INHERITED, 'Cargo.toml': '[workspace\n' });
      assert.equal(broken.length, 1, 'the reason alone, and not what follows from it');
    });

    it('finds nothing in an empty folder', async () => {
      assert.deepEqual(
        await scanFiles({ 'README.md': '' }).then(({ packages, problems }) => ({
          packages,
          problems,
        })),
        { packages: [], problems: [] },
      );
    });
  });
});

describe('agreement', () => {
  const mismatched = async (files: Files) => {
    const {
      packages: [found],
    } = await scanFiles(files);
    assert.ok(found);
    const { current, mismatched } = agreement(found.sites);
    return [current?.text, ...mismatched.map(({ file, kind }) => `${below(file)} ${kind}`)];
  };

  it('compares versions and not text', async () => {
    assert.deepEqual(
      await mismatched({
        ...STATIC,
        'pyproject.toml': STATIC['pyproject.toml']!.replace('0.1.0', '0.2.0rc1'),
        'Cargo.toml': STATIC['Cargo.toml']!.replace('0.1.0', '0.2.0-rc.1'),
        'Cargo.lock': STATIC['Cargo.lock']!.replace('0.1.0', '0.2.0-rc.1'),
      }),
      ['0.2.0-rc.1'],
    );
  });

  it('takes what lags behind for odd', async () => {
    assert.deepEqual(
      await mismatched({
        ...STATIC,
        'pyproject.toml': STATIC['pyproject.toml']!.replace('0.1.0', '0.2.0'),
      }),
      ['0.2.0', 'Cargo.toml crate', 'Cargo.lock lock'],
    );
    assert.deepEqual(
      await mismatched({
        ...STATIC,
        'Cargo.lock': STATIC['Cargo.lock']!.replace('0.1.0', '0.0.9'),
      }),
      ['0.1.0', 'Cargo.lock lock'],
    );
  });

  it('compares a lock with its manifest as Cargo does', async () => {
    assert.deepEqual(
      await mismatched({
        ...DYNAMIC,
        'Cargo.toml': STATIC['Cargo.toml']!.replace('0.1.0', '0.2.0-rc.1'),
        'Cargo.lock': STATIC['Cargo.lock']!.replace('0.1.0', '0.2.0-rc1'),
      }),
      ['0.2.0-rc.1', 'Cargo.lock lock'],
    );
  });

  it('takes what is not legal for odd, whatever else stands there', async () => {
    assert.deepEqual(
      await mismatched({
        ...DYNAMIC,
        'Cargo.toml': STATIC['Cargo.toml']!.replace('0.1.0', 'latest'),
        'Cargo.lock': '',
      }),
      [undefined, 'Cargo.toml crate'],
    );
  });
});

describe('what a repository releases', () => {
  const example = (name: string): Files => ({
    [`examples/${name}/pyproject.toml`]: `[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "${name}"\ndynamic = ["version"]\n`,
    [`examples/${name}/Cargo.toml`]: `[package]\nname = "${name}"\nversion = "0.1.0"\n[workspace]\n`,
  });
  const names = async (files: Files) =>
    (await scanFiles(files)).packages.map(({ manifest }) => below(manifest));

  it('is its crate, where only examples are built for Python', async () => {
    const files = { 'Cargo.toml': '[package]\nname = "numpy"\nversion = "0.27.1"\n' };
    assert.deepEqual(await names({ ...files, ...example('one'), ...example('two') }), [
      'Cargo.toml',
    ]);
  });

  it('is its Python project, where only examples are built from crates', async () => {
    const files = {
      'pyproject.toml':
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "hook"\nversion = "0.2.0"\n',
    };
    assert.deepEqual(await names({ ...files, ...example('one') }), ['pyproject.toml']);
  });

  it('is an example where the repository holds nothing else', async () => {
    assert.deepEqual(await names(example('one')), ['examples/one/pyproject.toml']);
  });

  it('is not kept back by a fixture that cannot be read, which is a warning', async () => {
    const files = { ...STATIC, 'tests/in/Cargo.lock': 'broken', 'tests/in/Cargo.toml': 'broken [' };
    assert.deepEqual(
      (await scanFiles(files)).problems.map(({ file, severity }) => `${severity} ${below(file)}`),
      ['warning tests/in/Cargo.lock', 'warning tests/in/Cargo.toml'],
    );
  });

  it('is built by maturin where the project has its table and names another backend for pip', async () => {
    const files = {
      'pyproject.toml':
        '[tool.maturin]\nmodule-name = "demo"\n[project]\nname = "demo"\nversion = "1.4.1"\n[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n',
      'Cargo.toml': '[package]\nname = "demo"\nversion = "1.4.1"\n',
    };
    assert.deepEqual(await sites(files), [
      'pyproject.toml:5:12 project 1.4.1',
      'Cargo.toml:3:12 crate 1.4.1',
    ]);
  });

  it('is its crates, beside a project that only lists what the development needs', async () => {
    const files = {
      'pyproject.toml': '[project]\nname = "dev"\nversion = "1.0.0"\n[tool.rye]\nvirtual = true\n',
      'cli/Cargo.toml': '[package]\nname = "cli"\nversion = "0.43.0"\n',
    };
    assert.deepEqual(await names(files), ['cli/Cargo.toml']);
  });

  it('has the name in setup.cfg or setup.py where pyproject.toml only names the build backend', async () => {
    const build = '[build-system]\nrequires = ["setuptools"]\n';
    const setup =
      'from setuptools import setup\nsetup(\n    name="demo",\n    version="0.43.0",\n)\n';
    const crate = '[package]\nname = "demo-rs"\nversion = "0.43.0"\n';
    for (const files of [
      { 'pyproject.toml': build, 'setup.py': setup, 'Cargo.toml': crate },
      {
        'pyproject.toml': build,
        'setup.cfg': '[metadata]\nname = demo\nversion = 0.43.0\n',
        'Cargo.toml': crate,
      },
    ]) {
      const { packages } = await scanFiles(files);
      assert.deepEqual(
        packages.map(({ name, sites }) => [name, sites.map(({ file }) => below(file))]),
        [['demo', [Object.keys(files)[1], 'Cargo.toml']]],
      );
    }
    // A setup.py that installs everything for the development comes after a project with a table of its own.
    assert.deepEqual(
      await names({
        'pyproject.toml': build,
        'setup.py': 'setup(name="demo-git", version="0.0.0")\n',
        'python/demo/pyproject.toml': `${build}[project]\nname = "demo"\nversion = "0.43.0"\n`,
      }),
      ['python/demo/pyproject.toml'],
    );
  });

  it('is built of the crate whose Cargo.toml the setup.py reads', async () => {
    for (const reading of [
      'os.path.join(os.path.dirname(__file__), "..", "Cargo.toml")',
      'Path(__file__).parent / "../Cargo.toml"',
    ]) {
      const files = {
        'ffi/python/pyproject.toml':
          '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "demo"\ndynamic = ["version"]\n',
        'ffi/python/setup.py': `version = toml.load(${reading})["package"]["version"]\nsetup(version=version)\n`,
        'ffi/Cargo.toml': '[package]\nname = "ffi"\nversion = "0.43.0"\n',
      };
      assert.deepEqual(await sites(files), ['ffi/Cargo.toml:3:12 crate 0.43.0'], reading);
      assert.deepEqual(await problems(files), []);
    }
  });
});
