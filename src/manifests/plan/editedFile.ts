import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { applyEdits, type TextEdit } from '../../base/text';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import type { CargoLock, LockEntry } from '../cargo/cargoLock';
import { JsonDocument } from '../jsonDocument';
import { isForeignLock } from '../locks/foreignLocks';
import { proveLock } from '../locks/lockProof';
import { type Manifest, reread, textOf } from '../manifest';
import { ManifestError } from '../question';
import { problemAt } from '../scan/repositoryFiles';
import { type KeyPath, parseToml, TomlDocument, type TomlTable } from '../toml';
import { ProofError, proveValues } from './proof';

/** The edits of one file and what they make of its values. */
export interface FileEdits {
  readonly edits: TextEdit[];
  readonly values: [KeyPath, string][];
  /** The new names of keys of `[replace]`. */
  readonly keys: Map<string, string>;
  /** Offsets of the versions of those lock entries that move. */
  readonly entries: Set<number>;
}

/**
 * A file after its edits, as a second parser reads it. Nothing but the intended values differs.
 * @throws ManifestError where the file is not what was read of it, ProofError
 */
export function editedFile(
  file: string,
  before: Manifest,
  { edits, values, keys, entries }: FileEdits,
  to: ReleaseVersion,
): Manifest {
  if (before.kind === 'lock') {
    const { lock } = before;
    const moved = new Map<LockEntry, string>(
      lock.entries
        .filter(({ versionSpan }) => entries.has(versionSpan.start))
        .map(entry => [entry, to.semver]),
    );
    const replaced = [...moved].some(([entry, version]) => entry.version !== version)
      ? lock.replacedBy(moved)
      : undefined;
    if (replaced !== undefined) throw chosenByCargo(lock, replaced);
    const after = applyEdits(lock.text, lock.move(moved));
    return { kind: 'lock', lock: after === lock.text ? lock : proveLock(lock, after, moved) };
  }
  const text = textOf(before) ?? '';
  if (before.kind === 'cargo') refuseTwice(before.cargo.toml, keys);
  const after = parsed(file, () => reread(file, applyEdits(text, edits), before));
  if (isToml(file)) {
    const expected = keys.size > 0 ? values : valuesOf(file, text, edits, values);
    proveValues(
      file,
      tomlValues(file, before),
      parsed(file, () => tomlValues(file, after)),
      expected,
      new Map([['replace', keys]]),
    );
  } else if (values.length > 0 && values.length === edits.length) {
    // What was found by the text around it may stand outside of all values.
    const document = before.kind === 'keyed' ? before.document : new JsonDocument(file, text);
    proveValues(
      file,
      document.parse(text),
      parsed(file, () => document.parse(textOf(after) ?? '')),
      values,
    );
  }
  return after;
}

/** @throws ManifestError where a key would get the name of another one */
function refuseTwice(toml: TomlDocument, keys: ReadonlyMap<string, string>): void {
  for (const name of keys.values()) {
    if (toml.value(['replace', name]) === undefined || keys.has(name)) continue;
    throw new ManifestError(
      problemAt('error', toml, ['replace', name], l10n.t('"{0}" is in [replace] already.', name)),
    );
  }
}

/** Which version of the registry a lock holds beside the crate that replaces it has to be looked up there. */
function chosenByCargo(
  { file, positionAt }: CargoLock,
  { name, version, versionSpan }: LockEntry,
): ManifestError {
  return new ManifestError({
    severity: 'error',
    file,
    start: positionAt(versionSpan.start),
    end: positionAt(versionSpan.end),
    message: l10n.t(
      'By [replace] the crate of this repository stands for {0} {1} of a registry, and which version it stands for after the bump is for cargo to look up. Use [patch] instead, which names no version.',
      name,
      version,
    ),
  });
}

function isToml(file: string): boolean {
  return ['.toml', '.lock'].includes(path.extname(file)) && !isForeignLock(path.basename(file));
}

/** @throws ManifestError */
function tomlValues(file: string, manifest: Manifest): TomlTable {
  if (manifest.kind === 'cargo') return manifest.cargo.toml.values;
  if (manifest.kind === 'pyproject') return manifest.pyproject.toml.values;
  return parseToml(file, textOf(manifest) ?? '');
}

/** @throws ProofError where an edit made a file that cannot be read */
function parsed<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new ProofError(file);
  }
}

/** The values that edits change, also where they were found by their text and not by their key. */
function valuesOf(
  file: string,
  before: string,
  edits: readonly TextEdit[],
  values: readonly [KeyPath, string][],
): readonly [KeyPath, string][] {
  if (edits.length === values.length) return values;
  const toml = new TomlDocument(file, before);
  const changed = new Map<string, { key: KeyPath; text: string; edits: TextEdit[] }>();
  for (const edit of edits) {
    const string = toml.stringAround(edit);
    if (string === undefined) continue;
    const { key, start, text } = string;
    const entry = changed.get(JSON.stringify(key)) ?? { key, text, edits: [] };
    entry.edits.push({ ...edit, start: edit.start - start, end: edit.end - start });
    changed.set(JSON.stringify(key), entry);
  }
  return [...changed.values()].map(({ key, text, edits }) => [key, applyEdits(text, edits)]);
}
