import * as vscode from 'vscode';
import { REPORT_SCHEME } from '../../ids';
import { ReadOnlyTexts } from './readOnlyTexts';

/**
 * Reports of runs, shown as the preview of a read-only Markdown document. *Show Source* and *Save As…* write one to a file;
 * nothing is written before.
 */
export class ReportDocuments implements vscode.Disposable {
  readonly #texts = new ReadOnlyTexts(REPORT_SCHEME);

  /** @param file where *Save As…* proposes to save it */
  async show(file: string, text: string): Promise<void> {
    await vscode.commands.executeCommand('markdown.showPreview', this.#texts.set(file, text));
  }

  dispose(): void {
    this.#texts.dispose();
  }
}
