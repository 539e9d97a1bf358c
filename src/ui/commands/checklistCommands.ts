import * as vscode from 'vscode';
import { VIEWS } from '../../ids';
import type { Package } from '../../manifests/package';
import { describeItemState, type ItemState, stateWord } from '../../release/checklist/state';
import { CommandError, notifyInfo, notifyWarning } from '../notify';
import { pickPackage } from '../pick/pickPackage';
import { pick } from '../pick/dialog';
import type { Services } from '../services/services';
import { showEnded } from './localCommands';
import { packagesOf } from '../selectors';

/** An item of the checklist of a package. */
export interface PickedItem {
  readonly pkg: Package;
  readonly state: ItemState;
}

export interface PickItemOptions {
  readonly title: string;
  readonly accept: (state: ItemState) => boolean;
  /** What is said where no item is accepted. */
  readonly none: string;
}

/** The item that a command is about: the row it was called on, or the one that is chosen. @throws CommandError where there is none */
export async function pickItem(
  services: Services,
  target: unknown,
  { title, accept, none }: PickItemOptions,
): Promise<PickedItem | undefined> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return undefined;
  const items = (await (await services.checklists.keeper).look(pkg)).items.filter(accept);
  const asked =
    typeof target === 'object' && target !== null && 'itemId' in target ? target.itemId : undefined;
  const row = items.find(({ item }) => item.id === asked);
  if (row !== undefined) return { pkg, state: row };
  if (items.length === 0) throw new CommandError(none);
  const answer = await pick({
    title,
    placeholder: vscode.l10n.t('Release checklist of {0}', pkg.name),
    items: items.map(state => ({
      label: state.item.title,
      description: stateWord(state),
      ...(state.item.answer.kind === 'command' && { detail: state.item.answer.command }),
      value: state,
    })),
  });
  return answer.kind === 'picked' ? { pkg, state: answer.value } : undefined;
}

/** Whether a machine can answer an item by running something. */
export function isRunnable({ item: { answer } }: ItemState): boolean {
  return answer.kind === 'command' || answer.kind === 'task';
}

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

/** *Refresh Checklist*: compares the answers with the files again. */
export async function refreshChecklist({
  workspace: { manifests },
  checklists,
  store,
}: Services): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: VIEWS.checklist } }, async () => {
    await manifests.current();
    const keeper = await checklists.keeper;
    for (const pkg of packagesOf(store.value)) await keeper.look(pkg);
  });
}

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
      // Anyone who stops one of them wants no other to begin.
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
  const tell = failed === '' && open === '' ? notifyInfo : notifyWarning;
  if ((await tell(message, show)) === show)
    await vscode.commands.executeCommand(`${VIEWS.checklist}.focus`);
}

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
  if (now?.state === 'pass') void notifyInfo(vscode.l10n.t('{0}: passed ({1}).', title, pkg.name));
  // Cargo may have brought Cargo.lock up to date while it ran, for instance.
  else if (now !== undefined)
    void notifyWarning(
      vscode.l10n.t(
        '{0} ({1}): passed, and is {2}. Run it again.',
        title,
        pkg.name,
        stateWord(now),
      ),
    );
}
