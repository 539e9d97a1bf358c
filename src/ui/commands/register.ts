import * as vscode from 'vscode';
import { GitHubFailure } from '../../github/failure';
import { COMMANDS, INTERNAL_COMMANDS } from '../../ids';
import { requireTrust, showError } from '../notify';
import type { Services } from '../services/services';
import { openVersionSite, type SitePlace } from './versionCommands';

/** Registers every command. Their code is read when the first of them is run. */
export function registerCommands(services: Services): vscode.Disposable {
  const run = async (name: keyof typeof COMMANDS, target: unknown): Promise<void> => {
    try {
      const { TABLE } = await import('./table');
      if (TABLE[name].needsTrust && !(await requireTrust())) return;
      await TABLE[name].run(services, target);
    } catch (error) {
      // The user has pressed Escape.
      if (error instanceof vscode.CancellationError) return;
      // A user who did not want to sign in knows why nothing was done.
      if (error instanceof GitHubFailure && error.reason === 'declined') return;
      await showError(error, services.log);
    }
  };
  const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
  return vscode.Disposable.from(
    ...names.map(name =>
      vscode.commands.registerCommand(COMMANDS[name], (target: unknown) => run(name, target)),
    ),
    vscode.commands.registerCommand(INTERNAL_COMMANDS.openVersionSite, (place: SitePlace) =>
      openVersionSite(place),
    ),
    vscode.commands.registerCommand(INTERNAL_COMMANDS.openJobLog, (target: unknown) =>
      run('viewJobLog', target),
    ),
  );
}
