import * as vscode from 'vscode';
import type { CrateRow } from '../../cratesIndex/publishedCrates';
import type { Package } from '../../manifests/package';
import { describeItem, type ViewNode } from './nodeTree';
import { shownPlace } from './placeNodes';

/** One crate of a release, as its registry was last seen to serve it. */
export class CrateNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly row: CrateRow,
  ) {}

  item(): vscode.TreeItem {
    const { crate, version, registry, state, detail, publishedAt } = this.row;
    const { icon, color, word } =
      state === 'unknown'
        ? { icon: 'question', color: undefined, word: vscode.l10n.t('unknown') }
        : shownPlace(PLACES[state]);
    const item = new vscode.TreeItem(crate);
    const published =
      publishedAt === undefined
        ? undefined
        : new Date(publishedAt).toLocaleString(vscode.env.language);
    item.description = [detail, published].filter(part => part !== undefined).join(' · ');
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.tooltip = `${crate} ${version}, ${registry}: ${word}\n${item.description}`;
    item.contextValue = 'crate';
    return describeItem(
      item,
      `${this.pkg.manifest}#crate#${registry}#${crate}`,
      `${crate} ${version}, ${word}, ${item.description}`,
    );
  }

  children(): readonly ViewNode[] {
    return [];
  }
}

const PLACES = {
  served: 'served',
  missing: 'missing',
  yanked: 'wrong',
} as const;
