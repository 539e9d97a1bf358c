import * as vscode from 'vscode';
import type { Job, Run } from '../../../github/model';
import { duration, elapsed } from '../../../github/runState';
import { rowState, type RunRow } from '../../../github/runSummary';
import { rowLabel, shownRun } from '../../runWords';
import { describeItem, type ViewNode } from '../node';
import type { RunTarget } from './runNode';
import { StepNode } from './stepNode';

/** What commands on a job are about. */
export interface JobTarget extends RunTarget {
  readonly job: Job;
}

/** A job of a run, or one that the workflow file promises. */
export class JobNode implements ViewNode {
  readonly root: string;
  readonly run: Run;
  readonly job: Job | undefined;

  /** @param before milliseconds that it took when the workflow last succeeded */
  constructor(
    target: RunTarget,
    private readonly row: RunRow,
    private readonly before: number | undefined,
  ) {
    ({ root: this.root, run: this.run } = target);
    this.job = row.job;
  }

  item(): vscode.TreeItem {
    const { job, name } = this.row;
    const state = rowState(this.row);
    const { icon, color, word } = shownRun(state);
    const label = rowLabel(this.row);
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(label, (job?.steps.length ?? 0) > 0 ? Collapsed : None);
    const took = job === undefined || state === 'skipped' ? undefined : elapsed(job, Date.now());
    const step = job?.steps.find(({ status }) => status === 'in_progress')?.name;
    const parts = [
      label === name ? '' : name,
      took === undefined ? word : duration(took),
      state === 'running' && this.before !== undefined
        ? vscode.l10n.t('of about {0}', duration(this.before))
        : '',
      step ?? '',
    ];
    item.description = parts.filter(part => part !== '').join(' · ');
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.tooltip = [
      `${name}: ${word}`,
      job?.labels.join(', ') ??
        vscode.l10n.t(
          'The workflow file promises it; GitHub creates it when the jobs before it have ended.',
        ),
    ].join('\n');
    item.contextValue = this.#flags(state === 'failure').join(' ');
    return describeItem(
      item,
      `run#${this.run.id}#${this.run.attempt}#${this.row.platform}#${name}`,
      `${name}, ${word}, ${item.description}`,
    );
  }

  #flags(isFailed: boolean): string[] {
    if (this.job === undefined) return ['job', 'promised'];
    const hasEnded = this.job.status === 'completed';
    return [
      'job',
      'created',
      ...(hasEnded ? ['ended'] : ['live']),
      ...(isFailed ? ['failed'] : []),
      ...(this.run.status === 'completed' ? ['rerunnable'] : []),
    ];
  }

  children(): readonly ViewNode[] {
    const { job, run } = this;
    if (job === undefined) return [];
    return job.steps.map(step => new StepNode({ root: this.root, run, job }, step));
  }
}
