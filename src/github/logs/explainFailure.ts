import * as l10n from '@vscode/l10n';
import type { Job } from '../model';
import { failedSteps, firstError, type JobLog } from './jobLog';
import { type Action, type Match, type Rule, RULES } from './rule';

/** Lines of a log, from zero, both ends included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Why a job failed.
 * - `explained`: a rule knows the cause; `lines` show it, and are empty where the job's state alone tells
 * - `unknown`: no rule matched; `line` is the first error, `context` the lines around it
 */
export type Explanation =
  | {
      readonly kind: 'explained';
      readonly rule: string;
      readonly cause: string;
      readonly advice: string;
      readonly lines: readonly LineRange[];
      readonly action?: Action;
      /** What mends it where it failed on this computer, as a command line. */
      readonly command?: string;
      readonly source: string;
    }
  | { readonly kind: 'unknown'; readonly line?: number; readonly context?: LineRange };

const LINES_BEFORE = 3;
const LINES_AFTER = 12;

/**
 * Explains a failed job.
 *
 * @param log absent where there is none, as for jobs that never started
 * @param job tells failed steps from others, and what state the job is in
 */
export function explainFailure(
  log: JobLog | undefined,
  job?: Pick<Job, 'steps' | 'status' | 'conclusion'>,
): Explanation {
  const state = job === undefined ? undefined : explainJob(job);
  if (log === undefined) return state ?? { kind: 'unknown' };
  const explained = explainLog(log, job) ?? state;
  if (explained !== undefined) return explained;
  const line = firstError(log, job);
  if (line === undefined) return { kind: 'unknown' };
  return {
    kind: 'unknown',
    line,
    context: {
      from: Math.max(0, line - LINES_BEFORE),
      to: Math.min(log.lines.length - 1, line + LINES_AFTER),
    },
  };
}

/** Tools stop soon after what went wrong, so that the end of a long log is searched first. */
const LINES_AT_THE_END = 10_000;

function explainLog(log: JobLog, job: Pick<Job, 'steps'> | undefined): Explanation | undefined {
  const failed = failedSteps(log, job);
  const parts = (failed.length > 0 ? failed : [{ from: 0, to: log.lines.length - 1 }]).flatMap(
    ({ from, to }) => {
      // The first group of a step repeats its script, which may hold the words of any failure.
      const script = log.folds.find(fold => fold.from === from && fold.to < to);
      const start = script === undefined ? from : script.to + 1;
      return start > to ? [] : [{ from: start, to }];
    },
  );
  const ends = parts.map(({ from, to }) => ({
    from: Math.max(from, to - LINES_AT_THE_END + 1),
    to,
  }));
  const isShort = parts.every(({ from, to }) => to - from < LINES_AT_THE_END);
  return firstMatch(log, ends) ?? (isShort ? undefined : firstMatch(log, parts));
}

/** The rules are ordered: what one tool says of its cause comes before what another says of its failing. */
function firstMatch(log: JobLog, ranges: readonly LineRange[]): Explanation | undefined {
  const parts = ranges.map(({ from, to }) => ({
    from,
    text: log.lines.slice(from, to + 1).join('\n'),
  }));
  for (const rule of RULES) {
    for (const { from, text } of parts) {
      const found = rule.pattern.exec(text);
      if (found !== null) return explained(rule, found, from, text);
    }
  }
  return undefined;
}

function explained(rule: Rule, found: RegExpExecArray, offset: number, text: string): Explanation {
  const from = offset + lineEndsIn(text, 0, found.index);
  const to = from + lineEndsIn(text, found.index, found.index + found[0].trimEnd().length);
  const match = [...found].map(group => (group as string | undefined) ?? '') as unknown as Match;
  return {
    kind: 'explained',
    rule: rule.id,
    cause: rule.cause(match),
    advice: rule.advice(match),
    lines: [{ from, to }],
    ...(rule.action !== undefined && { action: rule.action }),
    ...(rule.command !== undefined && { command: rule.command(match) }),
    source: rule.source,
  };
}

function lineEndsIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1))
    count++;
  return count;
}

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
