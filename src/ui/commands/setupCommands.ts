import * as path from 'node:path';
import * as vscode from 'vscode';
import { labelText } from '../sinks';
import { openPage } from '../openPage';
import { EXTENSION_ID, VIEWS, WALKTHROUGH } from '../../ids';
import { missingTools, ToolsMissing } from '../../maturin/missing';
import { offerInstall, toolsAround } from '../services/installTools';
import type { Services } from '../services/services';
import { actionOf, type SetupTarget } from '../views/setupView';

/** *Install…*: offers what installs a program that is missing on this computer. */
export async function installTool({ store, setup }: Services, target: unknown): Promise<void> {
  const action = actionOf(target, 'install');
  if (action === undefined) return;
  const { pkg } = target as SetupTarget;
  const folder = path.dirname(pkg.manifest);
  const missing = missingTools(
    [action.need],
    await toolsAround(folder, store.value.setups.get(pkg.manifest)?.root ?? folder),
    process.platform,
  );
  if (missing.length === 0) await setup.refreshFiles();
  else await offerInstall(new ToolsMissing(missing), folder);
}

/** *Open Page*: the page on GitHub, PyPI or TestPyPI on which something is set up by hand. */
export async function openSetupPage(_services: Services, target: unknown): Promise<void> {
  const action = actionOf(target, 'open');
  if (action !== undefined) await openPage(action.page);
}

/** *Copy Value*: what a form of the index asks for. */
export async function copySetupValue(_services: Services, target: unknown): Promise<void> {
  const action = actionOf(target, 'copy');
  if (action === undefined) return;
  await vscode.env.clipboard.writeText(action.text);
  vscode.window.setStatusBarMessage(
    labelText(vscode.l10n.t('Copied: {0}', action.text)),
    COPIED_MS,
  );
}

/** How long the status bar says so, in milliseconds. */
const COPIED_MS = 3_000;

/** *Open Walkthrough*: the way to a first release, step by step. */
export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    `${EXTENSION_ID}#${WALKTHROUGH}`,
    false,
  );
}

/** *Set Up Release*: opens the view that says what a release needs, and looks. */
export async function setUpRelease({ setup }: Services): Promise<void> {
  await vscode.commands.executeCommand(`${VIEWS.setup}.focus`);
  await setup.refresh();
}
