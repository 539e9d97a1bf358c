import * as fc from 'fast-check';
import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type AST, parseTOML } from 'toml-eslint-parser';
import type { Span } from '../../../src/base/text';
import { ManifestError } from '../../../src/manifests/question';
import { TomlDocument } from '../../../src/manifests/toml';
import { type KeyPath, locateToml } from '../../../src/manifests/tomlSpans';

/** All places of a text as toml-eslint-parser finds them. It knows no byte order mark. */
function oracle(text: string): [KeyPath, Span][] {
  const found: [KeyPath, Span][] = [];
  const put = (path: KeyPath, [start, end]: readonly [number, number], quotes = 0) =>
    void found.push([path, { start: start + quotes, end: end - quotes }]);
  const keyOf = ({ keys }: AST.TOMLKey) =>
    keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value));
  const visit = (path: KeyPath, node: AST.TOMLContentNode): void => {
    if (node.type === 'TOMLValue') {
      put(path, node.range, node.kind === 'string' ? (node.multiline ? 3 : 1) : 0);
      return;
    }
    put(path, node.range);
    if (node.type === 'TOMLArray')
      node.elements.forEach((element, index) => visit([...path, index], element));
    else node.body.forEach(entry => visit([...path, ...keyOf(entry.key)], entry.value));
  };
  for (const entry of parseTOML(text).body[0].body) {
    if (entry.type === 'TOMLKeyValue') {
      visit(keyOf(entry.key), entry.value);
    } else {
      put(entry.resolvedKey, entry.key.range);
      for (const pair of entry.body) visit([...entry.resolvedKey, ...keyOf(pair.key)], pair.value);
    }
  }
  return found;
}

function assertSameAsOracle(text: string): void {
  const { of: locate } = locateToml(text);
  for (const [path, span] of oracle(text))
    assert.deepEqual(locate(path), span, JSON.stringify(path));
}

const TRICKY = `# comment with "quotes" and [brackets]
title = 'its'
a.b . "c.d" = "dotted \\" quote"
empty = ""
date = 1979-05-27 07:32:00 # a date with a space
numbers = [1, 2.5, 0x1F, inf, nan] # after
nested = [
  [ "x", 'y' ], # comment, with ] bracket
  { k = "v", "q k" = { deep.er = "z" } },
]
inline = { version = "0.1.0", features = ["a", "b"], }
text = """
version = "9.9.9"
[package]
""\\""""
quotes = """"a"""""
literal = '''
# no comment
''''
[package]
name = "x"
version      = "0.10.0"    # keep in sync
[ a . 'spaced header' ]
v = true
[[bin]]
name = "one"
[bin.sub]
version = "1"
[[bin.list]]
x = 1
[[bin]]
name = "two"
[[bin.list]]
x = 2
[[bin.list]]
x = 3
["quoted \\u0041 key"]
"\\u0042" = 1
`;

describe('locateToml', function () {
  this.timeout(30_000);

  it('finds what toml-eslint-parser finds in a file full of traps', () =>
    assertSameAsOracle(TRICKY));

  it('finds the same with CRLF, and with a byte order mark shifted by one', () => {
    const crlf = TRICKY.replaceAll('\n', '\r\n');
    assertSameAsOracle(crlf);
    const { of: marked } = locateToml(`\uFEFF${crlf}`);
    for (const [path, { start, end }] of oracle(crlf))
      assert.deepEqual(marked(path), { start: start + 1, end: end + 1 });
  });

  it('finds nothing where there is nothing', () => {
    const { of: locate } = locateToml('[package]\nname = "x"\n');
    assert.equal(locate(['package', 'version']), undefined);
    assert.equal(locate(['version']), undefined);
  });

  it('finds what toml-eslint-parser finds in generated files', () => {
    const bare = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/);
    const quoted = fc
      .string({ unit: 'binary', maxLength: 6 })
      .filter(text => !/[\p{Cc}\p{Cs}]/u.test(text))
      .map(text => JSON.stringify(text));
    const literal = fc.string({ maxLength: 8 }).map(text => `'${text.replace(/['\p{Cc}]/gu, '')}'`);
    const multi = fc
      .array(fc.constantFrom('a', '"', '""', '\\"', '\n', '#', '[x]', ' = ', "'''"), {
        maxLength: 8,
      })
      .map(parts => `"""${parts.join('').replace(/"{3,}/g, '""')}"""`)
      .filter(text => !/"{6}/.test(text.slice(0, -3)));
    const blank = fc.constantFrom('', ' ', '\t');
    const { value } = fc.letrec<{ value: string }>(tie => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('1', 'true', '1979-05-27 07:32:00', '-1.5e3', '""', "''"),
        quoted,
        literal,
        multi,
        fc
          .array(fc.tuple(tie('value'), fc.constantFrom('', ' ', '\n', ' # c ]}"\n')), {
            maxLength: 3,
          })
          .map(
            items =>
              `[${items.map(([item, gap]) => `${gap}${item}${gap.includes('#') ? '\n' : ''}`).join(',')}]`,
          ),
        fc
          .uniqueArray(fc.tuple(bare, tie('value')), { maxLength: 3, selector: ([key]) => key })
          .map(pairs => `{ ${pairs.map(([key, item]) => `${key} = ${item}`).join(', ')} }`),
      ),
    }));
    const key = fc.oneof(
      bare,
      quoted,
      literal.filter(text => text !== "''"),
    );
    const pairs = fc.uniqueArray(fc.tuple(key, value, blank), {
      maxLength: 4,
      selector: ([name]) => name.replace(/^["']|["']$/g, ''),
    });
    const tables = fc.uniqueArray(fc.tuple(bare, pairs, fc.boolean()), {
      maxLength: 4,
      selector: ([name]) => name,
    });
    const text = fc
      .tuple(tables, fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([all, eol, comment]) =>
        all
          .map(([name, entries, isArray]) => {
            const header = isArray ? `[[${name}]]` : `[ ${name} ]`;
            return [
              header,
              ...entries.map(
                ([entry, item, gap]) =>
                  `${gap}${entry}${gap}=${gap}${item}${comment ? ' # "c"' : ''}`,
              ),
              '',
            ].join('\n');
          })
          .join('\n')
          .replaceAll('\n', eol),
      );
    fc.assert(
      fc.property(text, generated => {
        let places;
        try {
          places = oracle(generated);
        } catch {
          return; // not TOML after all, such as a key that is there twice in two spellings
        }
        const { of: locate } = locateToml(generated);
        for (const [path, span] of places)
          assert.deepEqual(
            locate(path),
            span,
            `${JSON.stringify(path)} in ${JSON.stringify(generated)}`,
          );
      }),
      { numRuns: 500 },
    );
  });

  it('finds what toml-eslint-parser finds in the manifests of real projects', function () {
    const corpus = path.resolve('..', 'shared', 'corpus');
    if (!existsSync(corpus)) this.skip();
    this.timeout(60_000);
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(file =>
      file.endsWith('.toml'),
    );
    assert.ok(files.length > 100);
    for (const file of files) assertSameAsOracle(readFileSync(path.join(corpus, file), 'utf8'));
  });
});

describe('TomlDocument', () => {
  it('says where a file is not TOML', () => {
    assert.throws(
      () => new TomlDocument('/x/Cargo.toml', '[package]\nname = "x"\nversion = "0.1.0\n'),
      (error: unknown) => {
        assert.ok(error instanceof ManifestError);
        assert.equal(error.problem.file, '/x/Cargo.toml');
        assert.equal(error.problem.start.line, 2);
        assert.match(error.problem.message, /^Not valid TOML: /);
        assert.ok(!error.problem.message.includes('\n'));
        return true;
      },
    );
  });

  it('reads values by path and nothing from a prototype', () => {
    const toml = new TomlDocument('/x', 'a = { b = ["x", 1, "y"] }\n["__proto__"]\nz = "1"\n');
    assert.equal(toml.value(['a', 'b', 1]), 1);
    assert.deepEqual(toml.strings(['a', 'b']), ['x', 'y']);
    assert.equal(toml.string(['__proto__', 'z']), '1');
    assert.equal(toml.value(['constructor']), undefined);
    assert.equal(toml.value(['a', 'toString']), undefined);
  });
});
