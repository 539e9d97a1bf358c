import type { JobLog } from './jobLog';

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

// BuildKit numbers and times every line of a build, and repeats the last ones with the time alone.
const BUILDKIT = /^(?:#\d{1,4} )?\d{1,6}\.\d{1,4}(?: |$)/;

export function withoutBuildKit(line: string): string {
  return line.replace(BUILDKIT, '');
}

/** The text of some lines without warnings. Output that a tool wrapped at 80 columns is one line again. */
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
    const isWarning = marks.get(line) === 'warning' || /^⚠️ {1,4}Warning/i.test(raw);
    const text = isWarning ? '' : withoutBuildKit(raw);
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
