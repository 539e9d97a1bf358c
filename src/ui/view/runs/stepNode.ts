import * as vscode from 'vscode';
import { INTERNAL_COMMANDS } from '../../../ids';
import type { Job, Run, Step } from '../../../github/model';
import { duration, elapsed, stateOf } from '../../../github/runState';
import { shownRun } from '../../runWords';
import { describeItem, type ViewNode } from '../node';
import type { JobTarget } from './jobNode';

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
