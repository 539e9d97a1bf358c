import * as vscode from 'vscode';
import { INDEX_URL_SETTING } from '../../ids';
import type { PackageIndex } from '../../packageIndex/packageIndex';
import { notifyInfo } from '../notify';

/** Shows a host that settings of the workspace choose, before it is asked for the first time. */
export class WorkspaceHosts {
  constructor(private readonly state: vscode.Memento) {}

  /** @param file the manifest that the settings hold for */
  async announce({ simple, name }: PackageIndex, file: string): Promise<void> {
    const found = vscode.workspace
      .getConfiguration(undefined, vscode.Uri.file(file))
      .inspect(INDEX_URL_SETTING);
    const isOfWorkspace =
      found?.workspaceValue !== undefined || found?.workspaceFolderValue !== undefined;
    const key = `shownHost:${simple}`;
    if (!isOfWorkspace || this.state.get(key) === true) return;
    await this.state.update(key, true);
    const open = vscode.l10n.t('Open Settings');
    void notifyInfo(
      vscode.l10n.t(
        'The settings of this workspace name the package index {0}. The extension now asks {1}.',
        name,
        simple,
      ),
      open,
    ).then(answer =>
      answer === open
        ? vscode.commands.executeCommand(
            'workbench.action.openWorkspaceSettings',
            INDEX_URL_SETTING,
          )
        : undefined,
    );
  }
}
