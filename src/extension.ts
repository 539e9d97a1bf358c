import * as vscode from 'vscode';
import { registerCommands } from './ui/commands/register';
import type { Services } from './ui/services/services';
import { registerTools } from './ui/tools/registerTools';

/** What the tests of this extension see of it. */
export interface Started {
  readonly services: Promise<Services>;
}

/**
 * Registers the commands and the tools. The rest of the code is read after activation, with the first look at the
 * workspace: other extensions wait until this function returns.
 */
export function activate(context: vscode.ExtensionContext): Started | undefined {
  const log = vscode.window.createOutputChannel('BudTikTok Release', { log: true });
  const services = afterActivation().then(async () =>
    (await import('./ui/start')).start(context, log),
  );
  services.catch(async (error: unknown) => {
    log.error('The extension could not start.', error);
    const { notifyError } = await import('./ui/notify');
    await notifyError(
      vscode.l10n.t('BudTikTok Release could not start. See its log for the reason.'),
    );
  });
  context.subscriptions.push(log, registerCommands(services, log), registerTools(services));
  return context.extensionMode === vscode.ExtensionMode.Test ? { services } : undefined;
}

function afterActivation(): Promise<void> {
  return new Promise(resolve => void setImmediate(resolve));
}
