import * as vscode from 'vscode';
import type { FactReport } from '../../release/engine';
import type { Intent } from '../../release/intent';

/** What is to be done about a fact that is missing, in a word or two. */
export function step({ id, observation }: FactReport, intent: Intent): string[] {
  if (observation.state !== 'missing') return [];
  switch (id) {
    case 'versions':
      return [vscode.l10n.t('set versions')];
    case 'locks':
      return [vscode.l10n.t('set locks')];
    case 'changelog':
      return [vscode.l10n.t('write changelog')];
    case 'commit':
      return [vscode.l10n.t('commit')];
    case 'releaseBranch':
      return [vscode.l10n.t('push {0}', intent.pullRequest?.branch ?? '')];
    case 'pullRequest':
      return [vscode.l10n.t('open a pull request')];
    case 'remoteBranch':
      return [
        intent.pullRequest === undefined
          ? vscode.l10n.t('push {0}', intent.branch)
          : vscode.l10n.t('fetch it when it is merged'),
      ];
    case 'tag':
      return [vscode.l10n.t('tag {0}', intent.tag)];
    case 'remoteTag':
      return [vscode.l10n.t('push the tag')];
    // Published from its notes, and built elsewhere: not by confirming this plan.
    case 'hostedRelease':
    case 'builds':
    case 'index':
    case 'crates':
      return [];
  }
}

export function withNotes(steps: string, afterTagPushed: boolean): string {
  return afterTagPushed
    ? vscode.l10n.t('{0}; then the notes of the GitHub Release are opened', steps)
    : steps;
}

export function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
