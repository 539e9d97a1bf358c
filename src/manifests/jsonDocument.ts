import * as l10n from '@vscode/l10n';
import { positionAt, type Span } from '../base/text';
import { type KeyedDocument, valueAt } from './keyedDocument';
import { ManifestError } from './question';
import { DEEPEST, isTooDeep } from './scan/walk';
import type { KeyPath } from './tomlSpans';

/** A JSON file, with or without comments. */
export class JsonDocument implements KeyedDocument {
  readonly #values: unknown;
  #spans: ReadonlyMap<string, Span> | undefined;

  /** @throws ManifestError where the text is not JSON */
  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    try {
      this.#values = this.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const at = Number(/position (\d+)/.exec(error.message)?.[1] ?? 0);
      throw new ManifestError({
        severity: 'error',
        file,
        start: positionAt(text, at),
        message: l10n.t('Not valid JSON: {0}', error.message),
      });
    }
    if (isTooDeep(this.#values)) {
      throw new ManifestError({
        severity: 'error',
        file,
        start: { line: 0, column: 0 },
        message: l10n.t('Values are nested more than {0} deep.', DEEPEST),
      });
    }
  }

  parse(text: string): unknown {
    return JSON.parse(withoutComments(text));
  }

  reread(text: string): JsonDocument {
    return new JsonDocument(this.file, text);
  }

  value(path: KeyPath): unknown {
    return valueAt(this.#values, path);
  }

  span(path: KeyPath): Span | undefined {
    this.#spans ??= locate(withoutComments(this.text));
    return this.#spans.get(JSON.stringify(path));
  }
}

const TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Where the strings of a JSON text stand, by key path. The parser must have accepted the text before. */
function locate(text: string): Map<string, Span> {
  const spans = new Map<string, Span>();
  const path: (string | number)[] = [];
  // For each open table and list: the index under way, or undefined in a table.
  const indexes: (number | undefined)[] = [];
  let key: string | undefined;
  const here = () => {
    const index = indexes.at(-1);
    return index ?? key ?? '';
  };
  const tokens = [...text.matchAll(TOKEN)];
  for (const [position, found] of tokens.entries()) {
    const [token] = found;
    const isKey = tokens[position + 1]?.[0] === ':' && indexes.at(-1) === undefined;
    switch (token) {
      case '{':
      case '[':
        if (indexes.length > 0) path.push(here());
        indexes.push(token === '[' ? 0 : undefined);
        key = undefined;
        break;
      case '}':
      case ']':
        indexes.pop();
        path.pop();
        break;
      case ',': {
        const index = indexes.at(-1);
        if (index !== undefined) indexes[indexes.length - 1] = index + 1;
        break;
      }
      case ':':
        break;
      default:
        if (isKey) key = String(JSON.parse(token));
        else if (token.startsWith('"') && !token.includes('\\')) {
          spans.set(JSON.stringify(indexes.length === 0 ? [] : [...path, here()]), {
            start: found.index + 1,
            end: found.index + token.length - 1,
          });
        }
    }
  }
  return spans;
}

/**
 * JSON with comments and trailing commas, as VS Code's settings files have them, made plain: comments and such commas
 * become blanks, so that every other character keeps its place.
 */
export function withoutComments(text: string): string {
  const blank = (found: string) => found.replace(/[^\r\n]/g, ' ');
  const plain = text.replace(/"(?:\\.|[^"\\\r\n])*"|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)/g, found =>
    found.startsWith('"') ? found : blank(found),
  );
  return plain
    .replace(/"(?:\\.|[^"\\\r\n])*"|,(?=\s*[}\]])/g, found => (found === ',' ? ' ' : found))
    .replace(/^\uFEFF/, ' ');
}
