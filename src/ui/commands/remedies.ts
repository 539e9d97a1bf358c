import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { COMMANDS, VIEWS } from '../../ids';
import type { CheckResult, Remedy } from '../../release/check';
import type { Session } from '../services/sessions';

/** Does what the row of a problem offers. @returns whether the plan is to be checked again at once */
export async function carryOut(
  place: NonNullable<CheckResult['place']>,
  session: Session,
): Promise<boolean> {
  if ('remedy' in place) return await carryOutRemedy(place.remedy, session);
  if ('setting' in place)
    await vscode.commands.executeCommand('workbench.action.openSettings', place.setting);
  else if ('url' in place) await openPage(place.url);
  else {
    const at = new vscode.Position(place.start.line, place.start.column);
    await vscode.window.showTextDocument(vscode.Uri.file(place.file), {
      selection: new vscode.Range(at, at),
    });
  }
  return false;
}

async function carryOutRemedy(remedy: Remedy, { pkg, repository }: Session): Promise<boolean> {
  switch (remedy.kind) {
    case 'switchBranch':
      // The command of the git extension: it asks what to do about changes that a checkout would overwrite.
      await vscode.commands.executeCommand(
        'git.checkout',
        vscode.Uri.file(repository.root),
        remedy.branch,
      );
      return true;
    case 'createWorkflow':
      await vscode.commands.executeCommand(COMMANDS.createReleaseWorkflow, { pkg });
      break;
    case 'setSecret':
      await vscode.commands.executeCommand(COMMANDS.setSecret, { pkg, wanted: remedy });
      return true;
    case 'signIn':
      await vscode.commands.executeCommand(COMMANDS.signIn, { pkg });
      return true;
    case 'setUp':
      await vscode.commands.executeCommand(COMMANDS.setUpRelease);
      break;
    case 'checklist':
      await vscode.commands.executeCommand(`${VIEWS.checklist}.focus`);
      break;
    case 'pullRequest':
      // The plan itself is made again.
      return true;
    case 'sourceControl':
      await vscode.commands.executeCommand('workbench.view.scm');
  }
  return false;
}
