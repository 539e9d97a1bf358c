import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import type { VersionSite } from '../../manifests/versionSite';
import { describeItem, type ViewNode } from './node';
import { SiteNode } from './siteNode';

/** A lock file with the entries of the crates that move. */
export class LockNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly file: string,
    private readonly entries: readonly VersionSite[],
    private readonly mismatched: readonly VersionSite[],
  ) {}

  item(): vscode.TreeItem {
    const name = vscode.workspace.asRelativePath(this.file);
    const behind = this.entries.filter(entry => this.mismatched.includes(entry)).length;
    const item = new vscode.TreeItem(
      name,
      behind > 0
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.description =
      behind > 0
        ? vscode.l10n.t('{0} of {1} entries differ', behind, this.entries.length)
        : this.entries.length === 1
          ? vscode.l10n.t('1 entry')
          : vscode.l10n.t('{0} entries', this.entries.length);
    item.iconPath =
      behind > 0
        ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
        : new vscode.ThemeIcon('lock');
    item.contextValue = 'lock';
    return describeItem(item, `${this.pkg.manifest}#${this.file}`, `${name}, ${item.description}`);
  }

  children(): readonly ViewNode[] {
    return this.entries.map(
      entry => new SiteNode(this.pkg, entry, this.mismatched.includes(entry)),
    );
  }
}
