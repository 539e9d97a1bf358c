import * as l10n from '@vscode/l10n';
import type { Job } from '../model';
import type { Explanation } from './explainFailure';

/** What the state of a job tells by itself, without a log. */
export function explainJob({
  status,
  conclusion,
}: Pick<Job, 'status' | 'conclusion'>): Extract<Explanation, { kind: 'explained' }> | undefined {
  const said = (rule: string, cause: string, advice: string, source: string) => ({
    kind: 'explained' as const,
    rule,
    cause,
    advice,
    lines: [],
    source,
  });
  if (status === 'waiting') {
    return {
      ...said(
        'job.waiting',
        l10n.t('The job waits for an approval or a timer of its environment; it has not failed.'),
        l10n.t('Approve the deployment, or ask one of its reviewers.'),
        'https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/review-deployments',
      ),
      action: 'reviewDeployment',
    };
  }
  switch (conclusion) {
    case 'timed_out':
      return {
        ...said(
          'job.timedOut',
          l10n.t('The job took longer than it is allowed to.'),
          l10n.t('Run it again, or raise its "timeout-minutes".'),
          'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes',
        ),
        action: 'rerunFailedJobs',
      };
    case 'cancelled':
      return {
        ...said(
          'job.cancelled',
          l10n.t(
            'The job was cancelled: by somebody, by a newer run of its concurrency group, or because another job of its matrix failed.',
          ),
          l10n.t('Look at the other jobs of the run first, then run it again.'),
          'https://docs.github.com/en/actions/how-tos/manage-workflow-runs/cancel-a-workflow-run',
        ),
        action: 'rerunFailedJobs',
      };
    case 'startup_failure':
      return {
        ...said(
          'job.startupFailure',
          l10n.t('GitHub could not start the workflow, most often because its file is not valid.'),
          l10n.t('Open the workflow file and mend what is marked.'),
          'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
        ),
        action: 'openWorkflow',
      };
    case 'action_required':
      return {
        ...said(
          'job.actionRequired',
          l10n.t('The run waits for somebody who may approve it.'),
          l10n.t('Open the run on GitHub and approve it.'),
          'https://docs.github.com/en/actions/how-tos/manage-workflow-runs/approve-runs-from-forks',
        ),
      };
    // Any other conclusion says only that it failed, and GitHub may invent more.
    case 'success':
    case 'failure':
    case 'neutral':
    case 'skipped':
    case 'stale':
    case null:
    default:
      return undefined;
  }
}
