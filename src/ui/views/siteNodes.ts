import * as path from 'node:path';
import { plural } from '../../base/text';
import * as vscode from 'vscode';
import { INTERNAL_COMMANDS } from '../../ids';
import { agreement, type Package } from '../../manifests/package';
import type { VersionSite } from '../../manifests/versionSite';
import { siteDetail, sitePlace, tagDecides } from '../labels';
import { describeItem, type ViewNode } from './nodeTree';

/** One place that holds the version. A click opens the file at it. */
export class SiteNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly site: VersionSite,
    private readonly isOdd: boolean,
  ) {}

  item(): vscode.TreeItem {
    const { kind, file, written, start } = this.site;
    const item = new vscode.TreeItem(kind === 'lock' ? siteDetail(this.site) : path.basename(file));
    const folder = path.dirname(vscode.workspace.asRelativePath(file));
    const where =
      kind === 'lock'
        ? ''
        : [folder === '.' ? '' : folder, siteDetail(this.site)]
            .filter(part => part !== '')
            .join(' · ');
    item.description = where === '' ? written.text : `${written.text} · ${where}`;
    item.iconPath = this.isOdd
      ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
      : new vscode.ThemeIcon('check');
    item.tooltip = [
      `${vscode.workspace.asRelativePath(file)}:${start.line + 1}`,
      siteDetail(this.site),
      written.problem ?? '',
    ]
      .filter(line => line !== '')
      .join('\n');
    item.command = {
      command: INTERNAL_COMMANDS.openVersionSite,
      title: vscode.l10n.t('Open'),
      arguments: [sitePlace(this.site)],
    };
    item.contextValue = 'site';
    const state = this.isOdd ? vscode.l10n.t('differs') : vscode.l10n.t('agrees');
    return describeItem(
      item,
      `${this.pkg.manifest}#${file}#${this.site.span.start}#${kind}`,
      vscode.l10n.t(
        '{0}, version {1}, {2}, {3}',
        path.basename(file),
        written.text,
        siteDetail(this.site),
        state,
      ),
    );
  }

  children(): readonly ViewNode[] {
    return [];
  }
}

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

/** All places that hold the version of a package. */
export class SitesNode implements ViewNode {
  /** @param isReleased whether a release was confirmed or is public: its facts need the space more than places that agree */
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
        : plural(
            total,
            vscode.l10n.t('1 place holds {0}', current?.text ?? ''),
            vscode.l10n.t('{0} places agree', total),
          );
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
