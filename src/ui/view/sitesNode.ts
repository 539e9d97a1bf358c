import * as vscode from 'vscode';
import { agreement, type Package } from '../../manifests/package';
import type { VersionSite } from '../../manifests/versionSite';
import { tagDecides } from '../siteWords';
import { LockNode } from './lockNode';
import { describeItem, type ViewNode } from './node';
import { SiteNode } from './siteNode';

/** All places that hold the version of a package. */
export class SitesNode implements ViewNode {
  /** @param isReleased whether a release is under way, whose facts need the room more than places that agree */
  constructor(
    readonly pkg: Package,
    private readonly isReleased: boolean,
  ) {}

  item(): vscode.TreeItem {
    if (this.pkg.decidedBy === 'tag') return this.#tagged();
    const { current, mismatched } = agreement(this.pkg.sites);
    const isFolded = this.isReleased && mismatched.length === 0;
    const item = new vscode.TreeItem(
      vscode.l10n.t('Version sites'),
      isFolded
        ? vscode.TreeItemCollapsibleState.Collapsed
        : vscode.TreeItemCollapsibleState.Expanded,
    );
    const total = this.pkg.sites.length;
    item.description =
      mismatched.length > 0
        ? vscode.l10n.t('{0} of {1} differ from {2}', mismatched.length, total, current?.text ?? '')
        : vscode.l10n.t('{0} places agree', total);
    item.iconPath =
      mismatched.length > 0
        ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
        : new vscode.ThemeIcon('versions');
    item.contextValue = mismatched.length > 0 ? 'sites mismatch' : 'sites';
    return describeItem(
      item,
      `${this.pkg.manifest}#sites${isFolded ? '#folded' : ''}`,
      `${vscode.l10n.t('Version sites')}, ${item.description}`,
    );
  }

  #tagged(): vscode.TreeItem {
    const item = new vscode.TreeItem(vscode.l10n.t('Version sites'));
    const { taggedBy } = this.pkg;
    item.description =
      taggedBy === undefined ? vscode.l10n.t('git tag') : vscode.l10n.t('git tag ({0})', taggedBy);
    item.iconPath = new vscode.ThemeIcon('tag');
    item.tooltip = vscode.l10n.t('Version sites, none: {0}', tagDecides(this.pkg));
    item.contextValue = 'sites';
    return describeItem(item, `${this.pkg.manifest}#sites#tag`, item.tooltip);
  }

  children(): readonly ViewNode[] {
    const { mismatched } = agreement(this.pkg.sites);
    const locks = new Map<string, VersionSite[]>();
    for (const site of this.pkg.sites) {
      if (site.kind === 'lock') locks.set(site.file, [...(locks.get(site.file) ?? []), site]);
    }
    return [
      ...this.pkg.sites
        .filter(({ kind }) => kind !== 'lock')
        .map(site => new SiteNode(this.pkg, site, mismatched.includes(site))),
      ...[...locks].map(([file, entries]) => new LockNode(this.pkg, file, entries, mismatched)),
    ];
  }
}
