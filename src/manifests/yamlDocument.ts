import * as l10n from '@vscode/l10n';
import { type Document, isScalar, parse, parseDocument, visit } from 'yaml';
import { positionAt, type Span } from '../base/text';
import { type KeyedDocument, valueAt } from './keyedDocument';
import { ManifestError } from './question';
import { DEEPEST, mayBeTooDeep } from './scan/walk';
import type { KeyPath } from './tomlSpans';

/** A YAML file. This module is loaded when one is read, because its library is large. */
export class YamlDocument implements KeyedDocument {
  readonly #document: Document;
  readonly #values: unknown;

  /** @throws ManifestError where the text is not YAML */
  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    if (mayBeTooDeep(text)) {
      throw new ManifestError({
        severity: 'error',
        file,
        start: { line: 0, column: 0 },
        message: l10n.t('Values are nested more than {0} deep.', DEEPEST),
      });
    }
    // The parser compares each key with all before it, which takes seconds for a map of ten thousand.
    this.#document = parseDocument(text, { uniqueKeys: false });
    const [error] = this.#document.errors;
    const duplicate = error === undefined ? duplicateKey(this.#document) : undefined;
    const at = error?.pos[0] ?? duplicate;
    if (at !== undefined) {
      const message = error?.message.split('\n', 1)[0] ?? 'Map keys must be unique';
      throw new ManifestError({
        severity: 'error',
        file,
        start: positionAt(text, at),
        message: l10n.t('Not valid YAML: {0}', message),
      });
    }
    this.#values = this.#document.toJS();
  }

  parse(text: string): unknown {
    return parse(text) as unknown;
  }

  reread(text: string): YamlDocument {
    return new YamlDocument(this.file, text);
  }

  value(path: KeyPath): unknown {
    return valueAt(this.#values, path);
  }

  span(path: KeyPath): Span | undefined {
    const node = this.#document.getIn(path, true);
    if (!isScalar(node) || node.range == null) return undefined;
    const [start, end] = node.range;
    const written = this.text.slice(start, end);
    const inner = /^(["'])([^]*)\1$/.exec(written)?.[2] ?? written;
    // An escape or a folded line is read otherwise than it is written.
    if (inner !== String(node.value) && inner !== node.source) return undefined;
    const from = start + written.indexOf(inner);
    return { start: from, end: from + inner.length };
  }
}

/** The offset of the first key that its map has already. */
function duplicateKey(document: Document): number | undefined {
  let at: number | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          at = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return at;
}
