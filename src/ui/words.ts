import * as vscode from 'vscode';
import type { CheckState } from '../release/check';
import type { FactReport } from '../release/engine';
import type { ReleaseVersion } from '../versions/releaseVersion';

/** How the state of a fact is shown: a codicon, a colour, and a word, because neither icon nor colour is enough alone. */
export interface Shown {
  readonly icon: string;
  readonly color?: vscode.ThemeColor;
  readonly word: string;
}

export function shownFact({ observation, inProgress }: FactReport): Shown {
  if (inProgress === true) return { icon: 'loading~spin', word: vscode.l10n.t('in progress') };
  switch (observation.state) {
    case 'holds':
      return {
        icon: 'pass-filled',
        color: new vscode.ThemeColor('testing.iconPassed'),
        word: vscode.l10n.t('holds'),
      };
    case 'missing':
      return { icon: 'circle-large-outline', word: vscode.l10n.t('missing') };
    case 'inProgress':
      return {
        icon: 'sync',
        color: new vscode.ThemeColor('testing.iconQueued'),
        word: vscode.l10n.t('in progress'),
      };
    case 'conflict':
      return {
        icon: 'error',
        color: new vscode.ThemeColor('testing.iconFailed'),
        word: vscode.l10n.t('conflict'),
      };
    case 'unknown':
      return {
        icon: 'question',
        color: new vscode.ThemeColor('testing.iconQueued'),
        word: vscode.l10n.t('unknown'),
      };
  }
}

export function shownCheck(state: CheckState): Shown {
  switch (state) {
    case 'ok':
      return { icon: 'pass', word: vscode.l10n.t('ok') };
    case 'warning':
      return { icon: 'warning', word: vscode.l10n.t('warning') };
    case 'blocks':
      return { icon: 'error', word: vscode.l10n.t('blocks') };
    case 'unknown':
      return { icon: 'question', word: vscode.l10n.t('unknown') };
  }
}

/** A version as both worlds spell it. */
export function spellings({ semver, pep440 }: ReleaseVersion): string {
  return vscode.l10n.t('Cargo {0} · Python {1}', semver, pep440);
}
