import * as vscode from 'vscode';
import { showEnded } from '../local/showEnded';
import type { Services } from '../../services';
import { isRunnable, pickItem } from './pickItem';

/** *Run Checklist Item*: lets a machine answer one item, and says how it went. */
export async function runChecklistItem(services: Services, target: unknown): Promise<void> {
  const picked = await pickItem(services, target, {
    title: vscode.l10n.t('Run which item?'), accept: isRunnable, none: vscode.l10n.t('The checklist has no item that a machine can answer.'),
  });
  if (picked === undefined) return;
  const { released, state: { item } } = picked;
  const ended = await (await services.checklists.tasks).run(released, item);
  await showEnded(ended.kind === 'done' ? { kind: 'done', result: { message: vscode.l10n.t('{0}: passed ({1}).', item.title, released.name) } } : ended);
}
