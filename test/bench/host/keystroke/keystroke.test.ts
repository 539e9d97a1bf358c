import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { services, untilEvent } from '../../../host/support';
import { median } from '../../report';
import { record } from '../../times';

const ROUNDS = 20;
const dir = vscode.workspace.workspaceFolders![0]!.uri.fsPath;

describe('A keystroke', () => {
  it('in a manifest is measured until the diagnostic is there', async () => {
    const {
      workspace: { manifests },
    } = await services();
    await manifests.refresh();
    const { document, editor } = await show('pyproject.toml');
    const at = document.positionAt(document.getText().lastIndexOf('1.0"'));
    const count = () =>
      vscode.languages
        .getDiagnostics()
        .flatMap(([, all]) => all)
        .filter(({ source }) => source === 'BudTikTok').length;
    assert.equal(count(), 0);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const isOdd = round % 2 === 0;
      const start = performance.now();
      assert.ok(
        await editor.edit(edit =>
          edit.replace(new vscode.Range(at, at.translate(0, 1)), isOdd ? '2' : '1'),
        ),
      );
      await untilEvent(
        vscode.languages.onDidChangeDiagnostics,
        'the diagnostic',
        () => count() > 0 === isOdd,
      );
      times.push(performance.now() - start);
    }
    record('keystroke', median(times));
  }).timeout(60_000);

  it('in a long lock is measured by how long the host does nothing else', async () => {
    const { store } = await services();
    const { document, editor } = await show('Cargo.lock');
    const end = document.lineAt(document.lineCount - 1).range.end;
    const blocked: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      const before = store.value.scans;
      delay.enable();
      assert.ok(await editor.edit(edit => edit.insert(end, '#')));
      await untilScanned(store, before);
      delay.disable();
      blocked.push(delay.max / 1e6);
    }
    record('blocked', median(blocked));
  }).timeout(60_000);
});

async function show(name: string) {
  const document = await vscode.workspace.openTextDocument(path.join(dir, name));
  return { document, editor: await vscode.window.showTextDocument(document) };
}

type Store = Awaited<ReturnType<typeof services>>['store'];

async function untilScanned(store: Store, before: unknown): Promise<void> {
  if (store.value.scans !== before) return;
  await new Promise<void>(resolve => {
    const subscription = store.onDidChange(({ scans }) => {
      if (scans === before) return;
      subscription.dispose();
      resolve();
    });
  });
}
