import * as vscode from 'vscode';
import { approveDeployments, pendingDeployments } from '../../../github/runActions';
import { stateOf } from '../../../github/runState';
import { CommandError } from '../../errors';
import { clientOf, pickRun } from '../../pick/pickRun';
import { runTitle } from '../../runWords';
import type { Services } from '../../services';

/** *Approve Deployment…*: lets a run go on that waits for the approval of an environment, where the user may. */
export async function approveDeployment(services: Services, target: unknown): Promise<void> {
  const found = await pickRun(
    services,
    target,
    ({ run, rows }) =>
      stateOf(run) === 'waiting' || (rows ?? []).some(({ job }) => job?.status === 'waiting'),
  );
  if (found === undefined) return;
  const client = await clientOf(services, found);
  const pending = await pendingDeployments(client, found.run.id);
  if (pending.length === 0)
    throw new CommandError(vscode.l10n.t('{0} waits for nobody.', runTitle(found.run)));
  const mine = pending.filter(({ canApprove }) => canApprove);
  const names = (environments: typeof pending) =>
    environments.map(({ environment }) => environment).join(', ');
  if (mine.length === 0) {
    throw new CommandError(
      vscode.l10n.t(
        'The environment {0} waits for the approval of somebody else: you are not among its reviewers.',
        names(pending),
      ),
    );
  }
  const yes = vscode.l10n.t('Approve');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Let {0} use the environment {1}?', runTitle(found.run), names(mine)),
    { modal: true, detail: vscode.l10n.t('Its jobs then run, and may publish.') },
    yes,
  );
  if (answer !== yes) return;
  await approveDeployments(
    client,
    found.run.id,
    mine.map(({ environmentId }) => environmentId),
    '',
  );
  services.runs.changed(found.root, found.run, false);
}
