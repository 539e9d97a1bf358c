import * as path from 'node:path';
import * as vscode from 'vscode';
import { dispatchWorkflow } from '../../github/dispatch';
import { VIEWS } from '../../ids';
import { runTitle } from '../runWords';
import type { Services } from '../services';
import { clientFor, type HostedPackage } from './hostedPackage';

/** A workflow to be started by hand. */
export interface WorkflowStart {
  /** Path of the workflow file from the root of the repository. */
  readonly path: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Starts a workflow once, and watches the run. @throws GitHubFailure */
export async function startWorkflow(
  services: Services,
  hosted: HostedPackage,
  { path: file, ref, inputs }: WorkflowStart,
): Promise<void> {
  const client = await clientFor(services, hosted);
  const workflow = path.posix.basename(file);
  const run = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Starting {0} on {1}', workflow, ref),
    },
    () => dispatchWorkflow(client, { workflow, ref, inputs }, pause),
  );
  const [show, open] = [vscode.l10n.t('Show Run'), vscode.l10n.t('Open on GitHub')];
  if (run === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'GitHub has accepted the start of {0}, and shows no run yet. It was not sent again. Look at the runs in a moment.',
        workflow,
      ),
    );
    return;
  }
  services.runs.adopt(hosted.session.repository.root, run, inputs);
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t('{0} has started on {1}.', runTitle(run), ref),
      show,
      open,
    )
    .then(async answer => {
      if (answer === show) await vscode.commands.executeCommand(`${VIEWS.runs}.focus`);
      if (answer === open) await vscode.env.openExternal(vscode.Uri.parse(run.url));
    });
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms);
  });
}
