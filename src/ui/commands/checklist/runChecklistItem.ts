import * as vscode from 'vscode';
import { stateWord } from '../../../release/checklist/words';
import type { Services } from '../../services';
import { showEnded } from '../local/showEnded';
import { isRunnable, pickItem } from './pickItem';

/** *Run Checklist Item*: lets a machine answer one item, and says how it went. */
export async function runChecklistItem(services: Services, target: unknown): Promise<void> {
  const picked = await pickItem(services, target, {
    title: vscode.l10n.t('Run which item?'),
    accept: isRunnable,
    none: vscode.l10n.t('The checklist has no item that a machine can answer.'),
  });
  if (picked === undefined) return;
  const {
    pkg,
    state: {
      item: { id, title },
    },
  } = picked;
  const ended = await (await services.checklists.tasks).run(pkg, picked.state.item);
  if (ended.kind !== 'done') {
    await showEnded(ended);
    return;
  }
  const now = (await (await services.checklists.keeper).look(pkg)).items.find(
    ({ item }) => item.id === id,
  );
  if (now?.state === 'pass')
    void vscode.window.showInformationMessage(vscode.l10n.t('{0}: passed ({1}).', title, pkg.name));
  // Cargo may have brought Cargo.lock up to date while it ran, for instance.
  else if (now !== undefined)
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        '{0} ({1}): passed, and is {2}. Run it again.',
        title,
        pkg.name,
        stateWord(now),
      ),
    );
}
