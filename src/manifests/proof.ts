import { isDeepStrictEqual } from 'node:util';
import { CargoLock, type LockEntry } from './cargoLock';
import type { KeyedDocument } from './keyedDocument';
import { isTable, parseToml, type KeyPath, type TomlTable, type TomlValue } from './toml';

/** An edit that would have changed more or less than was intended. It is a mistake of this program: nothing is written. */
export class ProofError extends Error {
  override readonly name = 'ProofError';

  constructor(readonly file: string) {
    super(`Editing ${file} would change something other than the versions in the plan.`);
  }
}

/**
 * Parses a manifest before and after an edit and compares: exactly the given values may differ.
 * @throws ProofError
 */
export function proveToml(file: string, before: string, after: string, values: readonly (readonly [KeyPath, string])[]): void {
  const expected = parseToml(file, before);
  for (const [key, value] of values) put(expected, key, value, file);
  if (!isDeepStrictEqual(parsed(file, after), expected)) throw new ProofError(file);
}

/**
 * Parses a JSON or YAML file before and after an edit and compares: exactly the given values may differ.
 * @throws ProofError
 */
export function proveKeyed(document: KeyedDocument, after: string, values: readonly (readonly [KeyPath, string])[]): void {
  // Data without prototypes and dates: what both formats can hold.
  const plain = (text: string) => {
    try {
      return JSON.parse(JSON.stringify({ root: document.parse(text) })) as TomlTable;
    } catch {
      throw new ProofError(document.file);
    }
  };
  const expected = plain(document.text);
  for (const [key, value] of values) put(expected, ['root', ...key], value, document.file);
  if (!isDeepStrictEqual(plain(after), expected)) throw new ProofError(document.file);
}

/**
 * Parses a lock before and after a move and compares: only the moved entries may have new versions, only the strings
 * that name them may differ, and nothing may be lost by a change of order.
 * @throws ProofError
 */
export function proveLock(lock: CargoLock, after: string, moved: ReadonlyMap<LockEntry, string>): void {
  const afterLock = checkedLock(lock.file, after);
  const movedNames = new Set([...moved.keys()].map(({ name }) => name));
  const expected = lock.packages.map((entry, index) => {
    const scanned = lock.entries[index];
    const version = scanned === undefined ? undefined : moved.get(scanned);
    return fingerprint({ ...entry, ...(version !== undefined && { version }) }, movedNames);
  });
  const found = afterLock.packages.map(entry => fingerprint(entry, movedNames));
  const sameRest = isDeepStrictEqual({ ...afterLock.values, package: [] }, { ...lock.values, package: [] });
  if (!sameRest || !isDeepStrictEqual(found.sort(), expected.sort())) throw new ProofError(lock.file);
  // Every string that names a moved crate has to lead to an entry.
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of afterLock.entries) versions.set(name, (versions.get(name) ?? new Set()).add(version));
  for (const { text } of afterLock.entries.flatMap(({ dependencies }) => dependencies)) {
    const [name = '', version] = text.split(' ', 2);
    if (movedNames.has(name) && version !== undefined && versions.get(name)?.has(version) !== true) throw new ProofError(lock.file);
  }
}

function checkedLock(file: string, text: string): CargoLock {
  try {
    return new CargoLock(file, text).checked();
  } catch {
    throw new ProofError(file);
  }
}

/** An entry with the strings that may change reduced to the name of their crate. */
function fingerprint(entry: TomlTable, movedNames: ReadonlySet<string>): string {
  const { dependencies, ...rest } = entry;
  const names = (Array.isArray(dependencies) ? dependencies : []).filter(text => typeof text === 'string').map(text => {
    const [name = ''] = text.split(' ', 1);
    return movedNames.has(name) ? name : text;
  }).sort();
  return JSON.stringify([Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)), names]);
}

function parsed(file: string, text: string): TomlTable {
  try {
    return parseToml(file, text);
  } catch {
    throw new ProofError(file);
  }
}

function put(table: TomlTable, key: KeyPath, value: string, file: string): void {
  let holder: TomlValue | undefined = table;
  for (const part of key.slice(0, -1)) {
    holder = Array.isArray(holder) ? holder[Number(part)] : isTable(holder) ? holder[part] : undefined;
  }
  const last = key.at(-1);
  if (Array.isArray(holder) && typeof last === 'number' && last < holder.length) holder[last] = value;
  else if (isTable(holder) && last !== undefined) holder[last] = value;
  else throw new ProofError(file);
}
