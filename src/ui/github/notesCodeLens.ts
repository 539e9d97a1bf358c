import * as vscode from 'vscode';
import { COMMANDS, NOTES_SCHEME } from '../../ids';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import { releaseSettings } from '../settings';
import { ownerOf } from './notesDocuments';

/** What can be done with the notes, above their first line. */
export class NotesCodeLens implements vscode.CodeLensProvider {
  static register(): vscode.Disposable {
    return vscode.languages.registerCodeLensProvider({ scheme: NOTES_SCHEME }, new NotesCodeLens());
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const owner = ownerOf(uri);
    if (owner === undefined) return [];
    const version = parseReleaseVersion(owner.tag.replace(/^.*?(?=\d)/, ''));
    const isPrerelease = version.ok && version.version.pre !== undefined;
    const first = new vscode.Range(0, 0, 0, 0);
    const lens = (command: string, title: string) =>
      new vscode.CodeLens(first, { command, title, arguments: [uri] });
    const lenses = [
      lens(
        COMMANDS.publishNotes,
        isPrerelease
          ? vscode.l10n.t('$(rocket) Publish {0} as pre-release', owner.tag)
          : vscode.l10n.t('$(rocket) Publish {0}', owner.tag),
      ),
      lens(COMMANDS.saveNotesAsDraft, vscode.l10n.t('$(edit) Save as draft on GitHub')),
    ];
    // What the settings want comes first.
    return releaseSettings(owner.manifest).githubRelease === 'draft' ? lenses.reverse() : lenses;
  }
}
