import * as vscode from 'vscode';
import type { Run } from '../../github/model';
import { duration, type RunState } from '../../github/runState';
import { type Platform, rowState, type RunRow, type RunSummary } from '../../github/runSummary';
import type { Shown } from '../labels';
import type { RunView } from '../store';

/** How the state of a run, job or step is shown: a codicon, a colour, and a word. */
export function shownRun(state: RunState): Shown {
  const color = (id: string) => new vscode.ThemeColor(id);
  switch (state) {
    case 'promised':
      return { icon: 'circle-large-outline', word: vscode.l10n.t('not started') };
    case 'queued':
      return { icon: 'clock', color: color('testing.iconQueued'), word: vscode.l10n.t('queued') };
    case 'waiting':
      return {
        icon: 'shield',
        color: color('list.warningForeground'),
        word: vscode.l10n.t('waits for an approval'),
      };
    case 'running':
      return {
        icon: 'sync~spin',
        color: color('testing.iconQueued'),
        word: vscode.l10n.t('running'),
      };
    case 'success':
      return {
        icon: 'pass-filled',
        color: color('testing.iconPassed'),
        word: vscode.l10n.t('succeeded'),
      };
    case 'failure':
      return { icon: 'error', color: color('testing.iconFailed'), word: vscode.l10n.t('failed') };
    case 'cancelled':
      return { icon: 'circle-slash', word: vscode.l10n.t('cancelled') };
    case 'skipped':
      return {
        icon: 'debug-step-over',
        color: color('testing.iconSkipped'),
        word: vscode.l10n.t('skipped'),
      };
    case 'neutral':
      return { icon: 'circle-filled', word: vscode.l10n.t('neutral') };
    case 'other':
      return { icon: 'question', word: vscode.l10n.t('unknown') };
  }
}

export function platformName(platform: Platform): string {
  switch (platform) {
    case 'linux':
      return vscode.l10n.t('Linux');
    case 'macos':
      return vscode.l10n.t('macOS');
    case 'windows':
      return vscode.l10n.t('Windows');
    case 'source':
      return vscode.l10n.t('Source distribution');
    case 'publish':
      return vscode.l10n.t('Publishing');
    case 'other':
      return vscode.l10n.t('Other jobs');
  }
}

export function runTitle({ workflow, number }: Run): string {
  return vscode.l10n.t('{0} #{1}', workflow, number);
}

/** A run in a narrow list: the name of the file is short, and the one that its maintainer knows. */
export function shortRunTitle({ path, number, workflow }: Run): string {
  const file = /^(.+)\.ya?ml$/.exec(path.split('/').at(-1) ?? '')?.[1] ?? workflow;
  return vscode.l10n.t('{0} #{1}', file, number);
}

/** "5 of 8 · v0.2.0 · 3m 05s · about 4m left · attempt 2" */
export function runStanding(
  { run }: Pick<RunView, 'run'>,
  { done, total, elapsed, left, state }: RunSummary,
): string {
  const parts = [total > 0 ? vscode.l10n.t('{0} of {1}', done, total) : '', run.headBranch ?? ''];
  if (state === 'waiting' || state === 'queued' || state === 'cancelled')
    parts.push(shownRun(state).word);
  parts.push(duration(elapsed));
  if (left !== undefined)
    parts.push(
      left > 0
        ? vscode.l10n.t('about {0} left', duration(left))
        : vscode.l10n.t('longer than last time'),
    );
  if (run.attempt > 1) parts.push(vscode.l10n.t('attempt {0}', run.attempt));
  return parts.filter(part => part !== '').join(' · ');
}

/** The jobs of one platform as they are listed: failed ones first, then by name, with numbers in their order. */
export function listedRows(rows: readonly RunRow[]): readonly RunRow[] {
  const natural = new Intl.Collator('en', { numeric: true });
  const rank = (row: RunRow) => (rowState(row) === 'failure' ? 0 : 1);
  return [...rows].sort((a, b) => rank(a) - rank(b) || natural.compare(a.name, b.name));
}

/**
 * A short label for each job of one platform: its architecture where that tells them apart, else what differs in the
 * values of the matrix, else the whole name.
 */
export function rowLabels(rows: readonly RunRow[]): readonly string[] {
  const architectures = rows.map(({ architecture, name }) => architecture ?? name);
  if (new Set(architectures).size === rows.length) return architectures;
  const values = rows.map(({ name }) => /^[^(]*\((.*)\)$/.exec(name)?.[1]?.split(', '));
  const first = values[0];
  if (first === undefined || values.some(value => value?.length !== first.length))
    return rows.map(({ name }) => name);
  const labels = values.map((value = []) =>
    value.filter((part, index) => values.some(other => other?.[index] !== part)).join(', '),
  );
  return new Set(labels).size === rows.length ? labels : rows.map(({ name }) => name);
}
