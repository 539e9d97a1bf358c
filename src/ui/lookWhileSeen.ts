import * as vscode from 'vscode';
import type { Services } from './services';

/** A pause after the last change before it is looked at again, in milliseconds. */
const PAUSE_MS = 300;

/** Looks again when files or the repository change, as long as somebody sees the view, and as the workspace is trusted. */
export class LookWhileSeen implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  /** @param also subscribes to what else may change what is seen */
  constructor(
    { git, store }: Pick<Services, 'git' | 'store'>,
    private readonly view: vscode.TreeView<unknown>,
    private readonly look: () => Promise<void>,
    also: (changed: () => void) => readonly { dispose(): unknown }[] = () => [],
  ) {
    const changed = () => this.#schedule();
    this.#subscriptions = vscode.Disposable.from(
      view.onDidChangeVisibility(changed),
      vscode.workspace.onDidGrantWorkspaceTrust(changed),
      git.onDidChangeRepository(changed),
      store.onDidChange((state, before) => {
        if (state.scans !== before.scans) changed();
      }),
      ...also(changed),
    );
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.view.visible || !vscode.workspace.isTrusted) return;
    this.#timer = setTimeout(() => void this.look(), PAUSE_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }
}
