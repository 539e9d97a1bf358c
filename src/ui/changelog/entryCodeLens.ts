import * as vscode from 'vscode';
import { COMMANDS, ENTRY_SCHEME } from '../../ids';
import { entryOwner } from './entryDocuments';

/** What can be done with an entry for the changelog, above its first line. */
export class EntryCodeLens implements vscode.CodeLensProvider {
  static register(): vscode.Disposable {
    return vscode.languages.registerCodeLensProvider({ scheme: ENTRY_SCHEME }, new EntryCodeLens());
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const owner = entryOwner(uri);
    if (owner === undefined) return [];
    const first = new vscode.Range(0, 0, 0, 0);
    const lens = (command: string, title: string) =>
      new vscode.CodeLens(first, { command, title, arguments: [uri] });
    return [
      lens(
        COMMANDS.useChangelogEntry,
        vscode.l10n.t('$(check) Use this entry for {0}', owner.version),
      ),
      lens(COMMANDS.leaveChangelog, vscode.l10n.t('$(circle-slash) Leave the changelog as it is')),
    ];
  }
}
