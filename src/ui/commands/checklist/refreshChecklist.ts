import * as vscode from 'vscode';
import { VIEWS } from '../../../ids';
import type { Services } from '../../services';
import { packagesOf } from '../../state';

/** *Refresh Checklist*: compares the answers with the files again. */
export async function refreshChecklist({ manifests, checklists, store }: Services): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: VIEWS.checklist } }, async () => {
    await manifests.current();
    const keeper = await checklists.keeper;
    for (const pkg of packagesOf(store.value)) await keeper.look(pkg);
  });
}
