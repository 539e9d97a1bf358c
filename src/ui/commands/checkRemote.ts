import * as vscode from 'vscode';
import { pickPackage } from '../pick/pickPackage';
import type { Services } from '../services';

/** *Check Remote*: asks the remote what it has, for the facts of the release view. */
export async function checkRemote(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  await vscode.window.withProgress(
    { location: { viewId: 'budtiktok.release' }, title: vscode.l10n.t('Asking the remote…') },
    () => services.looks.observe(pkg, true),
  );
}
