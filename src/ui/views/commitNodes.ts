import * as vscode from 'vscode';
import { plural } from '../../base/text';
import type { Package } from '../../manifests/package';
import { describeItem, type ViewNode } from './nodeTree';

/** The commits since the last release, newest first. */
export class CommitsNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly subjects: readonly string[],
  ) {}

  item(): vscode.TreeItem {
    const count = this.subjects.length;
    const item = new vscode.TreeItem(
      plural(
        count,
        vscode.l10n.t('1 commit since the last release'),
        vscode.l10n.t('{0} commits since the last release', count),
      ),
      vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.iconPath = new vscode.ThemeIcon('git-commit');
    item.contextValue = 'commits';
    return describeItem(item, `${this.pkg.manifest}#commits`, item.label as string);
  }

  children(): readonly ViewNode[] {
    return this.subjects.map((subject, index) => new CommitNode(this.pkg, subject, index));
  }
}

class CommitNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly subject: string,
    private readonly index: number,
  ) {}

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.subject);
    item.contextValue = 'commitSubject';
    return describeItem(item, `${this.pkg.manifest}#commit#${this.index}`, this.subject);
  }

  children(): readonly ViewNode[] {
    return [];
  }
}
