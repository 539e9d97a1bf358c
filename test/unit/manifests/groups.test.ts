import * as assert from 'node:assert/strict';
import { agreement } from '../../../src/manifests/package';
import type { Files } from '../../fixtures/files';
import { INHERITED, STATIC } from '../../fixtures/shapes';
import { expectEdits, questionsOf, refusalsOf } from '../support/edits';
import { below, scanFiles } from '../support/memory';

const crate = (name: string, version: string, rest = '') =>
  `[package]\nname = "${name}"\nversion = "${version}"\n${rest}`;
const project = (name: string, version?: string) =>
  `[build-system]\nrequires = ["maturin>=1"]\nbuild-backend = "maturin"\n[project]\nname = "${name}"\n${version === undefined ? 'dynamic = ["version"]' : `version = "${version}"`}\n`;
const lock = (
  ...entries: readonly (readonly [name: string, version: string, ...rest: string[]])[]
) =>
  `version = 4\n${entries.map(([name, version, ...rest]) => `\n[[package]]\nname = "${name}"\nversion = "${version}"\n${rest.map(line => `${line}\n`).join('')}`).join('')}`;

describe('a crate that is counted apart from the Python version', () => {
  const FAR: Files = {
    'pyproject.toml': project('demo', '1.157.1'),
    'Cargo.toml': crate('demo', '0.1.0'),
    'Cargo.lock': lock(['demo', '0.1.0']),
  };

  it('is asked about where the versions are near', async () => {
    const near = { ...FAR, 'Cargo.toml': crate('demo', '1.155.0') };
    assert.deepEqual(await questionsOf(near, { to: '1.157.2' }), ['crate Cargo.toml:3']);
  });

  it('stays as it is without a question where the versions are far apart', async () => {
    await expectEdits(FAR, { 'pyproject.toml': [['1.157.1', '1.157.2']] }, { to: '1.157.2' });
    await expectEdits(
      FAR,
      { 'pyproject.toml': [['1.157.1', '1.157.2']] },
      { to: '1.157.2', answers: { crate: 'separate' } },
    );
    await expectEdits(
      FAR,
      {
        'pyproject.toml': [['1.157.1', '1.158.0']],
        'Cargo.toml': [['0.1.0', '1.158.0']],
        'Cargo.lock': [['0.1.0', '1.158.0']],
      },
      { to: '1.158.0', answers: { crate: 'together' } },
    );
  });

  it('stays apart while the numbers happen to be equal', async () => {
    const equal = { ...FAR, 'Cargo.toml': crate('demo', '1.157.1') };
    await expectEdits(
      equal,
      { 'pyproject.toml': [['1.157.1', '1.157.2']] },
      { to: '1.157.2', answers: { crate: 'separate' } },
    );
  });

  it('is not asked about where a plan completes a half-made bump, and is where it goes beyond', async () => {
    const half = {
      ...STATIC,
      'pyproject.toml': STATIC['pyproject.toml']!.replace('0.1.0', '0.2.0'),
    };
    assert.deepEqual(await questionsOf(half, { to: '0.2.0' }), []);
    assert.deepEqual(await questionsOf(half, { to: '0.3.0' }), ['crate Cargo.toml:3']);
  });

  it('refuses an answer that is none', async () => {
    assert.match(
      (await refusalsOf(FAR, { to: '1.157.2', answers: { crate: 'perhaps' } })).join(),
      /^Cargo\.toml:3: "perhaps" is no answer to "crate": use together, separate\.$/,
    );
  });
});

describe('crates that hold the same version', () => {
  const at = (version: string): Files => ({
    'py/pyproject.toml': project('demo'),
    'py/Cargo.toml': crate(
      'demo-py',
      version,
      '[dependencies]\ndemo-core = { path = "../core", version = "*" }\n',
    ),
    'core/Cargo.toml': crate('demo-core', version),
    'tool/Cargo.toml': crate(
      'demo-tool',
      version,
      '[dependencies]\ndemo-core = { path = "../core" }\n',
    ),
    'other/Cargo.toml': crate('other', '0.1.0'),
  });

  it('move together where the version is particular, without a workspace around them', async () => {
    await expectEdits(
      at('1.8.0'),
      {
        'py/Cargo.toml': [['1.8.0', '1.9.0']],
        'core/Cargo.toml': [['1.8.0', '1.9.0']],
        'tool/Cargo.toml': [['1.8.0', '1.9.0']],
      },
      { to: '1.9.0' },
    );
  });

  it('are asked about where the version is no proof, and only those that the package is built from', async () => {
    assert.deepEqual(await questionsOf(at('0.1.0')), ['lockstep core/Cargo.toml:3']);
    await expectEdits(
      at('0.1.0'),
      { 'py/Cargo.toml': [['0.1.0', '0.2.0']], 'core/Cargo.toml': [['0.1.0', '0.2.0']] },
      { answers: { lockstep: 'all' } },
    );
    await expectEdits(
      at('0.1.0'),
      { 'py/Cargo.toml': [['0.1.0', '0.2.0']] },
      { answers: { lockstep: 'none' } },
    );
  });

  it('move without a question where the package is built from them and no number is small', async () => {
    await expectEdits(
      at('1.2.2'),
      { 'py/Cargo.toml': [['1.2.2', '1.3.0']], 'core/Cargo.toml': [['1.2.2', '1.3.0']] },
      { to: '1.3.0', answers: { 'with:tool/Cargo.toml': 'separate' } },
    );
  });

  it('are asked about at 1.1.0 although nothing is built from them', async () => {
    const files = {
      'pyproject.toml': project('demo'),
      'Cargo.toml': crate('demo', '1.1.0'),
      'b/pyproject.toml': project('other'),
      'b/Cargo.toml': `${crate('other', '1.1.0')}publish = false
`,
      'c/Cargo.toml': `${crate('tool', '1.1.0')}publish = false
`,
      'examples/Cargo.toml': crate('example', '1.1.0'),
    };
    assert.deepEqual(await questionsOf(files, { to: '1.2.0', name: 'demo' }), [
      'lockstep b/Cargo.toml:3',
    ]);
  });

  it('are asked about at a pre-release where they are libraries for another language', async () => {
    const rest = 'publish = false\n[lib]\ncrate-type = ["cdylib"]\n';
    const files = {
      'a/Cargo.toml': crate('demo', '1.0.0-beta2', rest),
      'b/Cargo.toml': crate('other', '1.0.0-beta2', rest),
    };
    assert.deepEqual(await questionsOf(files, { to: '1.0.0', name: 'demo' }), [
      'lockstep b/Cargo.toml:3',
    ]);
  });

  it('stay where the settings say so, and move where they say so whatever their version is', async () => {
    await expectEdits(
      at('1.8.0'),
      { 'py/Cargo.toml': [['1.8.0', '1.9.0']], 'core/Cargo.toml': [['1.8.0', '1.9.0']] },
      { to: '1.9.0', answers: { 'with:tool/Cargo.toml': 'separate' } },
    );
    await expectEdits(
      at('1.8.0'),
      {
        'py/Cargo.toml': [['1.8.0', '1.9.0']],
        'core/Cargo.toml': [['1.8.0', '1.9.0']],
        'tool/Cargo.toml': [['1.8.0', '1.9.0']],
        'other/Cargo.toml': [['0.1.0', '1.9.0']],
      },
      { to: '1.9.0', answers: { 'with:other/Cargo.toml': 'together' } },
    );
  });

  it('after the bump are no part of it: one that holds the new version already may have a lock of its own that is out of date', async () => {
    const files = {
      ...at('1.8.0'),
      'other/Cargo.toml': crate('other', '1.9.0'),
      'other/Cargo.lock': lock(['other', '1.8.9']),
    };
    await expectEdits(
      files,
      {
        'py/Cargo.toml': [['1.8.0', '1.9.0']],
        'core/Cargo.toml': [['1.8.0', '1.9.0']],
        'tool/Cargo.toml': [['1.8.0', '1.9.0']],
      },
      { to: '1.9.0' },
    );
  });

  it('are no question where Cargo never publishes them', async () => {
    const files = at('0.1.0');
    assert.deepEqual(
      await questionsOf({
        ...files,
        'core/Cargo.toml': `${files['core/Cargo.toml']!}publish = false\n`,
      }),
      [],
    );
  });
});

describe('several packages of one repository', () => {
  const SHARED: Files = {
    'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n[workspace.package]\nversion = "0.8.1"\n',
    'a/Cargo.toml': '[package]\nname = "a"\nversion.workspace = true\n',
    'a/pyproject.toml': project('a', '0.8.1'),
    'b/Cargo.toml': '[package]\nname = "b"\nversion.workspace = true\n',
    'b/pyproject.toml': project('b', '0.8.1'),
    'b/b/__init__.py': '__version__ = "0.8.1"\n',
    'pyproject.toml': '[project]\nname = "dev-environment"\nversion = "0.1.0"\n',
  };

  it('with one version move together', async () => {
    await expectEdits(
      SHARED,
      {
        'Cargo.toml': [['0.8.1', '0.9.0']],
        'a/pyproject.toml': [['0.8.1', '0.9.0']],
        'b/pyproject.toml': [['0.8.1', '0.9.0']],
        'b/b/__init__.py': [['0.8.1', '0.9.0']],
      },
      { to: '0.9.0', name: 'a' },
    );
  });

  it('with versions of their own move alone', async () => {
    const files = {
      'a/pyproject.toml': project('a'),
      'a/Cargo.toml': crate('a', '1.4.0'),
      'b/pyproject.toml': project('b'),
      'b/Cargo.toml': crate(
        'b',
        '3.3.0',
        '[dependencies]\na = { path = "../a", version = "1.4" }\n',
      ),
    };
    await expectEdits(
      files,
      { 'a/Cargo.toml': [['1.4.0', '1.5.0']], 'b/Cargo.toml': [['"1.4"', '"1.5"']] },
      { to: '1.5.0', name: 'a' },
    );
    await expectEdits(files, { 'b/Cargo.toml': [['3.3.0', '3.4.0']] }, { to: '3.4.0', name: 'b' });
  });

  it('have the tag format of the settings, and are none where the settings say so', async () => {
    const { packages } = await scanFiles(SHARED, {
      extraFiles: [],
      packages: new Map([
        ['a', { tagFormat: 'a-v${version}', answers: new Map() }],
        ['b', { pkg: false, answers: new Map() }],
      ]),
    });
    assert.deepEqual(
      packages.map(({ name, tagFormat }) => [name, tagFormat]),
      [['a', 'a-v${version}']],
    );
  });

  it('are those that have a crate, where examples with the same backend have none', async () => {
    const { packages } = await scanFiles({
      ...STATIC,
      'tests/example/pyproject.toml': project('example', '0.0.1'),
    });
    assert.deepEqual(
      packages.map(({ manifest }) => below(manifest)),
      ['pyproject.toml'],
    );
  });
});

describe('requirements between crates', () => {
  const files: Files = {
    'Cargo.toml': `${crate('demo', '0.1.0')}[workspace]\nmembers = ["sub"]\n[workspace.dependencies]\ndemo = { path = ".", version = "=0.1.0" }\n[patch.crates-io]\ndemo = { path = ".", version = "0.1.0" }\n`,
    'pyproject.toml': project('demo'),
    'sub/Cargo.toml': crate(
      'sub',
      '9.0.0',
      '[dependencies]\ndemo.workspace = true\n[dev-dependencies]\ndemo-dev = { package = "demo", path = "..", version = "^0.1.0" }\n[build-dependencies]\ndemo = { path = "..", version = "~0.1" }\n' +
        '[target.\'cfg(unix)\'.dependencies]\ndemo = { path = "..", version = "0.1.*" }\n[target.x86_64-pc-windows-msvc.dev-dependencies.demo]\npath = ".."\nversion = \'0.1\' # here\n[dependencies.third]\nversion = "0.1.0"\n',
    ),
    'fuzz/Cargo.toml': crate(
      'demo-fuzz',
      '0.0.0',
      '[workspace]\n[dependencies]\ndemo = { path = ".." }\n',
    ),
    'Cargo.lock': lock(
      ['demo', '0.1.0'],
      ['demo', '0.0.9', 'source = "registry+https://registry.example"'],
      ['sub', '9.0.0', 'dependencies = [', ' "demo 0.1.0",', ']'],
    ),
    'fuzz/Cargo.lock': lock(
      ['demo', '0.1.0'],
      ['demo-fuzz', '0.0.0', 'dependencies = [', ' "demo",', ']'],
      ['pin-utils', '0.1.0', 'source = "registry+https://registry.example"'],
    ),
  };

  it('move in every table and keep their form; locks move with the strings that name the crate', async () => {
    await expectEdits(
      {
        ...files,
        'Cargo.lock': files['Cargo.lock']!.replace(
          'name = "demo"\nversion = "0.1.0"\n\n[[package]]\nname = "demo"\nversion = "0.0.9"\nsource = "registry+https://registry.example"',
          'name = "demo"\nversion = "0.0.9"\nsource = "registry+https://registry.example"\n\n[[package]]\nname = "demo"\nversion = "0.1.0"',
        ),
      },
      {
        'Cargo.toml': [
          ['version = "0.1.0"\n[workspace]', 'version = "0.2.0"\n[workspace]'],
          ['"=0.1.0"', '"=0.2.0"'],
          ['version = "0.1.0" }', 'version = "0.2.0" }'],
        ],
        'sub/Cargo.toml': [
          ['^0.1.0', '^0.2.0'],
          ['~0.1', '~0.2'],
          ['0.1.*', '0.2.*'],
          ["'0.1'", "'0.2'"],
        ],
        'Cargo.lock': [
          ['"demo"\nversion = "0.1.0"', '"demo"\nversion = "0.2.0"'],
          ['"demo 0.1.0"', '"demo 0.2.0"'],
        ],
        'fuzz/Cargo.lock': [['"demo"\nversion = "0.1.0"', '"demo"\nversion = "0.2.0"']],
      },
    );
  });

  it('are made valid for a pre-release', async () => {
    const small = {
      'pyproject.toml': project('demo'),
      'Cargo.toml': crate('demo', '0.1.0'),
      'a/Cargo.toml': crate(
        'a',
        '5.0.0',
        '[dependencies]\ndemo = { path = "..", version = "0.1" }\n',
      ),
    };
    await expectEdits(
      small,
      { 'Cargo.toml': [['0.1.0', '0.3.0-rc.1']], 'a/Cargo.toml': [['"0.1"', '"0.3.0-rc.1"']] },
      { to: '0.3.0-rc.1' },
    );
  });

  it('that have more than one reading are asked about, each by itself', async () => {
    const bounded = {
      ...INHERITED,
      'Cargo.toml': INHERITED['Cargo.toml']!.replace('=0.1.0', '>=0.1, <0.2'),
    };
    const id = 'requirement:Cargo.toml:demo-core';
    assert.deepEqual(await questionsOf(bounded), [`${id} Cargo.toml:9`]);
    const others: Record<string, readonly (readonly [string, string])[]> = {
      'Cargo.lock': [
        ['"demo-core"\nversion = "0.1.0"', '"demo-core"\nversion = "0.2.0"'],
        ['"demo-python"\nversion = "0.1.0"', '"demo-python"\nversion = "0.2.0"'],
      ],
      'crates/own/Cargo.toml': [['"0.1"', '"0.2"']],
      'crates/python/pyproject.toml': [['"0.1.0"', '"0.2.0"']],
      'crates/python/python/demo/__init__.py': [['"0.1.0"', '"0.2.0"']],
    };
    await expectEdits(
      bounded,
      {
        ...others,
        'Cargo.toml': [
          ['"0.1.0" #', '"0.2.0" #'],
          ['>=0.1, <0.2', '0.2.0'],
        ],
      },
      { answers: { [id]: 'caret' } },
    );
    await expectEdits(
      bounded,
      {
        ...others,
        'Cargo.toml': [
          ['"0.1.0" #', '"0.2.0" #'],
          ['>=0.1, <0.2', '=0.2.0'],
        ],
      },
      { answers: { [id]: 'exact' } },
    );
    assert.match(
      (await questionsOf(bounded, { answers: { [id]: 'keep' } })).join(),
      /^requirement:/,
      'what does not match the new version cannot be kept',
    );
  });

  it('that are "*" are asked about once for a pre-release, and stay for a final version', async () => {
    const star = {
      'pyproject.toml': project('demo'),
      'Cargo.toml': crate('demo', '0.1.0'),
      'a/Cargo.toml': crate(
        'a',
        '5.0.0',
        '[dependencies]\ndemo = { path = "..", version = "*" }\n[dev-dependencies]\ndemo = { path = "..", version = "*" }\n',
      ),
    };
    await expectEdits(star, { 'Cargo.toml': [['0.1.0', '0.2.0']] });
    assert.deepEqual(await questionsOf(star, { to: '0.2.0-rc.1' }), [
      'requirement:any a/Cargo.toml:5',
    ]);
    await expectEdits(
      star,
      {
        'Cargo.toml': [['0.1.0', '0.2.0-rc.1']],
        'a/Cargo.toml': [
          ['"*"', '"0.2.0-rc.1"'],
          ['"*"', '"0.2.0-rc.1"'],
        ],
      },
      { to: '0.2.0-rc.1', answers: { 'requirement:any': 'caret' } },
    );
  });

  it("on a registry's crate of this name and version move, and those on another's never", async () => {
    const files = {
      'py/pyproject.toml': project('demo'),
      'py/Cargo.toml': crate('demo-py', '0.21.1', '[dependencies]\ndemo-py = "0.21.1"\n'),
      'ruby/Cargo.toml': crate(
        'demo-ruby',
        '4.0.0',
        '[dependencies]\nthird = "0.21.1"\n[dependencies.demo-py]\nversion = "0.21.1"\n',
      ),
    };
    await expectEdits(
      files,
      { 'py/Cargo.toml': [['version = "0.21.1"', 'version = "0.21.2"']] },
      { to: '0.21.2', answers: { 'registry:ruby/Cargo.toml': 'keep' } },
    );
    await expectEdits(
      files,
      {
        'py/Cargo.toml': [['version = "0.21.1"', 'version = "0.21.2"']],
        'ruby/Cargo.toml': [
          [
            '[dependencies.demo-py]\nversion = "0.21.1"',
            '[dependencies.demo-py]\nversion = "0.21.2"',
          ],
        ],
      },
      { to: '0.21.2', answers: { 'registry:ruby/Cargo.toml': 'move' } },
    );
  });
});

describe('workspaces', () => {
  it('nested: a member goes by the nearest root that does not exclude it', async () => {
    const files = {
      'Cargo.toml':
        '[workspace]\nmembers = ["outer", "inner/*"]\nexclude = ["inner"]\n[workspace.package]\nversion = "3.3.0"\n',
      'outer/Cargo.toml': '[package]\nname = "outer"\nversion.workspace = true\n',
      'inner/Cargo.toml': '[workspace]\nmembers = ["py"]\n[workspace.package]\nversion = "0.7.0"\n',
      'inner/py/Cargo.toml': '[package]\nname = "py"\nversion.workspace = true\n',
      'inner/py/pyproject.toml': project('demo'),
    };
    await expectEdits(files, { 'inner/Cargo.toml': [['0.7.0', '0.8.0']] }, { to: '0.8.0' });
  });

  it('by package.workspace: the root stands elsewhere', async () => {
    const files = {
      'root/Cargo.toml':
        '[workspace]\nmembers = ["../py"]\n[workspace.package]\nversion = "0.7.0"\n',
      'py/Cargo.toml': '[package]\nname = "py"\nversion.workspace = true\nworkspace = "../root"\n',
      'py/pyproject.toml': project('demo'),
      'root/Cargo.lock': lock(['py', '0.7.0']),
    };
    await expectEdits(
      files,
      { 'root/Cargo.toml': [['0.7.0', '0.8.0']], 'root/Cargo.lock': [['0.7.0', '0.8.0']] },
      { to: '0.8.0' },
    );
  });

  it('with a member that cannot be read are refused, and a broken file elsewhere is none of their business', async () => {
    assert.match(
      (await refusalsOf({ ...INHERITED, 'crates/broken/Cargo.toml': '[package\n' })).join(),
      /^crates\/broken\/Cargo\.toml:1: Not valid TOML/,
    );
    assert.deepEqual(await refusalsOf({ ...INHERITED, 'tests/data/Cargo.toml': '[package\n' }), []);
  });
});

describe('a lock', () => {
  it('that was out of date before is reported, be its crate released or not', async () => {
    const { problems } = await scanFiles({
      ...STATIC,
      'other/Cargo.toml': crate('other', '2.0.0'),
      'other/Cargo.lock': lock(['other', '1.9.0']),
    });
    assert.deepEqual(
      problems.map(
        ({ file, start, severity, message }) =>
          `${below(file)}:${start.line + 1} ${severity} ${message}`,
      ),
      [
        'other/Cargo.lock:5 warning This lock is out of date: it says other 1.9.0, and Cargo.toml says 2.0.0.',
      ],
    );
  });

  it('beside a member of a workspace is read by no one', async () => {
    const files = {
      'Cargo.toml': `${crate('demo', '0.1.0')}[workspace]\nmembers = ["core"]\n`,
      'pyproject.toml': project('demo'),
      'core/Cargo.toml': '[package]\nname = "core"\nversion = "0.1.0"\n',
      'core/Cargo.lock': lock(['core', '0.0.3']),
    };
    const { problems, packages } = await scanFiles(files);
    assert.deepEqual([problems, agreement(packages[0]?.sites ?? []).mismatched], [[], []]);
  });

  it('without an entry for a crate that moves is reported', async () => {
    const { problems } = await scanFiles({
      ...STATIC,
      'Cargo.lock': lock(['x', '1.0.0', 'source = "registry+https://registry.example"']),
    });
    assert.match(problems.map(({ message }) => message).join(), /^This lock has no entry for demo/);
  });
});

describe('a lock of a workspace that only depends on the crates', () => {
  const files = (inBenchmark: string, dir = 'perf'): Files => ({
    'pyproject.toml': project('demo'),
    'Cargo.toml': crate('demo', '0.4.2'),
    'Cargo.lock': lock(['demo', '0.4.2']),
    [`${dir}/Cargo.toml`]: crate(
      'perf',
      '0.0.0',
      '[workspace]\n[dependencies]\ndemo = { path = ".." }\n',
    ),
    [`${dir}/Cargo.lock`]: lock(['demo', inBenchmark], ['perf', '0.0.0']),
  });
  const OWN = {
    'Cargo.toml': [['0.4.2', '0.4.3']],
    'Cargo.lock': [['0.4.2', '0.4.3']],
  } as const;

  it('moves where it is up to date', async () => {
    await expectEdits(
      files('0.4.2'),
      { ...OWN, 'perf/Cargo.lock': [['0.4.2', '0.4.3']] },
      { to: '0.4.3' },
    );
  });

  it('stays where it was out of date before, and makes no version differ', async () => {
    for (const dir of ['perf', 'fuzz']) {
      await expectEdits(files('0.2.3', dir), OWN, { to: '0.4.3' });
      const { packages, problems } = await scanFiles(files('0.2.3', dir));
      assert.deepEqual(agreement(packages[0]?.sites ?? []).mismatched, []);
      assert.deepEqual(
        problems.map(({ severity, file }) => `${severity} ${below(file)}`),
        [`warning ${dir}/Cargo.lock`],
      );
    }
  });
});
