import * as vscode from 'vscode';
import { COMMANDS } from '../../ids';
import type { CrateRow } from '../../cratesIndex/publishedCrates';
import type { Package } from '../../manifests/package';
import { byPlatform } from '../../packageIndex/placeRows';
import type { FactReport, Failure } from '../../release/engine';
import type { FactLinks } from '../factLinks';
import { shownFact, shownPhase } from '../labels';
import type { PublishedState } from '../store';
import { CommitsNode } from './commitNodes';
import { CrateNode } from './crateNode';
import { describeItem, type ViewNode } from './nodeTree';
import { PlaceNode, PlatformPlacesNode } from './placeNodes';

/** What a row says of a fact beside its observation. */
export interface FactRow {
  /** Whether the release was confirmed: only then what would be done is of interest. */
  readonly isUnderWay: boolean;
  readonly links: FactLinks;
  /** The subjects of the commits since the last release, for the fact of the commit. */
  readonly commits: readonly string[];
  readonly published?: PublishedState | undefined;
  readonly crates: readonly CrateRow[];
  /** The cause of unknown facts that the view says above its rows. */
  readonly said?: string | undefined;
  /** Why making this fact failed. */
  readonly failure?: Failure | undefined;
}

/** One fact of a release with what was last seen of it. */
export class FactNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly fact: FactReport,
    private readonly row: FactRow,
  ) {}

  /** Read by the commands of this row. */
  get id(): FactReport['id'] {
    return this.fact.id;
  }

  item(): vscode.TreeItem {
    const { id, title, observation } = this.fact;
    const { icon, color, word } =
      this.row.failure === undefined
        ? shownFact(this.fact)
        : { ...shownPhase('buildFailed'), word: vscode.l10n.t('failed') };
    const folding =
      this.children().length === 0
        ? 'None'
        : observation.state === 'holds'
          ? 'Collapsed'
          : 'Expanded';
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState[folding]);
    // What would be done about a missing fact is of interest once the user wants it done.
    const isShort =
      (observation.state === 'missing' && !this.row.isUnderWay) ||
      observation.detail === this.row.said;
    item.description = this.row.failure?.message ?? (isShort ? word : observation.detail);
    item.iconPath = new vscode.ThemeIcon(icon, color);
    const advice =
      this.row.failure?.advice ?? ('advice' in observation ? observation.advice : undefined);
    item.tooltip = [`${title}: ${word}`, observation.detail, advice ?? '']
      .filter(line => line !== '')
      .join('\n');
    const isRemote =
      id === 'releaseBranch' ||
      id === 'pullRequest' ||
      id === 'remoteBranch' ||
      id === 'remoteTag' ||
      id === 'hostedRelease' ||
      id === 'builds';
    const words = [
      isRemote && observation.state === 'unknown'
        ? 'fact unasked'
        : id === 'hostedRelease' && observation.state === 'missing'
          ? 'fact publishable'
          : id === 'index'
            ? 'fact index'
            : id === 'builds' && observation.state === 'conflict'
              ? 'fact failedBuilds'
              : 'fact',
      ...(this.row.links.page !== undefined || id === 'index' ? ['page'] : []),
      ...(this.row.links.copied !== undefined ? ['copied'] : []),
      ...(this.row.links.compared !== undefined ? ['compared'] : []),
    ];
    item.contextValue = words.join(' ');
    if (this.row.links.page !== undefined)
      item.command = {
        command: COMMANDS.openFact,
        title: vscode.l10n.t('Open'),
        arguments: [{ pkg: { manifest: this.pkg.manifest }, id }],
      };
    return describeItem(
      item,
      `${this.pkg.manifest}#fact#${id}${folding === 'None' ? '' : `#${folding}`}`,
      `${title}, ${word}, ${this.row.failure?.message ?? observation.detail}`,
    );
  }

  children(): readonly ViewNode[] {
    if (this.fact.id === 'commit' && this.row.commits.length > 0)
      return [new CommitsNode(this.pkg, this.row.commits)];
    if (this.fact.id === 'crates') return this.row.crates.map(row => new CrateNode(this.pkg, row));
    if (this.fact.id !== 'index') return [];
    return byPlatform(this.row.published?.places ?? []).map(row =>
      'places' in row ? new PlatformPlacesNode(this.pkg, row) : new PlaceNode(this.pkg, row),
    );
  }
}
