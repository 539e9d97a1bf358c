import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { CargoLock } from './cargoLock';
import { CargoManifest } from './cargoManifest';
import { globMatches } from './cargoWorkspaces';
import { NO_SETTINGS, type EngineSettings } from './engineSettings';
import { EncodingError, type FileReader } from './fileReader';
import { isYaml } from './extraFiles';
import { findPackages } from './findPackages';
import type { Listing } from './ground';
import type { KeyedDocument } from './keyedDocument';
import type { Scan } from './package';
import { ManifestError, type Problem } from './problem';
import { PyProject } from './pyproject';
import { PythonLock } from './pythonLock';
import { TomlDocument } from './toml';
import { MANIFEST_NAMES, walk } from './walk';

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

const MANIFESTS: ReadonlySet<string> = new Set(MANIFEST_NAMES);

/** The text of a file that was read. */
export function textOf(manifest: Manifest | undefined): string | undefined {
  switch (manifest?.kind) {
    case 'cargo': return manifest.cargo.toml.text;
    case 'pyproject': return manifest.pyproject.toml.text;
    case 'lock': case 'pythonLock': return manifest.lock.text;
    case 'keyed': return manifest.document.text;
    case 'text': return manifest.text;
    case 'broken': case 'absent': case undefined: return undefined;
  }
}

/** The manifests of a folder, kept as they were read until they are said to have changed. */
export class ManifestIndex {
  readonly #read = new Map<string, Manifest>();
  /** What is being read now. A file that changes meanwhile is taken out, so that the old text is not kept. */
  readonly #reading = new Map<string, Promise<Manifest>>();
  #listing: Listing = { manifests: [], extra: [], nested: [] };
  #mustLook = true;
  #settings: EngineSettings;

  constructor(readonly root: string, readonly reader: FileReader, settings: EngineSettings = NO_SETTINGS) {
    this.#settings = settings;
  }

  get settings(): EngineSettings {
    return this.#settings;
  }

  /** The settings have changed, or a question was answered: holds from the next scan on. */
  configure(settings: EngineSettings): void {
    const isSame = JSON.stringify(settings.extraFiles) === JSON.stringify(this.#settings.extraFiles);
    this.#settings = settings;
    if (!isSame) this.filesChanged();
  }

  /**
   * An index over the same manifests as another reader sees them. What this one has read is taken over, except for the
   * files that the other reader may see differently.
   */
  fork(reader: FileReader, isDifferent: (file: string) => boolean): ManifestIndex {
    const fork = new ManifestIndex(this.root, reader, this.#settings);
    fork.#listing = this.#listing;
    fork.#mustLook = false;
    for (const [file, manifest] of this.#read) if (!isDifferent(file)) fork.#read.set(file, manifest);
    return fork;
  }

  /** The index as it is now, which later changes of files do not touch. */
  snapshot(): ManifestIndex {
    return this.fork(this.reader, () => false);
  }

  /** Reads what is new or has changed, and finds the packages. Never throws: what cannot be read is a problem. */
  async scan(): Promise<Scan> {
    while (this.#mustLook) {
      this.#mustLook = false;
      this.#listing = await this.#look();
    }
    await this.#readAll(this.#listing.manifests);
    // Which Python modules and which path dependencies to look at is known only when the manifests have been read.
    for (;;) {
      const wanted = new Set<string>();
      const result = findPackages(this.root, this.#listing, this.#settings, file => {
        const manifest = this.#read.get(file);
        if (manifest === undefined) wanted.add(file);
        return manifest;
      });
      if (wanted.size === 0) return result;
      await this.#readAll([...wanted]);
    }
  }

  /** The files that the last scan read. */
  get files(): string[] {
    return [...this.#read].filter(([, { kind }]) => kind !== 'absent').map(([file]) => file);
  }

  /** Whether a file has a part in what is known or being read, be it as one that was looked for and is absent. */
  has(file: string): boolean {
    return this.#read.has(file) || this.#reading.has(file);
  }

  /** The text of a file as the last scan saw it. */
  text(file: string): string | undefined {
    return textOf(this.#read.get(file));
  }

  get(file: string): Manifest | undefined {
    return this.#read.get(file);
  }

  /** Forgets what was read of a file: it has changed. */
  changed(file: string): void {
    this.#read.delete(file);
    this.#reading.delete(file);
  }

  /** Forgets which files there are: a manifest came or went. */
  filesChanged(): void {
    this.#mustLook = true;
  }

  /** What the packages of the last scan would be with other files in place of those that were read. */
  reconsider(others: ReadonlyMap<string, Manifest>): Scan {
    return findPackages(this.root, this.#listing, this.#settings, file => others.get(file) ?? this.#read.get(file) ?? { kind: 'absent' });
  }

  #isReadByKey(file: string): boolean {
    return this.#settings.extraFiles.some(({ files, key }) => key !== undefined && globMatches(path.join(this.root, files), file));
  }

  /** Looks for manifests and for the files that the settings name. */
  async #look(): Promise<Listing> {
    const patterns = this.#settings.extraFiles.map(({ files }) => path.join(this.root, files));
    const isNamed = (file: string) => patterns.some(pattern => globMatches(pattern, file));
    const { files, nested } = await walk(this.root, this.reader, patterns.length === 0 ? undefined : isNamed);
    return {
      nested,
      manifests: files.filter(file => MANIFESTS.has(path.basename(file))),
      extra: patterns.map(pattern => files.filter(file => globMatches(pattern, file))),
    };
  }

  async #readAll(files: readonly string[]): Promise<void> {
    await Promise.all(files.filter(file => !this.#read.has(file)).map(async file => {
      const reading = this.#reading.get(file) ?? this.#readOne(file);
      this.#reading.set(file, reading);
      const manifest = await reading;
      if (this.#reading.get(file) !== reading) return;
      this.#reading.delete(file);
      this.#read.set(file, manifest);
    }));
  }

  async #readOne(file: string): Promise<Manifest> {
    try {
      const text = await this.reader.read(file);
      if (text === undefined) return { kind: 'absent' };
      switch (path.basename(file)) {
        case 'Cargo.toml': return { kind: 'cargo', cargo: new CargoManifest(new TomlDocument(file, text)) };
        case 'Cargo.lock': return { kind: 'lock', lock: new CargoLock(file, text) };
        case 'pyproject.toml': return { kind: 'pyproject', pyproject: new PyProject(new TomlDocument(file, text)) };
        case 'uv.lock': case 'poetry.lock': case 'pdm.lock': return { kind: 'pythonLock', lock: new PythonLock(file, text) };
        default: {
          if (!isYaml(file) || !this.#isReadByKey(file)) return { kind: 'text', text };
          const { YamlDocument } = await import('./yamlDocument');
          return { kind: 'keyed', document: new YamlDocument(file, text) };
        }
      }
    } catch (error) {
      return { kind: 'broken', problem: problemOf(file, error) };
    }
  }
}

/** Another text of a file that was read before. @throws ManifestError */
export function reread(file: string, text: string, before: Manifest): Manifest {
  const { kind } = before;
  switch (kind) {
    case 'cargo': return { kind, cargo: new CargoManifest(new TomlDocument(file, text)) };
    case 'pyproject': return { kind, pyproject: new PyProject(new TomlDocument(file, text)) };
    case 'lock': return { kind, lock: new CargoLock(file, text) };
    case 'pythonLock': return { kind, lock: new PythonLock(file, text) };
    case 'keyed': return { kind, document: before.document.reread(text) };
    case 'text': case 'broken': case 'absent': return { kind: 'text', text };
  }
}

function problemOf(file: string, error: unknown): Problem {
  if (error instanceof ManifestError) return error.problem;
  const message = error instanceof EncodingError
    ? l10n.t('This file is not UTF-8 text, so it can be neither read nor written back unchanged.')
    : l10n.t('This file cannot be read: {0}', error instanceof Error ? error.message : String(error));
  return { severity: 'error', file, start: { line: 0, column: 0 }, message };
}
