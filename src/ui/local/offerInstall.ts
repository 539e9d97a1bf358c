import * as vscode from 'vscode';
import type { ToolsMissing } from '../../maturin/missing';
import { typeInTerminal, typeTitle } from './typeInTerminal';

/** Says what is missing, and offers what installs it here. The command is typed into a terminal and not run. */
export async function offerInstall({ missing, message }: ToolsMissing, cwd: string): Promise<void> {
  const [first] = missing;
  if (first === undefined) return;
  const type = first.install === undefined ? undefined : typeTitle(first.install);
  const how = vscode.l10n.t('How to Install');
  const answer = await vscode.window.showErrorMessage(message, ...(type === undefined ? [] : [type]), how);
  if (answer === how) await vscode.env.openExternal(vscode.Uri.parse(first.page));
  if (answer !== undefined && answer === type && first.install !== undefined) typeInTerminal(first.need, first.install, cwd);
}
