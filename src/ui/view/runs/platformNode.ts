import * as vscode from 'vscode';
import { groupState, summarize, type Platform, type RunRow } from '../../../github/runSummary';
import { platformName, shownRun } from '../../runWords';
import { describeItem, type ViewNode } from '../node';
import { JobNode } from './jobNode';
import type { RunTarget } from './runNode';

/** The jobs of a run for one operating system, for the source distribution, or for publishing. */
export class PlatformNode implements ViewNode {
  constructor(
    private readonly target: RunTarget,
    private readonly platform: Platform,
    private readonly rows: readonly RunRow[],
    private readonly before: ReadonlyMap<string, number> | undefined,
  ) {}

  item(): vscode.TreeItem {
    const { run } = this.target;
    const state = groupState(this.rows);
    const { icon, color, word } = shownRun(state);
    const name = platformName(this.platform);
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const needsAttention = state === 'failure' || state === 'waiting';
    const item = new vscode.TreeItem(name, needsAttention ? Expanded : Collapsed);
    const { done, total } = summarize(run, this.rows, Date.now());
    item.description =
      total === 0 ? word : total === 1 ? word : vscode.l10n.t('{0} of {1}', done, total);
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.tooltip = `${name}: ${word}`;
    item.contextValue = 'platform';
    // VS Code keeps what is folded by the id: with another id it is opened when it fails.
    return describeItem(
      item,
      `run#${run.id}#${run.attempt}#${this.platform}#${needsAttention}`,
      `${name}, ${word}, ${item.description}`,
    );
  }

  children(): readonly ViewNode[] {
    return this.rows.map(row => new JobNode(this.target, row, this.before?.get(row.name)));
  }
}
