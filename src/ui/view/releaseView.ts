import * as vscode from 'vscode';
import { INTERNAL_COMMANDS, VIEWS } from '../../ids';
import { packagesOf, type State } from '../state';
import type { Store } from '../store';
import { MessageNode } from './messageNode';
import type { ViewNode } from './node';
import { NodeTree } from './nodeTree';
import { PackageNode } from './packageNode';

/** The view *Release*: packages, their version sites, and the facts of their release. */
export class ReleaseView implements vscode.Disposable {
  readonly tree = new NodeTree(VIEWS.release, () => this.#roots(), { showCollapseAll: true });
  readonly #packages = new Map<string, PackageNode>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly store: Store<State>) {
    this.#subscriptions = vscode.Disposable.from(
      this.tree,
      store.onDidChange((state, before) => this.#stateChanged(state, before)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#showMessage()),
    );
    this.#showMessage();
  }

  #roots(): ViewNode[] {
    const { value } = this.store;
    const packages = packagesOf(value);
    const known = new Set(packages.map(({ manifest }) => manifest));
    for (const manifest of this.#packages.keys())
      if (!known.has(manifest)) this.#packages.delete(manifest);
    for (const pkg of packages) {
      if (!this.#packages.has(pkg.manifest))
        this.#packages.set(pkg.manifest, new PackageNode(this.store, pkg));
    }
    const problems = (value.scans ?? [])
      .flatMap(({ problems }) => problems)
      .filter(({ severity }) => severity === 'error');
    return [
      ...problems.map(
        ({ file, start, message }, index) =>
          new MessageNode(
            `problem#${file}#${index}`,
            'error',
            `${vscode.workspace.asRelativePath(file)}:${start.line + 1}`,
            message,
            {
              command: INTERNAL_COMMANDS.openVersionSite,
              title: vscode.l10n.t('Open'),
              arguments: [{ file, line: start.line, column: start.column, length: 0 }],
            },
          ),
      ),
      ...packages.flatMap(({ manifest }) => this.#packages.get(manifest) ?? []),
    ];
  }

  #stateChanged(state: State, before: State): void {
    this.#showMessage();
    if (state.scans !== before.scans) {
      this.tree.changed();
      return;
    }
    for (const [manifest, release] of state.releases) {
      const node = this.#packages.get(manifest);
      const isChanged =
        release !== before.releases.get(manifest) ||
        state.published.get(manifest) !== before.published.get(manifest);
      if (isChanged && node !== undefined) this.tree.changed(node);
    }
  }

  /** What stands in the way, above the rows and in full: rows are cut off in a narrow side bar. */
  #showMessage(): void {
    this.tree.say(
      vscode.workspace.isTrusted
        ? this.#obstacle()
        : vscode.l10n.t(
            'Restricted Mode: versions are shown. Trust the workspace to release from it.',
          ),
    );
  }

  #obstacle(): string {
    for (const { name, manifest } of packagesOf(this.store.value)) {
      const release = this.store.value.releases.get(manifest);
      if (release?.failure !== undefined && release.running !== true) {
        return vscode.l10n.t(
          '{0} {1} is not done. {2} {3}',
          name,
          release.version,
          release.failure.message,
          release.failure.advice,
        );
      }
      if (release?.note !== undefined) return release.note;
    }
    return '';
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
