import * as path from 'node:path';
import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { labelText, typedText } from '../sinks';
import type { Package } from '../../manifests/package';
import { findGitRoot } from '../../manifests/scan/scanRoot';
import { ToolsMissing } from '../../maturin/missing';
import { findTools, type Tools } from '../../maturin/tools';
import { notifyError, showError } from '../notify';

/** Shows why the task of a package could not begin. */
export async function tellUnprepared(
  error: unknown,
  { manifest }: Package,
  log: vscode.LogOutputChannel,
): Promise<void> {
  if (error instanceof ToolsMissing) await offerInstall(error, path.dirname(manifest));
  else await showError(error, log);
}

/** Says what is missing, and offers what installs it here. The command is typed into a terminal and not run. */
export async function offerInstall({ missing, message }: ToolsMissing, cwd: string): Promise<void> {
  const [first] = missing;
  if (first === undefined) return;
  const type = first.install === undefined ? undefined : typeTitle(first.install);
  const how = vscode.l10n.t('How to Install');
  const answer = await notifyError(message, ...(type === undefined ? [] : [type]), how);
  if (answer === how) await openPage(first.page);
  if (answer !== undefined && answer === type && first.install !== undefined)
    typeInTerminal(first.need, first.install, cwd);
}

/** The programs that a package finds on this computer. @param top of the folders whose `.venv` may be the package's, where it is in no repository */
export async function toolsAround(dir: string, top: string): Promise<Tools> {
  const { PATH = '', VIRTUAL_ENV } = process.env;
  return await findTools({
    path: PATH,
    platform: process.platform,
    dir,
    top: (await findGitRoot(dir)) ?? top,
    ...(VIRTUAL_ENV !== undefined && { active: VIRTUAL_ENV }),
  });
}

/** Types a command line into a new terminal. Whether it is run is for the person who reads it to say. */
export function typeInTerminal(name: string, command: string, cwd: string): void {
  const terminal = vscode.window.createTerminal({ name: labelText(name), cwd });
  terminal.show();
  terminal.sendText(typedText(command), false);
}

/** What the button for it says. */
export function typeTitle(command: string): string {
  return vscode.l10n.t('Type "{0}" in a Terminal', command);
}
