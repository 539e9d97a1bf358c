import * as vscode from 'vscode';
import { cancelRun as cancel } from '../../../github/runActions';
import { isLive } from '../../../github/runState';
import { clientOf, pickRun } from '../../pick/pickRun';
import { runTitle } from '../../runWords';
import type { Services } from '../../services';

/** *Cancel Run*, after asking. */
export async function cancelRun(services: Services, target: unknown): Promise<void> {
  const found = await pickRun(services, target, ({ run }) => isLive(run));
  if (found === undefined) return;
  const yes = vscode.l10n.t('Cancel Run');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Cancel {0}?', runTitle(found.run)),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Jobs that have ended stay as they are. The others stop, and can be run again.',
      ),
    },
    yes,
  );
  if (answer !== yes) return;
  await cancel(await clientOf(services, found), found.run.id);
  services.runs.changed(found.root, found.run, false);
}
