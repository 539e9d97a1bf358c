import type { Span } from '../base/text';
import type { KeyPath } from './tomlSpans';

/** A text whose values are found and edited by key: JSON or YAML. */
export interface KeyedDocument {
  readonly file: string;
  readonly text: string;
  /** The value at a path, or undefined where there is none. */
  value(path: KeyPath): unknown;
  /** The characters of the string at a path between its quotes; undefined where there is no string that stands as it is read. */
  span(path: KeyPath): Span | undefined;
  /** All values of another text of the same format. @throws where it cannot be parsed */
  parse(text: string): unknown;
  /** The document with another text. @throws ManifestError */
  reread(text: string): KeyedDocument;
}

/** The key path of a dotted text in a document: a number is an index where a list stands. */
export function keyPath(dotted: string, value: (path: KeyPath) => unknown): KeyPath {
  const path: (string | number)[] = [];
  for (const part of dotted.split('.'))
    path.push(/^\d+$/.test(part) && Array.isArray(value(path)) ? Number(part) : part);
  return path;
}

/** The value at a path of parsed data. */
export function valueAt(data: unknown, path: KeyPath): unknown {
  let value = data;
  for (const part of path) {
    if (Array.isArray(value) && typeof part === 'number') value = value[part];
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, part))
      value = (value as Record<string | number, unknown>)[part];
    else return undefined;
  }
  return value;
}
