import { config as localise } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Services } from './ui/services/services';
import { notifyError } from './ui/notify';
import { buildServices } from './ui/buildServices';
import { registerViews } from './ui/registerViews';

/** Builds and registers everything. Nothing here waits: the first look at the workspace starts when this is over. */
export function activate(context: vscode.ExtensionContext): Services | undefined {
  const log = vscode.window.createOutputChannel('BudTikTok Release', { log: true });
  context.subscriptions.push(log);
  try {
    if (vscode.l10n.bundle !== undefined) localise({ contents: vscode.l10n.bundle });
    const services = buildServices(context, log);
    registerViews(context, services);
    void services.workspace.manifests
      .current()
      .catch((error: unknown) => log.error('The workspace could not be read.', error));
    // Only the tests of this extension look inside.
    return context.extensionMode === vscode.ExtensionMode.Test ? services : undefined;
  } catch (error) {
    log.error('Activation failed.', error);
    void notifyError(
      vscode.l10n.t('BudTikTok Release could not start. See its log for the reason.'),
    );
    return undefined;
  }
}
