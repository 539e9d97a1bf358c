import * as vscode from 'vscode';
import type { Run } from '../../../github/model';
import { isLive } from '../../../github/runState';
import { byPlatform, summarize } from '../../../github/runSummary';
import { runStanding, runTitle, shortRunTitle, shownRun } from '../../runWords';
import type { RunView } from '../../state';
import { MessageNode } from '../messageNode';
import { describeItem, type ViewNode } from '../node';
import { PlatformNode } from './platformNode';

/** What commands on rows of the view are about. */
export interface RunTarget {
  /** Top folder of the repository. */
  readonly root: string;
  readonly run: Run;
}

/** Reads the jobs of a run that were not read so far. */
export type ReadJobs = (root: string, run: Run) => Promise<RunView['rows']>;

/** A run of a workflow. Its rows are platforms. */
export class RunNode implements ViewNode, RunTarget {
  readonly run: Run;

  constructor(
    readonly root: string,
    readonly view: RunView,
    private readonly isOfRelease: boolean,
    private readonly readJobs: ReadJobs,
  ) {
    this.run = view.run;
  }

  item(): vscode.TreeItem {
    const { run, rows, before } = this.view;
    const summary = summarize(run, rows ?? [], Date.now(), before?.total);
    const { icon, color, word } = shownRun(summary.state);
    const title = runTitle(run);
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(
      shortRunTitle(run),
      this.isOfRelease && summary.state !== 'success' ? Expanded : Collapsed,
    );
    item.description = runStanding(this.view, summary);
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.tooltip = [
      `${title}: ${word}`,
      run.title,
      vscode.l10n.t('{0} on {1} ({2})', run.event, run.headBranch ?? '', run.headSha.slice(0, 7)),
      new Date(run.startedAt).toLocaleString(),
    ].join('\n');
    const flags = [
      'run',
      isLive(run) ? 'live' : 'ended',
      ...(summary.state === 'failure' || summary.state === 'cancelled' ? ['failed'] : []),
      ...(summary.state === 'waiting' || summary.waiting.length > 0 ? ['waiting'] : []),
    ];
    item.contextValue = flags.join(' ');
    return describeItem(
      item,
      `run#${run.id}#${run.attempt}`,
      `${title}, ${word}, ${item.description}`,
    );
  }

  async children(): Promise<readonly ViewNode[]> {
    const rows = this.view.rows ?? (await this.readJobs(this.root, this.run)) ?? [];
    if (rows.length === 0)
      return [
        new MessageNode(
          `run#${this.run.id}#none`,
          'info',
          vscode.l10n.t('GitHub has created no jobs yet'),
        ),
      ];
    return byPlatform(rows).map(
      ([platform, found]) => new PlatformNode(this, platform, found, this.view.before?.jobs),
    );
  }
}
