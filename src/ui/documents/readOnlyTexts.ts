import * as vscode from 'vscode';

/** The texts of read-only documents of one scheme, by their addresses. */
export class ReadOnlyTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration: vscode.Disposable;

  constructor(private readonly scheme: string) {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** @param file absolute path that the document has @returns its address */
  set(file: string, text: string): vscode.Uri {
    const uri = vscode.Uri.file(file).with({ scheme: this.scheme });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }

  clear(): void {
    this.#texts.clear();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
