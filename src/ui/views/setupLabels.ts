import * as vscode from 'vscode';
import {
  SETUP_GROUPS,
  type SetupGroup,
  type SetupItem,
  type SetupState,
} from '../../setup/setupItem';
import type { Shown } from '../labels';

/** How the state of an item is shown: a codicon, a colour, and a word. */
export function shownSetup(state: SetupState): Shown {
  switch (state) {
    case 'ok':
      return {
        icon: 'pass',
        color: new vscode.ThemeColor('testing.iconPassed'),
        word: vscode.l10n.t('in order'),
      };
    case 'warning':
      return {
        icon: 'warning',
        color: new vscode.ThemeColor('list.warningForeground'),
        word: vscode.l10n.t('warning'),
      };
    case 'problem':
      return {
        icon: 'error',
        color: new vscode.ThemeColor('testing.iconFailed'),
        word: vscode.l10n.t('problem'),
      };
    case 'unknown':
      return {
        icon: 'question',
        color: new vscode.ThemeColor('testing.iconQueued'),
        word: vscode.l10n.t('not known'),
      };
    case 'info':
      return { icon: 'info', word: vscode.l10n.t('note') };
  }
}

export function groupTitle(group: SetupGroup): string {
  switch (group) {
    case 'github':
      return 'GitHub';
    case 'workflow':
      return vscode.l10n.t('Workflow');
    case 'publishing':
      return vscode.l10n.t('Publishing');
    case 'computer':
      return vscode.l10n.t('This Computer');
  }
}

/** The items by group, in the order of the view, without groups that have none. */
export function grouped(
  items: readonly SetupItem[],
): readonly (readonly [SetupGroup, readonly SetupItem[]])[] {
  return SETUP_GROUPS.map(
    group => [group, items.filter(item => item.group === group)] as const,
  ).filter(([, of]) => of.length > 0);
}

/** "2 problems · 1 warning"; "without maturin" for what a release can do without; "in order" where there is nothing of the kind; nothing of mere notes. */
export function standing(items: readonly SetupItem[]): string {
  const count = (state: SetupState) => items.filter(item => item.state === state).length;
  const [problems, warnings, unknown] = [count('problem'), count('warning'), count('unknown')];
  const absent = items.filter(({ actions }) => actions?.[0]?.kind === 'install');
  const parts = [
    problems === 0
      ? ''
      : problems === 1
        ? vscode.l10n.t('1 problem')
        : vscode.l10n.t('{0} problems', problems),
    warnings === 0
      ? ''
      : warnings === 1
        ? vscode.l10n.t('1 warning')
        : vscode.l10n.t('{0} warnings', warnings),
    unknown === 0 ? '' : vscode.l10n.t('{0} not known', unknown),
    absent.length === 0
      ? ''
      : vscode.l10n.t('without {0}', absent.map(({ title }) => title).join(', ')),
  ].filter(part => part !== '');
  if (parts.length > 0) return parts.join(' · ');
  return items.every(({ state }) => state === 'info') ? '' : shownSetup('ok').word;
}
