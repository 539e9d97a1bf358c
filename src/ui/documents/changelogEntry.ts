import * as path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, ENTRY_SCHEME } from '../../ids';
import { KeptDocuments, readOwner } from './keptDocuments';
import { textWithIcon } from '../sinks';

/** Which section of a changelog a document holds the text of. */
export interface EntryOwner {
  /** Absolute path of the package's manifest. */
  readonly manifest: string;
  readonly package: string;
  /** As SemVer. */
  readonly version: string;
}

/** Entries for changelogs while they are being written, kept until the release is made or does without. */
export class EntryDocuments extends KeptDocuments {
  constructor(memento: vscode.Memento) {
    super(ENTRY_SCHEME, 'entry', memento);
  }
}

export function entryUri({ manifest, package: name, version }: EntryOwner): vscode.Uri {
  return vscode.Uri.from({
    scheme: ENTRY_SCHEME,
    path: path.posix.join('/', name, `${version} changelog entry.md`),
    query: JSON.stringify({ manifest, package: name, version }),
  });
}

/** Which entry this is; undefined where the address is not of this extension's making. */
export function entryOwner(uri: vscode.Uri): EntryOwner | undefined {
  return uri.scheme === ENTRY_SCHEME ? readOwner(uri, 'manifest', 'package', 'version') : undefined;
}

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
        textWithIcon('check', vscode.l10n.t('Use this entry for {0}', owner.version)),
      ),
      lens(
        COMMANDS.leaveChangelog,
        textWithIcon('circle-slash', vscode.l10n.t('Leave the changelog as it is')),
      ),
    ];
  }
}
