import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import { describeItem, type ViewNode } from './node';

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
