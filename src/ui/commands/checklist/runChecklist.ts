import * as vscode from 'vscode';
import { VIEWS } from '../../../ids';
import type { Package } from '../../../manifests/package';
import type { ItemState } from '../../../release/checklist/state';
import { describeItemState } from '../../../release/checklist/words';
import { CommandError } from '../../errors';
import { pickPackage } from '../../pick/pickPackage';
import type { Services } from '../../services';
import { isRunnable } from './pickItem';

/** *Run Release Checklist*: lets machines answer what they can, one item after the other, and says once how it went. */
export async function runChecklist(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  const [keeper, tasks] = [await services.checklists.keeper, await services.checklists.tasks];
  const machines = (await keeper.look(pkg)).items.filter(
    state => isRunnable(state) && !keeper.isRunning(pkg, state.item.id),
  );
  if (machines.length === 0)
    throw new CommandError(
      vscode.l10n.t('The checklist has no item that a machine can answer, or all are being run.'),
    );
  await vscode.window.withProgress({ location: { viewId: VIEWS.checklist } }, async () => {
    for (const { item } of machines) {
      const ended = await tasks.run(pkg, item);
      // Whoever stops one of them wants no other to begin.
      if (ended.kind === 'stopped') return;
    }
  });
  void say(
    pkg,
    (await keeper.look(pkg)).items,
    machines.map(({ item }) => item.id),
  );
}

async function say(
  { name }: Package,
  items: readonly ItemState[],
  run: readonly string[],
): Promise<void> {
  const isRun = ({ item: { id } }: ItemState) => run.includes(id);
  const list = (
    accept: (state: ItemState) => boolean,
    words: (state: ItemState) => string = ({ item }) => item.title,
  ) => items.filter(accept).map(words).join(', ');
  const failed = list(state => isRun(state) && state.state === 'fail');
  const open = list(
    state => isRun(state) && state.state !== 'fail' && state.state !== 'pass',
    describeItemState,
  );
  const byHand = list(({ item, state }) => item.answer.kind === 'byHand' && state === 'open');
  const passed = items.filter(state => isRun(state) && state.state === 'pass').length;
  const message = [
    vscode.l10n.t('Checklist of {0}: {1} of {2} passed.', name, passed, run.length),
    failed === '' ? '' : vscode.l10n.t('Failed: {0}.', failed),
    open === '' ? '' : vscode.l10n.t('Open: {0}.', open),
    byHand === '' ? '' : vscode.l10n.t('For you to answer: {0}.', byHand),
  ]
    .filter(part => part !== '')
    .join(' ');
  const show = vscode.l10n.t('Show');
  const tell =
    failed === '' && open === ''
      ? vscode.window.showInformationMessage
      : vscode.window.showWarningMessage;
  if ((await tell(message, show)) === show)
    await vscode.commands.executeCommand(`${VIEWS.checklist}.focus`);
}
