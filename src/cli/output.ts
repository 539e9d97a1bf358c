import * as path from 'node:path';
import type { Position } from '../manifests/text';

/** Where a command writes: results to stdout, reasons why it stopped to stderr. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
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

export function relativePath(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}

/** `file:line:column`, which terminals and editors make a link. */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

export function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
