import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Services } from '../../../src/ui/services/services';
import { indexAt } from '../../../src/packageIndex/packageIndex';
import { WorkspaceHosts } from '../../../src/ui/services/workspaceHosts';
import { FakeIndex } from '../../fakes/packageIndex/fakeIndex';
import { HostBench, services, until } from '../support';
import { releaseOf } from '../../../src/ui/selectors';

/** What is never asked, and is an address of a repository on GitHub all the same. */
const HOST = 'http://127.0.0.1:9';
const FILES = [
  'manylinux_2_28_x86_64',
  'manylinux_2_28_aarch64',
  'macosx_10_12_x86_64',
  'macosx_11_0_arm64',
  'win_amd64',
].map(platform => `budtiktok-0.2.0-py3-none-${platform}.whl`);

describe('Verify on PyPI', function () {
  this.timeout(90_000);
  let running: Services;
  let bench: HostBench;
  let index: FakeIndex;
  const set = (name: string, value: unknown) =>
    vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
  before(async () => {
    running = await services();
    bench = new HostBench(running, vscode.workspace.workspaceFolders![0]!.uri.fsPath);
    index = await FakeIndex.start();
    index.uploadedFrom = Date.now();
    await bench.reset();
    bench.git('remote', 'set-url', 'origin', `${HOST}/BudEcosystem/budtiktok.git`);
    bench.git('config', `url.${bench.remote}.insteadOf`, `${HOST}/BudEcosystem/budtiktok.git`);
    await set('github-enterprise.uri', HOST);
    await set('budtiktok.index.url', `${index.address}/simple/`);
  });
  after(async () => {
    await set('budtiktok.index.url', undefined);
    await set('github-enterprise.uri', undefined);
    bench.git('config', '--unset', `url.${bench.remote}.insteadOf`);
    bench.git('remote', 'set-url', 'origin', bench.remote);
    await bench.reset();
    await index.stop();
  });

  const fact = () =>
    releaseOf(running.store.value, bench.pkg.manifest)?.facts.find(({ id }) => id === 'index');
  const places = () =>
    running.store.value.published
      .get(bench.pkg.manifest)
      ?.places.map(({ title, state }) => `${title}: ${state}`);

  it('asks before the release whether the version is free, names what is missing after it, and watches until all is there', async () => {
    await running.release.status.refresh(bench.pkg, false);
    assert.equal(fact()?.observation.state, 'unknown');
    assert.deepEqual(index.requests, [], 'nobody has asked');

    const proposal = await bench.propose('0.2.0');
    const { checks } = await running.release.runner.plan(proposal);
    assert.match(checks.find(({ id }) => id === 'index')?.detail ?? '', /has no project budtiktok/);
    assert.equal(index.requests.length, 1);
    assert.equal((await bench.release(proposal)).result, 'done');
    await running.release.status.refresh(bench.pkg, false);
    assert.equal(index.requests.length, 1, 'a release asks no more');

    index.upload('budtiktok', ...FILES.slice(0, 3));
    await vscode.commands.executeCommand('budtiktok.verifyOnIndex', { pkg: bench.pkg });
    assert.deepEqual(places(), [
      'macOS aarch64, py3: missing',
      'Windows x86_64, py3: missing',
      'Linux x86_64, py3: served',
      'Linux aarch64, py3: served',
      'macOS x86_64, py3: served',
      'Source distribution: missing',
    ]);
    await until(
      running,
      '3 of 6 files',
      () => fact()?.observation.detail.startsWith('3 of 6 files') === true,
    );
    assert.equal(fact()?.observation.state, 'inProgress');

    index.upload('budtiktok', ...FILES.slice(3), 'budtiktok-0.2.0.tar.gz');
    await until(running, 'all files', () => fact()?.observation.state === 'holds', 30_000);
    assert.equal(fact()?.observation.detail, '6 files');
    assert.deepEqual(
      places()?.filter(line => !line.endsWith('served')),
      [],
    );
  });

  it('shows a host that the settings of the workspace choose, once, and none of the user', async () => {
    const shown: string[] = [];
    const hosts = new WorkspaceHosts({
      keys: () => shown,
      get: <T>(key: string, value?: T) => (shown.includes(key) ? (true as T) : value),
      update: key => Promise.resolve(void shown.push(key)),
    });
    const other = indexAt('https://index.example.invalid/simple/');
    await hosts.announce(other, bench.pkg.manifest);
    assert.deepEqual(shown, [], 'the user chose it');
    const configuration = vscode.workspace.getConfiguration();
    const { Workspace } = vscode.ConfigurationTarget;
    await configuration.update('budtiktok.index.url', other.simple, Workspace);
    try {
      for (const manifest of [bench.pkg.manifest, bench.pkg.manifest])
        await hosts.announce(other, manifest);
      assert.deepEqual(shown, [`shownHost:${other.simple}`]);
    } finally {
      await configuration.update('budtiktok.index.url', undefined, Workspace);
      await vscode.commands.executeCommand('notifications.clearAll');
    }
  });

  it('sends no request where the settings say so', async () => {
    await set('budtiktok.index.check', 'off');
    try {
      const before = index.requests.length;
      await running.release.status.refresh(bench.pkg, true);
      assert.equal(fact(), undefined);
      const { checks } = await running.release.runner.plan(await bench.propose('0.3.0'));
      assert.ok(!checks.some(({ id }) => id === 'index'));
      assert.equal(index.requests.length, before);
    } finally {
      await set('budtiktok.index.check', undefined);
    }
  });
});
