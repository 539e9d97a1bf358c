import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { packagesOf } from '../../../src/ui/state';
import { SAMPLE_VERSION_FILES } from '../../fixtures/sample';
import { diagnostics, HostBench, services, until } from '../support';

describe('In a workspace of two folders, the extension', () => {
  it('finds the packages of both, although a manifest of one is broken', async () => {
    const running = await services();
    const { store } = running;
    // The folders of a workspace file may come a moment after the window.
    await until(running, 'both packages', state => packagesOf(state).length === 2);
    assert.deepEqual(packagesOf(store.value).map(({ name }) => name).sort(), ['budtiktok', 'demo']);
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
    await assert.rejects(running.sessions.open(other), (error: unknown) => error instanceof Error && error.name === 'GitUnavailable' && error.message.includes(path.dirname(other.manifest)));
  });
});
