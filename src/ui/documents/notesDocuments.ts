import * as path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, NOTES_SCHEME } from '../../ids';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import { releaseSettings } from '../configuration';
import { KeptDocuments, readOwner } from './keptDocuments';
import { textWithIcon } from '../sinks';

/** Whose notes a document holds. */
export interface NotesOwner {
  /** Absolute path of the package's manifest. */
  readonly manifest: string;
  readonly package: string;
  readonly tag: string;
}

/** Release notes, kept until the Release is published. */
export class NotesDocuments extends KeptDocuments {
  constructor(memento: vscode.Memento) {
    super(NOTES_SCHEME, 'notes', memento);
  }

  /** Opens the notes of a release: as they were left, or as they are composed now. */
  async open(owner: NotesOwner, compose: () => Promise<string>): Promise<void> {
    await this.show(notesUri(owner), compose);
  }
}

export function notesUri({ manifest, package: name, tag }: NotesOwner): vscode.Uri {
  return vscode.Uri.from({
    scheme: NOTES_SCHEME,
    path: path.posix.join('/', name, `${tag.replaceAll('/', '-')}.md`),
    query: JSON.stringify({ manifest, package: name, tag }),
  });
}

/** Whose notes these are; undefined where the address is not of this extension's making. */
export function ownerOf(uri: vscode.Uri): NotesOwner | undefined {
  return uri.scheme === NOTES_SCHEME ? readOwner(uri, 'manifest', 'package', 'tag') : undefined;
}

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
          ? textWithIcon('rocket', vscode.l10n.t('Publish {0} as pre-release', owner.tag))
          : textWithIcon('rocket', vscode.l10n.t('Publish {0}', owner.tag)),
      ),
      lens(
        COMMANDS.saveNotesAsDraft,
        textWithIcon('edit', vscode.l10n.t('Save as draft on GitHub')),
      ),
    ];
    // What the settings want comes first.
    return releaseSettings(owner.manifest).githubRelease === 'draft' ? lenses.reverse() : lenses;
  }
}
