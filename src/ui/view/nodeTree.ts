import * as vscode from 'vscode';
import type { ViewNode } from './node';

/** A tree view whose rows are nodes. */
export class NodeTree implements vscode.TreeDataProvider<ViewNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ViewNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: vscode.TreeView<ViewNode>;

  /** @param roots the rows at the top, asked whenever they are to be shown */
  constructor(
    id: string,
    private readonly roots: () => readonly ViewNode[],
    options: { readonly showCollapseAll?: boolean } = {},
  ) {
    this.view = vscode.window.createTreeView(id, { treeDataProvider: this, ...options });
  }

  getTreeItem(node: ViewNode): vscode.TreeItem {
    return node.item();
  }

  async getChildren(node?: ViewNode): Promise<ViewNode[]> {
    return [...(node === undefined ? this.roots() : await node.children())];
  }

  /** Shows a row anew with all that is below it; everything where none is named. */
  changed(node?: ViewNode): void {
    this.#changed.fire(node);
  }

  /** Says something above the rows, or nothing. */
  say(message: string): void {
    if (this.view.message !== message) this.view.message = message;
  }

  /** Says something beside the title of the view, or nothing. */
  describe(description: string): void {
    if (this.view.description !== description) this.view.description = description;
  }

  dispose(): void {
    this.view.dispose();
    this.#changed.dispose();
  }
}
