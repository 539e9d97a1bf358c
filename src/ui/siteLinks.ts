import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS } from '../ids';

/** A place that links in views and tooltips lead to; plain data, because links carry it as JSON. */
export interface SitePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Opens a file with its version selected. */
export async function openVersionSite({ file, line, column, length }: SitePlace): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file), {
    selection: new vscode.Range(line, column, line, column + length),
  });
}

export function openSiteLink(place: SitePlace): string {
  return `command:${INTERNAL_COMMANDS.openVersionSite}?${encodeURIComponent(JSON.stringify([place]))}`;
}

/** Commands that links in tooltips may run. */
export const LINKED_COMMANDS: readonly string[] = [
  INTERNAL_COMMANDS.openVersionSite,
  COMMANDS.fixVersionMismatch,
];
