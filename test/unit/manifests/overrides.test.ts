import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { readPackageIdSpec } from '../../../src/manifests/cargo/cargoManifest';
import { type Files, removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { has } from '../../harness/toolchain';
import { expectEdits, questionsOf, refusalsOf } from '../support/edits';
import { planFiles } from '../support/memory';

const REGISTRY = 'registry+https://github.com/rust-lang/crates.io-index';
const PROJECT =
  '[build-system]\nrequires = ["maturin>=1"]\nbuild-backend = "maturin"\n[project]\nname = "demo"\ndynamic = ["version"]\n[tool.maturin]\nmanifest-path = "core/Cargo.toml"\n';
const CORE = '[package]\nname = "core-of-demo"\nversion = "1.8.0"\n';

/** A workspace whose crate `app` takes `core-of-demo` from the registry, and a root with these tables. */
const overridden = (tables: string, requirement = '"1.8"'): Files => ({
  'pyproject.toml': PROJECT,
  'core/Cargo.toml': CORE,
  'Cargo.toml': `[workspace]\nmembers = ["core", "app"]\n\n${tables}`,
  'app/Cargo.toml': `[package]\nname = "app"\nversion = "0.3.0"\n\n[dependencies]\ncore-of-demo = ${requirement}\n`,
});

describe('readPackageIdSpec', () => {
  for (const [text, name] of [
    ['demo:0.1.0', 'demo'],
    ['demo@0.1.0', 'demo'],
    ['https://github.com/rust-lang/crates.io-index#demo@0.1.0', 'demo'],
    ['https://example.com/git/demo#0.1.0', 'demo'],
    ['registry+https://github.com/rust-lang/crates.io-index#demo:0.1.0', 'demo'],
    ['git+ssh://git@example.com/x/demo.git?branch=b#0.1.0', 'demo'],
    ['path+file:///x/demo#0.1.0', 'demo'],
  ] as const) {
    it(text, () => assert.deepEqual(readPackageIdSpec(text), { name, version: '0.1.0' }));
  }

  it('without a version names none', () => {
    for (const text of [
      'demo',
      'https://example.com/demo',
      'https://example.com/x#demo',
      '0.1.0',
      '',
    ])
      assert.equal(readPackageIdSpec(text), undefined, text);
  });
});

describe('[replace]', () => {
  const MOVED = { 'core/Cargo.toml': [['1.8.0', '1.9.0']] } as const;
  const TABLES: readonly (readonly [
    name: string,
    table: string,
    moves: readonly (readonly [string, string])[],
  ])[] = [
    [
      'an inline table',
      '[replace]\n"core-of-demo:1.8.0" = { path = "core" } # ours\n',
      [['demo:1.8.0', 'demo:1.9.0']],
    ],
    [
      'a literal key',
      '[replace]\n\'core-of-demo@1.8.0\' = { path = "core" }\n',
      [['demo@1.8.0', 'demo@1.9.0']],
    ],
    [
      'a table of its own',
      '[replace."core-of-demo:1.8.0"]\npath = "core"\n',
      [['demo:1.8.0', 'demo:1.9.0']],
    ],
    [
      'dotted keys',
      '[replace]\n"core-of-demo:1.8.0".path = "core"\n"core-of-demo:1.8.0" . package = "core-of-demo"\n',
      [
        ['demo:1.8.0"', 'demo:1.9.0"'],
        ['demo:1.8.0"', 'demo:1.9.0"'],
      ],
    ],
    [
      'an address',
      `[replace]\n"https://github.com/rust-lang/crates.io-index#core-of-demo@1.8.0" = { path = "core" }\n`,
      [['demo@1.8.0', 'demo@1.9.0']],
    ],
    [
      'the root as one table',
      'replace = { "core-of-demo:1.8.0" = { path = "core" }, "other:1.8.0" = { git = "https://example.com/other" } }\n',
      [['demo:1.8.0', 'demo:1.9.0']],
    ],
    [
      'a git repository under the name of the crate',
      '[replace]\n"core-of-demo:1.8.0" = { git = "https://example.com/fork" }\n',
      [['demo:1.8.0', 'demo:1.9.0']],
    ],
    [
      'another version than the crate says',
      '[replace]\n"core-of-demo:1.7.0" = { path = "core" }\n',
      [['demo:1.7.0', 'demo:1.9.0']],
    ],
  ];
  for (const [name, table, moves] of TABLES) {
    it(`as ${name} is asked about, and moves or stays by the answer`, async () => {
      const files = {
        ...overridden(''),
        'Cargo.toml': table.startsWith('replace')
          ? `${table}[workspace]\nmembers = ["core", "app"]\n`
          : overridden(table)['Cargo.toml']!,
        'app/Cargo.toml': CORE.replaceAll('core-of-demo', 'app').replace('1.8.0', '0.3.0'),
      };
      assert.deepEqual(
        (await questionsOf(files, { to: '1.9.0' })).map(line => line.replace(/:\d+$/, '')),
        ['replace:Cargo.toml Cargo.toml'],
      );
      await expectEdits(
        files,
        { ...MOVED, 'Cargo.toml': moves },
        { to: '1.9.0', answers: { 'replace:Cargo.toml': 'move' } },
      );
      await expectEdits(files, MOVED, { to: '1.9.0', answers: { 'replace:Cargo.toml': 'keep' } });
    });
  }

  it('of other crates, and of another version of a crate that is elsewhere, is no question', async () => {
    const files = overridden(
      '[replace]\n"other:1.8.0" = { path = "other" }\n"core-of-demo:1.2.0" = { git = "https://example.com/fork" }\n"core-of-demo" = { git = "https://example.com/x" }\n',
      '{ path = "../core" }',
    );
    await expectEdits(files, MOVED, { to: '1.9.0' });
  });

  it('that is written with escapes, or would stand there twice, is refused', async () => {
    const answers = { 'replace:Cargo.toml': 'move' };
    assert.match(
      (
        await refusalsOf(
          overridden('[replace]\n"core-of-demo\\u003A1.8.0" = { path = "core" }\n'),
          { to: '1.9.0', answers },
        )
      ).join(),
      /^Cargo\.toml:5: This key is written with escapes/,
    );
    const twice = overridden(
      '[replace]\n"core-of-demo:1.8.0" = { path = "core" }\n"core-of-demo:1.9.0" = { git = "https://example.com/fork" }\n',
    );
    assert.match(
      (await refusalsOf(twice, { to: '1.9.0', answers })).join(),
      /^Cargo\.toml:6: "core-of-demo:1\.9\.0" is in \[replace\] already/,
    );
  });

  it('in a lock is for cargo to choose again', async () => {
    const lock = `version = 4\n\n[[package]]\nname = "core-of-demo"\nversion = "1.8.0"\n\n[[package]]\nname = "core-of-demo"\nversion = "1.8.0"\nsource = "${REGISTRY}"\nchecksum = "00"\nreplace = "core-of-demo 1.8.0"\n`;
    const files = {
      ...overridden(
        '[replace]\n"core-of-demo:1.8.0" = { path = "core" }\n',
        '{ path = "../core" }',
      ),
      'Cargo.lock': lock,
    };
    const answers = { 'replace:Cargo.toml': 'move' };
    assert.match(
      (await refusalsOf(files, { to: '1.9.0', answers })).join(),
      /^Cargo\.lock:9: By \[replace\] the crate of this repository stands for core-of-demo 1\.8\.0 of a registry/,
    );
    assert.deepEqual(await refusalsOf(files, { to: '1.8.0', answers }), [], 'nothing moves');
  });
});

describe('[patch]', () => {
  const PATCH = '[patch.crates-io]\ncore-of-demo = { path = "core" }\n';

  it('moves the version beside a path as any other requirement', async () => {
    const files = overridden(
      '[patch."https://github.com/rust-lang/crates.io-index"]\nmine = { package = "core-of-demo", version = "~1.8.0", path = "core" }\n',
      '{ path = "../core" }',
    );
    await expectEdits(
      files,
      { 'core/Cargo.toml': [['1.8.0', '1.9.0']], 'Cargo.toml': [['~1.8.0', '~1.9.0']] },
      { to: '1.9.0' },
    );
  });

  it('is asked about where a requirement would not lead to it any more', async () => {
    const files = overridden(PATCH, '"~1.8"');
    assert.deepEqual(await questionsOf(files, { to: '1.8.1' }), [], 'it still does');
    assert.deepEqual(await questionsOf(files, { to: '1.9.0' }), [
      'registry:app/Cargo.toml app/Cargo.toml:6',
    ]);
    await expectEdits(
      files,
      { 'core/Cargo.toml': [['1.8.0', '1.9.0']], 'app/Cargo.toml': [['~1.8', '~1.9']] },
      { to: '1.9.0', answers: { 'registry:app/Cargo.toml': 'move' } },
    );
    await expectEdits(
      files,
      { 'core/Cargo.toml': [['1.8.0', '1.9.0']] },
      { to: '1.9.0', answers: { 'registry:app/Cargo.toml': 'keep' } },
    );
    assert.deepEqual(await questionsOf(overridden(PATCH, '"1.2"'), { to: '2.0.0' }), [
      'registry:app/Cargo.toml app/Cargo.toml:6',
    ]);
    assert.deepEqual(
      await questionsOf(overridden(PATCH, '"0.9"'), { to: '2.0.0' }),
      [],
      'it never did',
    );
  });

  it('of another workspace, or of another crate, changes nothing', async () => {
    const apart = {
      ...overridden('', '"~1.8"'),
      'elsewhere/Cargo.toml': `[workspace]\n${PATCH.replace('"core"', '"../core"')}`,
    };
    assert.deepEqual(await questionsOf(apart, { to: '1.9.0' }), []);
    assert.deepEqual(
      await questionsOf(overridden(PATCH.replaceAll('core', 'other'), '"~1.8"'), { to: '1.9.0' }),
      [],
    );
  });

  it('is asked about with a pre-release, which no requirement fits but its own', async () => {
    assert.deepEqual(await questionsOf(overridden(PATCH), { to: '1.9.0-rc.1' }), [
      'registry:app/Cargo.toml app/Cargo.toml:6',
    ]);
    await expectEdits(
      overridden(PATCH),
      { 'core/Cargo.toml': [['1.8.0', '1.9.0-rc.1']], 'app/Cargo.toml': [['1.8', '1.9.0-rc.1']] },
      { to: '1.9.0-rc.1', answers: { 'registry:app/Cargo.toml': 'move' } },
    );
  });

  it('with the requirement moved is a lock that cargo accepts', async function () {
    this.timeout(60_000);
    if (!has('cargo')) this.skip();
    const dir = temporaryFolder('patch');
    try {
      const sources = Object.fromEntries(['core', 'app'].map(name => [`${name}/src/lib.rs`, '']));
      const files: Record<string, string> = { ...overridden(PATCH, '"~1.8"'), ...sources };
      // A registry that holds nothing: all that cargo needs stands here.
      writeFilesTo(dir, {
        ...files,
        '.cargo/config.toml':
          '[source.crates-io]\nreplace-with = "none"\n[source.none]\ndirectory = "none"\n',
        'none/.keep': '',
      });
      const cargo = (...more: string[]) =>
        execFileSync('cargo', ['metadata', '--offline', '--format-version', '1', ...more], {
          cwd: dir,
          stdio: ['ignore', 'pipe', 'pipe'],
          encoding: 'utf8',
        });
      cargo();
      files['Cargo.lock'] = readFileSync(path.join(dir, 'Cargo.lock'), 'utf8');
      const { after, reasons } = await planFiles(files, '1.9.0', 'demo', {
        extraFiles: [],
        packages: new Map([['demo', { answers: new Map([['registry:app/Cargo.toml', 'move']]) }]]),
      });
      assert.deepEqual(reasons, []);
      writeFilesTo(dir, after);
      assert.match(cargo('--locked'), /"name":"core-of-demo","version":"1\.9\.0"/);
    } finally {
      removeFolder(dir);
    }
  });
});
