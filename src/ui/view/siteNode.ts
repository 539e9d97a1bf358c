import * as path from 'node:path';
import * as vscode from 'vscode';
import { INTERNAL_COMMANDS } from '../../ids';
import type { Package } from '../../manifests/package';
import type { VersionSite } from '../../manifests/versionSite';
import { siteDetail, sitePlace } from '../siteWords';
import { describeItem, type ViewNode } from './node';

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
