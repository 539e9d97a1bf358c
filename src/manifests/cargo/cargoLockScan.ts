import type { Span } from '../../base/text';

/** A `[[package]]` of a Cargo.lock. Without a source it is a crate on this disk. */
export interface LockEntry {
  readonly name: string;
  readonly version: string;
  readonly source?: string;
  /** The crate that takes its place by `[replace]`, as a dependency names it. */
  readonly replace?: string;
  /** The characters of the version between its quotes. */
  readonly versionSpan: Span;
  /** The dependencies: the text between the quotes and where it stands. */
  readonly dependencies: readonly LockDependency[];
  /** From `[[package]]` to the end of its last line that is not blank. */
  readonly span: Span;
}

export interface LockDependency extends Span {
  readonly text: string;
}

export interface LockScan {
  readonly entries: readonly LockEntry[];
  /**
   * Whether every line is one that Cargo writes in the formats since 1.41: then the lines say what a TOML parser would
   * read, because none of them goes on in the next one. Otherwise the entries are a guess.
   */
  readonly isPlain: boolean;
}

const FIELDS = ['name', 'version', 'source', 'checksum', 'replace'] as const;

/** A basic string of TOML without escapes. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const STRING = /"[^\u0000-\u001F\u007F"\\]*"/y;
// eslint-disable-next-line no-control-regex -- as above; a comment may hold a tab
const COMMENT = /^#[^\u0000-\u0008\u000A-\u001F\u007F]*$/;

/** Reads a Cargo.lock line by line, without looking at a character twice. */
export function scanLock(text: string): LockScan {
  return new Scanner(text).scan();
}

/** A table that is being read. */
interface Block {
  readonly start: number;
  readonly isPackage: boolean;
  end: number;
  /** Where the text of each field starts and ends, between its quotes. */
  readonly fields: Partial<Record<(typeof FIELDS)[number], Span>>;
  dependencies: LockDependency[] | undefined;
}

class Scanner {
  readonly #entries: LockEntry[] = [];
  #isPlain = true;
  #block: Block | undefined;
  #isInList = false;
  #hasFormat = false;

  constructor(private readonly text: string) {}

  scan(): LockScan {
    const { text } = this;
    for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length;) {
      const next = text.indexOf('\n', start);
      const stop = next === -1 ? text.length : next;
      const end = text.charCodeAt(stop - 1) === 13 && stop > start && next !== -1 ? stop - 1 : stop;
      if (end > start) {
        if (!this.#line(start, end)) this.#isPlain = false;
        if (this.#block !== undefined) this.#block.end = end;
      }
      start = stop + 1;
    }
    if (this.#isInList) this.#isPlain = false;
    this.#close();
    return { entries: this.#entries, isPlain: this.#isPlain };
  }

  /** Takes in a line that is not empty. False where it is none that Cargo writes. */
  #line(start: number, end: number): boolean {
    const { text } = this;
    if (this.#isInList) return this.#item(start, end);
    if (text.startsWith('[', start)) return this.#header(start, text.slice(start, end));
    if (text.startsWith('#', start)) return COMMENT.test(text.slice(start, end));
    return this.#block === undefined
      ? this.#format(text.slice(start, end))
      : this.#field(this.#block, start, end);
  }

  #item(start: number, end: number): boolean {
    const { text } = this;
    if (end === start + 1 && text.startsWith(']', start)) {
      this.#isInList = false;
      return true;
    }
    this.#block?.dependencies?.push({
      text: text.slice(start + 2, end - 2),
      start: start + 2,
      end: end - 2,
    });
    return (
      text.startsWith(' ', start) &&
      text.startsWith(',', end - 1) &&
      this.#isString(start + 1, end - 1)
    );
  }

  #isString(start: number, end: number): boolean {
    STRING.lastIndex = start;
    return STRING.test(this.text) && STRING.lastIndex === end;
  }

  #header(start: number, line: string): boolean {
    this.#close();
    this.#block = {
      start,
      end: start,
      isPackage: line === '[[package]]',
      fields: {},
      dependencies: undefined,
    };
    return line === '[[package]]' || line === '[[patch.unused]]';
  }

  /** `version = 4`, before all entries. */
  #format(line: string): boolean {
    const isFirst = !this.#hasFormat;
    this.#hasFormat = true;
    return isFirst && /^version = \d+$/.test(line);
  }

  #field(block: Block, start: number, end: number): boolean {
    const { text } = this;
    if (text.startsWith('dependencies = [', start) && end === start + 16) {
      const isFirst = block.dependencies === undefined;
      block.dependencies = [];
      this.#isInList = true;
      return isFirst;
    }
    for (const name of FIELDS) {
      const at = start + name.length;
      if (!text.startsWith(name, start) || !text.startsWith(' = ', at)) continue;
      if (block.fields[name] !== undefined || !this.#isString(at + 3, end)) return false;
      block.fields[name] = { start: at + 4, end: end - 1 };
      return true;
    }
    return false;
  }

  #close(): void {
    const block = this.#block;
    this.#block = undefined;
    this.#isInList = false;
    if (block?.isPackage !== true) return;
    const {
      start,
      end,
      fields: { name, version, source, replace },
      dependencies = [],
    } = block;
    if (name === undefined || version === undefined) this.#isPlain = false;
    this.#entries.push({
      name: this.#textOf(name),
      version: this.#textOf(version),
      ...(source && { source: this.#textOf(source) }),
      ...(replace && { replace: this.#textOf(replace) }),
      versionSpan: version ?? { start, end: start },
      dependencies,
      span: { start, end },
    });
  }

  #textOf(span: Span | undefined): string {
    return span === undefined ? '' : this.text.slice(span.start, span.end);
  }
}
