import * as assert from 'node:assert/strict';
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder, writeFilesTo, type Files } from '../../fixtures/files';
import { git } from '../../fixtures/git';
import { CRATE, INHERITED, STATIC } from '../../fixtures/shapes';
import type { CheckReport } from '../../../src/cli/check';
import { runCli } from './runCli';

const member = (name: string, version = 'version.workspace = true') =>
  `[package]\nname = "${name}"\n${version}\n`;

/** A folder in which git tracks files and no manifest. */
const DATA: Files = Object.fromEntries(
  ['data/a/1.txt', 'data/a/b/2.txt', 'data/3.txt'].map(name => [name, '']),
);

describe('budtiktok-release in a git work tree', function () {
  this.timeout(60_000);
  let dir: string;
  beforeEach(() => {
    dir = temporaryFolder('tracked');
    git(dir, 'init', '--quiet');
  });
  afterEach(() => removeFolder(dir));

  const track = (files: Files) => {
    writeFilesTo(dir, files);
    git(dir, 'add', '--all', '--force');
  };
  const seen = (env: NodeJS.ProcessEnv = {}, ...args: string[]): string[] => {
    const { stdout, stderr } = runCli(['check', '--json', ...args], dir, env);
    assert.equal(stderr, '');
    const { packages, problems } = JSON.parse(stdout) as CheckReport;
    return [
      ...packages.flatMap(({ sites }) => sites.map(({ file, version }) => `${file} ${version}`)),
      ...problems.map(({ file, message }) => `${file}: ${message}`),
    ].sort();
  };

  it('sees a new crate that git does not know and the members name, however deep', () => {
    track({
      ...INHERITED,
      ...DATA,
      'Cargo.toml': INHERITED['Cargo.toml']!.replace('"crates/*"', '"crates/*", "data/a/*"'),
    });
    assert.ok(!seen().some(line => line.startsWith('Cargo.lock: ')));
    writeFilesTo(dir, { 'data/a/b/Cargo.toml': member('fresh') });
    assert.deepEqual(
      seen().filter(line => line.includes('fresh')),
      ['Cargo.lock: This lock has no entry for fresh: it is out of date.'],
    );
  });

  it('sees a new path dependency, and what that one names', () => {
    track({
      ...STATIC,
      ...DATA,
      'Cargo.toml': `${STATIC['Cargo.toml']!}\n[dependencies]\none = { path = "data/a/one" }\n`,
    });
    writeFilesTo(dir, {
      'data/a/one/Cargo.toml': `${member('one', 'version = "0.1.0"')}[dependencies]\ntwo = { path = "../b/two" }\n`,
      'data/a/b/two/Cargo.toml': '[package]\nname = \n',
    });
    const { code, stderr } = runCli(['check'], dir);
    assert.equal(code, 2);
    assert.match(stderr, /^data\/a\/b\/two\/Cargo\.toml:2:\d+: error: Not valid TOML/);
  });

  it('sees the crate that a new project beside the others names', () => {
    track({ ...DATA, 'README.md': '' });
    writeFilesTo(dir, {
      'pyproject.toml': `${STATIC['pyproject.toml']!}[tool.maturin]\nmanifest-path = "data/a/b/Cargo.toml"\n`,
      'data/a/b/Cargo.toml': CRATE['Cargo.toml']!,
      'data/a/b/Cargo.lock': CRATE['Cargo.lock']!,
    });
    assert.deepEqual(seen(), [
      'data/a/b/Cargo.lock 0.1.0',
      'data/a/b/Cargo.toml 0.1.0',
      'pyproject.toml 0.1.0',
    ]);
  });

  it('sees the members of a uv workspace and their lock', () => {
    const lock =
      'version = 1\n\n[[package]]\nname = "demo"\nversion = "0.1.0"\nsource = { editable = "data/a/demo" }\n';
    track({
      ...DATA,
      'pyproject.toml':
        '[project]\nname = "top"\nversion = "7.0.0"\ndependencies = ["demo == 7.0.0"]\n[tool.uv.workspace]\nmembers = ["data/*/demo"]\n',
    });
    writeFilesTo(dir, {
      'data/a/demo/pyproject.toml': STATIC['pyproject.toml']!,
      'data/a/demo/Cargo.toml': STATIC['Cargo.toml']!,
      'uv.lock': lock,
    });
    assert.deepEqual(seen(), [
      'data/a/demo/Cargo.toml 0.1.0',
      'data/a/demo/pyproject.toml 0.1.0',
      'uv.lock 0.1.0',
    ]);
  });

  it('sees a manifest beside tracked ones, in a folder that leads to one, and anywhere in a new folder', () => {
    track({ ...INHERITED, ...DATA, '.gitignore': 'Cargo.lock\n' });
    git(dir, 'rm', '--quiet', '--cached', 'Cargo.lock');
    for (const name of [
      'crates/own/fuzz/Cargo.toml',
      'data/Cargo.toml',
      'new/a/b/c/Cargo.toml',
      'crates/x/y/Cargo.toml',
    ]) {
      writeFilesTo(dir, { [name]: '[package]\nname = \n' });
      const { stdout, stderr } = runCli(['check'], dir);
      assert.match(stdout + stderr, new RegExp(`^${name}:2:`, 'm'), name);
      removeFolder(path.join(dir, name));
    }
    assert.ok(seen().includes('Cargo.lock 0.1.0'), 'a lock that git ignores');
  });

  it('does not count a module that git ignores, and counts one that is new', () => {
    track({ ...STATIC, '.gitignore': 'demo/_version.py\n' });
    writeFilesTo(dir, {
      'demo/__init__.py': '__version__ = "0.1.0"\n',
      'demo/_version.py': '__version__ = "0.1.0"\n',
    });
    assert.ok(seen().includes('demo/__init__.py 0.1.0'));
    assert.ok(!seen().includes('demo/_version.py 0.1.0'));
  });

  it('does not look through a folder that git tracks without a manifest in it, until one is added or named', () => {
    track({ ...STATIC, ...DATA });
    writeFilesTo(dir, { 'data/a/b/Cargo.toml': '[package]\nname = \n' });
    assert.equal(runCli(['check'], dir).code, 0);
    git(dir, 'add', 'data/a/b/Cargo.toml');
    assert.match(runCli(['check'], dir).stderr, /^data\/a\/b\/Cargo\.toml:2:/);
  });

  it('leaves out environments, build folders and other repositories although git tracks them', () => {
    track({
      ...STATIC,
      ...DATA,
      '.venv/lib/x/Cargo.toml': '=',
      'env/pyvenv.cfg': '',
      'env/lib/Cargo.toml': '=',
      'target/package/x/Cargo.toml': '=',
      'out/CACHEDIR.TAG': '',
      'out/a/Cargo.toml': '=',
    });
    writeFilesTo(dir, {
      'ignored/CACHEDIR.TAG': '',
      'ignored/x/Cargo.toml': '=',
      '.git/info/exclude': 'CACHEDIR.TAG\n',
    });
    git(dir, 'add', '--all');
    git(dir, 'rm', '--quiet', '--cached', 'out/CACHEDIR.TAG');
    assert.equal(runCli(['check'], dir).stderr, '');
  });

  it('says where the crate of a project is in a submodule', () => {
    const inner = path.join(dir, 'data/sub');
    track({
      ...DATA,
      'pyproject.toml': `${STATIC['pyproject.toml']!.replace('version = "0.1.0"', 'dynamic = ["version"]')}[tool.maturin]\nmanifest-path = "data/sub/rust/Cargo.toml"\n`,
    });
    writeFilesTo(inner, { 'rust/Cargo.toml': CRATE['Cargo.toml']! });
    git(inner, 'init', '--quiet');
    git(inner, 'add', '--all');
    git(
      inner,
      '-c',
      'user.name=x',
      '-c',
      'user.email=x@example.invalid',
      'commit',
      '--quiet',
      '-m',
      'x',
    );
    git(dir, '-c', 'advice.addEmbeddedRepo=false', 'add', 'data/sub');
    assert.match(
      runCli(['check'], dir).stderr,
      /^pyproject\.toml:\d+:\d+: error: The crate of this project is in data\/sub, a git repository of its own/,
    );
  });

  it('finds the files that a setting names where it would not look for manifests', () => {
    const extra = (files: string) => ({
      '.vscode/settings.json': JSON.stringify({
        'budtiktok.extraFiles': [{ files, search: 'v${version}' }],
      }),
    });
    track({ ...STATIC, ...DATA, 'data/a/b/2.txt': 'v0.1.0\n' });
    for (const files of ['data/a/b/2.txt', 'data/**/2.txt', 'data/a/*/?.txt']) {
      writeFilesTo(dir, extra(files));
      assert.ok(seen().includes('data/a/b/2.txt 0.1.0'), files);
    }
  });

  it('asks git below the folder that it looks in, and not above', () => {
    track({
      ...Object.fromEntries(
        Object.entries({ ...STATIC, ...DATA }).map(([name, text]) => [`sub/${name}`, text]),
      ),
      'other/Cargo.toml': '=',
      'data/Cargo.toml': '=',
    });
    writeFilesTo(dir, { 'sub/data/a/b/Cargo.toml': '=' });
    assert.deepEqual(runCli(['check', 'sub'], dir), {
      code: 0,
      stdout: 'demo 0.1.0: 3 sites, all agree\n',
      stderr: '',
    });
    git(dir, 'add', 'sub/data/a/b/Cargo.toml');
    assert.match(runCli(['check', 'sub'], dir).stderr, /^data\/a\/b\/Cargo\.toml:1:/);
  });

  it('follows no link round in circles', function () {
    if (process.platform === 'win32') this.skip();
    writeFilesTo(dir, { ...INHERITED, ...DATA });
    symlinkSync('.', path.join(dir, 'self'));
    symlinkSync('..', path.join(dir, 'crates/up'));
    symlinkSync('../..', path.join(dir, 'data/a/top'));
    git(dir, 'add', '--all');
    assert.deepEqual(runCli(['check'], dir).code, 0);
    writeFilesTo(dir, {
      'Cargo.toml': INHERITED['Cargo.toml']!.replace(
        '"crates/*"',
        '"crates/*", "**/*", "data/a/top/crates/*"',
      ),
    });
    assert.deepEqual(runCli(['check'], dir).code, 0);
  });

  it('reads names as git has them', () => {
    track({ 'ä ö/日本\n/Cargo.toml': CRATE['Cargo.toml']!, 'ä ö/x': '' });
    assert.deepEqual(seen(), ['ä ö/日本\n/Cargo.toml 0.1.0']);
  });

  it('looks into every folder where git cannot say: not installed, or not willing', () => {
    track({ ...STATIC, ...DATA });
    writeFilesTo(dir, { 'data/a/b/Cargo.toml': '[package]\nname = \n' });
    for (const env of [{ PATH: '' }, { GIT_DIR: path.join(dir, 'none') }]) {
      assert.match(runCli(['check'], dir, env).stderr, /^data\/a\/b\/Cargo\.toml:2:/);
    }
  });

  it('runs no program that the repository configures', function () {
    if (process.platform === 'win32') this.skip();
    track(STATIC);
    const hook = path.join(dir, '.git', 'hook');
    writeFileSync(hook, `#!/bin/sh\ntouch "${dir}/ran"\n`);
    chmodSync(hook, 0o755);
    git(dir, 'config', 'core.fsmonitor', hook);
    assert.equal(runCli(['check'], dir).code, 0);
    assert.ok(!existsSync(path.join(dir, 'ran')));
  });
});
