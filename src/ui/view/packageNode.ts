import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import { knownVersion, packagesOf, type State } from '../state';
import type { Store } from '../store';
import { describeItem, type ViewNode } from './node';
import { ReleaseNode } from './releaseNode';
import { SitesNode } from './sitesNode';

/** A package. It looks itself up in the state, so that one row can be refreshed without the others. */
export class PackageNode implements ViewNode {
  constructor(
    private readonly store: Store<State>,
    private shown: Package,
  ) {}

  get pkg(): Package {
    this.shown =
      packagesOf(this.store.value).find(({ manifest }) => manifest === this.shown.manifest) ??
      this.shown;
    return this.shown;
  }

  item(): vscode.TreeItem {
    const { pkg } = this;
    const { name, manifest, decidedBy } = pkg;
    const version =
      knownVersion(pkg, this.store.value.releases.get(manifest)) ??
      (decidedBy === 'tag'
        ? vscode.l10n.t('version from the git tag')
        : vscode.l10n.t('no version'));
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
    const folder = path.dirname(vscode.workspace.asRelativePath(manifest));
    item.description = folder === '.' ? version : `${version} · ${folder}`;
    item.iconPath = new vscode.ThemeIcon('package');
    item.contextValue = 'package';
    return describeItem(item, manifest, vscode.l10n.t('Package {0}, version {1}', name, version));
  }

  children(): readonly ViewNode[] {
    const pkg = this.pkg;
    const release = this.store.value.releases.get(pkg.manifest);
    // Of a version that nobody knows there is nothing to show.
    return [
      new SitesNode(pkg, release?.intent !== undefined),
      ...(release === undefined || release.version === ''
        ? []
        : [new ReleaseNode(pkg, release, this.store.value.published.get(pkg.manifest))]),
    ];
  }
}
