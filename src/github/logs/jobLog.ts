import type { Job } from '../model';
/** What a runner marks a line as (workflow commands, "Setting an error message" and the like). */
export type Mark = 'error' | 'warning' | 'notice' | 'command' | 'debug' | 'section';

/** Lines that can be folded, from the line with the title to the last one. */
export interface Fold {
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

/** What one step of a job printed. */
export interface LogStep {
  /** As the log names it: `Run PyO3/maturin-action@v1`; empty for what comes before the first step. */
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** Milliseconds since 1970, where its first line has a time. */
  readonly startedAt?: number;
  /** Whether a line of it is marked as an error. */
  readonly hasError: boolean;
}

/** The log of a job, without times, colours and marks. Lines count from zero; ranges hold both of their ends. */
export interface JobLog {
  readonly lines: readonly string[];
  /** Marks of the few lines that have one. */
  readonly marks: ReadonlyMap<number, Mark>;
  readonly folds: readonly Fold[];
  readonly steps: readonly LogStep[];
}

const TIME = /^\uFEFF?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) ?/;
const MARK = /^##\[(error|warning|notice|command|debug|section|group|endgroup)\]/;
// ECMA-48 control sequences (colours, cursor), and operating system commands (titles, links)
// eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
const ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\^_])/g;

/** Reads the text that GitHub gives for a job (`GET …/actions/jobs/{id}/logs`). Made for logs of many megabytes. */
export function readLog(text: string): JobLog {
  const lines: string[] = [];
  const marks = new Map<number, Mark>();
  const folds: Fold[] = [];
  const open: { title: string; from: number }[] = [];
  const starts: { title: string; from: number; startedAt?: number }[] = [];

  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    const raw = text.slice(at, end === -1 ? text.length : end);
    at = end === -1 ? text.length : end + 1;

    const [stamp, time] = TIME.exec(raw) ?? ['', undefined];
    const shown = plain(raw.slice(stamp.length));
    const [mark, kind] = shown.startsWith('##[')
      ? (MARK.exec(shown) ?? ['', undefined])
      : ['', undefined];
    const content = shown.slice(mark.length);
    const number = lines.length;

    // A step that fails in the middle of a group leaves it open.
    const isStep = startsStep(content, kind);
    if (lines.length === 0 || isStep) {
      const startedAt = time === undefined ? NaN : Date.parse(time);
      starts.push({
        title: isStep ? content : '',
        from: number,
        ...(!Number.isNaN(startedAt) && { startedAt }),
      });
    }
    if (kind === 'endgroup') {
      const fold = open.pop();
      if (fold !== undefined && number - 1 > fold.from) folds.push({ ...fold, to: number - 1 });
      continue;
    }
    // Groups of a runner are not nested: one that begins ends the one before.
    if (kind === 'group') {
      for (const fold of open.splice(0))
        if (number - 1 > fold.from) folds.push({ ...fold, to: number - 1 });
      open.push({ title: content, from: number });
    } else if (kind !== undefined) {
      marks.set(number, kind as Mark);
    }
    lines.push(content);
  }
  for (const fold of open)
    if (lines.length - 1 > fold.from) folds.push({ ...fold, to: lines.length - 1 });

  const errors = [...marks].flatMap(([line, mark]) => (mark === 'error' ? [line] : []));
  const steps = starts.flatMap((start, index): LogStep[] => {
    const to = (starts[index + 1]?.from ?? lines.length) - 1;
    if (to < start.from) return [];
    return [{ ...start, to, hasError: errors.some(line => line >= start.from && line <= to) }];
  });
  return { lines, marks, folds, steps };
}

function startsStep(content: string, kind: string | undefined): boolean {
  return kind === 'group'
    ? content.startsWith('Run ')
    : kind === undefined && content === 'Post job cleanup.';
}

/** Without control sequences; of a line that overwrites itself, such as a progress bar, what is seen in the end. */
function plain(line: string): string {
  let shown = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (shown.includes('\r')) shown = shown.slice(shown.lastIndexOf('\r') + 1);
  return shown.includes('\u001B') ? shown.replace(ESCAPES, '') : shown;
}

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
