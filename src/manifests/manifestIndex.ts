import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { CargoLock } from './cargoLock';
import { CargoManifest } from './cargoManifest';
import { NO_SETTINGS, type EngineSettings } from './engineSettings';
import { EncodingError, type FileReader } from './fileReader';
import { findPackages } from './findPackages';
import type { Scan } from './package';
import { ManifestError, type Problem } from './problem';
import { PyProject } from './pyproject';
import { TomlDocument } from './toml';
import { findManifests } from './walk';

/** A file that has been read, in the form that fits its name. */
export type Manifest =
  | { readonly kind: 'cargo'; readonly cargo: CargoManifest }
  | { readonly kind: 'lock'; readonly lock: CargoLock }
  | { readonly kind: 'pyproject'; readonly pyproject: PyProject }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'broken'; readonly problem: Problem }
  | { readonly kind: 'absent' };

/** The manifests of a folder, kept as they were read until they are said to have changed. */
export class ManifestIndex {
  readonly #read = new Map<string, Manifest>();
  /** What is being read now. A file that changes meanwhile is taken out, so that the old text is not kept. */
  readonly #reading = new Map<string, Promise<Manifest>>();
  #found: readonly string[] = [];
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
    this.#settings = settings;
  }

  /**
   * An index over the same manifests as another reader sees them. What this one has read is taken over, except for the
   * files that the other reader may see differently.
   */
  fork(reader: FileReader, isDifferent: (file: string) => boolean): ManifestIndex {
    const fork = new ManifestIndex(this.root, reader, this.#settings);
    fork.#found = this.#found;
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
      this.#found = await findManifests(this.root, this.reader);
    }
    await this.#readAll(this.#found);
    // Which Python modules and which path dependencies to look at is known only when the manifests have been read.
    for (;;) {
      const wanted = new Set<string>();
      const result = findPackages(this.root, this.#found, file => {
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
    const manifest = this.#read.get(file);
    switch (manifest?.kind) {
      case 'cargo': return manifest.cargo.toml.text;
      case 'pyproject': return manifest.pyproject.toml.text;
      case 'lock': return manifest.lock.text;
      case 'text': return manifest.text;
      case 'broken': case 'absent': case undefined: return undefined;
    }
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
        default: return { kind: 'text', text };
      }
    } catch (error) {
      return { kind: 'broken', problem: problemOf(file, error) };
    }
  }
}

function problemOf(file: string, error: unknown): Problem {
  if (error instanceof ManifestError) return error.problem;
  const message = error instanceof EncodingError
    ? l10n.t('This file is not UTF-8 text, so it can be neither read nor written back unchanged.')
    : l10n.t('This file cannot be read: {0}', error instanceof Error ? error.message : String(error));
  return { severity: 'error', file, start: { line: 0, column: 0 }, message };
}
