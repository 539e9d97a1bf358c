import * as vscode from 'vscode';
import type { Services } from '../../services';
import { pickItem } from './pickItem';

/** *Clear Checklist Answer*: the item is open again. */
export async function clearChecklistItem(services: Services, target: unknown): Promise<void> {
  const picked = await pickItem(services, target, {
    title: vscode.l10n.t('Clear the answer of which item?'),
    accept: ({ answer }) => answer !== undefined,
    none: vscode.l10n.t('No item of the checklist is answered.'),
  });
  if (picked !== undefined)
    await (await services.checklists.keeper).answer(picked.pkg, picked.state.item.id, undefined);
}
