import * as path from 'node:path';
import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { findRelease } from '../../github/releases';
import { releaseReport } from '../../github/report';
import {
  approveDeployments,
  cancelRun as cancel,
  downloadArtifact as download,
  pendingDeployments,
  rerunFailedJobs as rerunFailed,
  rerunJob as rerunOne,
} from '../../github/runActions';
import { listArtifacts } from '../../github/runs';
import { isLive, stateOf } from '../../github/runState';
import { rowState } from '../../github/runSummary';
import { VIEWS } from '../../ids';
import { exactTime } from '../labels';
import { CommandError, notifyInfo, notifyProgress, notifyWarning } from '../notify';
import { openHosted } from '../services/hostedPackage';
import { clientOf, pickJob, pickRun } from '../pick/pickRun';
import { pick } from '../pick/dialog';
import { platformName, runTitle, shownRun } from '../views/runLabels';
import type { Services } from '../services/services';
import type { JobTarget } from '../views/runNodes';
import { groupsOf, packagesOf, type Release, releaseOf } from '../selectors';
import type { Package } from '../../manifests/package';
import { releasedVersions } from '../../release/intent';
import type { State } from '../store';

/** *Approve Deployment…*: lets a run go on that waits for the approval of an environment, where the user may. */
export async function approveDeployment(services: Services, target: unknown): Promise<void> {
  const found = await pickRun(
    services,
    target,
    ({ run, rows }) =>
      stateOf(run) === 'waiting' || (rows ?? []).some(({ job }) => job?.status === 'waiting'),
  );
  if (found === undefined) return;
  const client = await clientOf(services, found);
  const pending = await pendingDeployments(client, found.run.id);
  if (pending.length === 0)
    throw new CommandError(vscode.l10n.t('{0} waits for no approval.', runTitle(found.run)));
  const mine = pending.filter(({ canApprove }) => canApprove);
  const names = (environments: typeof pending) =>
    environments.map(({ environment }) => environment).join(', ');
  if (mine.length === 0) {
    throw new CommandError(
      vscode.l10n.t(
        'The environment {0} waits for the approval of another user: you are not among its reviewers.',
        names(pending),
      ),
    );
  }
  const yes = vscode.l10n.t('Approve');
  const answer = await notifyWarning(
    vscode.l10n.t('Let {0} use the environment {1}?', runTitle(found.run), names(mine)),
    { modal: true, detail: vscode.l10n.t('Its jobs then run, and may publish.') },
    yes,
  );
  if (answer !== yes) return;
  await approveDeployments(
    client,
    found.run.id,
    mine.map(({ environmentId }) => environmentId),
    '',
  );
  services.workflows.runs.changed(found.root, found.run, false);
}

/** *Cancel Run*, after asking. */
export async function cancelRun(services: Services, target: unknown): Promise<void> {
  const found = await pickRun(services, target, ({ run }) => isLive(run));
  if (found === undefined) return;
  const yes = vscode.l10n.t('Cancel Run');
  const answer = await notifyWarning(
    vscode.l10n.t('Cancel {0}?', runTitle(found.run)),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Jobs that have ended stay as they are. The others stop, and can be run again.',
      ),
    },
    yes,
  );
  if (answer !== yes) return;
  await cancel(await clientOf(services, found), found.run.id);
  services.workflows.runs.changed(found.root, found.run, false);
}

/** *Download Artifact…*: saves the zip of a run's artifact, such as its wheels. */
export async function downloadArtifact(services: Services, target: unknown): Promise<void> {
  const found = await pickRun(services, target, () => true);
  if (found === undefined) return;
  const client = await clientOf(services, found);
  const artifacts = await listArtifacts(client, found.run.id);
  if (artifacts.length === 0)
    throw new CommandError(vscode.l10n.t('{0} has left no artifacts.', runTitle(found.run)));
  const answer = await pick({
    title: runTitle(found.run),
    placeholder: vscode.l10n.t('Which artifact?'),
    items: artifacts.map(artifact => ({
      icon: artifact.expired ? 'circle-slash' : 'package',
      label: artifact.name,
      description: artifact.expired ? vscode.l10n.t('expired') : size(artifact.size),
      ...(!artifact.expired && { value: artifact }),
    })),
  });
  if (answer.kind !== 'picked') return;
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(found.root, `${answer.value.name}.zip`)),
    filters: { Zip: ['zip'] },
  });
  if (file === undefined) return;
  await notifyProgress(
    vscode.l10n.t('Downloading {0}', answer.value.name),
    async () => await vscode.workspace.fs.writeFile(file, await download(client, answer.value.id)),
  );
  void notifyInfo(vscode.l10n.t('{0} was saved.', vscode.workspace.asRelativePath(file)));
}

function size(bytes: number): string {
  return bytes < 1_000_000
    ? vscode.l10n.t('{0} kB', Math.ceil(bytes / 1_000))
    : vscode.l10n.t('{0} MB', (bytes / 1_000_000).toFixed(1));
}

/** *Open on GitHub*: the page of a run or job. */
export async function openOnGitHub(services: Services, target: unknown): Promise<void> {
  const url = await pageOf(services, target);
  if (url !== undefined) await openPage(url);
}

/** *Copy Link*: to the page of a run or job. */
export async function copyLink(services: Services, target: unknown): Promise<void> {
  const url = await pageOf(services, target);
  if (url !== undefined) await vscode.env.clipboard.writeText(url);
}

async function pageOf(services: Services, target: unknown): Promise<string | undefined> {
  const found = await pickRun(services, target, () => true);
  return (found as Partial<JobTarget> | undefined)?.job?.url ?? found?.run.url;
}

/** *Refresh Workflow Runs*. */
export async function refreshRuns(services: Services): Promise<void> {
  const {
    store,
    release: { status: looks },
    workspace: { manifests },
  } = services;
  await manifests.current();
  // Before the first look at the facts no repository is known.
  for (const pkg of store.value.hosted.size > 0 ? [] : packagesOf(store.value))
    await openHosted(services, pkg);
  await vscode.window.withProgress({ location: { viewId: VIEWS.runs } }, async () => {
    for (const root of store.value.hosted.keys()) await looks.refreshRuns(root);
  });
}

/** *Re-run Failed Jobs*: the next attempt of the same run; what has succeeded stays. */
export async function rerunFailedJobs(
  services: Services,
  target: unknown,
  isVerbose = false,
): Promise<void> {
  const found = await pickRun(services, target, ({ run }) =>
    ['failure', 'cancelled'].includes(stateOf(run)),
  );
  if (found === undefined) return;
  await rerunFailed(await clientOf(services, found), found.run.id, isVerbose);
  services.workflows.runs.changed(found.root, found.run, true);
}

/** *Re-run Job*: one job again, and those that need it. */
export async function rerunJob(services: Services, target: unknown): Promise<void> {
  const found = await pickJob(services, target, ({ status }) => status === 'completed');
  if (found === undefined) return;
  await rerunOne(await clientOf(services, found), found.run.id, found.job.id);
  services.workflows.runs.changed(found.root, found.run, true);
}

/** *Show Release Report*: a run as the preview of a Markdown document. */
export async function showReleaseReport(services: Services, target: unknown): Promise<void> {
  const found = await pickRun(services, target, () => true);
  if (found === undefined) return;
  const {
    store,
    workflows: { runs },
  } = services;
  const { root, run } = found;
  const client = await clientOf(services, found);
  const { ofReleases = [], recent = [] } = store.value.hosted.get(root) ?? {};
  const view = [...ofReleases, ...recent].find(shown => shown.run.id === run.id);
  const [rows, before, artifacts] = await Promise.all([
    view?.rows ?? runs.readJobs(root, run),
    runs.before(root, run),
    listArtifacts(client, run.id),
  ]);
  const pkg = packagesOf(store.value).find(
    ({ manifest }) => releaseOf(store.value, manifest)?.commit === run.headSha,
  );
  const release = pkg && releaseOf(store.value, pkg.manifest);
  const tag = run.headBranch ?? '';
  const hosted = await findRelease(client, tag).catch(() => undefined);
  const title =
    pkg === undefined || release === undefined
      ? run.title
      : releaseTitle(store.value, pkg, release);
  const content = releaseReport({
    title,
    run,
    rows,
    before,
    artifacts,
    releaseUrl: hosted?.url,
    now: Date.now(),
    words: {
      platform: platformName,
      state: row => shownRun(rowState(row)).word,
      run: state => shownRun(state).word,
      time: exactTime,
    },
  });
  const name = tag.replaceAll('/', '-') || String(run.number);
  await services.documents.reports.show(path.join(root, `release-report-${name}.md`), content);
}

/** All packages of a release with their versions. */
function releaseTitle(state: State, pkg: Package, { version, intent }: Release): string {
  const members = groupsOf(state).find(({ lead }) => lead === pkg)?.members ?? [];
  return releasedVersions(
    intent ?? {
      package: pkg.name,
      version,
      members: members.map(({ name, manifest }) => ({ package: name, manifest })),
    },
  ).join(', ');
}
