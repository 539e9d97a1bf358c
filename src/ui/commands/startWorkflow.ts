import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { dispatchWorkflow } from '../../github/dispatch';
import { GitHubFailure } from '../../github/failure';
import type { Run } from '../../github/model';
import { VIEWS } from '../../ids';
import { type SentDispatch, sentBefore } from '../../release/record/releaseRecord';
import { relativeTime } from '../labels';
import { notifyInfo, notifyProgress, notifyWarning } from '../notify';
import { clientFor, type HostedPackage } from '../services/hostedPackage';
import type { Services } from '../services/services';
import { runTitle } from '../views/runLabels';

/** A workflow to be started by hand. */
interface WorkflowStart {
  /** Path of the workflow file from the root of the repository. */
  readonly path: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Starts a workflow once, and watches the run. For the tag of a release in progress the record of the release says what was
 * sent, also after a restart. @throws GitHubFailure, ReleaseError
 */
export async function startWorkflow(
  services: Services,
  hosted: HostedPackage,
  { path: file, ref, inputs }: WorkflowStart,
): Promise<void> {
  const workflow = path.posix.basename(file);
  const dispatch = { workflow, ref, inputs };
  if (!(await mayStart(services, hosted, dispatch))) return;
  const client = await clientFor(services, hosted);
  const sent = { ...dispatch, at: Date.now() };
  await note(services, hosted, sent);
  const run = await notifyProgress(
    vscode.l10n.t('Starting {0} on {1}', workflow, ref),
    async () => {
      try {
        return await dispatchWorkflow(client, dispatch, pause);
      } catch (error) {
        // What GitHub has refused was not started.
        if (error instanceof GitHubFailure && !error.mayHaveHappened)
          await note(services, hosted, sent, 'refused');
        throw error;
      }
    },
  );
  const [show, open] = [vscode.l10n.t('Show Run'), vscode.l10n.t('Open on GitHub')];
  if (run === undefined) {
    void notifyWarning(
      vscode.l10n.t(
        'GitHub has accepted the start of {0}, and shows no run yet. It was not sent again. Look at the runs in a moment.',
        workflow,
      ),
    );
    return;
  }
  await note(services, hosted, sent, run);
  services.workflows.runs.adopt(hosted.session.repository.root, run, inputs);
  void notifyInfo(vscode.l10n.t('{0} has started on {1}.', runTitle(run), ref), show, open).then(
    async answer => {
      if (answer === show) await vscode.commands.executeCommand(`${VIEWS.runs}.focus`);
      if (answer === open) await openPage(run.url);
    },
  );
}

/** Asks before the same start is sent a second time for one release. */
async function mayStart(
  { release: { intents } }: Services,
  { session }: HostedPackage,
  dispatch: Pick<SentDispatch, 'workflow' | 'ref' | 'inputs'>,
): Promise<boolean> {
  const record = await intents.record(session.pkg);
  const before = record && sentBefore(record.made, dispatch);
  if (before === undefined) return true;
  const [again, show] = [vscode.l10n.t('Start Again'), vscode.l10n.t('Show Runs')];
  const answer = await notifyWarning(
    vscode.l10n.t(
      '{0} was started on {1} before, {2}.',
      dispatch.workflow,
      dispatch.ref,
      relativeTime(before.at),
    ),
    {
      modal: true,
      detail: vscode.l10n.t('A second run may upload the same files once more.'),
    },
    show,
    again,
  );
  if (answer === show) await vscode.commands.executeCommand(`${VIEWS.runs}.focus`);
  return answer === again;
}

/** Writes a start into the record of the release whose tag it is for; where there is none, nothing is kept. */
async function note(
  { release: { intents } }: Services,
  { session: { pkg }, intent }: HostedPackage,
  sent: SentDispatch,
  outcome?: Run | 'refused',
): Promise<void> {
  if (sent.ref !== intent.tag) return;
  const claimed = await intents.claim(pkg.manifest);
  if (claimed === undefined) return;
  try {
    const { dispatches = [] } = claimed.journal.made;
    const others = dispatches.filter(({ at }) => at !== sent.at);
    const own =
      outcome === 'refused' ? [] : [outcome === undefined ? sent : { ...sent, run: outcome.id }];
    await claimed.journal.note({ dispatches: [...others, ...own] });
  } finally {
    await claimed.release();
  }
}
