import type { Job } from '../model';
import { explainJob } from './explainJob';
import { failedSteps, firstError } from './firstError';
import type { JobLog } from './jobLog';
import type { Action, Match, Rule } from './rule';
import { RULES } from './rules';

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
