import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import type { FileRow, PlaceRow, PlatformRow } from '../../packageIndex/placeRows';
import { describeItem, type ViewNode } from './nodeTree';

/** One place of the matrix of wheels, or the source distribution, with the files that the index serves for it. */
export class PlaceNode implements ViewNode {
  /** @param isBeneath whether the row above names the platform already */
  constructor(
    readonly pkg: Package,
    private readonly place: PlaceRow,
    private readonly isBeneath = false,
  ) {}

  item(): vscode.TreeItem {
    const { title, interpreter, state, detail, files } = this.place;
    const { icon, color, word } = shownPlace(state);
    const item = new vscode.TreeItem(
      this.isBeneath ? (interpreter ?? vscode.l10n.t('each interpreter')) : title,
      files.length === 0
        ? vscode.TreeItemCollapsibleState.None
        : vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.description = detail;
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.tooltip = [`${title}: ${word}`, detail, ...files.map(({ fileName }) => fileName)]
      .filter(line => line !== '')
      .join('\n');
    item.contextValue = 'place';
    return describeItem(
      item,
      `${this.pkg.manifest}#place#${title}#${state}`,
      `${title}, ${word}, ${detail}`,
    );
  }

  children(): readonly ViewNode[] {
    return this.place.files.map(file => new FileNode(this.pkg, file));
  }
}

/** One file on the index. The row names it and says when it came; the tooltip has the rest. */
class FileNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly file: FileRow,
  ) {}

  item(): vscode.TreeItem {
    const { fileName, size, sha256, uploadedAt, requiresPython, yanked, yankedReason, problem } =
      this.file;
    const item = new vscode.TreeItem(fileName);
    const uploaded =
      uploadedAt === undefined
        ? undefined
        : new Date(uploadedAt).toLocaleString(vscode.env.language);
    const withdrawn = !yanked
      ? undefined
      : yankedReason === undefined
        ? vscode.l10n.t('yanked')
        : vscode.l10n.t('yanked: {0}', yankedReason);
    const isOdd = problem !== undefined || withdrawn !== undefined;
    item.description = [withdrawn, uploaded].filter(part => part !== undefined).join(' · ');
    item.iconPath = isOdd
      ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
      : new vscode.ThemeIcon('file-zip');
    const lines = [
      fileName,
      problem,
      withdrawn,
      size === undefined
        ? undefined
        : vscode.l10n.t('Size: {0} bytes', size.toLocaleString(vscode.env.language)),
      uploaded === undefined ? undefined : vscode.l10n.t('Uploaded: {0}', uploaded),
      requiresPython === undefined ? undefined : vscode.l10n.t('Python: {0}', requiresPython),
      sha256 === undefined ? undefined : `SHA-256: ${sha256}`,
    ].filter(line => line !== undefined);
    item.tooltip = lines.join('\n');
    item.contextValue = 'indexFile';
    return describeItem(
      item,
      `${this.pkg.manifest}#file#${fileName}`,
      lines.slice(0, -1).join(', '),
    );
  }

  children(): readonly ViewNode[] {
    return [];
  }
}

export function shownPlace(state: PlaceRow['state']): {
  readonly icon: string;
  readonly color?: vscode.ThemeColor;
  readonly word: string;
} {
  switch (state) {
    case 'served':
      return {
        icon: 'pass',
        color: new vscode.ThemeColor('testing.iconPassed'),
        word: vscode.l10n.t('there'),
      };
    case 'missing':
      return { icon: 'circle-large-outline', word: vscode.l10n.t('missing') };
    case 'unexpected':
      return {
        icon: 'question',
        color: new vscode.ThemeColor('testing.iconQueued'),
        word: vscode.l10n.t('unexpected'),
      };
    case 'wrong':
      return {
        icon: 'warning',
        color: new vscode.ThemeColor('list.warningForeground'),
        word: vscode.l10n.t('not as it should be'),
      };
  }
}

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
