import * as vscode from 'vscode';
import { VIEWS } from '../../../ids';
import { openHosted } from '../../github/hostedPackage';
import type { Services } from '../../services';
import { packagesOf } from '../../state';

/** *Refresh Workflow Runs*. */
export async function refreshRuns(services: Services): Promise<void> {
  const { store, looks, manifests } = services;
  await manifests.current();
  // Before the first look at the facts no repository is known.
  for (const pkg of store.value.hosted.size > 0 ? [] : packagesOf(store.value))
    await openHosted(services, pkg);
  await vscode.window.withProgress({ location: { viewId: VIEWS.runs } }, async () => {
    for (const root of store.value.hosted.keys()) await looks.lookAtRuns(root);
  });
}
