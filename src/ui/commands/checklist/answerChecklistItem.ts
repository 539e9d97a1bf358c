import * as vscode from 'vscode';
import type { Services } from '../../services';
import { pickItem } from './pickItem';

/** *Mark Checklist Item as Passed* and *as Failed*: what a person judged, with who and when. */
export async function answerChecklistItem(
  services: Services,
  target: unknown,
  outcome: 'pass' | 'fail',
): Promise<void> {
  const picked = await pickItem(services, target, {
    title:
      outcome === 'pass'
        ? vscode.l10n.t('Which item has passed?')
        : vscode.l10n.t('Which item has failed?'),
    accept: ({ item }) => item.answer.kind === 'byHand',
    none: vscode.l10n.t('The checklist has no item that is answered by hand.'),
  });
  if (picked !== undefined)
    await (await services.checklists.keeper).tick(picked.pkg, picked.state, outcome);
}
