import * as vscode from 'vscode';
import { messageOf, UserFacingError } from '../base/errors';

/** A command that can't go on, for a reason that its user can see to. */
export class CommandError extends UserFacingError<'command'> {
  override readonly name = 'CommandError';

  constructor(message: string, advice = '') {
    super('command', message, advice);
  }
}

/** Shows why a command stopped, and logs it with its stack. What is not a {@link UserFacingError} is a bug. */
export async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  log.error(error instanceof Error ? error : String(error));
  const message =
    error instanceof UserFacingError
      ? error.text
      : vscode.l10n.t('BudTikTok Release has a bug and stopped: {0}', messageOf(error));
  const showLog = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show();
}

/** Refuses to write or to run git for a workspace whose author is not trusted. */
export async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'This workspace is not trusted. Versions can be looked at; writing files and running git needs trust.',
    ),
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
