import * as path from 'node:path';
import * as vscode from 'vscode';
import { NOTES_SCHEME } from '../../ids';
import { KeptDocuments, readOwner } from '../keptDocuments';

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
