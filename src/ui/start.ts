import { config as localise } from '@vscode/l10n';
import * as vscode from 'vscode';
import { buildServices } from './buildServices';
import { registerViews } from './registerViews';
import type { Services } from './services/services';

/** Builds the services, registers the views and begins the first look at the workspace. */
export function start(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Services {
  if (vscode.l10n.bundle !== undefined) localise({ contents: vscode.l10n.bundle });
  const services = buildServices(context, log);
  registerViews(context, services);
  void services.workspace.manifests
    .current()
    .catch((error: unknown) => log.error('The workspace could not be read.', error));
  return services;
}
