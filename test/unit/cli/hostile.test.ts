import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder, writeFilesTo, type Files } from '../../fixtures/files';
import { CRATE, STATIC } from '../../fixtures/shapes';
import { runCli } from './runCli';

/** On a real disk, where files can be more than text. Every run has a time limit, so one that hangs fails. */
describe('budtiktok-release on a hostile repository', function () {
  this.timeout(90_000);
  let dir: string, repository: string;
  beforeEach(() => {
    dir = temporaryFolder('hostile');
    repository = path.join(dir, 'repository');
    mkdirSync(repository);
    mkdirSync(path.join(repository, '.git'));
  });
  afterEach(() => removeFolder(dir));

  /** Expects both commands to stop with these lines, and nothing to be written. */
  const stops = (files: Files, siteHasVersion: RegExp, at = 2) => {
    writeFilesTo(repository, files);
    const check = runCli(['check'], repository);
    assert.equal(check.code, at, check.stdout + check.stderr);
    assert.match(check.stderr, siteHasVersion);
    const bump = runCli(['bump', '--bump', 'minor'], repository);
    assert.ok(bump.code === 3 || bump.code === 2, `${bump.code}`);
    assert.match(bump.stderr, siteHasVersion);
    for (const { stderr } of [check, bump]) assert.doesNotMatch(stderr, /\n {4}at /, 'no stack');
    for (const [name, text] of Object.entries(files))
      assert.equal(readFileSync(path.join(repository, name), 'utf8'), text);
  };

  it('a manifest of 50 MB', () => {
    stops(
      {
        ...STATIC,
        'Cargo.toml': `${STATIC['Cargo.toml']}[package.metadata]\nx = [${'1,'.repeat(25_000_000)}]\n`,
      },
      /^Cargo\.toml:1:1: (?:error: )?This file cannot be read: It has 48 MB, and 2 MB are read at most\.$/m,
    );
  });

  it('a lock of 50 MB', () => {
    stops(
      { ...STATIC, 'Cargo.lock': `${STATIC['Cargo.lock']}${'#\n'.repeat(25_000_000)}` },
      /^Cargo\.lock:1:1: .*It has 48 MB, and 16 MB are read at most\.$/m,
    );
  });

  it('a manifest of the largest size', () => {
    writeFilesTo(repository, {
      ...STATIC,
      'Cargo.toml': `${STATIC['Cargo.toml']}[package.metadata]\nx = [${'1,'.repeat(1_000_000)}]\n`,
    });
    const { code, stderr } = runCli(['bump', '--bump', 'minor'], repository);
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('bytes that are not text', () => {
    writeFilesTo(repository, STATIC);
    writeFileSync(path.join(repository, 'Cargo.lock'), Buffer.from([0x23, 0xff, 0xfe, 0x00, 0x0a]));
    stops({}, /^Cargo\.lock:1:1: .*not UTF-8 text/m);
  });

  it('a pipe, which no one writes to', function () {
    if (process.platform === 'win32') this.skip();
    writeFilesTo(repository, STATIC);
    execFileSync('mkfifo', [path.join(repository, 'pipe')]);
    symlinkSync('../pipe', path.join(repository, 'src/Cargo.toml'));
    stops({}, /^src\/Cargo\.toml:1:1: .*It is a folder, a pipe or a device, and no file\.$/m);
  });

  it('a device, which never ends', function () {
    if (process.platform === 'win32') this.skip();
    writeFilesTo(repository, STATIC);
    symlinkSync('/dev/zero', path.join(repository, 'src/Cargo.lock'));
    stops({}, /^src\/Cargo\.lock:1:1: .*It is a folder, a pipe or a device/m);
  });

  it('a lock of 100,000 lines', () => {
    const entries = Array.from(
      { length: 14_500 },
      (_, index) =>
        `[[package]]\nname = "x${String(index).padStart(6, '0')}"\nversion = "0.1.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\ndependencies = [\n "demo",\n]\n`,
    );
    const lock = `${STATIC['Cargo.lock']!}\n${entries.join('\n')}`;
    assert.ok(lock.split('\n').length > 100_000);
    writeFilesTo(repository, { ...STATIC, 'Cargo.lock': lock });
    const { code, stderr } = runCli(['bump', '--bump', 'minor'], repository);
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(
      readFileSync(path.join(repository, 'Cargo.lock'), 'utf8'),
      lock.replace('version = "0.1.0"', 'version = "0.2.0"'),
    );
  });

  it('a lock with the marks of a merge', () => {
    stops(
      { ...STATIC, 'Cargo.lock': `${STATIC['Cargo.lock']!}<<<<<<< HEAD\n=======\n>>>>>>> other\n` },
      /^Cargo\.lock:8:\d+: .*Not valid TOML/m,
    );
  });

  it('a file that must not be read', function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      console.log('    skipped: nothing is forbidden to this user');
      this.skip();
    }
    writeFilesTo(repository, { ...STATIC, 'other/Cargo.toml': CRATE['Cargo.toml']! });
    chmodSync(path.join(repository, 'other/Cargo.toml'), 0);
    stops({}, /^other\/Cargo\.toml:1:1: .*EACCES/m);
  });

  it('links that lead round in circles', function () {
    if (process.platform === 'win32') this.skip();
    writeFilesTo(repository, STATIC);
    symlinkSync('.', path.join(repository, 'self'));
    symlinkSync('..', path.join(repository, 'src/up'));
    symlinkSync('two', path.join(repository, 'one'));
    symlinkSync('one', path.join(repository, 'two'));
    assert.equal(runCli(['check'], repository).code, 0);
    symlinkSync('Cargo.toml', path.join(repository, 'src/Cargo.toml'));
    stops({}, /^src\/Cargo\.toml:1:1: .*ELOOP/m);
  });

  it('a path that no system has', () => {
    stops(
      {
        ...STATIC,
        'pyproject.toml': `${STATIC['pyproject.toml']}[tool.maturin]\npython-source = "a\\u0000b"\n`,
      },
      /This file cannot be read: .*null bytes/,
    );
  });

  it('a module outside of the repository', () => {
    writeFilesTo(dir, { 'outside/demo/__init__.py': '__version__ = "0.1.0"\n' });
    writeFilesTo(repository, {
      ...STATIC,
      'pyproject.toml': `${STATIC['pyproject.toml']}[tool.maturin]\npython-source = "../outside"\n`,
    });
    runCli(['bump', '--bump', 'minor'], repository);
    assert.equal(
      readFileSync(path.join(dir, 'outside/demo/__init__.py'), 'utf8'),
      '__version__ = "0.1.0"\n',
    );
  });

  it('links that lead out of the repository', function () {
    if (process.platform === 'win32') this.skip();
    writeFilesTo(dir, {
      'outside/Cargo.toml': CRATE['Cargo.toml']!,
      'outside-too/Cargo.lock': CRATE['Cargo.lock']!,
    });
    writeFilesTo(repository, { 'pyproject.toml': STATIC['pyproject.toml']! });
    symlinkSync('../outside/Cargo.toml', path.join(repository, 'Cargo.toml'));
    symlinkSync('../outside-too/Cargo.lock', path.join(repository, 'Cargo.lock'));
    const { code, stderr } = runCli(['bump', '--bump', 'minor'], repository);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /leads to .*outside.*, which is outside of the repository\. Nothing was written\./,
    );
    assert.equal(readFileSync(path.join(dir, 'outside/Cargo.toml'), 'utf8'), CRATE['Cargo.toml']);
    assert.equal(
      readFileSync(path.join(repository, 'pyproject.toml'), 'utf8'),
      STATIC['pyproject.toml'],
    );
  });

  it('a link to a file of the repository is written through', function () {
    if (process.platform === 'win32') this.skip();
    writeFilesTo(repository, {
      'rust/Cargo.toml': CRATE['Cargo.toml']!,
      'pyproject.toml': STATIC['pyproject.toml']!,
    });
    symlinkSync('rust/Cargo.toml', path.join(repository, 'Cargo.toml'));
    const { code } = runCli(['bump', '--bump', 'minor'], repository);
    assert.equal(code, 0);
    assert.match(readFileSync(path.join(repository, 'rust/Cargo.toml'), 'utf8'), /"0\.2\.0"/);
  });

  it('a Python module that is one long string', () => {
    for (const text of [
      '"'.concat('a'.repeat(1_900_000)),
      `"${'\\"'.repeat(900_000)}`,
      `"""${'\n"'.repeat(900_000)}`,
      "'\n__version__ = 'x'\n".repeat(90_000),
    ]) {
      writeFilesTo(repository, {
        ...STATIC,
        'demo/__init__.py': `${text}\n"""\n'''\n__version__ = "0.1.0"\n`,
      });
      const { code, stderr } = runCli(['check'], repository);
      assert.deepEqual([code, stderr], [0, '']);
    }
  });
});
