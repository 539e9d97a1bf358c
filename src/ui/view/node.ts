import type * as vscode from 'vscode';
import type { Package } from '../../manifests/package';

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
