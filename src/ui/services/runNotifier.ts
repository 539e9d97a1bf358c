import * as vscode from 'vscode';
import { duration, isLive } from '../../github/runState';
import { summarize } from '../../github/runSummary';
import { COMMANDS, RUN_NOTIFICATIONS_SETTING } from '../../ids';
import { runTitle } from '../views/runLabels';
import type { RunView } from '../store';
import { notifyError, notifyInfo, notifyWarning } from '../notify';

export const RUN_NOTIFICATIONS = ['all', 'failures', 'off'] as const;

/** Says once how a run ended, as far as the setting wants it. */
export async function notifyFinished(root: string, view: RunView): Promise<void> {
  const { run, rows } = view;
  const wanted = vscode.workspace.getConfiguration().get<string>(RUN_NOTIFICATIONS_SETTING, 'all');
  const { state, done, total, failed, elapsed } = summarize(run, rows ?? [], Date.now());
  if (isLive(run) || wanted === 'off' || (wanted === 'failures' && state === 'success')) return;
  const target = { root, run };
  const [open, report, rerun, log] = [
    vscode.l10n.t('Open on GitHub'),
    vscode.l10n.t('Show Report'),
    vscode.l10n.t('Re-run Failed Jobs'),
    vscode.l10n.t('Explain Failure'),
  ];
  const title = runTitle(run);
  const [firstFailed] = failed;
  const answer =
    state === 'success'
      ? await notifyInfo(
          vscode.l10n.t(
            '{0} for {1} succeeded: {2} of {3} jobs in {4}.',
            title,
            run.headBranch ?? '',
            done,
            total,
            duration(elapsed),
          ),
          report,
          open,
        )
      : state === 'failure'
        ? await notifyError(
            vscode.l10n.t(
              '{0} for {1} failed: {2}.',
              title,
              run.headBranch ?? '',
              failed.map(({ name }) => name).join(', ') || run.title,
            ),
            rerun,
            ...(firstFailed === undefined ? [] : [log]),
            open,
          )
        : await notifyWarning(
            vscode.l10n.t(
              '{0} for {1} ended: {2}.',
              title,
              run.headBranch ?? '',
              run.conclusion ?? '',
            ),
            open,
          );
  if (answer === open) await vscode.commands.executeCommand(COMMANDS.openOnGitHub, target);
  if (answer === report) await vscode.commands.executeCommand(COMMANDS.showReleaseReport, target);
  if (answer === rerun) await vscode.commands.executeCommand(COMMANDS.rerunFailedJobs, target);
  if (answer === log)
    await vscode.commands.executeCommand(COMMANDS.explainFailure, {
      ...target,
      job: firstFailed?.job,
    });
}
