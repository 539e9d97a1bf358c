import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { SAMPLE_VERSION_FILES } from '../../fixtures/sample';
import { diagnostics, HostBench, services, until, untilEvent } from '../support';
import { packagesOf } from '../../../src/ui/selectors';

/**
 * Waits for the folders of the workspace file. A window in a browser may read the file before it can, show no folders at
 * all, and take them in only when the file changes: so it is written again for as long as there are none.
 */
async function opened(): Promise<void> {
  const { workspaceFile } = vscode.workspace;
  assert.ok(workspaceFile);
  const text = readFileSync(workspaceFile.fsPath, 'utf8');
  for (let times = 1; (vscode.workspace.workspaceFolders ?? []).length < 2; times++) {
    assert.ok(times <= 10, 'the window has the folders of its workspace file');
    writeFileSync(workspaceFile.fsPath, text + '\n'.repeat(times));
    await untilEvent(
      vscode.workspace.onDidChangeWorkspaceFolders,
      'folders',
      () => (vscode.workspace.workspaceFolders ?? []).length === 2,
      2_000,
    ).catch(() => undefined);
  }
}

describe('In a workspace of two folders, the extension', function () {
  this.timeout(60_000);
  before(opened);

  it('finds the packages of both, although a manifest of one is broken', async () => {
    const running = await services();
    const { store } = running;
    await until(running, 'both packages', state => packagesOf(state).length === 2);
    assert.deepEqual(
      packagesOf(store.value)
        .map(({ name }) => name)
        .sort(),
      ['budtiktok', 'demo'],
    );
    assert.match(diagnostics().join(), /broken\/pyproject\.toml:1 Not valid TOML/);
  });

  it('releases each from its own repository', async () => {
    const running = await services();
    await until(running, 'both packages', state => packagesOf(state).length === 2);
    const bench = new HostBench(running, vscode.workspace.workspaceFolders![0]!.uri.fsPath);
    const outcome = await bench.release(await bench.propose('0.2.0'));
    assert.equal(outcome.result, 'done', JSON.stringify(outcome));
    bench.assertReleased('0.2.0', SAMPLE_VERSION_FILES);

    const other = packagesOf(running.store.value).find(({ name }) => name === 'demo');
    assert.ok(other);
    await assert.rejects(
      running.workspace.sessions.open(other),
      (error: unknown) =>
        error instanceof Error &&
        error.name === 'GitUnavailable' &&
        error.message.includes(path.dirname(other.manifest)),
    );
  });
});
