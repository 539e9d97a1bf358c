import { config as localise } from '@vscode/l10n';
import * as vscode from 'vscode';
import { GitService } from './git/gitService';
import { ReleaseCodeLens } from './ui/codeLens';
import { registerCommands } from './ui/commands/register';
import { ContextKeys } from './ui/contextKeys';
import { Diagnostics } from './ui/diagnostics';
import { Manifests } from './ui/manifests';
import { Observer } from './ui/observer';
import { PlanDocuments } from './ui/planDocuments';
import { QuickFixes } from './ui/quickFixes';
import { Releases } from './ui/releases';
import type { Services } from './ui/services';
import { INITIAL_STATE, type State } from './ui/state';
import { StatusBar } from './ui/statusBar';
import { Store } from './ui/store';
import { ReleaseView } from './ui/view/releaseView';

/** Builds everything and registers it. Nothing here waits: the first look at the workspace starts when this is over. */
export function activate(context: vscode.ExtensionContext): Services | undefined {
  const log = vscode.window.createOutputChannel('BudTikTok Release', { log: true });
  context.subscriptions.push(log);
  try {
    if (vscode.l10n.bundle !== undefined) localise({ contents: vscode.l10n.bundle });
    const services = build(context, log);
    void services.manifests.current().catch((error: unknown) => log.error('The workspace could not be read.', error));
    // Only the tests of this extension look inside.
    return context.extensionMode === vscode.ExtensionMode.Test ? services : undefined;
  } catch (error) {
    log.error('Activation failed.', error);
    void vscode.window.showErrorMessage(vscode.l10n.t('BudTikTok Release could not start. See its log for the reason.'));
    return undefined;
  }
}

function build({ subscriptions, workspaceState }: vscode.ExtensionContext, log: vscode.LogOutputChannel): Services {
  const store = new Store<State>(INITIAL_STATE);
  const git = new GitService(line => log.info(line));
  const manifests = new Manifests(store);
  const releases = new Releases(store, manifests, git, workspaceState, log);
  const planDocuments = new PlanDocuments();
  const services: Services = { store, manifests, releases, git, planDocuments, log };

  const view = new ReleaseView(store);
  subscriptions.push(
    registerCommands(services), git, manifests, planDocuments, view, new ContextKeys(store), new StatusBar(store),
    new Diagnostics(store), QuickFixes.register(store), new ReleaseCodeLens(store), new Observer(services, view.tree));
  return services;
}
