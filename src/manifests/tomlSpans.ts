import { parse } from 'smol-toml';
import type { Span } from '../base/text';

/** Where a value is in a document: table keys and array indexes from the root. */
export type KeyPath = readonly (string | number)[];

/** The places of all values and table headers of a document. */
export interface TomlSpans {
  /** The place of a key path. */
  readonly of: (path: KeyPath) => Span | undefined;
  /** Every place where the last key of a path is written, without quotes. */
  readonly keys: (path: KeyPath) => readonly Span[];
  /** The key path whose place is the smallest around a span. */
  readonly around: (span: Span) => KeyPath | undefined;
}

/**
 * Finds where values stand in a TOML text: for strings the characters between the quotes, for everything else the whole
 * value, for table headers the key. It finds only; what the values are is for the parser to say, which must have accepted
 * the text before. An edit made with these places is proven by parsing the result.
 */
export function locateToml(text: string): TomlSpans {
  const spans = new Map<string, Span>();
  new Locator(text, (path, span) => spans.set(JSON.stringify(path), span)).document();
  return {
    of: path => spans.get(JSON.stringify(path)),
    keys: path => {
      const wanted = JSON.stringify(path);
      const found: Span[] = [];
      new Locator(
        text,
        () => undefined,
        (at, span) => {
          if (JSON.stringify(at) === wanted) found.push(span);
        },
      ).document();
      return found;
    },
    around: ({ start, end }) => {
      const holding = [...spans].filter(([, span]) => span.start <= start && span.end >= end);
      const [smallest] = holding.sort(([, a], [, b]) => a.end - a.start - (b.end - b.start));
      return smallest && (JSON.parse(smallest[0]) as KeyPath);
    },
  };
}

class Locator {
  #at = 0;
  /** How many tables an array of tables has so far, by its path. */
  readonly #arrays = new Map<string, number>();

  constructor(
    private readonly text: string,
    private readonly put: (path: KeyPath, span: Span) => void,
    private readonly putKey?: (path: KeyPath, span: Span) => void,
  ) {}

  document(): void {
    let table: KeyPath = [];
    this.#skip(/[\uFEFF\s]*/y);
    while ((this.#trivia(), this.#at < this.text.length)) {
      if (this.text[this.#at] === '[') table = this.#header();
      else this.#pair(table);
    }
  }

  #header(): KeyPath {
    const isArray = this.text[this.#at + 1] === '[';
    this.#skip(/\[\[?[ \t]*/y);
    const start = this.#at;
    const keys = this.#keys();
    const end = this.#endSince(start);
    this.#skip(/\]\]?/y);
    const path: (string | number)[] = [];
    keys.forEach(({ key, span }, index) => {
      path.push(key);
      this.putKey?.(path, span);
      const name = JSON.stringify(path);
      const isNew = isArray && index === keys.length - 1;
      const count = (this.#arrays.get(name) ?? 0) + Number(isNew);
      if (isNew) this.#arrays.set(name, count);
      // A header below an array of tables belongs to its last table.
      if (count > 0) path.push(count - 1);
    });
    this.put(path, { start, end });
    return path;
  }

  #pair(table: KeyPath): void {
    const path = [...table];
    for (const { key, span } of this.#keys()) {
      path.push(key);
      this.putKey?.(path, span);
    }
    this.#skip(/=[ \t]*/y);
    this.#value(path);
  }

  #keys(): { readonly key: string; readonly span: Span }[] {
    const keys: { key: string; span: Span }[] = [];
    do {
      this.#skip(/[ \t]*/y);
      const start = this.#at;
      const key = this.#skip(/(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s.=\]'"]+)[ \t]*/y).trim();
      const quotes = /^["']/.test(key) ? 1 : 0;
      // A quoted key may hold escapes: the parser knows them.
      keys.push({
        key: quotes === 1 ? (Object.keys(parse(`${key} = 0`))[0] ?? '') : key,
        span: { start: start + quotes, end: start + key.length - quotes },
      });
    } while (this.#skip(/\./y) !== '');
    return keys;
  }

  #value(path: KeyPath): void {
    const start = this.#at;
    const first = this.text[start];
    if (first === '"' || first === "'") {
      const quotes = this.text.startsWith(first.repeat(3), start) ? 3 : 1;
      this.#skip(STRINGS[first][quotes]);
      this.put(path, { start: start + quotes, end: this.#at - quotes });
      return;
    }
    if (first === '[') {
      this.#list(']', index => this.#value([...path, index]));
    } else if (first === '{') {
      this.#list('}', () => this.#pair(path));
    } else {
      // Numbers, booleans and dates; a date may hold a space before its time.
      this.#skip(/[^,\]}#\r\n]*/y);
    }
    this.put(path, { start, end: this.#endSince(start) });
  }

  /** The end of what was read since `start`, without the blanks after it. */
  #endSince(start: number): number {
    return start + this.text.slice(start, this.#at).trimEnd().length;
  }

  /** The items of an array or an inline table, both of which may hold line breaks and comments (TOML 1.1). */
  #list(close: string, item: (index: number) => void): void {
    this.#at++;
    for (
      let index = 0;
      this.#trivia(), this.#at < this.text.length && this.text[this.#at] !== close;
      index++
    ) {
      item(index);
      this.#trivia();
      this.#skip(/,/y);
    }
    this.#at++;
  }

  /** Blanks, line breaks and comments. */
  #trivia(): void {
    this.#skip(/\s*(?:#[^\n]*\s*)*/y);
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.#at += found.length;
    return found;
  }
}

// A multi-line string may end in up to two quotes of its own before the three that close it.
const STRINGS = {
  '"': { 1: /"[^"\\]*(?:\\.[^"\\]*)*"/y, 3: /"""[^"\\]*(?:(?:\\[^]|"{1,2}(?!"))[^"\\]*)*"{3,5}/y },
  "'": { 1: /'[^']*'/y, 3: /'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}/y },
} as const;
