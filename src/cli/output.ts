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

/**
 * A workflow command that GitHub Actions shows on the line of a file ("Workflow commands for GitHub Actions").
 * @param prefix what the place's path is below the repository's top folder, with a "/" at its end unless it is empty
 */
export function annotation(
  level: 'error' | 'warning' | 'notice',
  place: Place,
  title: string,
  message: string,
  prefix = '',
): string {
  const properties = { file: prefix + place.file, line: place.line, col: place.column, title };
  const text = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  // The log shows the message alone, without the file that the annotation is attached to.
  return `::${level} ${text}::${escapeData(`${placeText({ ...place, file: properties.file })}: ${message}`)}`;
}

// actions/toolkit, packages/core/src/command.ts
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
