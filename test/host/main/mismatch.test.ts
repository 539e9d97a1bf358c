import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Services } from '../../../src/ui/services/services';
import { diagnostics, HostBench, services, until } from '../support';
import { packagesOf, isMismatched } from '../../../src/ui/selectors';
const PYPROJECT = 'crates/budtiktok-python/pyproject.toml';

describe('A version mismatch', () => {
  let running: Services;
  let bench: HostBench;
  before(async () => {
    running = await services();
    bench = new HostBench(running, vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  });
  beforeEach(() => bench.reset());
  after(() => bench.reset());

  const mismatched = (wanted: boolean) =>
    until(
      running,
      wanted ? 'mismatch' : 'agreement',
      state => packagesOf(state).some(isMismatched) === wanted,
      1_000,
    );

  it('is seen in an unsaved editor within a second, and goes with it', async () => {
    assert.deepEqual(diagnostics(), []);
    await bench.type(PYPROJECT, 'version = "0.1.0"', 'version = "0.2.0"');
    await mismatched(true);
    // The line of the edit is marked, and not the 13 places that are as they were.
    assert.deepEqual(diagnostics(), [
      `${PYPROJECT}:7 budtiktok is 0.2.0 here and 0.1.0 in 12 other places, such as Cargo.`,
    ]);
    await bench.type(PYPROJECT, 'version = "0.2.0"', 'version = "0.1.0"');
    await mismatched(false);
    assert.deepEqual(diagnostics(), []);
  });

  it('is seen on disk, where something else writes the file', async () => {
    bench.replace(PYPROJECT, '"0.1.0"', '"0.2.0"');
    await until(running, 'mismatch', state => packagesOf(state).some(isMismatched));
    bench.replace(PYPROJECT, '"0.2.0"', '"0.1.0"');
    await until(running, 'agreement', state => !packagesOf(state).some(isMismatched));
  });

  it('compares versions and not text', async () => {
    await bench.type(PYPROJECT, '"0.1.0"', '"0.1"');
    await bench.type('README.md', 'BudTikTok', 'BudTikTok!');
    await running.workspace.manifests.current();
    assert.deepEqual(diagnostics(), []);
  });

  it('is put right by the quick fix, one place at a time', async () => {
    bench.replace('crates/budtiktok-python/python/budtiktok/__init__.py', '"0.1.0"', '"0.0.9"');
    await until(running, 'mismatch', state => packagesOf(state).some(isMismatched));
    const [marked] = diagnostics();
    assert.equal(
      marked,
      'crates/budtiktok-python/python/budtiktok/__init__.py:5 budtiktok is 0.0.9 here and 0.1.0 in 13 other places, such as pyproject.',
    );
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.joinPath(
        vscode.workspace.workspaceFolders![0]!.uri,
        'crates/budtiktok-python/python/budtiktok/__init__.py',
      ),
    );
    await vscode.window.showTextDocument(document);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(4, 16, 4, 16),
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Set to 0.1.0');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    assert.equal(fix.isPreferred, true);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await mismatched(false);
    assert.match(document.getText(), /__version__ = "0\.1\.0"/);
  });

  it('shows a manifest that is not TOML at its line, and everything again when it is mended', async () => {
    await bench.type(PYPROJECT, 'name = "budtiktok"', 'name = "budtiktok');
    await until(running, 'a problem', ({ scans }) => scans![0]!.problems.length > 0, 1_000);
    assert.match(
      diagnostics().join(),
      /^crates\/budtiktok-python\/pyproject\.toml:6 Not valid TOML: /,
    );
    await bench.type(PYPROJECT, 'name = "budtiktok', 'name = "budtiktok"');
    await until(running, 'no problem', ({ scans }) => scans![0]!.problems.length === 0, 1_000);
    assert.deepEqual(diagnostics(), []);
  });
});
