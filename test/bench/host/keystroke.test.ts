import * as assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { services, untilEvent } from '../../host/support';
import { median, row, say } from '../report';

describe('A keystroke', () => {
  it('is measured until the diagnostic is there', async () => {
    const dir = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    writeFileSync(path.join(dir, 'Cargo.toml'), '[package]\nname = "demo"\nversion = "0.1.0"\n');
    writeFileSync(
      path.join(dir, 'pyproject.toml'),
      '[build-system]\nbuild-backend = "maturin"\n[project]\nname = "demo"\nversion = "0.1.0"\n',
    );
    const {
      workspace: { manifests },
    } = await services();
    await manifests.refresh();
    const document = await vscode.workspace.openTextDocument(path.join(dir, 'pyproject.toml'));
    const editor = await vscode.window.showTextDocument(document);
    const at = document.positionAt(document.getText().lastIndexOf('1.0"'));
    const count = () =>
      vscode.languages
        .getDiagnostics()
        .flatMap(([, all]) => all)
        .filter(({ source }) => source === 'BudTikTok').length;
    const times: number[] = [];
    for (let round = 0; round < 20; round++) {
      const wanted = round % 2 === 0 ? 1 : 0;
      const start = performance.now();
      assert.ok(
        await editor.edit(edit =>
          edit.replace(new vscode.Range(at, at.translate(0, 1)), wanted === 1 ? '2' : '1'),
        ),
      );
      await untilEvent(
        vscode.languages.onDidChangeDiagnostics,
        'the diagnostic',
        () => count() === wanted,
      );
      times.push(performance.now() - start);
    }
    say('Keystroke in a manifest to the diagnostic in the editor, median of 20');
    row('with the pause of 100 ms after the last keystroke', median(times));
  });
});
