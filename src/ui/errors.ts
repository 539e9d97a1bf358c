import * as vscode from 'vscode';
import { GitUnavailable } from '../git/gitService';
import { WriteError } from '../manifests/writeFiles';
import { hasAdvice } from '../release/fact';

/** A message for the user that is no mistake of this program: what happened, and what to do. */
export class HumanError extends Error {
  override readonly name = 'HumanError';
}

/** Shows why a command stopped. What is not foreseen is said to be a mistake of the extension, and logged in full. */
export async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const isForeseen =
    hasAdvice(error) ||
    [HumanError, GitUnavailable, WriteError].some(type => error instanceof type);
  log.error(error instanceof Error ? error : String(error));
  const text = error instanceof Error ? error.message : String(error);
  const message = hasAdvice(error)
    ? `${text} ${error.advice}`.trim()
    : isForeseen
      ? text
      : vscode.l10n.t('BudTikTok Release made a mistake and stopped: {0}', text);
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
