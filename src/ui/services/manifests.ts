import * as path from 'node:path';
import * as vscode from 'vscode';
import { ENGINE_SETTINGS } from '../../ids';
import { NO_SETTINGS } from '../../manifests/engineSettings';
import type { Package, Scan } from '../../manifests/package';
import { VERSION_MODULES } from '../../manifests/python/dunderVersion';
import type { Answers } from '../../manifests/question';
import { disk, type FileReader } from '../../manifests/scan/fileReader';
import { ignoredAmong, tagNames } from '../../manifests/scan/gitNames';
import { findEverywhere } from '../../manifests/scan/manifestFinder';
import { ManifestIndex } from '../../manifests/scan/manifestIndex';
import { findScanRoot } from '../../manifests/scan/scanRoot';
import { isSkippedPath, MANIFEST_NAMES } from '../../manifests/scan/walk';
import { NamedFileWatchers } from './namedFileWatchers';
import { engineSettings, inSettings, rememberAnswers } from '../configuration';
import type { State, Store } from '../store';
/** A pause in typing after which the manifests are read again, in milliseconds. */
const PAUSE_MS = 100;

interface Watched {
  readonly index: ManifestIndex;
  readonly folders: vscode.WorkspaceFolder[];
  readonly named: NamedFileWatchers;
  readonly watchers: vscode.Disposable;
}

/** Keeps the store's scans true to the manifests of all workspace folders, unsaved editors included. */
export class Manifests implements vscode.Disposable {
  readonly #watched = new Map<string, Watched>();
  readonly #listeners: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #scanning: Promise<void> | undefined;
  #isStale = true;

  constructor(private readonly store: Store<State>) {
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#documentChanged(document)),
      vscode.workspace.onDidSaveTextDocument(document => this.#documentChanged(document)),
      // An editor closed without saving leaves the text that is on disk.
      vscode.workspace.onDidCloseTextDocument(document => this.#documentChanged(document)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (Object.values(ENGINE_SETTINGS).some(setting => change.affectsConfiguration(setting)))
          this.#scheduleScan();
      }),
    );
  }

  /** Forgets everything and looks again. */
  async refresh(): Promise<void> {
    for (const { watchers } of this.#watched.values()) watchers.dispose();
    this.#watched.clear();
    this.#isStale = true;
    await this.current();
  }

  /** Waits until the store shows what is in the files now. */
  async current(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#isStale || this.#scanning !== undefined) {
      this.#scanning ??= this.#scan().finally(() => {
        this.#scanning = undefined;
      });
      await this.#scanning;
    }
  }

  /** The index of the folder that a package was found in. */
  async indexOf({ manifest }: Package): Promise<ManifestIndex | undefined> {
    await this.current();
    const around = [...this.#watched.values()]
      .map(({ index }) => index)
      .filter(({ root }) => manifest.startsWith(root + path.sep));
    return around.sort((a, b) => b.root.length - a.root.length)[0];
  }

  /** Remembers what was answered about a package in the settings of the workspace, and looks again. */
  async answer(pkg: Package, answers: Answers): Promise<void> {
    const index = await this.indexOf(pkg);
    if (index === undefined) return;
    await rememberAnswers(index.root, pkg.name, answers);
    await this.written();
  }

  /** Absolute paths of the files whose text in an editor is not yet on disk. */
  unsaved(): string[] {
    return vscode.workspace.textDocuments
      .filter(document => document.isDirty && document.uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath);
  }

  /** Files were written here: looks again without waiting for the watchers to notice. */
  async written(): Promise<void> {
    this.#isStale = true;
    await this.current();
  }

  #fileChanged(file: string): void {
    for (const { index } of this.#watched.values()) {
      if (!index.has(file)) continue;
      index.changed(file);
      this.#scheduleScan();
    }
  }

  async #scan(): Promise<void> {
    this.#isStale = false;
    await this.#watchFolders();
    const scans = await Promise.all(
      [...this.#watched.values()].map(async ({ index, folders, named }) => {
        const { settings, mistakes } = engineSettings(index.root);
        index.configure(settings);
        const scan = onlyOpened(await index.scan(), folders);
        named.follow(index);
        return {
          ...scan,
          problems: [...scan.problems, ...mistakes.map(message => inSettings(index.root, message))],
        };
      }),
    );
    this.store.update({ scans });
  }

  async #watchFolders(): Promise<void> {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme !== 'file') continue;
      const root = await findScanRoot(folder.uri.fsPath);
      const watched = this.#watched.get(root) ?? this.#watch(root);
      if (!watched.folders.includes(folder)) watched.folders.push(folder);
      this.#watched.set(root, watched);
    }
  }

  #watch(root: string): Watched {
    const index = new ManifestIndex(
      root,
      editorsOverDisk,
      NO_SETTINGS,
      async (...args) => {
        const [tags, found] = await Promise.all([tagNames(root), findEverywhere(...args)]);
        return { ...found, ...(tags && { tags }) };
      },
      ignoredAmong,
    );
    const manifests = this.#watcher(root, MANIFEST_NAMES, true);
    // Modules are looked for where they may be, and one that appears is no new place to look.
    const modules = this.#watcher(root, VERSION_MODULES, false);
    const named = new NamedFileWatchers(
      file => this.#fileChanged(file),
      file => {
        index.filesChanged();
        index.changed(file);
        this.#scheduleScan();
      },
    );
    return {
      index,
      folders: [],
      named,
      watchers: vscode.Disposable.from(manifests, modules, named),
    };
  }

  #watcher(root: string, names: readonly string[], areManifests: boolean): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(root), `**/{${names.join(',')}}`),
    );
    const onCameOrWent = ({ fsPath }: vscode.Uri) => {
      if (isSkippedPath(fsPath)) return;
      const index = this.#watched.get(root)?.index;
      if (areManifests) index?.filesChanged();
      if (areManifests || index?.has(fsPath) === true) {
        index?.changed(fsPath);
        this.#scheduleScan();
      }
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(onCameOrWent),
      watcher.onDidDelete(onCameOrWent),
      watcher.onDidChange(({ fsPath }) => this.#fileChanged(fsPath)),
    );
  }

  #documentChanged({ uri }: vscode.TextDocument): void {
    if (uri.scheme === 'file') this.#fileChanged(uri.fsPath);
  }

  #scheduleScan(): void {
    this.#isStale = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.current(), PAUSE_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listeners.dispose();
    for (const { watchers } of this.#watched.values()) watchers.dispose();
  }
}

/** Reads what the user sees: the text of an editor with unsaved changes, else the disk. */
export const editorsOverDisk: FileReader = {
  read: file => {
    const open = vscode.workspace.textDocuments.find(
      ({ uri, isDirty }) => isDirty && uri.scheme === 'file' && uri.fsPath === file,
    );
    return open === undefined ? disk.read(file) : Promise.resolve(open.getText());
  },
  list: dir => disk.list(dir),
};

/** Where a folder below the root is opened, only the packages in it are shown, if there are any. */
function onlyOpened(scan: Scan, folders: readonly vscode.WorkspaceFolder[]): Scan {
  const opened = scan.packages.filter(({ manifest }) =>
    folders.some(({ uri }) => manifest.startsWith(uri.fsPath + path.sep)),
  );
  return opened.length === 0 ? scan : { ...scan, packages: opened };
}
