import * as vscode from 'vscode';
import { REPORT_SCHEME } from '../../ids';

/**
 * Reports of runs, shown as the preview of a read-only Markdown document. *Show Source* and *Save As…* write one to a file;
 * nothing is written before.
 */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(
    REPORT_SCHEME,
    this,
  );

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? '';
  }

  /** @param path where *Save As…* proposes to save it */
  async show(path: string, text: string): Promise<void> {
    const uri = vscode.Uri.file(path).with({ scheme: REPORT_SCHEME });
    this.#texts.set(uri.path, text);
    this.#changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
