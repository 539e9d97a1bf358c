import * as assert from 'node:assert/strict';
import { type EngineSettings, readEngineSettings } from '../../../src/manifests/engineSettings';
import { planVersion } from '../../../src/manifests/plan/versionPlan';
import { releaseVersion } from '../../../src/versions/releaseVersion';
import type { Files } from '../../fixtures/files';
import { INHERITED, STATIC } from '../../fixtures/shapes';
import { below, scanFiles } from '../support/memory';

const NEXT = releaseVersion([0, 2, 0]);

/** Reads and plans whatever the files are: every way that ends is fine, but it has to be one that was meant. */
async function survives(
  files: Files,
  settings?: EngineSettings,
): Promise<{ problems: readonly string[]; refusals: readonly string[] }> {
  const { index, packages, problems } = await scanFiles(files, settings);
  const refusals = packages.flatMap(pkg => planVersion(index, pkg, NEXT).refusals);
  const describe = ({ file, start, message }: (typeof problems)[number]) =>
    `${below(file)}:${start.line + 1}: ${message}`;
  return { problems: problems.map(describe), refusals: refusals.map(describe) };
}

describe('hostile input', function () {
  this.timeout(60_000);

  for (const name of [
    'Cargo.toml',
    'Cargo.lock',
    'crates/python/Cargo.toml',
    'crates/python/pyproject.toml',
    'crates/python/python/demo/__init__.py',
  ]) {
    it(`${name} cut off at any place`, async () => {
      const whole = INHERITED[name]!;
      for (let length = 0; length < whole.length; length++) {
        const cut = whole.slice(0, length);
        const { problems } = await survives({ ...INHERITED, [name]: cut });
        const isUnclosed =
          !name.endsWith('.lock') &&
          !name.endsWith('.py') &&
          /(?:=|\[[^\]]*|^[^="[\]#]+)$/.test(cut.slice(cut.lastIndexOf('\n') + 1));
        if (isUnclosed)
          assert.ok(
            problems.some(problem => problem.startsWith(`${name}:`)),
            `${name} cut at ${length} is not passed over: ${JSON.stringify(cut.slice(-30))}`,
          );
      }
    });
  }

  it('keys that mean something to JavaScript', async () => {
    const keys =
      '[__proto__]\nversion = "0.1.0"\n[constructor]\nprototype = { version = "0.1.0" }\n[dependencies.__proto__]\npath = "."\nversion = "0.1.0"\n[patch.__proto__.toString]\npath = "."\nversion = "=0.1.0"\n[target.__proto__.dependencies]\nhasOwnProperty = "1"\n';
    assert.deepEqual(
      await survives({ ...STATIC, 'Cargo.toml': `${STATIC['Cargo.toml']}${keys}` }),
      { problems: [], refusals: [] },
    );
    assert.equal(({} as Record<string, unknown>)['version'], undefined, 'no prototype was changed');
  });

  it('a crate that is called as JavaScript calls its own', async () => {
    const rename = (text: string) => text.replaceAll('"demo"', '"__proto__"');
    const files = Object.fromEntries(
      Object.entries(STATIC).map(([name, text]) => [name, rename(text)]),
    );
    assert.deepEqual(await survives(files), { problems: [], refusals: [] });
  });

  it('tables that are nested without an end in sight', async () => {
    for (const deep of [
      `${'a.'.repeat(100_000)}a = 1\n`,
      `[${'a.'.repeat(100_000)}a]\n`,
      `a = ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`,
      `a = ${'{a='.repeat(100_000)}1${'}'.repeat(100_000)}\n`,
    ]) {
      const { problems } = await survives({
        ...STATIC,
        'Cargo.toml': `${deep}${deep.startsWith('[') ? '' : '\n'}${STATIC['Cargo.toml']}`,
      });
      assert.match(problems.join(), /^Cargo\.toml:1: Not valid TOML: /);
    }
  });

  it('deep nesting that is allowed', async () => {
    const deep = `[package.metadata]\na = ${'['.repeat(900)}${']'.repeat(900)}\n${'b.'.repeat(900)}c = 1\n`;
    assert.deepEqual(
      await survives({ ...STATIC, 'Cargo.toml': `${STATIC['Cargo.toml']}${deep}` }),
      { problems: [], refusals: [] },
    );
  });

  it('path dependencies and workspaces that lead round in circles', async () => {
    const crate = (name: string, on: string, rest = '') =>
      `[package]\nname = "${name}"\nversion.workspace = true\n${rest}\n[dependencies]\n${on} = { path = "../${on}", version = "0.1.0" }\n`;
    const files: Files = {
      ...STATIC,
      'Cargo.toml': `${STATIC['Cargo.toml']}[workspace]\nmembers = ["a", "b", "."]\n[workspace.package]\nversion = "0.1.0"\n[dependencies]\ndemo = { path = "." }\na = { path = "a" }\n`,
      'a/Cargo.toml': crate('a', 'b', 'workspace = "../b"'),
      'b/Cargo.toml': crate('b', 'a', 'workspace = "../a"'),
    };
    assert.deepEqual(await survives(files), { problems: [], refusals: [] });
    const { problems } = await survives({
      ...files,
      'pyproject.toml': files['pyproject.toml']!.concat(
        '[tool.maturin]\nmanifest-path = "a/Cargo.toml"\n',
      ),
    });
    assert.match(problems.join(), /^a\/Cargo\.toml:3: This version is inherited/);
  });

  it('members and paths that lead out of the repository', async () => {
    const files = {
      ...STATIC,
      'Cargo.toml': `${STATIC['Cargo.toml']}[workspace]\nmembers = ["../outside", "/etc", "../../../*", "[z-a]", "[", "**/**/*"]\nexclude = ["../.."]\n[dependencies]\nroot = { path = "/", version = "0.1.0" }\n`,
    };
    assert.deepEqual(await survives(files), { problems: [], refusals: [] });
  });

  it('two crates of one name in one workspace, which cargo refuses', async () => {
    const twin = '[package]\nname = "demo-core"\nversion.workspace = true\n';
    const { problems, refusals } = await survives({ ...INHERITED, 'crates/twin/Cargo.toml': twin });
    const siteHasVersion =
      'crates/twin/Cargo.toml:2: Two crates of this workspace are called demo-core (crates/core, crates/twin), which cargo refuses.';
    assert.deepEqual(
      [problems.filter(line => !line.startsWith('Cargo.lock')), refusals],
      [[siteHasVersion], [siteHasVersion]],
    );
    const own = twin.replace('version.workspace = true', 'version = "0.1.0"\n[workspace]');
    assert.deepEqual(
      (
        await survives({
          ...INHERITED,
          'Cargo.toml': INHERITED['Cargo.toml']!.replace(
            'members',
            'exclude = ["crates/twin"]\nmembers',
          ),
          'crates/twin/Cargo.toml': own,
        })
      ).refusals,
      [],
      'in two workspaces they are two',
    );
  });

  it('two crates, and two packages, of one name', async () => {
    const files = {
      ...STATIC,
      'Cargo.toml': `${STATIC['Cargo.toml']}[workspace]\nexclude = ["twin"]\n[dependencies]\ntwin = { package = "demo", path = "twin", version = "0.0.1" }\n`,
      'twin/Cargo.toml': '[package]\nname = "demo"\nversion = "0.0.1"\n',
      'other/pyproject.toml': STATIC['pyproject.toml']!,
      'other/Cargo.toml': STATIC['Cargo.toml']!,
      'Cargo.lock': STATIC['Cargo.lock']!.replace(
        'version = "0.1.0"\n',
        'version = "0.1.0"\ndependencies = [\n "demo 0.0.1",\n]\n',
      ).replace('[[package]]', '[[package]]\nname = "demo"\nversion = "0.0.1"\n\n[[package]]'),
    };
    const { index, packages } = await scanFiles(files);
    assert.deepEqual(
      packages.map(({ name }) => name),
      ['demo', 'demo'],
    );
    const plan = planVersion(index, packages[1]!, NEXT);
    assert.deepEqual(plan.refusals, []);
    const after = Object.fromEntries(plan.changes.map(({ file, after }) => [below(file), after]));
    assert.equal(
      after['Cargo.lock'],
      files['Cargo.lock'].replace('version = "0.1.0"', 'version = "0.2.0"'),
      'the entry of the crate that moves, and not the one of its namesake',
    );
    assert.ok(!('twin/Cargo.toml' in after));
  });

  it('tables and keys that stand twice, at the line of the second', async () => {
    for (const [twice, line] of [
      ['[package]\nversion = "0.2.0"\n', 5],
      ['name = "again"\n', 5],
      ['[dependencies]\na = "1"\na = "2"\n', 7],
    ] as const) {
      const { problems } = await survives({
        ...STATIC,
        'Cargo.toml': `${STATIC['Cargo.toml']}${twice}`,
      });
      assert.match(problems.join(), new RegExp(`^Cargo\\.toml:${line}: Not valid TOML: `), twice);
    }
  });

  it('data files that are nested or repeat themselves without an end in sight', async () => {
    const extra = (files: string, key: string) => readEngineSettings([{ files, key }], {}).settings;
    const laughs = [
      'a: &a [x, x]',
      ...'bcdefghijklmnopqrstuvwxyz'
        .split('')
        .map(
          (name, index) =>
            `${name}: &${name} [${`*${'abcdefghijklmnopqrstuvwxyz'[index] ?? ''},`.repeat(9)}]`,
        ),
      'version: 0.1.0',
      '',
    ].join('\n');
    const deep = 100_000;
    for (const [file, text] of [
      ['laughs.yaml', laughs],
      ['deep.yaml', `a: ${'['.repeat(deep)}${']'.repeat(deep)}\nversion: 0.1.0\n`],
      ['open.yaml', '['.repeat(deep)],
      ['open.json', '['.repeat(deep)],
      ['dashes.yaml', `${'- '.repeat(deep)}x\n`],
      [
        'steps.yaml',
        Array.from({ length: 2_000 }, (_, index) => `${' '.repeat(index)}a:\n`).join(''),
      ],
    ] as const) {
      const { problems, refusals } = await survives(
        { ...STATIC, [file]: text },
        extra(file, 'version'),
      );
      assert.match(
        problems.join(),
        new RegExp(`^${file}:1: (?:This file cannot be read|Not valid|Values are nested)`),
        file,
      );
      assert.ok(refusals.length > 0, file);
    }
    const json = `{ "a": ${'['.repeat(deep)}${']'.repeat(deep)}, "version": "0.1.0" }`;
    assert.match(
      (
        await survives({ ...STATIC, 'deep.json': json }, extra('deep.json', 'version'))
      ).refusals.join(),
      /^deep\.json:1: /,
    );
  });

  it('versions that are as long as a book', async () => {
    const long = `0.1.${'9'.repeat(200_000)}`;
    const { problems } = await survives({
      ...STATIC,
      'Cargo.toml': STATIC['Cargo.toml']!.replace('0.1.0', long),
      'pyproject.toml': STATIC['pyproject.toml']!.replace('0.1.0', `1.0${'.0'.repeat(100_000)}`),
    });
    assert.match(problems.join('\n'), /^Cargo\.toml:3: /m);
  });

  it('a lock of 100,000 lines', async () => {
    const entry = (index: number) =>
      `[[package]]\nname = "x${String(index).padStart(6, '0')}"\nversion = "0.1.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\ndependencies = [\n "demo",\n]\n\n`;
    const lock = `${STATIC['Cargo.lock']}\n${Array.from({ length: 12_500 }, (_, index) =>
      entry(index),
    )
      .join('')
      .trimEnd()}\n`;
    assert.ok(lock.split('\n').length > 100_000);
    const start = performance.now();
    assert.deepEqual(await survives({ ...STATIC, 'Cargo.lock': lock }), {
      problems: [],
      refusals: [],
    });
    assert.ok(performance.now() - start < 20_000);
  });
});
