import * as vscode from 'vscode';
import type { FactReport } from '../../release/engine';
import { type Intent, ownMembers } from '../../release/intent';

/** What is to be done about the facts that are missing. The files of several packages are one step. */
export function steps(facts: readonly FactReport[], intent: Intent): string {
  const all = facts.flatMap(fact => step(fact, intent));
  return all.filter((text, at) => text !== all[at - 1]).join(', ');
}

function tagOf(intent: Intent, member: FactReport['member']): string {
  const own = ownMembers(intent).find(({ package: name }) => name === member?.name);
  return own?.own.tag ?? intent.tag;
}

/** What is to be done about a fact that is missing, in a word or two. */
function step({ id, observation, member }: FactReport, intent: Intent): string[] {
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
      return [vscode.l10n.t('tag {0}', tagOf(intent, member))];
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
