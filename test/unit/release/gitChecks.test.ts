import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, utimesSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { installHook } from '../../fixtures/sample';
import { ReleaseBench } from '../support/release';

describe('Before a release, git', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench();
  });
  afterEach(() => bench.dispose());

  const found = () => bench.check('0.2.0', 'git');

  it('has nothing in its way, and its hooks are named', async () => {
    assert.equal(await found(), 'ok: Nothing is in its way, and no hooks run');
    installHook(bench.workspace, 'pre-push', 'exit 0');
    installHook(bench.workspace, 'pre-commit', 'exit 0');
    assert.equal(await found(), 'ok: Nothing is in its way. Hooks that run: pre-commit, pre-push');
  });

  for (const flag of ['assume-unchanged', 'skip-worktree'])
    it(`does not see changes of a file that is marked ${flag}`, async () => {
      bench.git('update-index', `--${flag}`, 'Cargo.toml');
      assert.equal(
        await found(),
        `blocks: Git does not see changes of Cargo.toml, which is marked ${flag}`,
      );
    });

  it('names the manifests and locks that a sparse checkout leaves out', async () => {
    const folder = 'crates/budtiktok-core/fuzz';
    // Git leaves files alone whose times differ from its index, as those of a copy do.
    bench.git('update-index', '--refresh');
    bench.git('sparse-checkout', 'set', '--no-cone', '/*', `!${folder}`);
    assert.match(
      await found(),
      new RegExp(`^warning: The sparse checkout leaves out ${folder}/Cargo\\.lock`),
    );
    bench.git('sparse-checkout', 'disable');
    assert.match(await found(), /^ok/);
  });

  it('is locked by what a killed process left, until the lock is removed', async () => {
    const lock = path.join(bench.workspace, '.git/refs/tags/v0.2.0.lock');
    writeFileSync(lock, '');
    utimesSync(lock, 1, 1);
    assert.equal(await found(), 'blocks: Git is locked by .git/refs/tags/v0.2.0.lock');
    const { files } = await bench.repository.locks();
    assert.deepEqual(
      files.map(({ file }) => file),
      [lock],
    );
    await bench.repository.removeLocks(files);
    assert.match(await found(), /^ok/);
  });

  it('keeps the lock of a git process that is at work', async function () {
    if (process.platform !== 'linux') this.skip();
    const lock = path.join(bench.workspace, '.git/index.lock');
    writeFileSync(lock, '');
    const { files } = await bench.repository.locks();
    const working = spawn('git', ['cat-file', '--batch-check'], { cwd: bench.workspace });
    try {
      working.stdin.write('HEAD\n');
      await once(working.stdout, 'data');
      await assert.rejects(bench.repository.removeLocks(files), new RegExp(String(working.pid)));
      assert.ok(existsSync(lock));
    } finally {
      working.stdin.end();
      await once(working, 'exit');
    }
    await bench.repository.removeLocks(files);
    assert.ok(!existsSync(lock));
  });

  it('says which lock stopped it, and that no git process holds it', async () => {
    const context = await bench.context('0.2.0');
    writeFileSync(path.join(bench.workspace, '.git/index.lock'), '');
    const outcome = await bench.release(context);
    assert.equal(outcome.result, 'failed');
    assert.match(
      outcome.failure.message,
      /^Git is locked by \.git\/index\.lock, made \d+ seconds? ago\./,
    );
    if (process.platform === 'linux')
      assert.match(outcome.failure.message, /No git process is at work here/);
    assert.match(outcome.failure.advice, /Remove Git Lock/);
  });

  it('can not sign with a program that fails', async () => {
    const program = path.join(bench.dir, 'gpg');
    writeFileSync(program, '#!/bin/sh\necho "no secret key" >&2\nexit 2\n');
    chmodSync(program, 0o755);
    bench.git('config', 'gpg.program', program);
    bench.git('config', 'tag.gpgSign', 'true');
    const refs = bench.git('for-each-ref');
    assert.match(await found(), /^blocks: Git could not sign: .*(?:no secret key|failed to sign)/s);
    assert.equal(bench.git('for-each-ref'), refs);
  });

  it('is distinguished by where it pushes to', async () => {
    bench.git('remote', 'set-url', '--push', 'origin', `${bench.remote}/`);
    assert.match(await found(), /^ok/, 'another spelling of the same address');
    bench.git('remote', 'set-url', '--push', 'origin', path.join(bench.dir, 'other.git'));
    assert.match(
      await found(),
      /^warning: origin is read from .*budtiktok\.git and pushed to .*other\.git/,
    );
    bench.git('remote', 'set-url', '--add', '--push', 'origin', bench.remote);
    assert.equal(await found(), 'warning: origin is pushed to 2 addresses');
  });

  it('knows a clone with a part of the history', async () => {
    const clone = path.join(bench.dir, 'shallow');
    bench.git('clone', '--quiet', '--depth', '1', `file://${bench.remote}`, clone);
    const shallow = bench.at(clone);
    shallow.git('config', 'user.name', 'Maintainer');
    shallow.git('config', 'user.email', 'maintainer@example.invalid');
    assert.equal(
      await shallow.check('0.2.0', 'git'),
      'warning: This clone holds a part of the history only',
    );
  });
});
