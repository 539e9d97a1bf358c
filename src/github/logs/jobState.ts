import * as l10n from '@vscode/l10n';
import type { Job } from '../model';
import type { Explanation } from './explainFailure';

/** What explains a job without its log. Servers that leave the labels out are read too. */
export type JobFacts = Pick<Job, 'steps' | 'status' | 'conclusion'> &
  Partial<Pick<Job, 'labels' | 'startedAt'>>;

/** Labels of images that GitHub no longer offers (actions/runner-images, announcements). */
const RETIRED =
  /^(?:ubuntu-(?:16|18|20)\.04|macos-(?:10\.15|11|12|13)(?:-x?large)?|windows-(?:2016|2019))$/;

/** A job that is queued for longer than this usually waits for a runner that does not exist. */
const LONG_QUEUE_MS = 10 * 60_000;

/** What the state of a job says without a log. @param now milliseconds since 1970 */
export function explainJob(
  { status, conclusion, labels = [], startedAt = null }: JobFacts,
  now: number,
): Extract<Explanation, { kind: 'explained' }> | undefined {
  const said = (rule: string, cause: string, advice: string, source: string) => ({
    kind: 'explained' as const,
    rule,
    cause,
    advice,
    lines: [],
    source,
  });
  if (status === 'queued') {
    const retired = labels.find(label => RETIRED.test(label));
    if (retired !== undefined) {
      return {
        ...said(
          'job.retiredLabel',
          l10n.t(
            'The job waits for a runner with the label {0}, which GitHub has retired.',
            retired,
          ),
          l10n.t('Cancel the run, and name a current image in "runs-on" of the workflow.'),
          'https://github.com/actions/runner-images#available-images',
        ),
        action: 'openWorkflow',
      };
    }
    if (startedAt === null || now - startedAt < LONG_QUEUE_MS || labels.length === 0)
      return undefined;
    return {
      ...said(
        'job.queued',
        l10n.t(
          'The job has waited for a runner with the labels {0} since {1}.',
          labels.join(', '),
          new Date(startedAt).toLocaleTimeString(),
        ),
        l10n.t(
          'Check that a runner with all these labels exists and is online, and the limit of concurrent jobs.',
        ),
        'https://docs.github.com/en/actions/how-tos/write-workflows/choose-where-workflows-run/choose-the-runner-for-a-job',
      ),
      action: 'openActionsSettings',
    };
  }
  if (status === 'waiting') {
    return {
      ...said(
        'job.waiting',
        l10n.t(
          'The job is waiting for an approval or a timer of its environment. It has not failed.',
        ),
        l10n.t('Approve the deployment, or ask a reviewer.'),
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
          l10n.t('The job exceeded its time limit.'),
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
            'The job was cancelled: by a user, by a newer run of its concurrency group, or because another job of its matrix failed.',
          ),
          l10n.t('Check the other jobs of the run first, then run it again.'),
          'https://docs.github.com/en/actions/how-tos/manage-workflow-runs/cancel-a-workflow-run',
        ),
        action: 'rerunFailedJobs',
      };
    case 'startup_failure':
      return {
        ...said(
          'job.startupFailure',
          l10n.t('GitHub could not start the workflow, usually because its file is not valid.'),
          l10n.t('Open the workflow file and fix what is marked.'),
          'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
        ),
        action: 'openWorkflow',
      };
    case 'action_required':
      return {
        ...said(
          'job.actionRequired',
          l10n.t('The run is waiting for an approval.'),
          l10n.t('Open the run on GitHub and approve it.'),
          'https://docs.github.com/en/actions/how-tos/manage-workflow-runs/approve-runs-from-forks',
        ),
      };
    // Any other conclusion, known or new, only says that the job failed.
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
