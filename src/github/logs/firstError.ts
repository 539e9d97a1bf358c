import type { Job } from '../model';
import type { JobLog, LogStep } from './jobLog';

// What a runner says of every failed step, whatever the reason.
const GENERIC =
  /^(?:Error: )?(?:Process completed with exit code \d+|The process '[^']*' failed with exit code \d+|The operation was canceled|Docker run failed with exit code \d+)\.?$/;

// How compilers, package managers and scripts begin to say what is wrong.
const TOOL_ERROR =
  /^(?:\s*(?:error(?:\[\w+\])?:|fatal:|panicked at|thread '[^']*' panicked|Traceback \(most recent call last\))|(?:Error|ERROR)[: ]|💥|⛔|[\w.-]+: error: |\S+: (?:command not found|not found)\b|[\w.]*(?:Error|Exception): )/;

/** The steps of a log in which the job failed; with a job only those that GitHub calls failed, where they can be told. */
export function failedSteps({ steps }: JobLog, job?: Pick<Job, 'steps'>): readonly LogStep[] {
  const marked = steps.filter(({ hasError }) => hasError);
  const failed = (job?.steps ?? []).filter(
    ({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out',
  );
  const told = steps.filter(({ startedAt }) =>
    failed.some(
      step =>
        // GitHub rounds the times of steps to seconds.
        startedAt !== undefined &&
        step.startedAt !== null &&
        startedAt >= step.startedAt - 1000 &&
        (step.completedAt === null || startedAt <= step.completedAt + 1000),
    ),
  );
  const both = told.filter(({ hasError }) => hasError);
  return both.length > 0 ? both : marked.length > 0 ? marked : told;
}

/**
 * The line that most likely says what went wrong: in a failed step the first one that a tool or the runner calls an error,
 * rather than "Process completed with exit code 1".
 */
export function firstError(log: JobLog, job?: Pick<Job, 'steps'>): number | undefined {
  const failed = failedSteps(log, job);
  const all = failed.length > 0 ? failed : [{ from: 0, to: log.lines.length - 1 }];
  let generic: number | undefined;
  for (const { from, to } of all) {
    for (let line = from; line <= to; line++) {
      const text = log.lines[line] ?? '';
      const isMarked = log.marks.get(line) === 'error';
      if (isMarked && GENERIC.test(text)) generic ??= line;
      else if (isMarked || (TOOL_ERROR.test(text) && !GENERIC.test(text))) return line;
    }
  }
  return generic;
}
