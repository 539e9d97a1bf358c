import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { SAMPLE_VERSION_FILES } from '../../fixtures/sample';
import { HostBench, services } from '../support';
import { packagesOf } from '../../../src/ui/selectors';

describe('Where only the folder of the Python package is opened, the extension', () => {
  it('finds the version in the root of the Cargo workspace above, and releases from the repository around it', async () => {
    const running = await services();
    const opened = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const workspace = path.resolve(opened, '..', '..');
    const [pkg, ...more] = packagesOf(running.store.value);
    assert.ok(pkg);
    assert.deepEqual(more, []);
    assert.ok(
      pkg.sites.some(
        ({ kind, file }) => kind === 'workspace' && file === path.join(workspace, 'Cargo.toml'),
      ),
    );
    const bench = new HostBench(running, workspace);
    assert.equal((await bench.release(await bench.propose('0.2.0'))).result, 'done');
    bench.assertReleased('0.2.0', SAMPLE_VERSION_FILES);
  });
});
