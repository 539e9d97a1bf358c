import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import type { PlatformRow } from '../../packageIndex/platformRows';
import { describeItem, type ViewNode } from './node';
import { PlaceNode, shownPlace } from './placeNode';

/** One platform of the matrix of wheels, with a row for each interpreter. */
export class PlatformPlacesNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly row: PlatformRow,
  ) {}

  item(): vscode.TreeItem {
    const { platform, state, detail } = this.row;
    const { icon, color, word } = shownPlace(state);
    const folding = state === 'served' ? 'Collapsed' : 'Expanded';
    const item = new vscode.TreeItem(platform, vscode.TreeItemCollapsibleState[folding]);
    item.description = detail;
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.tooltip = `${platform}: ${word}\n${detail}`;
    item.contextValue = 'platformPlaces';
    // VS Code keeps what is folded by the id: with another id it folds when everything is there.
    return describeItem(
      item,
      `${this.pkg.manifest}#platform#${platform}#${folding}`,
      `${platform}, ${word}, ${detail}`,
    );
  }

  children(): readonly ViewNode[] {
    return this.row.places.map(place => new PlaceNode(this.pkg, place, true));
  }
}
