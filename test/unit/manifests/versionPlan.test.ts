import * as assert from 'node:assert/strict';
import type { Files } from '../../fixtures/files';
import { BOTH, CRATE, DYNAMIC, ELSEWHERE, INHERITED, PYTHON, STATIC } from '../../fixtures/shapes';
import { planFiles } from '../support/memory';

/** Plans a version and expects each file to differ by these replacements alone, byte for byte. */
async function expectEdits(
  files: Files,
  to: string,
  expected: Readonly<Record<string, readonly (readonly [before: string, after: string])[]>>,
): Promise<void> {
  const { after, reasons } = await planFiles(files, to);
  assert.deepEqual(reasons, []);
  const wanted = Object.fromEntries(
    Object.entries(expected).map(([name, edits]) => {
      let text = files[name] ?? '';
      for (const [was, is] of edits) {
        assert.ok(text.includes(was), `${name} holds ${was}`);
        text = text.replace(was, is);
      }
      return [name, text];
    }),
  );
  assert.deepEqual(after, wanted);
}

describe('planVersion', () => {
  it('moves every site of a package, each in its own spelling', async () => {
    await expectEdits(STATIC, '0.2.0-rc.1', {
      'pyproject.toml': [['"0.1.0"', '"0.2.0rc1"']],
      'Cargo.toml': [['"0.1.0"', '"0.2.0-rc.1"']],
      'Cargo.lock': [['"0.1.0"', '"0.2.0-rc.1"']],
    });
    await expectEdits(DYNAMIC, '0.2.0', {
      'Cargo.toml': [['"0.1.0"', '"0.2.0"']],
      'Cargo.lock': [['"0.1.0"', '"0.2.0"']],
    });
    await expectEdits(BOTH, '0.2.0', {
      'pyproject.toml': [['"0.1.0"', '"0.2.0"']],
      'Cargo.toml': [['"0.1.0"', '"0.2.0"']],
      'Cargo.lock': [['"0.1.0"', '"0.2.0"']],
    });
    await expectEdits(ELSEWHERE, '0.2.0', {
      'rust/binding/Cargo.toml': [['"0.1.0"', '"0.2.0"']],
      'rust/binding/Cargo.lock': [['"0.1.0"', '"0.2.0"']],
    });
    await expectEdits(CRATE, '0.2.0', {
      'Cargo.toml': [['"0.1.0"', '"0.2.0"']],
      'Cargo.lock': [['"0.1.0"', '"0.2.0"']],
    });
    await expectEdits(PYTHON, '0.2.0', {
      'pyproject.toml': [['"0.1.0"', '"0.2.0"']],
      'src/demo/__init__.py': [['"0.1.0"', '"0.2.0"']],
    });
  });

  it('moves requirements on the crates that move, by their path and in their form', async () => {
    await expectEdits(INHERITED, '0.2.0', {
      'Cargo.toml': [
        ['"0.1.0" # one', '"0.2.0" # one'],
        ['"=0.1.0"', '"=0.2.0"'],
      ],
      'Cargo.lock': [
        ['"demo-core"\nversion = "0.1.0"', '"demo-core"\nversion = "0.2.0"'],
        ['"demo-python"\nversion = "0.1.0"', '"demo-python"\nversion = "0.2.0"'],
      ],
      'crates/own/Cargo.toml': [['"0.1"', '"0.2"']],
      'crates/python/pyproject.toml': [['"0.1.0"', '"0.2.0"']],
      'crates/python/python/demo/__init__.py': [['"0.1.0"', '"0.2.0"']],
    });
  });

  it('changes digits and nothing else: quotes, comments, blanks, CRLF, byte order mark, no final line break', async () => {
    const files = {
      'pyproject.toml':
        "\uFEFF# no final line break\r\n[project]\r\nname = 'demo'\r\nversion      = '0.1.0'  # keep in sync\r\n[build-system]\r\nbuild-backend = \"maturin\"",
      'Cargo.toml':
        'package.name = "demo"\npackage . "version" = """0.1.0""" # dotted\n[package.metadata.x]\nversion = "0.1.0"\n[dependencies]\nother = { version = "0.1.0" }\n',
    };
    await expectEdits(files, '0.2.0', {
      'pyproject.toml': [["'0.1.0'", "'0.2.0'"]],
      'Cargo.toml': [['"""0.1.0"""', '"""0.2.0"""']],
    });
  });

  it('plans nothing where everything says the version already', async () => {
    assert.deepEqual((await planFiles(INHERITED, '0.1.0')).after, {});
  });

  it('leaves a legal Python spelling of the same version as it is, and corrects what Cargo needs exactly', async () => {
    const files = {
      ...STATIC,
      'pyproject.toml': STATIC['pyproject.toml']!.replace('0.1.0', '0.2.0-RC1'),
      'Cargo.toml': STATIC['Cargo.toml']!.replace('0.1.0', '0.2.0-rc1'),
    };
    await expectEdits(files, '0.2.0-rc.1', {
      'Cargo.toml': [['0.2.0-rc1', '0.2.0-rc.1']],
      'Cargo.lock': [['0.1.0', '0.2.0-rc.1']],
    });
  });

  it('completes a half-made bump', async () => {
    await expectEdits(
      { ...STATIC, 'pyproject.toml': STATIC['pyproject.toml']!.replace('0.1.0', '0.2.0') },
      '0.2.0',
      {
        'Cargo.toml': [['"0.1.0"', '"0.2.0"']],
        'Cargo.lock': [['"0.1.0"', '"0.2.0"']],
      },
    );
  });

  it('writes a legal version over one that is not', async () => {
    await expectEdits(
      { ...DYNAMIC, 'Cargo.toml': DYNAMIC['Cargo.toml']!.replace('0.1.0', '0.2.0rc1') },
      '0.2.0',
      { 'Cargo.toml': [['0.2.0rc1', '0.2.0']], 'Cargo.lock': [['0.1.0', '0.2.0']] },
    );
  });

  it('stops with file and line where a requirement cannot be moved without a guess', async () => {
    const files = {
      ...INHERITED,
      'Cargo.toml': INHERITED['Cargo.toml']!.replace('=0.1.0', '>=0.1, <0.2'),
    };
    const { reasons } = await planFiles(files, '0.2.0');
    assert.equal(reasons.length, 1);
    assert.match(
      reasons[0]!,
      /^Cargo\.toml:9: The requirement ">=0\.1, <0\.2" has more than one reading/,
    );
  });

  it('stops where a lock file is not what Cargo writes', async () => {
    const { reasons } = await planFiles(
      {
        ...STATIC,
        'Cargo.lock': `${STATIC['Cargo.lock']}\n[[package]]\nname = 'x'\nversion = '1.0.0'\n`,
      },
      '0.2.0',
    );
    assert.match(
      reasons.join(),
      /^Cargo\.lock:1: This lock file is not in the form that Cargo writes/,
    );
  });

  it('makes a plan whose reverse restores every byte', async () => {
    for (const files of [STATIC, DYNAMIC, INHERITED, ELSEWHERE, CRATE, PYTHON]) {
      const there = { ...files, ...(await planFiles(files, '0.2.0')).after };
      assert.deepEqual({ ...there, ...(await planFiles(there, '0.1.0')).after }, files);
    }
  });
});
