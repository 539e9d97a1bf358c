import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { verifyOnIndex } from '../../../src/ui/commands/remoteCommands';
import type { Services } from '../../../src/ui/services/services';
import { HostBench, services } from '../support';
import { releaseOf } from '../../../src/ui/selectors';

describe('A package whose version the tag decides', function () {
  this.timeout(60_000);
  let running: Services;
  let bench: HostBench;
  before(async () => {
    running = await services();
    bench = new HostBench(running, vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  });
  beforeEach(() => bench.reset());

  const shown = () => releaseOf(running.store.value, bench.pkg.manifest);

  it('has no release to show before the first, and says so', async () => {
    assert.equal(bench.pkg.decidedBy, 'tag');
    await running.release.status.refresh(bench.pkg, false);
    assert.deepEqual([shown()?.version, shown()?.current, shown()?.facts], ['', undefined, []]);
    assert.match(shown()?.note ?? '', /No release tag of demo is on this branch yet/);
    // What needs the remote alone, such as a sign-in, goes by the first version.
    const { tag, remote } = await running.release.intents.now(
      await running.workspace.sessions.open(bench.pkg),
    );
    assert.deepEqual([tag, remote], ['v0.1.0', 'origin']);
    await assert.rejects(
      verifyOnIndex(running, { pkg: bench.pkg }),
      /demo has no tag v0\.1\.0 yet, so nothing of it can be on PyPI/,
    );
  });

  it('is at the version of its newest tag, by whatever name', async () => {
    bench.git('tag', '--annotate', 'demo-v0.4.0', '--message', 'x');
    bench.git('push', '--quiet', 'origin', 'demo-v0.4.0');
    bench.git('commit', '--quiet', '--allow-empty', '--message', 'later');
    try {
      await running.release.status.refresh(bench.pkg, true);
      assert.deepEqual(
        [shown()?.version, shown()?.current, shown()?.tag],
        ['0.4.0', '0.4.0', 'demo-v0.4.0'],
      );
      assert.deepEqual(
        new Set(shown()?.facts.map(({ observation }) => observation.state)),
        new Set(['holds']),
      );
      assert.equal(
        (await running.release.intents.now(await running.workspace.sessions.open(bench.pkg))).tag,
        'demo-v0.4.0',
      );
    } finally {
      bench.git('tag', '-d', 'demo-v0.4.0');
      bench.onRemote('tag', '-d', 'demo-v0.4.0');
    }
  });

  it('is released without an edit, and is at the new version then', async () => {
    const head = bench.git('rev-parse', 'HEAD');
    const proposal = await bench.propose('0.1.0');
    assert.equal(proposal.intent.commit, head);
    assert.equal((await bench.release(proposal)).result, 'done');
    assert.equal(bench.onRemote('rev-parse', 'v0.1.0^{commit}'), head);
    assert.deepEqual([shown()?.current, shown()?.intent], ['0.1.0', undefined]);
    assert.equal(bench.git('status', '--porcelain'), '');
  });
});
