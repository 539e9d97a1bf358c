import * as vscode from 'vscode';
import { CommandError } from './notify';

/** Opens a web page. The address may come from a server or a file: nothing but a web page is opened. */
export async function openPage(address: string): Promise<void> {
  const { protocol } = URL.canParse(address) ? new URL(address) : { protocol: '' };
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new CommandError(vscode.l10n.t('{0} is not the address of a web page.', address));
  await vscode.env.openExternal(vscode.Uri.parse(address));
}
