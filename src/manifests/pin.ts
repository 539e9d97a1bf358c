import { readVersion, type WrittenVersion } from '../versions/writtenVersion';
import type { Span } from '../base/text';

/** The version of a requirement that names exactly one, and where it stands in the requirement. */
export interface Pin {
  readonly written: WrittenVersion;
  readonly span: Span;
}

// PEP 508: name, extras, one "==" or "===" clause, marker.
const PEP_508 =
  /^\s*[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\])?\s*\(?\s*={2,3}\s*([^\s,;()*]+)\s*\)?\s*(?:;.*)?$/s;
const POETRY = /^\s*(?:={2,3})?\s*(\d[^\s,;()*|]*)\s*$/;

/** Reads a requirement such as `demo[fast] == 1.5.0 ; python_version > "3"`, or a bare `1.5.0` of poetry's tables. */
export function exactPin(requirement: string, isPoetry: boolean): Pin | undefined {
  const found = (isPoetry ? POETRY : PEP_508).exec(requirement);
  const text = found?.[1];
  if (text === undefined) return undefined;
  const written = readVersion(text, 'pep440');
  const operator = /={2,3}\s*/.exec(requirement);
  const start = requirement.indexOf(
    text,
    operator === null ? 0 : operator.index + operator[0].length,
  );
  return written.problem === undefined
    ? { written, span: { start, end: start + text.length } }
    : undefined;
}

/** The specifier set of a PEP 508 requirement, without name, extras and marker; empty where it has none. */
export function specifiersOf(requirement: string): string {
  return (
    /^\s*[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\])?\s*\(?([^;()]*)\)?/
      .exec(requirement)?.[1]
      ?.trim() ?? ''
  );
}
