import * as assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { CheckReport } from '../../../src/cli/check';
import schema from '../../../src/cli/check.schema.json';
import type { PlanReport } from '../../../src/cli/plan';
import { removeFolder, temporaryFolder, writeFilesTo, type Files } from '../../fixtures/files';
import { git } from '../../fixtures/git';
import { STATIC } from '../../fixtures/shapes';
import { violations } from './jsonSchema';
import { runCli } from './runCli';

const project = (name: string, version: string) =>
  `[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "${name}"\nversion = "${version}"\n`;
const crate = (name: string, version: string, rest = '') =>
  `[package]\nname = "${name}"\nversion = "${version}"\n${rest}`;

/** A project whose crate is at another version, with a sibling at the version of the crate. */
const TWO_QUESTIONS: Files = {
  'pyproject.toml': project('demo', '1.1.0'),
  'Cargo.toml': crate('demo', '1.3.0', '[dependencies]\ncore = { path = "core" }\n'),
  'core/Cargo.toml': crate('core', '1.0.1'),
};

describe('budtiktok-release with answers and names', function () {
  this.timeout(60_000);
  let dir: string;
  beforeEach(() => {
    dir = temporaryFolder('answers');
  });
  afterEach(() => removeFolder(dir));

  const read = (name: string) => readFileSync(path.join(dir, name), 'utf8');
  const check = (...args: string[]) => {
    const { code, stdout, stderr } = runCli(['check', '--json', ...args], dir);
    const report = stdout === '' ? undefined : (JSON.parse(stdout) as CheckReport);
    if (report !== undefined) assert.deepEqual(violations(schema, report), []);
    return { code, report, stderr };
  };
  const plan = (...args: string[]) => {
    const { code, stdout, stderr } = runCli(['plan', '--json', ...args], dir);
    return { code, stderr, report: JSON.parse(stdout || 'null') as PlanReport };
  };

  it('check ends with 3 until each question is answered, and with 2 for an answer that no question has', () => {
    writeFilesTo(dir, TWO_QUESTIONS);
    assert.equal(check().code, 3);
    assert.deepEqual(check('--answer', 'crate=separate').code, 0);
    const { code, stderr } = check('--answer', 'carte=separate');
    assert.deepEqual(
      [code, stderr],
      [2, 'budtiktok-release: carte is not asked here. Open: crate.\n'],
    );
    assert.equal(check('--answer', 'crate=maybe').code, 2);
  });

  it('plan ends with 3 where an answer leaves or opens a question, and with 0 after the last one', () => {
    writeFilesTo(dir, {
      ...TWO_QUESTIONS,
      'core/Cargo.toml': crate('core', '1.3.0'),
      'Cargo.toml': crate(
        'demo',
        '1.1.0',
        '[dependencies]\ncore = { path = "core", version = ">=1, <2" }\n',
      ),
      'pyproject.toml': project('demo', '1.1.0'),
    });
    writeFileSync(path.join(dir, 'core/Cargo.toml'), crate('core', '1.1.0'));
    const open = plan('--to', '2.0.0');
    assert.deepEqual([open.code, open.report.questions.map(({ id }) => id)], [3, ['lockstep']]);
    const next = plan('--to', '2.0.0', '--answer', 'lockstep=all');
    assert.equal(next.code, 3);
    const [question] = next.report.questions;
    assert.ok(question !== undefined && question.id !== 'lockstep');
    const last = plan(
      ...['--to', '2.0.0', '--answer', 'lockstep=all'],
      ...['--answer', `${question.id}=caret`],
    );
    assert.deepEqual([last.code, last.report.questions], [0, []]);
  });

  it('moves the line that an answer names, without --search, and none that is equal to it', () => {
    writeFilesTo(dir, {
      'pyproject.toml': project('demo', '1.43.2'),
      'Cargo.toml': crate('demo', '1.43.2'),
      'a.txt': 'one\nuses demo 1.43.2\ntwo\nuses demo 1.43.2\n',
    });
    const asked = plan('--to', '1.44.0', '--search').report.questions;
    assert.equal(new Set(asked.map(({ id }) => id)).size, 2);
    const [, second] = asked;
    const { code } = runCli(
      ['bump', '--to', '1.44.0', '--answer', `${second?.id ?? ''}=move`],
      dir,
    );
    assert.equal(code, 0);
    assert.equal(read('a.txt'), 'one\nuses demo 1.43.2\ntwo\nuses demo 1.44.0\n');
  });

  it('releases a crate beside the Python project alone where it is named', () => {
    writeFilesTo(dir, {
      ...STATIC,
      'tools/cli/Cargo.toml': crate('demo-cli', '3.2.1', '[workspace]\n'),
      'tools/cli/Cargo.lock': 'version = 4\n\n[[package]]\nname = "demo-cli"\nversion = "3.2.1"\n',
    });
    for (const name of ['demo-cli', 'tools/cli/Cargo.toml']) {
      const { report } = plan('--bump', 'minor', '--package', name);
      assert.deepEqual(
        [report.package, report.from, ...report.sites.map(({ file, to }) => `${file} ${to}`)],
        ['demo-cli', '3.2.1', 'tools/cli/Cargo.toml 3.3.0', 'tools/cli/Cargo.lock 3.3.0'],
      );
    }
    assert.deepEqual(
      check('--package', 'demo-cli').report?.packages.map(({ name }) => name),
      ['demo-cli'],
    );
  });

  it('never says that all agrees beside a file that could not be read', () => {
    writeFilesTo(dir, { ...STATIC, 'crates/core/Cargo.toml': 'broken [' });
    const inPackage = check();
    assert.deepEqual(
      [inPackage.code, inPackage.report?.agrees, inPackage.report?.unread],
      [2, null, ['crates/core/Cargo.toml']],
    );
    writeFilesTo(dir, {
      'crates/core/Cargo.toml': crate('core', '9.0.0'),
      'tests/a/Cargo.toml': 'broken [',
    });
    const aside = check();
    assert.deepEqual(
      [aside.code, aside.report?.agrees, aside.report?.unread],
      [0, null, ['tests/a/Cargo.toml']],
    );
    assert.match(runCli(['check'], dir).stdout, /all that could be read agree/);
    assert.equal(plan('--bump', 'minor').code, 0);
  });

  it('counts a manifest once that is also a symbolic link', function () {
    if (process.platform === 'win32') this.skip();
    writeFilesTo(dir, {
      'pyproject.toml': project('demo', '0.1.0'),
      'rust/Cargo.toml': crate('demo', '0.1.0'),
      'rust/Cargo.lock': 'version = 4\n\n[[package]]\nname = "demo"\nversion = "0.1.0"\n',
      'conda/.keep': '',
    });
    for (const name of ['Cargo.toml', 'Cargo.lock'])
      symlinkSync(path.join('rust', name), path.join(dir, name));
    symlinkSync('../pyproject.toml', path.join(dir, 'conda/pyproject.toml'));
    for (const isRepository of [false, true]) {
      if (isRepository) {
        git(dir, 'init', '--quiet');
        git(dir, 'add', '--all');
      }
      const { report, code } = check();
      assert.deepEqual(
        [code, ...(report?.packages ?? []).flatMap(({ sites }) => sites.map(({ file }) => file))],
        [0, 'pyproject.toml', 'rust/Cargo.toml', 'rust/Cargo.lock'],
      );
    }
  });

  it('writes over a version that is not legal in Cargo.toml', () => {
    writeFilesTo(dir, {
      'pyproject.toml': project('demo', '1.0').replace('version = "1.0"', 'dynamic = ["version"]'),
      'Cargo.toml': crate('demo', '0.1.0.dev2026'),
    });
    assert.equal(plan('--bump', 'minor').code, 3);
    assert.equal(runCli(['bump', '--to', '0.2.0'], dir).code, 0);
    assert.match(read('Cargo.toml'), /version = "0\.2\.0"/);
  });

  it('starts no program of a repository that a planted .git file leads to', function () {
    if (process.platform === 'win32') this.skip();
    const ran = path.join(dir, 'ran');
    writeFilesTo(dir, {
      ...STATIC,
      'run.sh': `#!/bin/sh\ntouch ${ran}\n`,
      'bare/HEAD': 'ref: refs/heads/main\n',
      'bare/objects/.keep': '',
      'bare/refs/.keep': '',
      'bare/config': `[core]\n\tbare = false\n\tworktree = ..\n\tfsmonitor = ${dir}/run.sh\n\thooksPath = ${dir}\n[diff]\n\texternal = ${dir}/run.sh\n`,
      '.git': 'gitdir: bare\n',
    });
    chmodSync(path.join(dir, 'run.sh'), 0o755);
    for (const args of [['check'], ['plan', '--bump', 'minor', '--search']])
      assert.equal(runCli(args, dir).code, 0);
    assert.ok(!existsSync(ran));
  });
});
