import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import type { FactReport } from '../../release/engine';
import { shownFact } from '../words';
import { describeItem, type ViewNode } from './node';

/** One fact of a release with what was last seen of it. */
export class FactNode implements ViewNode {
  constructor(readonly released: Package, private readonly fact: FactReport, private readonly isUnderWay: boolean) {}

  item(): vscode.TreeItem {
    const { id, title, observation } = this.fact;
    const { icon, color, word } = shownFact(this.fact);
    const item = new vscode.TreeItem(title);
    // What would be done about a missing fact is of interest once somebody wants it done.
    item.description = observation.state === 'missing' && !this.isUnderWay ? word : observation.detail;
    item.iconPath = new vscode.ThemeIcon(icon, color);
    const advice = 'advice' in observation ? observation.advice : undefined;
    item.tooltip = [`${title}: ${word}`, observation.detail, advice ?? ''].filter(line => line !== '').join('\n');
    const isRemote = id === 'remoteBranch' || id === 'remoteTag' || id === 'hostedRelease' || id === 'builds';
    item.contextValue = isRemote && observation.state === 'unknown' ? 'fact unasked' : id === 'hostedRelease' && observation.state === 'missing' ? 'fact publishable' : 'fact';
    return describeItem(item, `${this.released.manifest}#fact#${id}`, `${title}, ${word}, ${observation.detail}`);
  }

  children(): readonly ViewNode[] {
    return [];
  }
}
