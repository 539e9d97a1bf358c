import * as vscode from 'vscode';
import { actionOf } from '../../view/setup/setupItemNode';
import type { Services } from '../../services';

/** *Open Page*: the page on GitHub, PyPI or TestPyPI on which something is set up by hand. */
export async function openSetupPage(_services: Services, target: unknown): Promise<void> {
  const action = actionOf(target, 'open');
  if (action !== undefined) await vscode.env.openExternal(vscode.Uri.parse(action.page));
}

/** *Copy Value*: what a form of the index asks for. */
export async function copySetupValue(_services: Services, target: unknown): Promise<void> {
  const action = actionOf(target, 'copy');
  if (action === undefined) return;
  await vscode.env.clipboard.writeText(action.text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', action.text), COPIED_MS);
}

/** How long the status bar says so, in milliseconds. */
const COPIED_MS = 3_000;
