import * as vscode from 'vscode';
import { COMMANDS } from '../../ids';
import type { Package } from '../../manifests/package';
import type { PublishedState, ReleaseState } from '../state';
import { FactNode } from './factNode';
import { MessageNode } from './messageNode';
import { describeItem, type ViewNode } from './node';

/** The facts of a release: the one under way, or that of the version that stands in the files. */
export class ReleaseNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly release: ReleaseState,
    private readonly published?: PublishedState,
  ) {}

  item(): vscode.TreeItem {
    const { version, intent, running } = this.release;
    const isUnderWay = intent !== undefined;
    const label = vscode.l10n.t('Release {0}', version);
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
    item.description = this.#standing();
    item.iconPath = new vscode.ThemeIcon(
      running === true ? 'loading~spin' : isUnderWay ? 'debug-pause' : 'tag',
    );
    item.contextValue = isUnderWay && running !== true ? 'release underWay' : 'release';
    return describeItem(item, `${this.pkg.manifest}#release`, `${label}, ${item.description}`);
  }

  #standing(): string {
    const { facts, intent, running, note } = this.release;
    if (note !== undefined) return vscode.l10n.t('cannot be looked at');
    const held = facts.filter(({ observation }) => observation.state === 'holds').length;
    if (held === facts.length) return vscode.l10n.t('done');
    const count = vscode.l10n.t('{0} of {1}', held, facts.length);
    if (running === true) return vscode.l10n.t('{0}, in progress', count);
    return intent === undefined
      ? vscode.l10n.t('{0}, not released', count)
      : vscode.l10n.t('{0}, not done', count);
  }

  children(): readonly ViewNode[] {
    const { facts, failure, intent, version } = this.release;
    const published = this.published?.version === version ? this.published : undefined;
    const nodes: ViewNode[] = facts.map(
      fact => new FactNode(this.pkg, fact, intent !== undefined, published),
    );
    if (failure !== undefined) {
      nodes.push(
        new MessageNode(`${this.pkg.manifest}#failure`, 'error', failure.message, failure.advice, {
          command: COMMANDS.showLogs,
          title: vscode.l10n.t('Show Logs'),
        }),
      );
    }
    return nodes;
  }
}
