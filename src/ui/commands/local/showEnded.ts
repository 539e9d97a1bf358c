import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Ended } from '../../../maturin/runSteps';
import { late } from '../../github/late';
import { typeInTerminal, typeTitle } from '../../local/typeInTerminal';

/** Tells how a task ended. What was thrown has been shown already, and who stopped it knows. */
export async function showEnded(
  ended: Ended,
  ...actions: readonly string[]
): Promise<string | undefined> {
  switch (ended.kind) {
    case 'done':
      return await vscode.window.showInformationMessage(ended.result.message, ...actions);
    case 'failed': {
      await showFailed(ended);
      return undefined;
    }
    case 'stopped':
    case 'refused':
      return undefined;
  }
}

/** The rules that explain a job on GitHub know the same tools here. */
async function showFailed({
  step,
  code,
  output,
}: Extract<Ended, { kind: 'failed' }>): Promise<void> {
  const { explainFailure, readLog } = await late();
  const explanation = explainFailure(readLog(output.join('\n')));
  const program = path.basename(step.program);
  const shown = step.shown === undefined ? program : `"${step.shown}"`;
  if (explanation.kind === 'unknown') {
    const problems = vscode.l10n.t('Show Problems');
    const answer = await vscode.window.showErrorMessage(
      vscode.l10n.t('{0} failed with exit code {1}. Its terminal says why.', shown, code),
      problems,
    );
    if (answer === problems)
      await vscode.commands.executeCommand('workbench.actions.view.problems');
    return;
  }
  const { cause, advice, command, source } = explanation;
  const [more, type] = [
    vscode.l10n.t('Learn More'),
    command === undefined ? undefined : typeTitle(command),
  ];
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t('{0} failed with exit code {1}. {2} {3}', shown, code, cause, advice),
    ...(type === undefined ? [] : [type]),
    more,
  );
  if (answer === more) await vscode.env.openExternal(vscode.Uri.parse(source));
  if (answer !== undefined && answer === type && command !== undefined)
    typeInTerminal(program, command, step.cwd);
}
