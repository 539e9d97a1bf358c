import * as vscode from 'vscode';
import { CHECKLIST_SETTINGS } from '../../ids';
import { LookWhileSeen } from '../lookWhileSeen';
import type { Services } from '../services';
import { packagesOf } from '../state';

/** Keeps the checklists in the store true while their view is seen: files are saved or committed, settings changed, releases confirmed. */
export function observeChecklists(
  services: Services,
  view: vscode.TreeView<unknown>,
): { dispose(): void } {
  const { store, checklists, releases, log } = services;
  const look = async () => {
    // It changes what is looked at, and says so when it is over.
    if (releases.isRunning) return;
    const keeper = await checklists.keeper;
    for (const pkg of packagesOf(store.value)) await keeper.look(pkg);
  };
  return new LookWhileSeen(
    services,
    view,
    () =>
      look().catch((error: unknown) =>
        log.error(
          'The checklist could not be looked at.',
          error instanceof Error ? error : String(error),
        ),
      ),
    changed => [
      vscode.workspace.onDidSaveTextDocument(changed),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (Object.values(CHECKLIST_SETTINGS).some(setting => change.affectsConfiguration(setting)))
          changed();
      }),
      store.onDidChange((state, before) => {
        if (state.releases !== before.releases) changed();
      }),
    ],
  );
}
