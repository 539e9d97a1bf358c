import * as l10n from '@vscode/l10n';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser/lib/esm/main.js';
import { BYTE_ORDER_MARK, positionAt, type Span } from '../base/text';
import { type KeyedDocument, valueAt } from './keyedDocument';
import { ManifestError } from './question';
import { DEEPEST, mayBeTooDeep } from './scan/walk';
import type { KeyPath } from './tomlSpans';

/** A JSON file, with or without comments and trailing commas. */
export class JsonDocument implements KeyedDocument {
  readonly #tree: Node | undefined;
  readonly #values: unknown;

  /** @throws ManifestError where the text is not JSON */
  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.#tree = readTree(file, text);
    this.#values = this.#tree && getNodeValue(this.#tree);
  }

  parse(text: string): unknown {
    return parseJson(this.file, text);
  }

  reread(text: string): JsonDocument {
    return new JsonDocument(this.file, text);
  }

  value(path: KeyPath): unknown {
    return valueAt(this.#values, path);
  }

  span(path: KeyPath): Span | undefined {
    const node = this.#tree && findNodeAtLocation(this.#tree, [...path]);
    if (node?.type !== 'string') return undefined;
    const span = { start: node.offset + 1, end: node.offset + node.length - 1 };
    // A string with escapes reads otherwise than it is written.
    return this.text.slice(span.start, span.end) === node.value ? span : undefined;
  }
}

/** The values of a JSON text with comments and trailing commas. @throws ManifestError */
export function parseJson(file: string, text: string): unknown {
  const tree = readTree(file, text);
  return tree === undefined ? undefined : (getNodeValue(tree) as unknown);
}

/** @throws ManifestError */
function readTree(file: string, text: string): Node | undefined {
  // The parser descends by recursion.
  if (mayBeTooDeep(text))
    throw invalid(file, text, 0, l10n.t('Values are nested more than {0} deep.', DEEPEST));
  const errors: ParseError[] = [];
  // The parser counts a byte order mark as a character that it cannot read.
  const plain = text.startsWith(BYTE_ORDER_MARK) ? ` ${text.slice(1)}` : text;
  const tree = parseTree(plain, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined)
    throw invalid(
      file,
      text,
      error.offset,
      l10n.t('Not valid JSON: {0}', printParseErrorCode(error.error)),
    );
  return tree;
}

function invalid(file: string, text: string, offset: number, message: string): ManifestError {
  return new ManifestError({ severity: 'error', file, start: positionAt(text, offset), message });
}
