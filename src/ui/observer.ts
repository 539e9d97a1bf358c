import * as vscode from 'vscode';
import type { Services } from './services';
import { packagesOf } from './state';

/** A pause after the last change before the facts are looked at again, in milliseconds. */
const PAUSE_MS = 300;

/**
 * Looks at the facts again when files or the repository change, as long as somebody sees them. Without the network: what
 * the remote has is looked at only when the user asks.
 */
export class Observer implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly services: Services, private readonly view: vscode.TreeView<unknown>) {
    const look = () => this.#schedule();
    this.#subscriptions = vscode.Disposable.from(
      view.onDidChangeVisibility(look),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      services.git.onDidChangeRepository(look),
      services.store.onDidChange((state, before) => {
        if (state.scans !== before.scans) look();
      }),
    );
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.view.visible || !vscode.workspace.isTrusted) return;
    this.#timer = setTimeout(() => void this.#look(), PAUSE_MS);
  }

  async #look(): Promise<void> {
    const { store, releases } = this.services;
    if (releases.isRunning) return;
    for (const released of packagesOf(store.value)) await releases.observe(released, false);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }
}
