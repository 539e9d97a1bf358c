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
    readonly released: Package,
    private readonly isReleased: boolean,
  ) {}

  item(): vscode.TreeItem {
    if (this.released.decidedBy === 'tag') return this.#tagged();
    const { current, odd } = agreement(this.released.sites);
    const isFolded = this.isReleased && odd.length === 0;
    const item = new vscode.TreeItem(
      vscode.l10n.t('Version sites'),
      isFolded
        ? vscode.TreeItemCollapsibleState.Collapsed
        : vscode.TreeItemCollapsibleState.Expanded,
    );
    const total = this.released.sites.length;
    item.description =
      odd.length > 0
        ? vscode.l10n.t('{0} of {1} differ from {2}', odd.length, total, current?.text ?? '')
        : vscode.l10n.t('{0} places agree', total);
    item.iconPath =
      odd.length > 0
        ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
        : new vscode.ThemeIcon('versions');
    item.contextValue = odd.length > 0 ? 'sites mismatch' : 'sites';
    return describeItem(
      item,
      `${this.released.manifest}#sites${isFolded ? '#folded' : ''}`,
      `${vscode.l10n.t('Version sites')}, ${item.description}`,
    );
  }

  #tagged(): vscode.TreeItem {
    const item = new vscode.TreeItem(vscode.l10n.t('Version sites'));
    const { taggedBy } = this.released;
    item.description =
      taggedBy === undefined ? vscode.l10n.t('git tag') : vscode.l10n.t('git tag ({0})', taggedBy);
    item.iconPath = new vscode.ThemeIcon('tag');
    item.tooltip = vscode.l10n.t('Version sites, none: {0}', tagDecides(this.released));
    item.contextValue = 'sites';
    return describeItem(item, `${this.released.manifest}#sites#tag`, item.tooltip);
  }

  children(): readonly ViewNode[] {
    const { odd } = agreement(this.released.sites);
    const locks = new Map<string, VersionSite[]>();
    for (const site of this.released.sites) {
      if (site.kind === 'lock') locks.set(site.file, [...(locks.get(site.file) ?? []), site]);
    }
    return [
      ...this.released.sites
        .filter(({ kind }) => kind !== 'lock')
        .map(site => new SiteNode(this.released, site, odd.includes(site))),
      ...[...locks].map(([file, entries]) => new LockNode(this.released, file, entries, odd)),
    ];
  }
}
