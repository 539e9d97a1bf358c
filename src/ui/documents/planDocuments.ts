import * as vscode from 'vscode';
import { PLAN_SCHEME } from '../../ids';
import type { FileChange } from '../../manifests/plan/versionPlan';
import { ReadOnlyTexts } from './readOnlyTexts';

/** Read-only documents with the text that files will have, shown beside what they hold now. */
export class PlanDocuments implements vscode.Disposable {
  readonly #texts = new ReadOnlyTexts(PLAN_SCHEME);

  /** Opens all changes in one editor. */
  async show(title: string, changes: readonly FileChange[]): Promise<void> {
    await this.close(title);
    const resources = changes.map(({ file, after }) => {
      const now = vscode.Uri.file(file);
      return [now, now, this.#texts.set(file, after)];
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
    this.#texts.dispose();
  }
}
