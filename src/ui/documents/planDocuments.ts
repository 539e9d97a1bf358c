import * as vscode from 'vscode';
import { PLAN_SCHEME } from '../../ids';
import type { FileChange } from '../../manifests/plan/versionPlan';

/** Read-only documents with the text that files will have, shown beside what they hold now. */
export class PlanDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(PLAN_SCHEME, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? '';
  }

  /** Opens all changes in one editor. */
  async show(title: string, changes: readonly FileChange[]): Promise<void> {
    await this.close(title);
    const resources = changes.map(({ file, after }) => {
      const now = vscode.Uri.file(file);
      const planned = now.with({ scheme: PLAN_SCHEME });
      this.#texts.set(planned.path, after);
      this.#changed.fire(planned);
      return [now, now, planned];
    });
    await vscode.commands.executeCommand('vscode.changes', title, resources);
  }

  /** Closes the editor again, whose label is the title and a count of files: once the files are written there is nothing left to compare. */
  async close(title: string): Promise<void> {
    const tabs = vscode.window.tabGroups.all
      .flatMap(group => group.tabs)
      .filter(tab => tab.label.startsWith(title));
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
    this.#texts.clear();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
