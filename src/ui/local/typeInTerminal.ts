import * as vscode from 'vscode';

/** Types a command line into a new terminal. Whether it is run is for the person who reads it to say. */
export function typeInTerminal(name: string, command: string, cwd: string): void {
  const terminal = vscode.window.createTerminal({ name, cwd });
  terminal.show();
  terminal.sendText(command, false);
}

/** What the button for it says. */
export function typeTitle(command: string): string {
  return vscode.l10n.t('Type "{0}" in a Terminal', command);
}
