import * as path from 'node:path';
import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { webOf } from '../../github/address';
import type { Explanation } from '../../github/logs/explainFailure';
import type { JobLog } from '../../github/logs/jobLog';
import { stateOf } from '../../github/runState';
import { COMMANDS } from '../../ids';
import { pickJob } from '../pick/pickRun';
import type { Services } from '../services/services';
import type { JobTarget } from '../views/runNodes';
import { packagesOf, releaseOf } from '../selectors';
import { notifyError, notifyWarning } from '../notify';

type Explained = Extract<Explanation, { readonly kind: 'explained' }>;
type Action = NonNullable<Explained['action']>;

/** *Explain Failure*: why a job failed, the lines that show it, and what to do. */
export async function explainFailure(services: Services, target: unknown): Promise<void> {
  const found = await pickJob(services, target, job =>
    ['failure', 'cancelled', 'waiting', 'queued'].includes(stateOf(job)),
  );
  if (found === undefined) return;
  const { explainFailure: explain } = await import('../../github/logs/explainFailure');
  const [log, annotations] = await Promise.all([
    services.documents.jobLogs.read(found),
    services.documents.jobLogs.annotations(found),
  ]);
  const explanation = await explain(log, { job: found.job, annotations, now: Date.now() });
  const line = explanation.kind === 'explained' ? explanation.lines[0]?.from : explanation.line;
  if (line !== undefined) await services.documents.jobLogs.open(found, () => line);
  // Not awaited: the message stays while the lines are read.
  void say(services, found, explanation, log).catch((error: unknown) =>
    services.log.error(String(error)),
  );
}

async function say(
  services: Services,
  found: JobTarget,
  explanation: Explanation,
  log: JobLog | undefined,
): Promise<void> {
  const { name } = found.job;
  if (explanation.kind === 'unknown') {
    if (log === undefined || explanation.line === undefined) {
      await notifyWarning(
        vscode.l10n.t('{0} failed. No rule explains it, and its log shows no error.', name),
      );
      return;
    }
    const copy = vscode.l10n.t('Copy for a Report');
    const answer = await notifyWarning(
      vscode.l10n.t('{0} failed. No rule explains it; the most telling line is marked.', name),
      copy,
    );
    if (answer !== copy) return;
    const { failureExcerpt } = await import('../../github/logs/excerpt');
    await vscode.env.clipboard.writeText(failureExcerpt(log, explanation, found));
    return;
  }
  const { cause, advice, action, source } = explanation;
  const more = vscode.l10n.t('Learn More');
  const button = action === undefined ? undefined : ACTIONS[action](found, services);
  const answer = await notifyError(
    vscode.l10n.t('{0}: {1} {2}', name, cause, advice),
    ...(button === undefined ? [] : [button.title]),
    more,
  );
  if (answer === more) await openPage(source);
  if (answer !== undefined && answer === button?.title) await button.run();
}

interface Button {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

/** What can be done about a failure, for each action that a rule may name. */
const ACTIONS: Readonly<Record<Action, (found: JobTarget, services: Services) => Button>> = {
  rerunFailedJobs: found =>
    command(vscode.l10n.t('Re-run Failed Jobs'), COMMANDS.rerunFailedJobs, found),
  reviewDeployment: found =>
    command(vscode.l10n.t('Approve Deployment…'), COMMANDS.approveDeployment, found),
  bumpVersion: () => command(vscode.l10n.t('Bump & Release'), COMMANDS.bumpAndRelease),
  setSecret: (found, services) =>
    command(vscode.l10n.t('Set Secret…'), COMMANDS.setSecret, {
      pkg: pkg(found, services),
    }),
  openEnvironments: (found, services) =>
    page(
      vscode.l10n.t('Open Environments'),
      repositoryPage(found, services, 'settings/environments'),
    ),
  openActionsSettings: (found, services) =>
    page(
      vscode.l10n.t('Open Actions Settings'),
      repositoryPage(found, services, 'settings/actions'),
    ),
  setUpRelease: () => command(vscode.l10n.t('Set Up Release'), COMMANDS.setUpRelease),
  verifyOnIndex: (found, services) =>
    page(vscode.l10n.t('Open on PyPI'), `https://pypi.org/project/${nameOf(found, services)}/`),
  openWorkflow: found =>
    file(vscode.l10n.t('Open Workflow'), path.join(found.root, found.run.path)),
  openPyproject: (found, services) =>
    file(vscode.l10n.t('Open pyproject.toml'), manifestOf(found, services, 'pyproject.toml')),
  openCargoManifest: (found, services) =>
    file(vscode.l10n.t('Open Cargo.toml'), manifestOf(found, services, 'Cargo.toml')),
};

function command(title: string, id: string, ...args: unknown[]): Button {
  return { title, run: () => vscode.commands.executeCommand(id, ...args) };
}

function page(title: string, url: string): Button {
  return { title, run: () => openPage(url) };
}

function file(title: string, name: string): Button {
  return { title, run: () => vscode.window.showTextDocument(vscode.Uri.file(name)) };
}

function repositoryPage({ root }: JobTarget, { store }: Services, place: string): string {
  const address = store.value.hosted.get(root)?.address;
  return address === undefined
    ? ''
    : `${webOf(address.host)}/${address.owner}/${address.name}/${place}`;
}

function pkg({ root, run }: JobTarget, { store }: Services) {
  const inside = packagesOf(store.value).filter(({ manifest }) =>
    manifest.startsWith(root + path.sep),
  );
  return (
    inside.find(({ manifest }) => releaseOf(store.value, manifest)?.commit === run.headSha) ??
    inside[0]
  );
}

function nameOf(found: JobTarget, services: Services): string {
  return pkg(found, services)?.name ?? '';
}

function manifestOf(found: JobTarget, services: Services, name: string): string {
  return path.join(
    path.dirname(pkg(found, services)?.manifest ?? path.join(found.root, name)),
    name,
  );
}

/** *View Log*: the log of a job, at the step that was clicked, else at its first error. */
export async function viewJobLog(services: Services, target: unknown): Promise<void> {
  const found = await pickJob(services, target, () => true);
  if (found === undefined) return;
  const { tellingLine } = await import('../../github/logs/telling');
  const step = found.job.steps.find(
    ({ number }) => number === (target as { readonly step?: unknown } | undefined)?.step,
  );
  await services.documents.jobLogs.open(found, log =>
    step?.startedAt == null ? tellingLine(log, found.job) : lineAt(log, step.startedAt),
  );
}

/** The log names steps by what they run and GitHub by their titles; both know when they began, GitHub to the second. */
function lineAt({ steps }: JobLog, time: number): number | undefined {
  return steps.filter(({ startedAt }) => startedAt !== undefined && startedAt < time + 1_000).at(-1)
    ?.from;
}
