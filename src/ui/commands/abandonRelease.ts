import * as vscode from 'vscode';
import type { Services } from '../services';
import { pickUnderWay } from './resumeRelease';

/** *Abandon Release*: forgets the release under way and touches nothing. */
export async function abandonRelease(services: Services, target: unknown): Promise<void> {
  const pkg = await pickUnderWay(services, target);
  const intent = pkg && services.intents.of(pkg);
  if (pkg === undefined || intent === undefined) return;
  await services.releases.abandon(pkg);
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} {1} is no longer under way. Files, commits and tags are as they were.',
      intent.package,
      intent.version,
    ),
  );
}
