import fc from 'fast-check';
import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { scanLock } from '../../../src/manifests/cargo/cargoLockScan';
import { ManifestError } from '../../../src/manifests/question';
import { isTable, parseToml } from '../../../src/manifests/toml';
import { CORPUS } from '../support/corpus';
import { runs, saySeed } from '../support/property';

const REGISTRY = 'registry+https://github.com/rust-lang/crates.io-index';

const LINES = [
  '',
  '[[package]]',
  'name = "a"',
  'name = "größe"',
  'version = "0.1.0"',
  'version = "0.2.0-rc.1"',
  `source = "${REGISTRY}"`,
  'checksum = "00"',
  'replace = "a 0.1.0"',
  'dependencies = [',
  ' "a",',
  ' "b 0.1.0",',
  ` "b 0.1.0 (${REGISTRY})",`,
  ']',
  '# a comment',
  'version = 4',
  '[[patch.unused]]',
];

/** Lines that look alike and are something else, or nothing, to TOML. */
const OTHERS = [
  '[metadata]',
  '[package]',
  '[[package]] # x',
  ' [[package]]',
  "name = 'a'",
  'name = "a" ',
  'name="a"',
  '"name" = "a"',
  'name = "a\\u0062"',
  'name = "a"b"',
  'name = "',
  'name = "a',
  'version = """',
  '"""',
  'version = 0.1',
  'dependencies = ["a"]',
  'dependencies = []',
  '"a",',
  ' "a"',
  '  "a",',
  ' "a", "b",',
  ' ] ',
  '],',
  '#\u0007',
  'x = [',
  '"checksum a" = "00"',
  '\u0000',
  '\uFEFF',
  '=',
];

const lock = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...LINES) },
        { weight: 1, arbitrary: fc.constantFrom(...OTHERS) },
      ),
      { maxLength: 24 },
    ),
    fc.constantFrom('\n', '\n', '\r\n', '\r'),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([lines, eol, ends, bom]) => (bom ? '\uFEFF' : '') + lines.join(eol) + (ends ? eol : ''));

const FIELDS = [
  'name = "a"',
  'version = "0.1.0"',
  `source = "${REGISTRY}"`,
  'dependencies = [\n "a",\n "b 0.2.0",\n]',
  'replace = "a 0.1.0"',
];

/** Whole entries in any order, some with a field twice: what a random heap of lines seldom is. */
const fields = fc.oneof(
  fc.shuffledSubarray(FIELDS, { minLength: 2 }),
  fc
    .tuple(fc.shuffledSubarray(FIELDS, { minLength: 3 }), fc.constantFrom(...FIELDS))
    .map(([all, again]) => [...all, again]),
);
const entries = fc
  .array(fields, { maxLength: 4 })
  .map(all => all.map(lines => ['[[package]]', ...lines, ''].join('\n')).join('\n'));

/** What a TOML parser reads of the entries, or undefined where it reads nothing. */
function parsed(text: string): unknown {
  try {
    const { package: packages } = parseToml('Cargo.lock', text);
    return (Array.isArray(packages) ? packages.filter(isTable) : []).map(
      ({ name, version, source, replace, dependencies }) => ({
        name,
        version,
        source,
        replace,
        dependencies: dependencies ?? [],
      }),
    );
  } catch (error) {
    if (error instanceof ManifestError) return undefined;
    throw error;
  }
}

function scanned(text: string): unknown {
  return scanLock(text).entries.map(({ name, version, source, replace, dependencies }) => ({
    name,
    version,
    source,
    replace,
    dependencies: dependencies.map(dependency => dependency.text),
  }));
}

describe('scanLock', () => {
  after(saySeed);

  it('calls nothing plain that a TOML parser reads otherwise', () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.oneof(lock, entries), text => {
        if (!scanLock(text).isPlain) return;
        plain++;
        assert.deepEqual(scanned(text), parsed(text));
      }),
      runs(5_000),
    );
    assert.ok(plain > 500, `${plain} of the texts were plain`);
  });

  it('says where everything stands', () => {
    fc.assert(
      fc.property(fc.oneof(lock, entries), text => {
        for (const { version, versionSpan, dependencies, span } of scanLock(text).entries) {
          assert.equal(text.slice(versionSpan.start, versionSpan.end), version);
          for (const { text: name, start, end } of dependencies)
            assert.equal(text.slice(start, end), name);
          assert.ok(
            text.startsWith('[[package]]', span.start) &&
              span.start <= versionSpan.start &&
              span.end >= versionSpan.end,
          );
        }
      }),
      runs(2_000),
    );
  });

  it('reads every lock of the corpus as plain, and as a TOML parser does', function () {
    if (!existsSync(CORPUS)) this.skip();
    const locks = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter(
      name => path.basename(name) === 'Cargo.lock',
    );
    assert.ok(locks.length > 10);
    for (const name of locks) {
      const text = readFileSync(path.join(CORPUS, name), 'utf8');
      assert.ok(scanLock(text).isPlain, name);
      assert.deepEqual(scanned(text), parsed(text), name);
    }
  });
});
