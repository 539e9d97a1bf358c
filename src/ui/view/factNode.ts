import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import { byPlatform } from '../../packageIndex/platformRows';
import type { FactReport } from '../../release/engine';
import { shownFact } from '../words';
import type { PublishedState } from '../state';
import { describeItem, type ViewNode } from './node';
import { PlaceNode } from './placeNode';
import { PlatformPlacesNode } from './platformPlacesNode';

/** One fact of a release with what was last seen of it. */
export class FactNode implements ViewNode {
  /** @param published what stands behind the fact of the package index */
  constructor(
    readonly pkg: Package,
    private readonly fact: FactReport,
    private readonly isUnderWay: boolean,
    private readonly published?: PublishedState,
  ) {}

  item(): vscode.TreeItem {
    const { id, title, observation } = this.fact;
    const { icon, color, word } = shownFact(this.fact);
    const folding =
      this.children().length === 0
        ? 'None'
        : observation.state === 'holds'
          ? 'Collapsed'
          : 'Expanded';
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState[folding]);
    // What would be done about a missing fact is of interest once somebody wants it done.
    item.description =
      observation.state === 'missing' && !this.isUnderWay ? word : observation.detail;
    item.iconPath = new vscode.ThemeIcon(icon, color);
    const advice = 'advice' in observation ? observation.advice : undefined;
    item.tooltip = [`${title}: ${word}`, observation.detail, advice ?? '']
      .filter(line => line !== '')
      .join('\n');
    const isRemote =
      id === 'remoteBranch' || id === 'remoteTag' || id === 'hostedRelease' || id === 'builds';
    item.contextValue =
      isRemote && observation.state === 'unknown'
        ? 'fact unasked'
        : id === 'hostedRelease' && observation.state === 'missing'
          ? 'fact publishable'
          : id === 'index'
            ? 'fact index'
            : 'fact';
    return describeItem(
      item,
      `${this.pkg.manifest}#fact#${id}${folding === 'None' ? '' : `#${folding}`}`,
      `${title}, ${word}, ${observation.detail}`,
    );
  }

  children(): readonly ViewNode[] {
    if (this.fact.id !== 'index') return [];
    return byPlatform(this.published?.places ?? []).map(row =>
      'places' in row ? new PlatformPlacesNode(this.pkg, row) : new PlaceNode(this.pkg, row),
    );
  }
}
