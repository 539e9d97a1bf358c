import * as vscode from 'vscode';
import type { Job, Run, Step } from '../../github/model';
import { duration, elapsed, isLive, stateOf } from '../../github/runState';
import {
  byPlatform,
  groupState,
  type Platform,
  rowState,
  type RunRow,
  summarize,
} from '../../github/runSummary';
import { INTERNAL_COMMANDS } from '../../ids';
import {
  platformName,
  listedRows,
  rowLabels,
  runStanding,
  runTitle,
  shortRunTitle,
  shownRun,
} from './runLabels';
import type { RunView } from '../store';
import { describeItem, MessageNode, type ViewNode } from './nodeTree';

/** A step of a job. A click opens the job's log at it. */
export class StepNode implements ViewNode, JobTarget {
  readonly root: string;
  readonly run: Run;
  readonly job: Job;

  constructor(
    target: JobTarget,
    readonly step: Step,
  ) {
    ({ root: this.root, run: this.run, job: this.job } = target);
  }

  item(): vscode.TreeItem {
    const { step } = this;
    const { icon, color, word } = shownRun(stateOf(step));
    const item = new vscode.TreeItem(step.name);
    const took = elapsed(step, Date.now());
    item.description = took === undefined || took < 1_000 ? '' : duration(took);
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.tooltip = `${step.name}: ${word}`;
    item.contextValue = 'step';
    item.command = {
      command: INTERNAL_COMMANDS.openJobLog,
      title: vscode.l10n.t('View Log'),
      arguments: [{ root: this.root, run: this.run, job: this.job, step: step.number }],
    };
    return describeItem(
      item,
      `job#${this.job.id}#${step.number}`,
      `${step.name}, ${word}, ${item.description}`,
    );
  }

  children(): readonly ViewNode[] {
    return [];
  }
}

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
    private readonly label: string,
    private readonly before: number | undefined,
  ) {
    ({ root: this.root, run: this.run } = target);
    this.job = row.job;
  }

  item(): vscode.TreeItem {
    const { job, name } = this.row;
    const state = rowState(this.row);
    const { icon, color, word } = shownRun(state);
    const { label } = this;
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
    const rows = listedRows(this.rows);
    const labels = rowLabels(rows);
    return rows.map(
      (row, index) =>
        new JobNode(this.target, row, labels[index] ?? row.name, this.before?.get(row.name)),
    );
  }
}

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

/** Rows that most people need less often, folded away. */
export class GroupNode implements ViewNode {
  constructor(
    private readonly id: string,
    private readonly label: string,
    private readonly isOpen: boolean,
    private readonly rows: readonly ViewNode[],
  ) {}

  item(): vscode.TreeItem {
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(this.label, this.isOpen ? Expanded : Collapsed);
    item.description = String(this.rows.length);
    item.contextValue = 'group';
    return describeItem(item, this.id, `${this.label}, ${this.rows.length}`);
  }

  children(): readonly ViewNode[] {
    return this.rows;
  }
}
