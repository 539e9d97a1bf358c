import type * as vscode from 'vscode';
import { LookWhileSeen } from './lookWhileSeen';
import type { Services } from './services';
import { packagesOf } from './state';

/**
 * Keeps the facts of the release view true. Without the network: what the remote has is looked at only when the user asks.
 */
export function observeReleases(
  services: Services,
  view: vscode.TreeView<unknown>,
): { dispose(): void } {
  const { store, releases, looks } = services;
  return new LookWhileSeen(services, view, async () => {
    if (releases.isRunning) return;
    for (const pkg of packagesOf(store.value)) await looks.observe(pkg, false);
  });
}
