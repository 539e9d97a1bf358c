import * as vscode from 'vscode';
import { GitHubFailure } from '../../github/failure';
import type { COMMANDS } from '../../ids';
import { requireTrust, showError } from '../notify';
import type { Services } from '../services/services';
import { TABLE } from './table';

/** Runs a command and shows its error. */
export async function runCommand(
  name: keyof typeof COMMANDS,
  target: unknown,
  starting: Promise<Services>,
  log: vscode.LogOutputChannel,
): Promise<void> {
  try {
    if (TABLE[name].needsTrust && !(await requireTrust())) return;
    await TABLE[name].run(await starting, target);
  } catch (error) {
    // The user has pressed Escape.
    if (error instanceof vscode.CancellationError) return;
    // A user who did not want to sign in knows why nothing was done.
    if (error instanceof GitHubFailure && error.reason === 'declined') return;
    await showError(error, log);
  }
}
