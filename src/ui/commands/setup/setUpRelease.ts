import * as vscode from 'vscode';
import { VIEWS } from '../../../ids';
import type { Services } from '../../services';

/** *Set Up Release*: opens the view that says what a release needs, and looks. */
export async function setUpRelease({ setup }: Services): Promise<void> {
  await vscode.commands.executeCommand(`${VIEWS.setup}.focus`);
  await setup.look();
}
