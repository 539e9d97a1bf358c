import { runInNewContext } from 'node:vm';
import type { Span } from '../base/text';

/** How long a pattern of a repository may search, in milliseconds. */
const LIMIT = 250;

/** A match of a pattern that a repository contains, with the place of its group `version`. */
export interface PatternMatch {
  readonly text: string;
  readonly span: Span;
}

/**
 * The group `version` of the first match. A pattern comes from the repository and can backtrack exponentially: it is
 * stopped after {@link LIMIT}.
 */
export function matchWithin({ source, flags }: RegExp, text: string): PatternMatch | undefined {
  const span = run('new RegExp(source, flags).exec(text)?.indices.groups.version', {
    source,
    flags: `${flags.replace('g', '')}d`,
    text,
  });
  const [start, end] = Array.isArray(span) ? (span as unknown[]) : [];
  return typeof start === 'number' && typeof end === 'number'
    ? { text: text.slice(start, end), span: { start, end } }
    : undefined;
}

/** Whether a pattern in the syntax of Python or Rust matches a text; false where it isn't a pattern of this language. */
export function isMatchWithin(source: string, text: string): boolean {
  return run('new RegExp(source, "m").test(text)', { source, text }) === true;
}

function run(code: string, values: Readonly<Record<string, string>>): unknown {
  try {
    return runInNewContext(code, { ...values }, { timeout: LIMIT });
  } catch {
    return undefined;
  }
}
