/** A half-open range of UTF-16 code units in a text: `[start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as editors count it: line and column from zero, the column in UTF-16 code units without a byte order mark. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One replacement. Everything outside the span stays as it is, byte for byte. */
export interface TextEdit extends Span {
  readonly text: string;
}

export const BYTE_ORDER_MARK = '\uFEFF';

/** Applies edits that do not overlap, given in any order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  let result = '';
  let end = 0;
  for (const edit of sorted) {
    if (edit.start < end) throw new Error(`edits overlap at ${edit.start}`);
    result += text.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return result + text.slice(end);
}

/** Where an offset of the text is shown in an editor, which hides a byte order mark. */
export function positionAt(text: string, offset: number): Position {
  return positionsIn(text)(offset);
}

/** {@link positionAt} for many offsets of one text, whose lines are counted once. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  const hidden = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  return offset => {
    // Only as far as the user asked: most places are near the top of a file.
    for (
      let end = text.indexOf('\n', starts.at(-1));
      end !== -1 && end < offset;
      end = text.indexOf('\n', end + 1)
    )
      starts.push(end + 1);
    let [line, after] = [0, starts.length];
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else after = middle;
    }
    return { line, column: Math.max(0, offset - (starts[line] ?? 0) - (line === 0 ? hidden : 0)) };
  };
}

/** A text without the characters of this set at its end. A pattern would take quadratic time (`/x+$/`). */
export function withoutTrailing(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** `count` with the noun that fits: the forms are whole messages, so that each can be translated. */
export function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** A text up to its first line break, such as the subject of a commit message. */
export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
