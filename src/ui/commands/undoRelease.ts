import * as vscode from 'vscode';
import type { Services } from '../services';
import { pickUnderWay } from './resumeRelease';

/** *Undo Release*: takes back what is still local of the release under way, after asking. */
export async function undoRelease(services: Services, target: unknown): Promise<void> {
  const pkg = await pickUnderWay(services, target);
  const intent = pkg && services.intents.of(pkg);
  if (pkg === undefined || intent === undefined) return;
  const undo = vscode.l10n.t('Undo');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Undo the release of {0} {1}?', intent.package, intent.version),
    {
      modal: true,
      detail: vscode.l10n.t(
        'The tag {0}, the release commit and the edited versions are taken back as far as they are only on this computer. What is on {1} stays.',
        intent.tag,
        intent.remote,
      ),
    },
    undo,
  );
  if (answer !== undo) return;
  const done = await services.releases.undo(await services.sessions.open(pkg), intent);
  const message =
    done.length === 0
      ? vscode.l10n.t('Nothing of {0} {1} was left to undo here.', intent.package, intent.version)
      : vscode.l10n.t('{0} {1} was undone: {2}.', intent.package, intent.version, done.join('; '));
  void vscode.window.showInformationMessage(message);
}
