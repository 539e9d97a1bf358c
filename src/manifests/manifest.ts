import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { CargoLock } from './cargo/cargoLock';
import { CargoManifest } from './cargo/cargoManifest';
import type { KeyedDocument } from './keyedDocument';
import { PythonLock } from './locks/lockSites';
import { PyProject } from './python/pyproject';
import { ManifestError, type Problem } from './question';
import { EncodingError } from './scan/fileReader';
import { TomlDocument } from './toml';

/** A file that has been read, in the form that fits its name. */
export type Manifest =
  | { readonly kind: 'cargo'; readonly cargo: CargoManifest }
  | { readonly kind: 'lock'; readonly lock: CargoLock }
  | { readonly kind: 'pyproject'; readonly pyproject: PyProject }
  | { readonly kind: 'pythonLock'; readonly lock: PythonLock }
  | { readonly kind: 'keyed'; readonly document: KeyedDocument }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'broken'; readonly problem: Problem }
  | { readonly kind: 'absent' };

/** The text of a file that was read. */
export function textOf(manifest: Manifest | undefined): string | undefined {
  switch (manifest?.kind) {
    case 'cargo':
      return manifest.cargo.toml.text;
    case 'pyproject':
      return manifest.pyproject.toml.text;
    case 'lock':
    case 'pythonLock':
      return manifest.lock.text;
    case 'keyed':
      return manifest.document.text;
    case 'text':
      return manifest.text;
    case 'broken':
    case 'absent':
    case undefined:
      return undefined;
  }
}

/** A text in the form that fits the name of its file. @throws ManifestError */
export function readManifest(file: string, text: string): Manifest {
  switch (path.basename(file)) {
    case 'Cargo.toml':
      return { kind: 'cargo', cargo: new CargoManifest(new TomlDocument(file, text)) };
    case 'Cargo.lock':
      return { kind: 'lock', lock: new CargoLock(file, text).checked() };
    case 'pyproject.toml':
      return { kind: 'pyproject', pyproject: new PyProject(new TomlDocument(file, text)) };
    case 'uv.lock':
    case 'poetry.lock':
    case 'pdm.lock':
      return { kind: 'pythonLock', lock: new PythonLock(file, text) };
    default:
      return { kind: 'text', text };
  }
}

/** Another text of a file that was read before. @throws ManifestError */
export function reread(file: string, text: string, before: Manifest): Manifest {
  return before.kind === 'keyed'
    ? { kind: 'keyed', document: before.document.reread(text) }
    : readManifest(file, text);
}

/** Why a file could not be read. */
export function problemOf(file: string, error: unknown): Problem {
  if (error instanceof ManifestError) return error.problem;
  const message =
    error instanceof EncodingError
      ? l10n.t('This file is not UTF-8 text, so it can be neither read nor written back unchanged.')
      : l10n.t(
          'This file cannot be read: {0}',
          error instanceof Error ? error.message : String(error),
        );
  return { severity: 'error', file, start: { line: 0, column: 0 }, message };
}
