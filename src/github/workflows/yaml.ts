import * as l10n from '@vscode/l10n';
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node,
} from 'yaml';

/** A place as editors count it: line and column from zero. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Scalar = string | number | boolean | null;

/** A value as JSON knows it. */
export type Data = Scalar | readonly Data[] | { readonly [key: string]: Data };

/** A value of a YAML file with its place; aliases are replaced by their values. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly start: Position;
  readonly value: Scalar;
}

interface YamlList {
  readonly kind: 'list';
  readonly start: Position;
  readonly items: readonly YamlNode[];
}

interface YamlMap {
  readonly kind: 'map';
  readonly start: Position;
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  /** Where the key is. */
  readonly start: Position;
  readonly value: YamlNode;
}

export interface YamlFailure {
  readonly start: Position;
  readonly message: string;
}

/** Above this a file is no workflow but an alias bomb; GitHub's own limit is a million. */
const MAX_NODES = 100_000;

/** Longer files are not read. GitHub refuses workflow files of more than 512 KB. */
const MAX_LENGTH = 512 * 1024;

/** More failures of one file are not listed. */
const MAX_FAILURES = 10;

const TOO_LARGE = () => l10n.t('the file is too large, or nested too deeply, to be read');

/**
 * Reads one YAML 1.2 document. In YAML 1.2 `on`, `yes` and `no` are strings, as GitHub reads them, and `<<` is a key like
 * any other: GitHub knows anchors and aliases and no merge keys.
 */
export function parseYaml(
  text: string,
): { readonly root: YamlNode } | { readonly failures: readonly YamlFailure[] } {
  const tooLarge = { failures: [{ start: { line: 0, column: 0 }, message: TOO_LARGE() }] };
  if (text.length > MAX_LENGTH) return tooLarge;
  try {
    return parse(text);
  } catch (error) {
    // What is nested too deeply overflows the stack of the parser.
    if (error instanceof RangeError) return tooLarge;
    throw error;
  }
}

function parse(
  text: string,
): { readonly root: YamlNode } | { readonly failures: readonly YamlFailure[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    prettyErrors: false,
    // The parser compares each key with all before it: that takes seconds for a map of ten thousand. The reader looks.
    uniqueKeys: false,
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(0, line - 1), column: Math.max(0, col - 1) };
  };
  // The parser reports an overflow of its stack as a fault of the file.
  if (document.errors.some(({ message }) => message.includes('call stack'))) throw new RangeError();
  if (document.errors.length > 0)
    return {
      failures: document.errors
        .slice(0, MAX_FAILURES)
        .map(({ message, pos }) => ({ start: at(pos[0]), message })),
    };
  const reader = new Reader(at);
  try {
    return { root: reader.read(document.contents, { line: 0, column: 0 }) };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return { failures: [{ start: error.start, message: error.message }] };
  }
}

class ReadError extends Error {
  constructor(
    readonly start: Position,
    message: string,
  ) {
    super(message);
  }
}

class Reader {
  #count = 0;
  /** What has been read under each anchor, and of how many nodes it consists. */
  readonly #anchors = new Map<string, { readonly node: YamlNode; readonly size: number }>();

  constructor(readonly at: (offset: number) => Position) {}

  read(node: Node | null | undefined, fallback: Position): YamlNode {
    if (node === null || node === undefined)
      return { kind: 'scalar', start: fallback, value: null };
    const start = node.range ? this.at(node.range[0]) : fallback;
    const before = this.#count++;
    const anchored = isAlias(node) ? this.#anchors.get(node.source) : undefined;
    if (isAlias(node) && anchored === undefined)
      throw new ReadError(start, `the alias *${node.source} has no anchor`);
    this.#count += anchored?.size ?? 0;
    if (this.#count > MAX_NODES) throw new ReadError(start, TOO_LARGE());
    const result = anchored?.node ?? this.#value(node, start);
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined)
      this.#anchors.set(node.anchor, { node: result, size: this.#count - before });
    return result;
  }

  #value(node: Node, start: Position): YamlNode {
    if (isSeq<Node>(node))
      return { kind: 'list', start, items: node.items.map(item => this.read(item, start)) };
    if (isMap<Node, Node | null>(node)) {
      const entries = new Map<string, YamlEntry>();
      for (const { key, value } of node.items) {
        const name = this.read(key, start);
        if (name.kind !== 'scalar') throw new ReadError(name.start, 'a key is no string');
        if (entries.has(String(name.value)))
          throw new ReadError(name.start, 'Map keys must be unique');
        entries.set(String(name.value), { start: name.start, value: this.read(value, name.start) });
      }
      return { kind: 'map', start, entries };
    }
    const value = isScalar(node) ? node.value : null;
    return {
      kind: 'scalar',
      start,
      value: typeof value === 'bigint' ? Number(value) : isPlain(value) ? value : null,
    };
  }
}

function isPlain(value: unknown): value is Scalar {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

/** The entry of a map under a key, or undefined. */
export function entry(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

export function child(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entry(node, key)?.value;
}

/** A scalar as the string that GitHub takes it for; undefined for null, lists and maps. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

/** What may be written as one string or as a list of them. */
export function listOf(node: YamlNode | undefined): readonly YamlScalar[] {
  if (node === undefined) return [];
  if (node.kind === 'list')
    return node.items.flatMap(item =>
      item.kind === 'scalar' && item.value !== null ? [item] : [],
    );
  return node.kind === 'scalar' && node.value !== null ? [node] : [];
}

/** The scalars of a map, as strings. */
export function textsOf(node: YamlNode | undefined): Readonly<Record<string, string>> {
  if (node?.kind !== 'map') return {};
  return Object.fromEntries(
    [...node.entries].map(([key, { value }]) => [key, textOf(value) ?? '']),
  );
}

export function dataOf(node: YamlNode): Data {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(dataOf);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, dataOf(value)]));
  }
}
