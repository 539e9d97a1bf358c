import * as vscode from 'vscode';
import { VIEWS } from '../../../ids';
import type { Package } from '../../../manifests/package';
import { packagesOf, type ChecklistState, type State } from '../../state';
import type { Store } from '../../store';
import type { ViewNode } from '../node';
import { bucketWords, PackageChecklistNode, rowsOf } from './packageNode';

/** The view *Checklist*: what to be sure of before a release, and how it stands. */
export class ChecklistView implements vscode.TreeDataProvider<ViewNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ViewNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  readonly tree: vscode.TreeView<ViewNode>;

  constructor(private readonly store: Store<State>) {
    this.tree = vscode.window.createTreeView(VIEWS.checklist, { treeDataProvider: this });
    this.#subscriptions = vscode.Disposable.from(
      this.tree, this.#changed,
      store.onDidChange((state, before) => {
        if (state.checklists !== before.checklists || state.scans !== before.scans) this.#stateChanged();
      }));
  }

  getTreeItem(node: ViewNode): vscode.TreeItem {
    return node.item();
  }

  async getChildren(node?: ViewNode): Promise<ViewNode[]> {
    if (node !== undefined) return [...await node.children()];
    const all = this.#checklists();
    const [only] = all;
    // The name of the only package is above, in the release view.
    if (all.length === 1 && only !== undefined) return rowsOf(...only);
    return all.map(([released, checklist]) => new PackageChecklistNode(released, checklist));
  }

  #checklists(): (readonly [Package, ChecklistState])[] {
    const { value } = this.store;
    return packagesOf(value).flatMap(released => {
      const checklist = value.checklists.get(released.manifest);
      return checklist === undefined ? [] : [[released, checklist] as const];
    });
  }

  #stateChanged(): void {
    this.#changed.fire(undefined);
    const all = this.#checklists().map(([, checklist]) => checklist);
    const [first, second] = all;
    // Several packages each say it themselves.
    const description = first !== undefined && second === undefined ? bucketWords(first) : '';
    if (this.tree.description !== description) this.tree.description = description;
    const message = all.map(({ note }) => note).find(note => note !== undefined) ?? '';
    if (this.tree.message !== message) this.tree.message = message;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
