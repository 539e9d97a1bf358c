import type { Job } from '../model';

/** The kind of a line that the runner marks (GitHub docs, "Workflow commands"). */
export type Mark = 'error' | 'warning' | 'notice' | 'command' | 'debug' | 'section';

/** A group of lines, from the line with the title to the last one. */
export interface Fold {
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

/** What one step of a job printed. */
export interface LogStep {
  /** As in the log: `Run PyO3/maturin-action@v1`; empty for the lines before the first step. */
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** Milliseconds since 1970; absent if its first line has no time. */
  readonly startedAt?: number;
  /** Whether a line of it is marked as an error. */
  readonly hasError: boolean;
}

/** The log of a job without times, colours and marks. Lines count from zero; ranges include both ends. */
export interface JobLog {
  readonly lines: readonly string[];
  /** By line. */
  readonly marks: ReadonlyMap<number, Mark>;
  readonly folds: readonly Fold[];
  readonly steps: readonly LogStep[];
}

const TIME = /^\uFEFF?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) ?/;
const MARK = /^##\[(error|warning|notice|command|debug|section|group|endgroup)\]/;
// ECMA-48 control sequences (colours, cursor), and operating system commands (titles, links)
const ESCAPES =
  // eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
  /\u001B(?:\[[0-?]{0,40}[ -/]{0,9}[@-~]|\][^\u0007\u001B]{0,2000}(?:\u0007|\u001B\\)?|[@-Z\\^_])/g;
// Control characters other than the tab, and characters that reorder text (Unicode TR 36, "Bidirectional text spoofing").
const CONTROLS =
  // eslint-disable-next-line no-control-regex -- these are removed
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Characters of a line that are searched for the last state of a progress bar. */
const LONGEST_BAR = 64_000;

/** Longer lines are cut: no pattern and no editor has to read more. */
const LONGEST_LINE = 4_000;

/** Characters that are read before other code may get its turn. */
export const SLICE = 128_000;

/** Milliseconds of work before other code gets its turn. */
const TURN_MS = 8;

/** Lets other code run after {@link TURN_MS} of work: a long log must not block the editor. */
export async function yieldAfterTurn(turn: { startedAt: number }): Promise<void> {
  if (performance.now() - turn.startedAt < TURN_MS) return;
  await new Promise(resolve => setImmediate(resolve));
  turn.startedAt = performance.now();
}

/** Reads the log of a job (`GET …/actions/jobs/{id}/logs`) at once. For logs of a few megabytes. */
export function readLog(text: string): JobLog {
  const slices = readInSlices(text);
  let slice = slices.next();
  while (slice.done !== true) slice = slices.next();
  return slice.value;
}

/** Reads a log of any size without blocking for longer than a few milliseconds. */
export async function readLongLog(text: string): Promise<JobLog> {
  const turn = { startedAt: performance.now() };
  const slices = readInSlices(text);
  let slice = slices.next();
  while (slice.done !== true) {
    await yieldAfterTurn(turn);
    slice = slices.next();
  }
  return slice.value;
}

/** Reads a log, and yields the offset that it reached after each {@link SLICE}. */
export function* readInSlices(text: string): Generator<number, JobLog, undefined> {
  const reader = new LogReader();
  let sliceEnd = SLICE;
  for (const [from, to] of linesOf(text)) {
    reader.add(text, from, to);
    if (to < sliceEnd) continue;
    yield to;
    sliceEnd = to + SLICE;
  }
  return reader.end();
}

function* linesOf(text: string): Generator<readonly [from: number, to: number]> {
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    yield [at, end === -1 ? text.length : end];
    at = end === -1 ? text.length : end + 1;
  }
}

interface Group {
  readonly title: string;
  readonly from: number;
  readonly startedAt: number;
}

class LogReader {
  readonly #lines: string[] = [];
  readonly #marks = new Map<number, Mark>();
  /** Lines that are marked as errors, in order. */
  readonly #errors: number[] = [];
  readonly #folds: Fold[] = [];
  readonly #starts: Group[] = [];
  #open: Group | undefined;

  add(text: string, from: number, to: number): void {
    const [stamp, time = ''] = TIME.exec(text.slice(from, Math.min(to, from + 40))) ?? [''];
    // Cut after a progress bar has been reduced to its last state, and with room for colours.
    const end = text[to - 1] === '\r' ? to - 1 : to;
    const begin = from + stamp.length;
    const bar = text.slice(Math.max(begin, end - LONGEST_BAR), end);
    const last = bar.lastIndexOf('\r');
    const start = last === -1 ? begin : end - bar.length + last + 1;
    const shown = plain(text.slice(start, Math.min(end, start + 2 * LONGEST_LINE)));
    const [mark, kind] = shown.startsWith('##[') ? (MARK.exec(shown) ?? ['']) : [''];
    const content = shown.slice(mark.length).slice(0, LONGEST_LINE);
    const number = this.#lines.length;
    const group = (title: string) => ({ title, from: number, startedAt: Date.parse(time) });
    if (number === 0) this.#starts.push(group(''));
    if (kind === undefined && content === 'Post job cleanup.') this.#starts.push(group(content));
    if (kind === 'endgroup') {
      this.#close(true);
      return;
    }
    // Groups of a runner are not nested: a new one ends the one before.
    if (kind === 'group') {
      this.#close(false);
      this.#open = group(content);
    } else if (kind !== undefined) {
      this.#marks.set(number, kind as Mark);
      if (kind === 'error') this.#errors.push(number);
    }
    this.#lines.push(content);
  }

  #close(isEnded: boolean): void {
    const group = this.#open;
    if (group === undefined) return;
    this.#open = undefined;
    const to = this.#lines.length - 1;
    if (to > group.from) this.#folds.push({ title: group.title, from: group.from, to });
    if (isEnded && isStep(group.title, this.#lines.slice(group.from + 1, to + 1)))
      this.#starts.push(group);
  }

  end(): JobLog {
    this.#close(false);
    const lines = this.#lines;
    const errors = this.#errors;
    const starts = this.#starts.sort((a, b) => a.from - b.from);
    let error = 0;
    const steps = starts.flatMap(({ title, from, startedAt }, index): LogStep[] => {
      const to = (starts[index + 1]?.from ?? lines.length) - 1;
      if (to < from) return [];
      while ((errors[error] ?? Infinity) < from) error++;
      return [
        {
          title,
          from,
          to,
          ...(!Number.isNaN(startedAt) && { startedAt }),
          hasError: (errors[error] ?? Infinity) <= to,
        },
      ];
    });
    return { lines, marks: this.#marks, folds: this.#folds, steps };
  }
}

/**
 * Whether a group begins a step. The runner lists the inputs of an action, or repeats the script and its shell; a group
 * that a script prints (`echo "::group::Run tests"`) has neither.
 */
function isStep(title: string, content: readonly string[]): boolean {
  if (!title.startsWith('Run ')) return false;
  return content.length === 0
    ? /^Run (?:[\w.-]+\/[\w./-]+|\.\.?\/\S*|docker:\/\/\S+)/.test(title)
    : content[0]?.trim() === title.slice('Run '.length).trim() ||
        content.some(line => /^\s*shell: |^with:$|^env:$/.test(line));
}

/** Without escape sequences and control characters. */
function plain(line: string): string {
  return (line.includes('\u001B') ? line.replace(ESCAPES, '') : line).replace(CONTROLS, '');
}

/** The steps in which the job failed, in order. With a job, those that GitHub reports as failed if they are in the log. */
export function failedSteps({ steps }: JobLog, job?: Pick<Job, 'steps'>): readonly LogStep[] {
  const marked = steps.filter(({ hasError }) => hasError);
  const failed = (job?.steps ?? []).filter(
    ({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out',
  );
  const reported = steps.filter(({ startedAt }) =>
    failed.some(
      step =>
        // GitHub rounds the times of steps to seconds.
        startedAt !== undefined &&
        step.startedAt !== null &&
        startedAt >= step.startedAt - 1000 &&
        (step.completedAt === null || startedAt <= step.completedAt + 1000),
    ),
  );
  const both = reported.filter(({ hasError }) => hasError);
  return both.length > 0 ? both : marked.length > 0 ? marked : reported;
}
