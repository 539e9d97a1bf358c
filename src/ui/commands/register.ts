import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS } from '../../ids';
import type { Services } from '../services/services';
import type { SitePlace } from '../siteLinks';

/**
 * Registers every command. Their code is read when the first of them is run: this file belongs to what is read at
 * activation and imports no other code.
 *
 * @param starting the services; a command that is run while the extension starts waits for them
 */
export function registerCommands(
  starting: Promise<Services>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const run = async (name: keyof typeof COMMANDS, target: unknown): Promise<void> => {
    const { runCommand } = await import('./runCommand');
    await runCommand(name, target, starting, log);
  };
  const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
  return vscode.Disposable.from(
    ...names.map(name =>
      vscode.commands.registerCommand(COMMANDS[name], (target: unknown) => run(name, target)),
    ),
    vscode.commands.registerCommand(
      INTERNAL_COMMANDS.openVersionSite,
      async (place: SitePlace) => await (await import('../siteLinks')).openVersionSite(place),
    ),
    vscode.commands.registerCommand(INTERNAL_COMMANDS.openJobLog, (target: unknown) =>
      run('viewJobLog', target),
    ),
  );
}
