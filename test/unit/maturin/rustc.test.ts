import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import manifest from '../../../package.json';
import { absoluteRustcPath } from '../../../src/maturin/step';
import { removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { has } from '../../harness/toolchain';

interface Found {
  readonly severity: string;
  readonly code: string | undefined;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const [head, place] = manifest.contributes.problemPatterns[0]!.patterns;

/** Reads lines as the editor does: a pattern of two lines matches two lines that follow each other. */
function problems(output: string): Found[] {
  const lines = output.split(/\r?\n/);
  return lines.flatMap((text, at) => {
    const first = new RegExp(head!.regexp).exec(text);
    const second = new RegExp(place!.regexp).exec(lines[at + 1] ?? '');
    if (first === null || second === null) return [];
    return [
      {
        severity: first[1]!,
        code: first[2],
        message: first[3]!,
        file: second[1]!,
        line: Number(second[2]),
        column: Number(second[3]),
      },
    ];
  });
}

const BROKEN = 'fn main() {\n    let unused = 1;\n    let x: u32 = "a";\n}\n';

describe('The problem matcher for rustc', () => {
  it('reads errors and warnings, and not their summary', () => {
    const output = `   Compiling demo v0.1.0 (/w)
warning: unused variable: \`unused\`
 --> src/main.rs:2:9
  |
2 |     let unused = 1;
  |         ^^^^^^ help: if this is intentional, prefix it with an underscore: \`_unused\`
  |
  = note: \`#[warn(unused_variables)]\` (part of \`#[warn(unused)]\`) on by default

error[E0308]: mismatched types
   --> C:\\w\\src\\lib.rs:103:18
    |
error: could not compile \`demo\` (bin "demo") due to 1 previous error; 1 warning emitted
`;
    assert.deepEqual(problems(output), [
      {
        severity: 'warning',
        code: undefined,
        message: 'unused variable: `unused`',
        file: 'src/main.rs',
        line: 2,
        column: 9,
      },
      {
        severity: 'error',
        code: 'E0308',
        message: 'mismatched types',
        file: 'C:\\w\\src\\lib.rs',
        line: 103,
        column: 18,
      },
    ]);
  });

  it('reads what the installed rustc says', function () {
    this.timeout(60_000);
    if (!has('cargo')) {
      console.log('    skipped: cargo is not installed');
      this.skip();
    }
    const dir = temporaryFolder('rustc');
    try {
      writeFilesTo(dir, {
        'Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n',
        'src/main.rs': BROKEN,
      });
      const run = (color: string) =>
        spawnSync('cargo', ['check', '--offline', '--color', color], {
          cwd: dir,
          encoding: 'utf8',
          env: { ...process.env, CARGO_TARGET_DIR: path.join(dir, 'target') },
        }).stderr;
      const found = problems(run('never'));
      assert.ok(
        found.some(
          ({ severity, code, file, line, column }) =>
            severity === 'error' &&
            code === 'E0308' &&
            file === path.join('src', 'main.rs') &&
            line === 3 &&
            column === 18,
        ),
        JSON.stringify(found),
      );

      // The task colours its output, and names files in full; the editor takes the colours off before it matches.
      const absolute = run('always')
        .split('\n')
        .map(line => absoluteRustcPath(line, dir))
        .join('\n');
      assert.deepEqual(
        // eslint-disable-next-line no-control-regex -- terminals are coloured by control characters
        problems(absolute.replace(/\u001b\[[\d;]*m/g, '')).map(({ file }) => file),
        found.map(() => path.join(dir, 'src', 'main.rs')),
      );
    } finally {
      removeFolder(dir);
    }
  });
});

describe('absoluteRustcPath', () => {
  const root = path.resolve('/r');
  it('leaves alone what names no file', () => {
    for (const line of [
      'error[E0308]: mismatched types',
      '3 | let x --> y',
      ' --> <anon>:1:1',
      ` --> ${path.join(root, 'a.rs')}:1:2`,
      '    a --> b:1:2',
      '',
    ]) {
      assert.equal(absoluteRustcPath(line, root), line);
    }
  });

  it('names files from the root of the workspace', () => {
    assert.equal(
      absoluteRustcPath(' --> src/a b.rs:1:2', root),
      ` --> ${path.join(root, 'src', 'a b.rs')}:1:2`,
    );
    assert.equal(
      absoluteRustcPath('   --> ../x/lib.rs:10:20  ', path.join(root, 'y')),
      `   --> ${path.join(root, 'x', 'lib.rs')}:10:20  `,
    );
  });
});
