import * as vscode from 'vscode';
import type { CheckResult } from '../../release/check';
import type { Intent } from '../../release/intent';
import type { ReleasePlan } from '../../release/releasePlan';
import { notifyInfo, notifyWarning } from '../notify';

export async function continueAfterReading(intent: Intent): Promise<boolean> {
  const go = vscode.l10n.t('Continue');
  const answer = await notifyInfo(
    vscode.l10n.t(
      'Read the changes for {0} {1}. Nothing has been changed yet.',
      intent.package,
      intent.version,
    ),
    go,
  );
  return answer === go;
}

/** Saves the editors of files in the plan, after asking. */
export async function saveEditors({ changes }: ReleasePlan): Promise<boolean> {
  const planned = new Set(changes.map(({ file }) => file));
  const dirty = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && planned.has(uri.fsPath),
  );
  if (dirty.length === 0) return true;
  const save = vscode.l10n.t('Save and Continue');
  const names = dirty.map(({ uri }) => vscode.workspace.asRelativePath(uri)).join(', ');
  const answer = await notifyWarning(
    vscode.l10n.t('These files have unsaved changes: {0}', names),
    {
      modal: true,
      detail: vscode.l10n.t('They have to be saved before their version can be changed.'),
    },
    save,
  );
  if (answer !== save) return false;
  const saved = await Promise.all(dirty.map(document => document.save()));
  return saved.every(Boolean);
}

/** Asks whether to release although something is open that is no matter of safety. It is named, so that no one releases without having seen it. */
export async function confirmOverride(
  intent: Intent,
  open: readonly CheckResult[],
): Promise<boolean> {
  const anyway = vscode.l10n.t('Release Anyway');
  const answer = await notifyWarning(
    vscode.l10n.t('Release {0} {1} anyway?', intent.package, intent.version),
    {
      modal: true,
      detail: [
        ...open.map(({ title, detail }) => vscode.l10n.t('{0}: {1}', title, detail)),
        vscode.l10n.t('This holds for this plan only, and is written to the log.'),
      ].join('\n\n'),
    },
    anyway,
  );
  return answer === anyway;
}
