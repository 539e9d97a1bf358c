import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Ended } from '../../../maturin/runSteps';

/** Tells how a task ended. What was thrown has been shown already, and who stopped it knows. */
export async function showEnded(ended: Ended, ...actions: readonly string[]): Promise<string | undefined> {
  switch (ended.kind) {
    case 'done': return await vscode.window.showInformationMessage(ended.result.message, ...actions);
    case 'failed': {
      const problems = vscode.l10n.t('Show Problems');
      const answer = await vscode.window.showErrorMessage(
        vscode.l10n.t('{0} failed with exit code {1}. Its terminal says why.', path.basename(ended.step.program), ended.code), problems);
      if (answer === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
      return undefined;
    }
    case 'stopped': return undefined;
  }
}
