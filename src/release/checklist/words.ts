import * as l10n from '@vscode/l10n';
import type { ItemState } from './state';

/** How an item stands, in a word or two: it comes first where there is little room. */
export function stateWord({ state, since }: Pick<ItemState, 'state' | 'since'>): string {
  switch (state) {
    case 'pass':
      return l10n.t('passed');
    case 'fail':
      return l10n.t('failed');
    case 'open':
      return l10n.t('not answered');
    case 'due':
      return l10n.t('with the release');
    case 'stale':
      return staleWord(since);
  }
}

function staleWord(since: ItemState['since']): string {
  switch (since) {
    case 'command':
      return l10n.t('stale: the command has changed since');
    case 'unknown':
      return l10n.t('stale: it cannot be told whether files have changed');
    case 'files':
    case undefined:
      return l10n.t('stale: files have changed since');
  }
}

/** An item and how it stands, for a list in a sentence. */
export function describeItemState(state: ItemState): string {
  return l10n.t('{0} ({1})', state.item.title, stateWord(state));
}
