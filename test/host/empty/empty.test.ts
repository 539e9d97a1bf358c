import * as assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { services, until } from '../support';
import { packagesOf } from '../../../src/ui/selectors';

describe('In a folder without a manifest, the extension', () => {
  it('finds nothing, and a manifest as soon as there is one', async () => {
    const running = await services();
    assert.deepEqual(packagesOf(running.store.value), []);
    writeFileSync(
      path.join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'pyproject.toml'),
      '[project]\nname = "new"\nversion = "0.1.0"\n',
    );
    await until(
      running,
      'the package',
      state => packagesOf(state).some(({ name }) => name === 'new'),
      10_000,
    );
  });
});
