import * as assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { GitExtension } from '../../../src/git/gitExtensionApi';
import { agreement } from '../../../src/manifests/package';
import { blockers } from '../../../src/release/releasePlan';
import type { Services } from '../../../src/ui/services/services';
import { installHook, SAMPLE_VERSION_FILES } from '../../fixtures/sample';
import { HostBench, services, until } from '../support';
import { releaseOf } from '../../../src/ui/selectors';

describe('A release through the git extension', function () {
  this.timeout(60_000);
  let running: Services;
  let bench: HostBench;
  before(async () => {
    running = await services();
    bench = new HostBench(running, vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  });
  beforeEach(() => bench.reset());
  after(() => bench.reset());

  const inputBox = () => {
    const git = vscode.extensions.getExtension<GitExtension>('vscode.git')!.exports.getAPI(1);
    return git.getRepository(vscode.Uri.file(bench.workspace))!.inputBox;
  };

  it('brings the commit and the tag to the remote, and does nothing the second time', async () => {
    const proposal = await bench.propose('0.2.0');
    assert.deepEqual(blockers(await running.release.runner.plan(proposal)), []);
    const outcome = await bench.release(proposal);
    assert.equal(outcome.result, 'done', JSON.stringify(outcome));
    bench.assertReleased('0.2.0', SAMPLE_VERSION_FILES);
    assert.equal(bench.git('status', '--porcelain'), '');
    assert.equal(bench.git('log', '-1', '--format=%B').trim(), 'chore: bump version to 0.2.0');
    assert.equal(agreement(bench.pkg.sites).current?.text, '0.2.0', 'the views know at once');
    assert.equal(await running.release.intents.of(bench.pkg), undefined);

    const refs = bench.git('for-each-ref');
    assert.equal((await bench.release(proposal)).result, 'done');
    assert.equal(bench.git('for-each-ref'), refs);
  });

  it('keeps what was typed into the box of the Source Control view', async () => {
    inputBox().value = 'wip: something else';
    assert.equal((await bench.release(await bench.propose('0.2.0'))).result, 'done');
    assert.equal(inputBox().value, 'wip: something else');
    inputBox().value = '';
  });

  it('reports a push that the remote declines, remembers the intent, and goes on from there', async () => {
    installHook(
      bench.remote,
      'pre-receive',
      'echo "GH006: Protected branch update failed" >&2; exit 1',
    );
    const refs = bench.onRemote('for-each-ref');
    const outcome = await bench.release(await bench.propose('0.2.0'));
    assert.equal(outcome.result, 'failed');
    assert.match(
      outcome.failure.message,
      /^main is protected on the remote\. Git said: remote: GH006: Protected branch update failed/,
    );
    assert.equal(bench.onRemote('for-each-ref'), refs);
    const intent = await running.release.intents.of(bench.pkg);
    assert.equal(intent?.version, '0.2.0');
    const shown = releaseOf(running.store.value, bench.pkg.manifest);
    assert.equal(shown?.failure?.fact, 'remoteBranch');

    rmSync(path.join(bench.remote, 'hooks', 'pre-receive'));
    const session = await running.workspace.sessions.open(bench.pkg);
    assert.equal(
      (
        await bench.release(
          await running.release.runner.propose(session, 'release', intent, 'main'),
        )
      ).result,
      'done',
    );
    bench.assertReleased('0.2.0', SAMPLE_VERSION_FILES);
    assert.equal(
      bench.git('rev-list', '--count', 'origin/main'),
      String(Number(bench.git('rev-list', '--count', 'v0.2.0'))),
      'one commit, not two',
    );
  });

  it('refuses to push a branch that is not a fast-forward', async () => {
    const proposal = await bench.propose('0.2.0');
    const other = bench.onRemote(
      '-c',
      'user.name=Somebody',
      '-c',
      'user.email=somebody@example.invalid',
      'commit-tree',
      'main^{tree}',
      '-p',
      'main',
      '-m',
      'theirs',
    );
    bench.onRemote('update-ref', 'refs/heads/main', other);
    const outcome = await bench.release(proposal);
    assert.equal(outcome.result, 'failed');
    assert.match(outcome.failure.message, /origin\/main has commits that are not here/);
    assert.equal(bench.onRemote('rev-parse', 'main'), other);
    assert.equal(bench.git('status', '--porcelain'), '');
  });

  it('leaves the index as it was where a hook refuses the commit', async () => {
    installHook(bench.workspace, 'pre-commit', 'echo "lint: no" >&2; exit 1');
    const outcome = await bench.release(await bench.propose('0.2.0'));
    assert.equal(outcome.result, 'failed');
    assert.match(outcome.failure.message, /lint: no/);
    assert.equal(bench.git('diff', '--cached', '--name-only'), '');
  });

  it('says so where git does not know who commits', async () => {
    bench.git('config', '--unset', 'user.email');
    const outcome = await bench.release(await bench.propose('0.2.0'));
    assert.equal(outcome.result, 'failed');
    assert.match(outcome.failure.message, /Git does not know who you are/);
  });

  it('commits nothing that was staged before', async () => {
    writeFileSync(path.join(bench.workspace, 'README.md'), 'mine\n');
    bench.git('add', 'README.md');
    const proposal = await bench.propose('0.2.0');
    const plan = await running.release.runner.plan(proposal);
    assert.deepEqual(
      plan.checks.filter(({ state }) => state === 'blocks').map(({ id }) => id),
      ['staged'],
    );
    const outcome = await bench.release(proposal);
    assert.equal(outcome.result, 'failed');
    assert.equal(bench.git('diff', '--cached', '--name-only'), 'README.md');
  });

  it('does not write over an editor that is not saved', async () => {
    await bench.type('Cargo.toml', 'resolver = "2"', 'resolver = "1"');
    const proposal = await bench.propose('0.2.0');
    const plan = await running.release.runner.plan(proposal);
    assert.deepEqual(
      plan.checks
        .filter(({ state }) => state === 'warning')
        .map(({ id, detail }) => `${id}: ${detail}`),
      ['unsaved: Unsaved: Cargo.toml'],
    );
    const outcome = await bench.release(proposal);
    assert.equal(outcome.result, 'failed');
    assert.match(
      outcome.failure.message,
      /Cargo\.toml has changed since the plan was made\. Nothing was written/,
    );
    assert.equal(bench.git('status', '--porcelain'), '');
  });

  it('is undone as long as it is only here', async () => {
    installHook(bench.remote, 'pre-receive', 'exit 1');
    const head = bench.git('rev-parse', 'HEAD');
    const proposal = await bench.propose('0.2.0');
    assert.equal((await bench.release(proposal)).result, 'failed');
    assert.notEqual(bench.git('rev-parse', 'HEAD'), head);
    const done = await running.release.runner.undo(proposal.session, proposal.intent);
    assert.equal(done.undone.length, 2, done.undone.join());
    assert.deepEqual(done.kept, []);
    assert.equal(bench.git('rev-parse', 'HEAD'), head);
    assert.equal(bench.git('tag', '-l', 'v0.2.0'), '');
    assert.equal(bench.git('status', '--porcelain'), '');
    assert.equal(await running.release.intents.of(bench.pkg), undefined);
  });

  it('does not stir what it looks at', async () => {
    let changes = 0;
    const subscription = running.git.onDidChangeRepository(() => changes++);
    try {
      // What was done before this test may still be noticed; a look that changed anything itself would never find it quiet.
      for (let looks = 0; looks < 10; looks++) {
        const shown = running.store.value;
        changes = 0;
        await running.release.status.refresh(bench.pkg, false);
        await running.release.status.refresh(bench.pkg, false);
        if (changes === 0 && running.store.value === shown) return;
      }
      assert.fail(
        `${changes} changes: a look that changes what it looks at would be looked at again, for ever`,
      );
    } finally {
      subscription.dispose();
    }
  });

  it('shows the facts as the user makes them in a terminal', async () => {
    await vscode.commands.executeCommand('budtiktok.release.focus');
    const tagFact = () =>
      releaseOf(running.store.value, bench.pkg.manifest)?.facts.find(({ id }) => id === 'tag')
        ?.observation.state;
    await until(running, 'no tag', () => tagFact() === 'missing', 10_000);
    bench.git('tag', '-a', 'v0.1.0', '-m', 'Release v0.1.0');
    await until(running, 'the tag', () => tagFact() === 'holds', 10_000);
  });
});
