import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../src/ids';
import { agreement } from '../../../src/manifests/package';
import { assertNotFrozen } from '../frozen';
import { services } from '../support';
import { packagesOf } from '../../../src/ui/selectors';

describe('In Restricted Mode, the extension', () => {
  it('reads versions, and has not run git', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { store } = await services();
    const [pkg] = packagesOf(store.value);
    assert.ok(pkg);
    assert.equal(agreement(pkg.sites).current?.text, '0.1.0');
    assert.equal(store.value.releases.size, 0);
  });

  it('is not frozen by what a folder holds', async () => {
    await assertNotFrozen(vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  });

  it('says what the files have of the setup of a release, and asks no other host', async () => {
    const { setup, store } = await services();
    await setup.refresh();
    const items = [...store.value.setups.values()].flatMap(found => found.items);
    const state = (title: string) => items.find(item => item.title === title)?.state;
    assert.deepEqual(
      [state('Repository'), state('Builds'), state('budtiktok on PyPI')],
      ['unknown', 'ok', 'unknown'],
    );
  });

  it('does not carry out a command that writes, however it is called', async () => {
    const {
      workspace: { sessions },
      store,
    } = await services();
    const opened: unknown[] = [];
    sessions.open = pkg => {
      opened.push(pkg);
      return Promise.reject(new Error('not to be called'));
    };
    // The refusal is shown as a message that no one answers here, so the commands are not waited for.
    for (const command of [
      COMMANDS.bumpAndRelease,
      COMMANDS.bumpVersion,
      COMMANDS.previewRelease,
      COMMANDS.resumeRelease,
      COMMANDS.undoRelease,
      COMMANDS.fixVersionMismatch,
      COMMANDS.runChecklist,
      COMMANDS.passChecklistItem,
    ]) {
      void vscode.commands.executeCommand(command);
    }
    await vscode.commands.executeCommand(COMMANDS.refresh);
    assert.deepEqual(opened, []);
    assert.ok(packagesOf(store.value).length > 0);
  });

  it('runs no command line of the workspace, also where a task is started without a command', async () => {
    const {
      checklists,
      workspace: { sessions },
      store,
    } = await services();
    sessions.openFiles = () => Promise.reject(new Error('not to be called'));
    const tasks = await checklists.tasks;
    assert.deepEqual(await tasks.provideTasks(), []);
    const [pkg] = packagesOf(store.value);
    assert.ok(pkg);
    const item = {
      id: 'x',
      title: 'x',
      answer: { kind: 'command', command: 'exit 0', folder: 'repository' },
      isRequired: false,
    } as const;
    await assert.rejects(tasks.run(pkg, item), /not trusted, so nothing of it is run/);
    assert.equal(store.value.checklists.size, 0);
  });
});
