import * as path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../ids';
import { accountPage } from '../../../setup/indexPages';
import { CommandError } from '../../errors';
import type { Services } from '../../services';
import type { WorkflowDraft } from '../../setup/workflowDrafts';

/** *Create Workflow File*: writes the proposed workflow that is shown, and says what is next. */
export async function createWorkflowFile(services: Services, target: unknown): Promise<void> {
  const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
  const draft = uri && services.workflowDrafts.draftOf(uri);
  if (uri === undefined || draft === undefined)
    throw new CommandError(
      vscode.l10n.t(
        'Run Create Release Workflow… first: there is no proposed workflow in this editor.',
      ),
    );
  await services.workflowDrafts.create(uri, draft);
  await vscode.window.showTextDocument(vscode.Uri.file(draft.file), { preview: false });
  void services.setup.lookAtFiles().catch((error: unknown) => services.log.error(String(error)));
  // Not awaited: the message stays while the file is read.
  void sayNext(draft).catch((error: unknown) => services.log.error(String(error)));
}

async function sayNext({ pkg, file, publishing }: WorkflowDraft): Promise<void> {
  const [setUp, publisher, secret] = [
    vscode.l10n.t('Set Up Release'),
    vscode.l10n.t('Open Trusted Publishers'),
    vscode.l10n.t('Set Secret…'),
  ];
  const name = path.basename(file);
  const answer =
    publishing === 'trusted'
      ? await vscode.window.showInformationMessage(
          vscode.l10n.t(
            '{0} was written. Commit it to the default branch, and enter it as a trusted publisher before the first release; Set Up Release shows the values.',
            name,
          ),
          setUp,
          publisher,
        )
      : await vscode.window.showInformationMessage(
          vscode.l10n.t(
            '{0} was written. Commit it to the default branch, and set the secrets PYPI_API_TOKEN and TEST_PYPI_API_TOKEN before the first release.',
            name,
          ),
          secret,
          setUp,
        );
  if (answer === setUp) await vscode.commands.executeCommand(COMMANDS.setUpRelease);
  if (answer === secret) await vscode.commands.executeCommand(COMMANDS.setSecret, { pkg });
  if (answer === publisher)
    await vscode.env.openExternal(
      vscode.Uri.parse(accountPage('pypi', 'pendingPublisher', pkg.name)),
    );
}
