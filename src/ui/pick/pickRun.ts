import * as vscode from 'vscode';
import type { GitHubClient } from '../../github/client';
import type { Job } from '../../github/model';
import { stateOf } from '../../github/runState';
import { summarize } from '../../github/runSummary';
import { CommandError } from '../notify';
import { runStanding, runTitle, shownRun } from '../views/runLabels';
import type { Services } from '../services/services';
import type { RunView } from '../store';
import type { JobTarget, RunTarget } from '../views/runNodes';
import { pick } from './dialog';

/** The run that a command is about: its row, or the one that is chosen. @throws CommandError where there is none to choose */
export async function pickRun(
  { store }: Services,
  target: unknown,
  accept: (view: RunView) => boolean,
): Promise<RunTarget | undefined> {
  if (isRunTarget(target)) return target;
  const found = [...store.value.hosted].flatMap(([root, { ofReleases, recent }]) => {
    const shown = new Set(ofReleases.map(({ run }) => run.id));
    return [...ofReleases, ...recent.filter(({ run }) => !shown.has(run.id))]
      .filter(accept)
      .map(view => ({ root, view }));
  });
  if (found.length === 0)
    throw new CommandError(
      vscode.l10n.t('There is no such workflow run. Open the view Workflow Runs to look for one.'),
    );
  const [only] = found;
  if (found.length === 1 && only !== undefined) return { root: only.root, run: only.view.run };
  const answer = await pick({
    title: vscode.l10n.t('Which run?'),
    placeholder: vscode.l10n.t('Runs of releases come first'),
    items: found.map(({ root, view }) => {
      const summary = summarize(view.run, view.rows ?? [], Date.now());
      return {
        icon: shownRun(summary.state).icon,
        label: runTitle(view.run),
        description: runStanding(view, summary),
        detail: view.run.title,
        value: { root, run: view.run },
      };
    }),
  });
  return answer.kind === 'picked' ? answer.value : undefined;
}

/** The job that a command is about: its row, or one that is chosen. @throws CommandError */
export async function pickJob(
  services: Services,
  target: unknown,
  accept: (job: Job) => boolean,
): Promise<JobTarget | undefined> {
  if (isJobTarget(target)) return target;
  // A run whose jobs were not read may have one.
  const run = await pickRun(
    services,
    target,
    ({ rows }) => rows === undefined || rows.some(({ job }) => job !== undefined && accept(job)),
  );
  if (run === undefined) return undefined;
  const { ofReleases = [], recent = [] } = services.store.value.hosted.get(run.root) ?? {};
  const view = [...ofReleases, ...recent].find(found => found.run.id === run.run.id);
  const rows = view?.rows ?? (await services.workflows.runs.readJobs(run.root, run.run));
  const jobs = rows.flatMap(({ job }) => (job !== undefined && accept(job) ? [job] : []));
  if (jobs.length === 0) throw new CommandError(vscode.l10n.t('This run has no such job.'));
  const [only] = jobs;
  if (jobs.length === 1 && only !== undefined) return { ...run, job: only };
  const answer = await pick({
    title: runTitle(run.run),
    placeholder: vscode.l10n.t('Which job?'),
    items: jobs.map(job => {
      const { icon, word } = shownRun(stateOf(job));
      return { icon: icon, label: job.name, description: word, value: { ...run, job } };
    }),
  });
  return answer.kind === 'picked' ? answer.value : undefined;
}

/** A client for the repository of a row, after asking to sign in. @throws GitHubFailure, CommandError */
export async function clientOf(
  { store, github: gitHub }: Services,
  { root }: Pick<RunTarget, 'root'>,
): Promise<GitHubClient> {
  const address = store.value.hosted.get(root)?.address;
  if (address === undefined) throw new CommandError(vscode.l10n.t('{0} is not on GitHub.', root));
  return await gitHub.client(address);
}

function isRunTarget(target: unknown): target is RunTarget {
  return typeof target === 'object' && target !== null && 'root' in target && 'run' in target;
}

function isJobTarget(target: unknown): target is JobTarget {
  return isRunTarget(target) && 'job' in target && target.job !== undefined;
}
