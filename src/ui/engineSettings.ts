import * as path from 'node:path';
import * as vscode from 'vscode';
import { ENGINE_SETTINGS } from '../ids';
import {
  packagesSetting,
  readEngineSettings,
  withAnswers,
  type ReadSettings,
} from '../manifests/engineSettings';
import type { Problem } from '../manifests/problem';
import type { Answers } from '../manifests/question';

/** What the settings that hold for a folder say to the version engine. */
export function engineSettings(root: string): ReadSettings {
  const settings = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(root));
  return readEngineSettings(
    settings.get(ENGINE_SETTINGS.extraFiles),
    settings.get(ENGINE_SETTINGS.packages),
  );
}

/** Adds answers to what the workspace's settings say of a package; where a folder of several is meant, to that folder's. */
export async function rememberAnswers(root: string, name: string, answers: Answers): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(root));
  const target =
    folder !== undefined && (vscode.workspace.workspaceFolders?.length ?? 0) > 1
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : vscode.ConfigurationTarget.Workspace;
  const { settings } = engineSettings(root);
  await vscode.workspace
    .getConfiguration(undefined, folder)
    .update(
      ENGINE_SETTINGS.packages,
      packagesSetting(withAnswers(settings, name, answers)),
      target,
    );
}

/** An entry of the settings that cannot be used, for the Problems panel. */
export function inSettings(root: string, message: string): Problem {
  return {
    severity: 'error',
    file: path.join(root, '.vscode', 'settings.json'),
    start: { line: 0, column: 0 },
    message,
  };
}
