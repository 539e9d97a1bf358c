import * as vscode from 'vscode';
import { EXTENSION_ID, WALKTHROUGH } from '../../../ids';

/** *Open Walkthrough*: the way to a first release, step by step. */
export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    `${EXTENSION_ID}#${WALKTHROUGH}`,
    false,
  );
}
