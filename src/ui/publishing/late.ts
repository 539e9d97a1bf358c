import * as vscode from 'vscode';
import type * as lateModule from '../../packageIndex/late';

type Late = typeof lateModule;

let loading: Promise<Late> | undefined;

/** What asks package indexes, read when it is first needed, speaking the user's language. */
export function late(): Promise<Late> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Late> {
  const module = await import('../../packageIndex/late');
  if (vscode.l10n.bundle !== undefined) module.localise({ contents: vscode.l10n.bundle });
  return module;
}
