import { isDeepStrictEqual } from 'node:util';
import { CargoLock, type LockEntry } from '../cargo/cargoLock';
import { ProofError } from '../plan/proof';
import { parseToml, type TomlTable } from '../toml';

/**
 * Compares a lock before and after a move: only the moved entries may have new versions, only the strings that name them
 * may differ, and nothing may be lost by a change of order. What is not the same text as before is parsed again by a
 * second parser.
 *
 * @returns the lock after the move
 * @throws ProofError
 */
export function proveLock(
  lock: CargoLock,
  after: string,
  moved: ReadonlyMap<LockEntry, string>,
): CargoLock {
  const proven = checkedLock(lock.file, after);
  const names = new Set([...moved.keys()].map(({ name }) => name));
  const isSame =
    lock.isPlain && proven.isPlain
      ? sameText(lock, proven, names, moved)
      : sameValues(lock, proven, names, moved);
  if (!isSame || !namesAreKnown(proven, names)) throw new ProofError(lock.file);
  return proven;
}

function checkedLock(file: string, text: string): CargoLock {
  try {
    return new CargoLock(file, text).checked();
  } catch {
    throw new ProofError(file);
  }
}

/**
 * For locks of which every line is known: an entry is the same where its text is; the others are parsed, each by itself,
 * which they can be because no line goes on in the next one.
 */
function sameText(
  lock: CargoLock,
  after: CargoLock,
  names: ReadonlySet<string>,
  moved: ReadonlyMap<LockEntry, string>,
): boolean {
  if (lock.entries.length !== after.entries.length || between(lock) !== between(after))
    return false;
  const expected: string[] = [],
    found: string[] = [];
  for (const [index, entry] of lock.entries.entries()) {
    const [was, is] = [textAt(lock, index), textAt(after, index)];
    const version = moved.get(entry) ?? entry.version;
    if (was === is && version === entry.version) continue;
    expected.push(fingerprint(parsedEntry(lock.file, was), names, version));
    found.push(fingerprint(parsedEntry(lock.file, is), names));
  }
  return isDeepStrictEqual(found.sort(), expected.sort());
}

function textAt({ text, entries }: CargoLock, index: number): string {
  return text.slice(entries[index]?.span.start, entries[index]?.span.end);
}

/** The text outside of all entries. */
function between({ text, entries }: CargoLock): string {
  let [outside, end] = ['', 0];
  for (const { span } of entries) {
    outside += `${text.slice(end, span.start)}\0`;
    ({ end } = span);
  }
  return outside + text.slice(end);
}

function parsedEntry(file: string, text: string): TomlTable {
  const { package: packages } = parseToml(file, text);
  const [entry] = Array.isArray(packages) ? packages : [];
  return entry as TomlTable;
}

function sameValues(
  lock: CargoLock,
  after: CargoLock,
  names: ReadonlySet<string>,
  moved: ReadonlyMap<LockEntry, string>,
): boolean {
  const expected = lock.packages.map((entry, index) => {
    const scanned = lock.entries[index];
    return fingerprint(entry, names, scanned && moved.get(scanned));
  });
  const found = after.packages.map(entry => fingerprint(entry, names));
  return (
    isDeepStrictEqual({ ...after.values, package: [] }, { ...lock.values, package: [] }) &&
    isDeepStrictEqual(found.sort(), expected.sort())
  );
}

/** An entry, with another version where one is given, and with the strings that may change reduced to the name of their crate. */
function fingerprint(entry: TomlTable, names: ReadonlySet<string>, version?: string): string {
  const { dependencies, ...others } = entry;
  const rest = version === undefined ? others : { ...others, version };
  const listed = (Array.isArray(dependencies) ? dependencies : [])
    .filter(text => typeof text === 'string')
    .map(text => {
      const [name = ''] = text.split(' ', 1);
      return names.has(name) ? name : text;
    })
    .sort();
  return JSON.stringify([Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)), listed]);
}

/** Whether every string that names a moved crate with a version leads to an entry. */
function namesAreKnown(lock: CargoLock, names: ReadonlySet<string>): boolean {
  return lock.entries.every(({ dependencies }) =>
    dependencies.every(({ text }) => {
      const [name = '', version] = text.split(' ', 2);
      return (
        version === undefined ||
        !names.has(name) ||
        lock.named(name).some(entry => entry.version === version)
      );
    }),
  );
}
