import { runInNewContext } from 'node:vm';
import type { Span } from '../base/text';

/** How long one pattern may search, and all patterns of one look at a repository together, in milliseconds. */
const LIMIT = 250;
const TOTAL = 1000;

/** Patterns that were stopped once are not tried again; this many are remembered. */
const REMEMBERED = 10_000;
const stopped = new Set<string>();

/** A match of a pattern that a repository contains, with the place of its group `version`. */
export interface PatternMatch {
  readonly text: string;
  readonly span: Span;
}

/** The group `version` of the first match of a pattern that is written here. */
export function matchVersion({ source, flags }: RegExp, text: string): PatternMatch | undefined {
  const found = new RegExp(source, `${flags.replace('g', '')}d`).exec(text);
  const [start, end] = found?.indices?.groups?.['version'] ?? [];
  return start === undefined || end === undefined
    ? undefined
    : { text: text.slice(start, end), span: { start, end } };
}

/**
 * Runs the patterns that a repository contains. They can backtrack exponentially: each one is stopped after
 * {@link LIMIT}, and after {@link TOTAL} no further one is run. Such a pattern matches nothing.
 */
export class RepositoryPatterns {
  #left = TOTAL;

  /** The group `version` of the first match. */
  match({ source, flags }: RegExp, text: string): PatternMatch | undefined {
    const span = this.#run('new RegExp(source, flags).exec(text)?.indices.groups.version', {
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
  test(source: string, text: string): boolean {
    return this.#run('new RegExp(source, flags).test(text)', { source, flags: 'm', text }) === true;
  }

  #run(code: string, values: Readonly<Record<'source' | 'flags' | 'text', string>>): unknown {
    const name = `${values.flags} ${values.source}`;
    if (this.#left <= 0 || stopped.has(name)) return undefined;
    const started = performance.now();
    try {
      return runInNewContext(
        code,
        { ...values },
        { timeout: Math.ceil(Math.min(LIMIT, this.#left)) },
      );
    } catch (error) {
      if (error instanceof Error && 'code' in error && stopped.size < REMEMBERED) stopped.add(name);
      return undefined;
    } finally {
      this.#left -= performance.now() - started;
    }
  }
}
