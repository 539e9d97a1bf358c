import * as vscode from 'vscode';
import { VIEWS } from '../../../ids';
import type { Package } from '../../../manifests/package';
import type { ItemState } from '../../../release/checklist/state';
import { HumanError } from '../../errors';
import { pickPackage } from '../../pick/pickPackage';
import type { Services } from '../../services';
import { isRunnable } from './pickItem';

/** *Run Release Checklist*: lets machines answer what they can, one item after the other, and says once how it went. */
export async function runChecklist(services: Services, target: unknown): Promise<void> {
  const released = await pickPackage(services, target);
  if (released === undefined) return;
  const [keeper, tasks] = [await services.checklists.keeper, await services.checklists.tasks];
  const machines = (await keeper.look(released)).items.filter(isRunnable);
  if (machines.length === 0) throw new HumanError(vscode.l10n.t('The checklist has no item that a machine can answer.'));
  for (const { item } of machines) {
    const ended = await tasks.run(released, item);
    // Whoever stops one of them wants no other to begin.
    if (ended.kind === 'stopped') break;
  }
  void say(released, (await keeper.look(released)).items, machines.map(({ item }) => item.id));
}

async function say({ name }: Package, items: readonly ItemState[], run: readonly string[]): Promise<void> {
  const titles = (accept: (state: ItemState) => boolean) => items.filter(accept).map(({ item }) => item.title).join(', ');
  const isRun = ({ item: { id } }: ItemState) => run.includes(id);
  const failed = titles(state => isRun(state) && state.state === 'fail');
  const unanswered = titles(state => isRun(state) && state.state !== 'fail' && state.state !== 'pass');
  const byHand = titles(({ item, state }) => item.answer.kind === 'byHand' && state === 'open');
  const passed = items.filter(state => isRun(state) && state.state === 'pass').length;
  const message = [
    vscode.l10n.t('Checklist of {0}: {1} of {2} passed.', name, passed, run.length),
    failed === '' ? '' : vscode.l10n.t('Failed: {0}.', failed),
    unanswered === '' ? '' : vscode.l10n.t('Without an answer: {0}.', unanswered),
    byHand === '' ? '' : vscode.l10n.t('For you to answer: {0}.', byHand),
  ].filter(part => part !== '').join(' ');
  const show = vscode.l10n.t('Show');
  const tell = failed === '' && unanswered === '' ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if (await tell(message, show) === show) await vscode.commands.executeCommand(`${VIEWS.checklist}.focus`);
}
