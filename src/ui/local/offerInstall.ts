import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import { ToolsMissing } from '../../maturin/missing';
import { showError } from '../errors';
import { typeInTerminal, typeTitle } from './typeInTerminal';

/** Shows why the task of a package could not begin. */
export async function tellUnprepared(
  error: unknown,
  { manifest }: Package,
  log: vscode.LogOutputChannel,
): Promise<void> {
  if (error instanceof ToolsMissing) await offerInstall(error, path.dirname(manifest));
  else await showError(error, log);
}

/** Says what is missing, and offers what installs it here. The command is typed into a terminal and not run. */
export async function offerInstall({ missing, message }: ToolsMissing, cwd: string): Promise<void> {
  const [first] = missing;
  if (first === undefined) return;
  const type = first.install === undefined ? undefined : typeTitle(first.install);
  const how = vscode.l10n.t('How to Install');
  const answer = await vscode.window.showErrorMessage(
    message,
    ...(type === undefined ? [] : [type]),
    how,
  );
  if (answer === how) await vscode.env.openExternal(vscode.Uri.parse(first.page));
  if (answer !== undefined && answer === type && first.install !== undefined)
    typeInTerminal(first.need, first.install, cwd);
}
