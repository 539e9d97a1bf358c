import * as assert from 'node:assert/strict';
import { withAnswers } from '../../../src/manifests/engineSettings';
import { searchConstants } from '../../../src/manifests/plan/searchConstants';
import type { Files } from '../../fixtures/files';
import { CRATE, PYTHON, STATIC } from '../../fixtures/shapes';
import { expectEdits, refusalsOf } from '../support/edits';
import { below, scanFiles } from '../support/memory';

/** The lines that are found for the only package of the files: id without its last part, file and line. */
async function found(
  files: Files,
  answers: Readonly<Record<string, string>> = {},
): Promise<{ id: string; place: string }[]> {
  const {
    index,
    packages: [first],
  } = await scanFiles(files);
  assert.ok(first);
  index.configure(withAnswers(index.settings, first.name, new Map(Object.entries(answers))));
  const {
    packages: [pkg],
  } = await index.scan();
  assert.ok(pkg);
  return (await searchConstants(index, pkg)).map(({ id, file, start }) => ({
    id,
    place: `${below(file)}:${start.line + 1}:${start.column + 1}`,
  }));
}

const places = async (files: Files) => (await found(files)).map(({ place }) => place);

/** {@link CRATE} at a version that hardly stands anywhere by chance. */
const TELLING: Files = Object.fromEntries(
  Object.entries(CRATE).map(([name, text]) => [name, text.replaceAll('0.1.0', '1.43.2')]),
);

describe('searchConstants', () => {
  it('offers the exact version in code and other manifests, and nothing that only looks alike', async () => {
    assert.deepEqual(
      await places({
        ...TELLING,
        'src/lib.rs':
          'pub const VERSION: &str = "1.43.2";\n// 11.43.2 1.43.20 1.43.2.1 1.43.2-rc.1 x1.43.2 1.43.2x\n',
        'js/package.json': '{\n  "version": "1.43.2"\n}\n',
        'CMakeLists.txt': 'project(demo VERSION 1.43.2)\n',
        'docs/index.md': 'pip install demo==1.43.2, or v1.43.2.\n',
      }),
      [
        'CMakeLists.txt:1:22',
        'docs/index.md:1:19',
        'docs/index.md:1:31',
        'js/package.json:2:15',
        'src/lib.rs:1:28',
      ],
    );
  });

  it("leaves out manifests and locks, histories, build products and other people's files", async () => {
    assert.deepEqual(
      await places({
        ...TELLING,
        'CHANGELOG.md': '## 1.43.2\n',
        'docs/release-notes.md': '1.43.2',
        'other/Cargo.toml':
          '[package]\nname = "other"\nversion = "9.0.0"\n[dependencies]\nthird = "1.43.2"\n',
        'other/uv.lock': 'version = "1.43.2"\n',
        'node_modules/x/index.js': '1.43.2',
        'dist/x.js': '1.43.2',
        '.venv/pyvenv.cfg': '',
        '.venv/x.py': 'v = "1.43.2"',
      }),
      [],
    );
  });

  it('asks about a version that stands everywhere only where the line speaks of a version', async () => {
    assert.deepEqual(
      await places({
        ...CRATE,
        'src/lib.rs': 'const VERSION: &str = "0.1.0";\nconst OTHER: &str = "0.1.0";\n',
      }),
      ['src/lib.rs:1:24'],
    );
  });

  it('finds both spellings of a pre-release', async () => {
    const files = Object.fromEntries(
      Object.entries(STATIC).map(([name, text]) => [
        name,
        text.replaceAll('0.1.0', name === 'pyproject.toml' ? '1.43.0rc2' : '1.43.0-rc.2'),
      ]),
    );
    assert.deepEqual(
      await places({
        ...files,
        'a.rs': '"1.43.0-rc.2"',
        'b.py': '"1.43.0rc2"',
        'c.py': '"1.43.0"',
      }),
      ['a.rs:1:2', 'b.py:1:2'],
    );
  });

  it('does not ask about what is a site already, nor twice about what was answered', async () => {
    assert.deepEqual(await found({ ...PYTHON, 'setup.py': 'setup(version="0.2.0")' }), []);
    const files = {
      ...TELLING,
      'src/lib.rs': 'const V: &str = "1.43.2"; // version\nconst W: &str = "1.43.2";\n',
    };
    const [first, second] = await found(files);
    assert.ok(first && second);
    assert.deepEqual(await found(files, { [first.id]: 'keep', [second.id]: 'move' }), []);
  });
});

describe('a confirmed constant', () => {
  it('moves with the package from then on, whatever line it has moved to; its neighbours stay', async () => {
    const files = {
      ...TELLING,
      'src/lib.rs': '/// deprecated: 1.43.2\nconst V: &str = "1.43.2";\n',
    };
    const [, constant] = await found(files);
    assert.ok(constant);
    assert.match(constant.id, /^constant:src\/lib\.rs#[0-9a-f]{6}$/);
    const answers = { [constant.id]: 'move' };
    const moved = {
      'Cargo.toml': [['1.43.2', '1.44.0']],
      'Cargo.lock': [['1.43.2', '1.44.0']],
    } as const;
    await expectEdits(
      files,
      { ...moved, 'src/lib.rs': [['"1.43.2"', '"1.44.0"']] },
      { to: '1.44.0', answers },
    );
    await expectEdits(
      { ...files, 'src/lib.rs': `\n\n${files['src/lib.rs']}` },
      { ...moved, 'src/lib.rs': [['"1.43.2"', '"1.44.0"']] },
      { to: '1.44.0', answers },
    );
  });

  it('is one version of its line, and the others in it stay', async () => {
    const files = { ...TELLING, 'README.md': 'demo 1.43.2 needs other 2.7.1\n' };
    const [line] = await found(files);
    assert.ok(line);
    await expectEdits(
      files,
      {
        'Cargo.toml': [['1.43.2', '1.44.0']],
        'Cargo.lock': [['1.43.2', '1.44.0']],
        'README.md': [['1.43.2', '1.44.0']],
      },
      { to: '1.44.0', answers: { [line.id]: 'move' } },
    );
  });

  it('in Python is spelt by PEP 440, elsewhere by SemVer', async () => {
    const files = {
      ...TELLING,
      'tool/version.py': 'VERSION = "1.43.2"\n',
      'build.rs': 'let v = "1.43.2";\n',
    };
    const answers = Object.fromEntries((await found(files)).map(({ id }) => [id, 'move']));
    await expectEdits(
      files,
      {
        'Cargo.toml': [['1.43.2', '1.44.0-rc.1']],
        'Cargo.lock': [['1.43.2', '1.44.0-rc.1']],
        'tool/version.py': [['1.43.2', '1.44.0rc1']],
        'build.rs': [['1.43.2', '1.44.0-rc.1']],
      },
      { to: '1.44.0-rc.1', answers },
    );
  });

  it('that is gone is said to be gone', async () => {
    assert.match(
      (
        await refusalsOf(TELLING, {
          to: '1.44.0',
          answers: { 'constant:src/lib.rs#0123ab': 'move' },
        })
      ).join(),
      /The line that was confirmed as "constant:src\/lib\.rs#0123ab" is not there any more/,
    );
    assert.match(
      (
        await refusalsOf(TELLING, {
          to: '1.44.0',
          answers: { 'constant:../../etc/passwd#0123ab': 'move' },
        })
      ).join(),
      /is not there any more/,
    );
  });
});
