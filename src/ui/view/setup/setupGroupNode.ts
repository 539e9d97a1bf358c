import * as vscode from 'vscode';
import { worst, type SetupItem } from '../../../setup/setupItem';
import { describeItem, type ViewNode } from '../node';
import { shownSetup, standing } from './setupWords';

/** Rows that belong together, with how they stand as a whole: folded away where nothing is to be done. */
export class SetupGroupNode implements ViewNode {
  constructor(
    private readonly id: string,
    private readonly title: string,
    private readonly items: readonly SetupItem[],
    private readonly rows: readonly ViewNode[],
  ) {}

  item(): vscode.TreeItem {
    const state = worst(this.items);
    const isOpen = state !== 'ok' && state !== 'info';
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(this.title, isOpen ? Expanded : Collapsed);
    const { icon, color } = shownSetup(state);
    item.description = standing(this.items);
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.tooltip = [this.title, item.description].filter(text => text !== '').join(': ');
    item.contextValue = 'setupGroup';
    // VS Code keeps what is folded by the id: with another id it opens when something is wrong.
    return describeItem(item, `${this.id}#${String(isOpen)}`, item.tooltip);
  }

  children(): readonly ViewNode[] {
    return this.rows;
  }
}
