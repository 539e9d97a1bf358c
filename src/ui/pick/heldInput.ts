import * as vscode from 'vscode';
import type { Row } from './choice';

export type List = vscode.QuickPick<Row<unknown>>;
type Opened =
  | { readonly kind: 'one' | 'many'; readonly input: List }
  | { readonly kind: 'text'; readonly input: vscode.InputBox };

/** What a user did with the input: accepted it, pressed Back, or closed it. */
export type End = 'accepted' | 'back' | 'hidden';

/** The editor's input, which stays open from one question to the next. */
export class HeldInput implements vscode.Disposable {
  #open: Opened | undefined;
  #replaced: Opened | undefined;
  #ended: ((end: End) => void) | undefined;

  list(kind: 'one' | 'many'): List {
    const open = this.#open;
    if (open !== undefined && open.kind !== 'text' && open.kind === kind) return open.input;
    const input = vscode.window.createQuickPick<Row<unknown>>();
    this.#follow({ kind, input });
    return input;
  }

  box(): vscode.InputBox {
    if (this.#open?.kind === 'text') return this.#open.input;
    const input = vscode.window.createInputBox();
    this.#follow({ kind: 'text', input });
    return input;
  }

  #follow(opened: Opened): void {
    const { input } = opened;
    this.#replaced ??= this.#open;
    this.#open = opened;
    const end = (how: End) => {
      if (this.#open === opened) this.#ended?.(how);
    };
    input.onDidAccept(() => end('accepted'));
    input.onDidTriggerButton(() => end('back'));
    input.onDidHide(() => {
      end('hidden');
      if (this.#open === opened) this.#open = undefined;
      input.dispose();
    });
  }

  /** Shows an input, and only then removes the one before: in between the focus would go to the editor. */
  show(input: List | vscode.InputBox): void {
    input.show();
    this.#replaced?.input.dispose();
    this.#replaced = undefined;
  }

  /** The next thing that the user does with it. */
  end(): Promise<End> {
    return new Promise(resolve => {
      this.#ended = end => {
        this.#ended = undefined;
        resolve(end);
      };
    });
  }

  /** Rejects once the user closes it. @param cancel called before that */
  closed(cancel: () => void): { readonly promise: Promise<never>; dispose(): void } {
    const promise = new Promise<never>((_, reject) => {
      this.#ended = end => {
        if (end !== 'hidden') return;
        cancel();
        reject(new vscode.CancellationError());
      };
    });
    return { promise, dispose: () => (this.#ended = undefined) };
  }

  /** The next question is shown in a new input, which takes the focus. */
  replace(): void {
    this.#replaced ??= this.#open;
    this.#open = undefined;
  }

  dispose(): void {
    for (const opened of [this.#open, this.#replaced]) opened?.input.dispose();
    this.#open = undefined;
    this.#replaced = undefined;
  }
}
