import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import { labelText, messageText, tooltipText } from '../sinks';

/** A row of a tree view. Rows are made anew for each look at the state; their id keeps what is expanded and selected. */
export interface ViewNode {
  /** The package that commands on this row are about. */
  readonly pkg?: Package;
  item(): vscode.TreeItem;
  children(): readonly ViewNode[] | Promise<readonly ViewNode[]>;
}

/** A row with a stable id and everything that a screen reader needs to say about it. */
export function describeItem(item: vscode.TreeItem, id: string, spoken: string): vscode.TreeItem {
  item.id = id;
  item.accessibilityInformation = { label: spoken };
  return item;
}

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
    return shownItem(node.item());
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
    const shown = messageText(message);
    if (this.view.message !== shown) this.view.message = shown;
  }

  /** Says above the rows what Restricted Mode still shows, with the command that grants trust. */
  sayRestricted(message: string): void {
    const manage = `[${vscode.l10n.t('Manage Workspace Trust')}](command:workbench.trust.manage)`;
    const shown = `${messageText(message)} ${manage}`;
    if (this.view.message !== shown) this.view.message = shown;
  }

  /** Says something beside the title of the view, or nothing. */
  describe(description: string): void {
    const shown = labelText(description);
    if (this.view.description !== shown) this.view.description = shown;
  }

  dispose(): void {
    this.view.dispose();
    this.#changed.dispose();
  }
}

/** Every row passes here: names in it come from repositories, workflows and indexes. */
export function shownItem(item: vscode.TreeItem): vscode.TreeItem {
  const { label, description, tooltip, accessibilityInformation } = item;
  if (typeof label === 'string') item.label = labelText(label);
  if (typeof description === 'string') item.description = labelText(description);
  if (typeof tooltip === 'string') item.tooltip = tooltipText(tooltip);
  if (accessibilityInformation !== undefined)
    item.accessibilityInformation = {
      ...accessibilityInformation,
      label: labelText(accessibilityInformation.label),
    };
  return item;
}

/** A line that says what is wrong and what to do, with the command that does it where there is one. */
export class MessageNode implements ViewNode {
  readonly pkg?: Package;

  constructor(
    private readonly id: string,
    private readonly icon: 'error' | 'warning' | 'info',
    private readonly text: string,
    private readonly advice?: string,
    private readonly command?: vscode.Command,
  ) {}

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.text);
    if (this.advice !== undefined) item.description = this.advice;
    item.iconPath = new vscode.ThemeIcon(
      this.icon,
      this.icon === 'error' ? new vscode.ThemeColor('list.errorForeground') : undefined,
    );
    item.tooltip = [this.text, this.advice ?? ''].join('\n').trim();
    if (this.command !== undefined) item.command = this.command;
    item.contextValue = 'message';
    return describeItem(item, this.id, item.tooltip);
  }

  children(): readonly ViewNode[] {
    return [];
  }
}
