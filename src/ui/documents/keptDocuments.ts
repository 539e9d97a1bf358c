import * as vscode from 'vscode';

/**
 * Documents that can be edited and saved and are no files: VS Code keeps their text for the workspace until they are done
 * with. The query of an address says, as JSON, whose the document is.
 */
export class KeptDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #times = new Map<string, number>();
  readonly #registration: vscode.Disposable;

  /** @param prefix what the keys of the memento begin with */
  constructor(
    scheme: string,
    private readonly prefix: string,
    private readonly memento: vscode.Memento,
  ) {
    this.#registration = vscode.workspace.registerFileSystemProvider(scheme, this, {
      isCaseSensitive: true,
    });
  }

  /** Opens a document: as it was left, or as it is composed now. */
  async show(uri: vscode.Uri, compose: () => Promise<string>): Promise<void> {
    if (this.#text(uri) === undefined) await this.#keep(uri, await compose());
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      preview: false,
    });
  }

  /** The text as it is in the editor, saved. */
  async read(uri: vscode.Uri): Promise<string> {
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.isDirty) await document.save();
    return document.getText();
  }

  /** Closes the editor. The text is kept as it stands there. */
  async close(uri: vscode.Uri): Promise<void> {
    // An editor that is not saved asks before it closes.
    await vscode.workspace.textDocuments
      .find(({ uri: open, isDirty }) => isDirty && open.toString() === uri.toString())
      ?.save();
    const tabs = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(
        ({ input }) =>
          input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
      );
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
  }

  /** It is of no use any more: the editor is closed and the text is no longer kept. */
  async done(uri: vscode.Uri): Promise<void> {
    await this.close(uri);
    if (this.#text(uri) === undefined) return;
    await this.memento.update(this.#key(uri), undefined);
    this.#changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const text = this.#text(uri);
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: this.#times.get(this.#key(uri)) ?? 0,
      size: Buffer.byteLength(text),
    };
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
    return this.memento.get<string>(this.#key(uri));
  }

  async #keep(uri: vscode.Uri, text: string): Promise<void> {
    this.#times.set(this.#key(uri), Date.now());
    await this.memento.update(this.#key(uri), text);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  #key({ query }: vscode.Uri): string {
    return `${this.prefix}:${query}`;
  }
}

/** Whose a document is, in the fields that are named; undefined where its address is not of this extension's making. */
export function readOwner<K extends string>(
  { query }: vscode.Uri,
  ...fields: readonly K[]
): Readonly<Record<K, string>> | undefined {
  try {
    const owner = JSON.parse(query) as Readonly<Record<K, unknown>> | null;
    return owner !== null && fields.every(field => typeof owner[field] === 'string')
      ? (owner as Readonly<Record<K, string>>)
      : undefined;
  } catch {
    return undefined;
  }
}
