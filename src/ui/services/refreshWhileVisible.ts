import * as vscode from 'vscode';
import type { Services } from './services';
import { packagesOf } from '../selectors';

/** A pause after the last change before it is looked at again, in milliseconds. */
const PAUSE_MS = 300;

/** Looks again when files, the repository or git itself change, while the view is visible and the workspace trusted. */
export class RefreshWhileVisible implements vscode.Disposable {
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
      git.onDidChangeAvailability(changed),
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

/**
 * Keeps the facts of the release view true. Without the network: what the remote has is looked at only when the user asks.
 */
export function refreshReleasesWhileVisible(
  services: Services,
  view: vscode.TreeView<unknown>,
): { dispose(): void } {
  const {
    store,
    release: { runner: releases, status: looks },
  } = services;
  return new RefreshWhileVisible(services, view, async () => {
    if (releases.isRunning) return;
    for (const pkg of packagesOf(store.value)) await looks.refresh(pkg, false);
  });
}
