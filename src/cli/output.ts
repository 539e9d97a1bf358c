import { relativePath } from '../base/paths';
import type { Position } from '../base/text';

/** Where a command writes: results to stdout, reasons why it stopped to stderr. */
export interface Output {
  /** A line, in which control characters are made visible. */
  out(line: string): void;
  err(line: string): void;
  /** A text of several lines that holds nothing from the files, or is JSON. */
  print(text: string): void;
}

/** What comes from a repository's files must neither end a line nor steer the terminal or the job that shows it. */
export function visible(line: string): string {
  return line.replace(
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/g,
    found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A place as people and workflow annotations count it: path below the folder with "/", line and column from one. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function placeOf(root: string, file: string, { line, column }: Position): Place {
  return { file: relativePath(root, file), line: line + 1, column: column + 1 };
}

/** `file:line:column`, which terminals and editors make a link. */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

export function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
