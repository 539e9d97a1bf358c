import type { JobLog, Mark } from './jobLog';

/** A part of a step as one text, lines joined by "\n". */
export interface Chunk {
  readonly text: string;
  /** Offset of each line in the text. */
  readonly starts: readonly number[];
  /** The first line, counted in the log. */
  readonly from: number;
}

/** Characters of a chunk: small enough to search without blocking. */
const SIZE = 24_000;

/** Lines that a chunk repeats from the one before, for patterns of several lines. */
const OVERLAP = 12;

// Rich, which twine and poetry print with: a level, then lines of the same message indented by nine spaces or more.
const LEVEL = /^(?: {0,2}|Checking \S{1,200}: )(?:ERROR|WARNING|INFO) {2,}/;
const CONTINUED = /^ {9,}\S/;

// miette, which uv prints with: a tree of messages, wrapped at the width of the terminal.
const BRANCH = /^ {0,4}(?:×|├─▶|╰─▶|└─▶)/;
const BRANCH_CONTINUED = /^ {0,4}│ {1,6}\S|^ {6}(?! )(?!\[)\S/;
/** Output of a build inside the tree is wrapped at this width. */
const WIDTH = 80;

/** Whether a line of such a tree goes on in the next one. */
function isBranchWrapped(line: string, next: string, isMessage: boolean): boolean {
  if (isMessage) return BRANCH_CONTINUED.test(next);
  const word = /^ {6}(\S{1,200})/.exec(next)?.[1];
  if (word === undefined || !line.startsWith(' '.repeat(6))) return false;
  return line.length <= WIDTH && line.length + 1 + word.length > WIDTH;
}

/** What tools print when they end without an error. What is printed before it did not stop the step. */
const SUCCESS =
  /^(?:\s{0,4}(?:Finished (?:`[\w-]{1,40}` profile|dev|release|test|bench) |✓ [\d.]{1,9}s)|Successfully installed |Successfully built \S{1,200}\.(?:whl|tar\.gz)|📦 Built (?:wheel|source)|Installed \d{1,5} packages? in |Uploading distributions to |Login Succeeded|added \d{1,6} packages?\b|=+ test session starts =+|=+ \d{1,6} passed(?:, \d{1,6} (?:skipped|deselected|warnings?|xfailed|xpassed))* in [\d.]{1,9})/;

/** Source code that rustc quotes below an error, and what it proposes. */
const QUOTED = /^ {0,6}\d{1,6} {1,6}[|│] |^ {0,8}= help: /;

/** A command that a shell or an action repeats before it runs it (`set -x`). */
const REPEATED = /^ {0,8}\+{1,5} /;

/**
 * The parts of some lines that end where a tool succeeded, the last part first: a step stops at what is printed after
 * the last success.
 */
export function partsOf(
  { lines }: JobLog,
  { from, to }: { readonly from: number; readonly to: number },
): readonly { readonly from: number; readonly to: number }[] {
  const parts: { from: number; to: number }[] = [];
  let end = to;
  for (let line = to; line > from && parts.length < MOST_PARTS; line--) {
    if (!SUCCESS.test(withoutBuildKit(lines[line] ?? ''))) continue;
    if (line < end) parts.push({ from: line + 1, to: end });
    end = line;
  }
  return [...parts, { from, to: end }];
}

/** The summary of pytest or cargo, after which only the exit code follows. */
const FAILED_TESTS =
  /^(?:=+ (?:\d{1,6} \w{1,12}, )*?\d{1,6} (?:failed|errors?)\b[^\n]{0,120} in [\d.]{1,9}s|test result: FAILED\.)/;

/** Whether the last lines of a part are the summary of tests that failed. */
export function endsWithFailedTests(
  { lines }: JobLog,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  const last = lines.slice(Math.max(from, to - LINES_AFTER_TESTS), to + 1);
  return last.some(line => FAILED_TESTS.test(withoutBuildKit(line)));
}

const LINES_AFTER_TESTS = 12;

/** More successes are searched as one part. */
const MOST_PARTS = 20;

// BuildKit numbers and times every line of a build, and repeats the last ones with the time alone. Other tools write
// `[00:51:17] `.
const BUILDKIT = /^(?:(?:#\d{1,4} )?\d{1,6}\.\d{1,4}|\[\d\d:\d\d:\d\d\])(?: |$)/;

export function withoutBuildKit(line: string): string {
  return line.replace(BUILDKIT, '');
}

/** Whether a line says nothing about the failure: a warning, or a command and not its output. */
function isSilent(mark: Mark | undefined, line: string): boolean {
  return (
    mark === 'warning' ||
    mark === 'command' ||
    mark === 'debug' ||
    REPEATED.test(line) ||
    QUOTED.test(line) ||
    /^⚠️ {1,4}Warning/i.test(line)
  );
}

/** The text of some lines without warnings and repeated commands. Output that a tool wrapped at 80 columns is one line again. */
export function* chunksOf(
  { lines, marks }: JobLog,
  { from, to }: { readonly from: number; readonly to: number },
): Generator<Chunk> {
  let texts: string[] = [];
  let starts: number[] = [];
  let first = from;
  let length = 0;
  let isMessage = false;
  let isBranch = false;
  let isTree = false;
  let isContinued = false;
  for (let line = from; line <= to; line++) {
    const raw = lines[line] ?? '';
    const text = isSilent(marks.get(line), raw) ? '' : withoutBuildKit(raw);
    isMessage = LEVEL.test(text) || (isMessage && CONTINUED.test(text));
    isBranch = BRANCH.test(text) || (isBranch && BRANCH_CONTINUED.test(text));
    isTree = isBranch || (isTree && (text === '' || text.startsWith('      ')));
    starts.push(length);
    const next = lines[line + 1] ?? '';
    const isWrapped =
      (isMessage && CONTINUED.test(next)) || (isTree && isBranchWrapped(text, next, isBranch));
    const begun = isContinued ? text.replace(/^[ │]+/, '') : text;
    const shown = isWrapped ? begun.trimEnd() : begun;
    texts.push(shown, isWrapped ? ' ' : '\n');
    length += shown.length + 1;
    isContinued = isWrapped;
    if (length < SIZE || line === to) continue;
    yield { text: texts.join(''), starts, from: first };
    first = line + 1 - Math.min(OVERLAP, Math.floor(starts.length / 4));
    line = first - 1;
    texts = [];
    starts = [];
    length = 0;
    isMessage = false;
    isContinued = false;
  }
  if (texts.length > 0) yield { text: texts.join(''), starts, from: first };
}

/** The line of the log at an offset of a chunk. */
export function lineAt({ starts, from }: Chunk, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return from + low;
}
