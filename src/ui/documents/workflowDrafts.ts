import { mkdir, realpath, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { WORKFLOW_SCHEME } from '../../ids';
import type { Package } from '../../manifests/package';
import { CommandError } from '../notify';
import { ReadOnlyTexts } from './readOnlyTexts';

/** A workflow that is proposed, and not yet a file. */
export interface WorkflowDraft {
  readonly pkg: Package;
  /** Top folder of the repository. */
  readonly root: string;
  /** Absolute path that the file will have. */
  readonly file: string;
  readonly text: string;
  readonly publishing: 'trusted' | 'token';
}

/** Proposed workflows as read-only documents, shown as a difference; what is written is what was shown. */
export class WorkflowDrafts implements vscode.Disposable {
  readonly #drafts = new Map<string, WorkflowDraft>();
  readonly #texts = new ReadOnlyTexts(WORKFLOW_SCHEME);

  draftOf(uri: vscode.Uri): WorkflowDraft | undefined {
    return this.#drafts.get(uri.toString());
  }

  /** Shows a draft beside what exists now: a workflow that publishes already, or nothing. */
  async show(draft: WorkflowDraft, existing: string | undefined): Promise<vscode.Uri> {
    const uri = this.#texts.set(draft.file, draft.text);
    this.#drafts.set(uri.toString(), draft);
    const name = path.basename(draft.file);
    const [left, title] =
      existing === undefined
        ? [uri.with({ query: 'empty' }), vscode.l10n.t('{0} (new, not written yet)', name)]
        : [
            vscode.Uri.file(existing),
            vscode.l10n.t('{0} beside {1} (new, not written yet)', path.basename(existing), name),
          ];
    await vscode.commands.executeCommand('vscode.diff', left, uri, title, { preview: false });
    return uri;
  }

  /** Writes a draft to a new file, and closes its editors. What exists already is never touched. @throws CommandError */
  async create(uri: vscode.Uri, { root, file, text }: WorkflowDraft): Promise<void> {
    const folder = path.dirname(file);
    const { there, real } = await deepest(folder);
    // A link could lead out of the repository.
    if (path.relative(await realpath(root), real) !== path.relative(root, there)) {
      throw new CommandError(
        vscode.l10n.t('{0} leads out of the repository. Nothing was written.', there),
      );
    }
    await mkdir(folder, { recursive: true });
    try {
      await writeFile(file, text, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new CommandError(
        vscode.l10n.t(
          '{0} is there already. Nothing was written.',
          vscode.workspace.asRelativePath(file),
        ),
      );
    }
    this.#drafts.delete(uri.toString());
    const tabs = vscode.window.tabGroups.all
      .flatMap(group => group.tabs)
      .filter(
        ({ input }) =>
          input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString(),
      );
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
  }

  dispose(): void {
    this.#texts.dispose();
  }
}

/** The deepest folder on the way to another that is there, and where it really is. */
async function deepest(folder: string): Promise<{ readonly there: string; readonly real: string }> {
  for (let there = folder; ; there = path.dirname(there)) {
    const real = await realpath(there).catch(() => undefined);
    if (real !== undefined) return { there, real };
  }
}
