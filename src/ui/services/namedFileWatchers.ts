import * as path from 'node:path';
import * as vscode from 'vscode';
import { VERSION_MODULES } from '../../manifests/python/dunderVersion';
import { matches, patternBase } from '../../manifests/scan/manifestFinder';
import type { ManifestIndex } from '../../manifests/scan/manifestIndex';
import { isManifestName } from '../../manifests/scan/walk';

/**
 * Watches the files beside the manifests that hold a version or would if they were there: what a manifest or a setting names,
 * and lines that were confirmed. Each is watched by its path, so that nothing else wakes anyone.
 */
export class NamedFileWatchers implements vscode.Disposable {
  readonly #watchers = new Map<string, vscode.Disposable>();

  /**
   * @param onChanged a file that the index has read, or looked for, was changed, came or went
   * @param onCameOrWent a file that a pattern of the settings names came or went
   */
  constructor(
    private readonly onChanged: (file: string) => void,
    private readonly onCameOrWent: (file: string) => void,
  ) {}

  /** Watches what an index knows now, and nothing that it knew before. */
  follow(index: ManifestIndex): void {
    const wanted = new Map<string, () => vscode.Disposable>();
    for (const file of index.asked) {
      const name = path.basename(file);
      // These are watched wherever they are.
      if (isManifestName(name) || VERSION_MODULES.includes(name)) continue;
      wanted.set(file, () =>
        this.#watch(path.dirname(file), literal(name), this.onChanged, this.onChanged),
      );
    }
    for (const pattern of index.patterns)
      wanted.set(`pattern:${pattern}`, () => this.#watchPattern(pattern));
    for (const [key, watcher] of this.#watchers) {
      if (wanted.has(key)) continue;
      watcher.dispose();
      this.#watchers.delete(key);
    }
    for (const [key, watch] of wanted)
      if (!this.#watchers.has(key)) this.#watchers.set(key, watch());
  }

  #watchPattern(pattern: string): vscode.Disposable {
    const { dir, isWild } = patternBase(pattern);
    const isNamed = matches([pattern]);
    const named = (tell: (file: string) => void) => (file: string) => {
      if (isNamed?.(file) === true) tell(file);
    };
    return this.#watch(
      dir,
      isWild ? '**' : literal(path.basename(pattern)),
      named(this.onChanged),
      named(this.onCameOrWent),
    );
  }

  #watch(
    dir: string,
    glob: string,
    onChanged: (file: string) => void,
    onCameOrWent: (file: string) => void,
  ): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(dir), glob),
    );
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(({ fsPath }) => onChanged(fsPath)),
      watcher.onDidCreate(({ fsPath }) => onCameOrWent(fsPath)),
      watcher.onDidDelete(({ fsPath }) => onCameOrWent(fsPath)),
    );
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#watchers.clear();
  }
}

/** A glob that matches one name, whatever characters it has. */
function literal(name: string): string {
  return name.replace(/[*?[\]{}!]/g, '[$&]');
}
