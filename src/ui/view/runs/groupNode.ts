import * as vscode from 'vscode';
import { describeItem, type ViewNode } from '../node';

/** Rows that most people need less often, folded away. */
export class GroupNode implements ViewNode {
  constructor(
    private readonly id: string,
    private readonly label: string,
    private readonly isOpen: boolean,
    private readonly rows: readonly ViewNode[],
  ) {}

  item(): vscode.TreeItem {
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(this.label, this.isOpen ? Expanded : Collapsed);
    item.description = String(this.rows.length);
    item.contextValue = 'group';
    return describeItem(item, this.id, `${this.label}, ${this.rows.length}`);
  }

  children(): readonly ViewNode[] {
    return this.rows;
  }
}
