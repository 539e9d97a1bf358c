import * as path from 'node:path';
import * as vscode from 'vscode';
import { NOTES_SCHEME } from '../../ids';

/** Whose notes a document holds. */
export interface NotesOwner {
  /** Absolute path of the package's manifest. */
  readonly manifest: string;
  readonly package: string;
  readonly tag: string;
}

/**
 * Release notes as documents that can be edited and saved: they are kept by VS Code for the workspace until the Release is
 * published, and are no file in the repository.
 */
export class NotesDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #times = new Map<string, number>();
  readonly #registration = vscode.workspace.registerFileSystemProvider(NOTES_SCHEME, this, { isCaseSensitive: true });

  constructor(private readonly memento: vscode.Memento) {}

  /** Opens the notes of a release: as they were left, or as they are composed now. */
  async open(owner: NotesOwner, compose: () => Promise<string>): Promise<void> {
    const uri = notesUri(owner);
    if (this.#text(uri) === undefined) await this.#keep(uri, await compose());
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  /** The notes as they stand in their editor, saved. */
  async read(uri: vscode.Uri): Promise<string> {
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.isDirty) await document.save();
    return document.getText();
  }

  /** They are published: the editor is closed and the text is no longer kept. */
  async done(uri: vscode.Uri): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
    await this.memento.update(key(uri), undefined);
    this.#changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const text = this.#text(uri);
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#times.get(key(uri)) ?? 0, size: Buffer.byteLength(text) };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const text = this.#text(uri);
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return Buffer.from(text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    await this.#keep(uri, Buffer.from(content).toString('utf8'));
  }

  watch(): vscode.Disposable {
    return vscode.Disposable.from();
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #text(uri: vscode.Uri): string | undefined {
    return this.memento.get<string>(key(uri));
  }

  async #keep(uri: vscode.Uri, text: string): Promise<void> {
    this.#times.set(key(uri), Date.now());
    await this.memento.update(key(uri), text);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }
}

export function notesUri({ manifest, package: name, tag }: NotesOwner): vscode.Uri {
  return vscode.Uri.from({ scheme: NOTES_SCHEME, path: path.posix.join('/', name, `${tag.replaceAll('/', '-')}.md`), query: JSON.stringify({ manifest, package: name, tag }) });
}

/** Whose notes these are; undefined where the address is not of this extension's making. */
export function ownerOf({ scheme, query }: vscode.Uri): NotesOwner | undefined {
  if (scheme !== NOTES_SCHEME) return undefined;
  try {
    const owner = JSON.parse(query) as Partial<Record<keyof NotesOwner, unknown>>;
    const { manifest, package: name, tag } = owner;
    return typeof manifest === 'string' && typeof name === 'string' && typeof tag === 'string' ? { manifest, package: name, tag } : undefined;
  } catch {
    return undefined;
  }
}

function key({ query }: vscode.Uri): string {
  return `notes:${query}`;
}
