import * as l10n from '@vscode/l10n';
import { parse, TomlError, type TomlTable, type TomlValue } from 'smol-toml';
import { BYTE_ORDER_MARK, positionsIn, type Span } from '../base/text';
import { ManifestError } from './question';
import { DEEPEST, isTooDeep } from './scan/walk';
import { type KeyPath, locateToml, type TomlSpans } from './tomlSpans';

export type { KeyPath, TomlTable, TomlValue };

/** A TOML file: its values, and where they stand. Places are looked for only in files that are shown or edited. */
export class TomlDocument {
  readonly values: TomlTable;
  /** Where an offset of the text is shown. */
  readonly positionAt: ReturnType<typeof positionsIn>;
  #spans: TomlSpans | undefined;

  /** @throws ManifestError where the text is not TOML, with line and column. */
  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.values = parseToml(file, text);
    this.positionAt = positionsIn(text);
  }

  /** The string at a path, or undefined where there is none or it is something else. */
  string(path: KeyPath): string | undefined {
    const value = this.value(path);
    return typeof value === 'string' ? value : undefined;
  }

  /** The table at a path, or an empty one. */
  table(path: KeyPath): TomlTable {
    const value = this.value(path);
    return isTable(value) ? value : {};
  }

  /** The strings of the array at a path; anything else in it is passed over. */
  strings(path: KeyPath): string[] {
    const value = this.value(path);
    return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
  }

  value(path: KeyPath): TomlValue | undefined {
    let value: TomlValue | undefined = this.values;
    for (const key of path) {
      if (Array.isArray(value) && typeof key === 'number') value = value[key];
      else if (isTable(value) && Object.hasOwn(value, key)) value = value[key];
      else return undefined;
    }
    return value;
  }

  /**
   * The characters between the quotes of the string at a path, or of the whole value or table header where it is no
   * string; undefined where there is none.
   */
  span(path: KeyPath): Span | undefined {
    this.#spans ??= locateToml(this.text);
    return this.#spans.of(path);
  }

  /** Every place where the last key of a path is written as it is read, without its quotes. */
  keySpans(path: KeyPath): readonly Span[] {
    this.#spans ??= locateToml(this.text);
    return this.#spans
      .keys(path)
      .filter(({ start, end }) => this.text.slice(start, end) === path.at(-1));
  }

  /** The key of the string that holds a span, and where the string starts; undefined where the span is in none. */
  stringAround(
    span: Span,
  ): { readonly key: KeyPath; readonly start: number; readonly text: string } | undefined {
    this.#spans ??= locateToml(this.text);
    const key = this.#spans.around(span);
    const text = key && this.string(key);
    const place = key && this.span(key);
    return key === undefined || text === undefined || place === undefined
      ? undefined
      : { key, start: place.start, text };
  }
}

/** @throws ManifestError */
export function parseToml(file: string, text: string): TomlTable {
  try {
    const values = parse(withoutMark(text), { integersAsBigInt: 'asNeeded' });
    // The parser has a limit of this size for brackets, but none for dotted keys.
    if (isTooDeep(values))
      throw invalid(file, 0, 0, l10n.t('tables are nested more than {0} deep.', DEEPEST));
    return values;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The message goes on with an excerpt of the file, which the editor shows anyway.
    const reason = (error.message.split('\n', 1)[0] ?? '').replace(/^Invalid TOML document: /, '');
    throw invalid(file, error.line - 1, error.column - 1, reason);
  }
}

export function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function invalid(file: string, line: number, column: number, reason: string): ManifestError {
  return new ManifestError({
    severity: 'error',
    file,
    start: { line, column },
    message: l10n.t('Not valid TOML: {0}', reason),
  });
}
