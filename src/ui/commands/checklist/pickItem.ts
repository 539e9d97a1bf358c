import * as vscode from 'vscode';
import type { Package } from '../../../manifests/package';
import type { ItemState } from '../../../release/checklist/state';
import { stateWord } from '../../../release/checklist/words';
import { CommandError } from '../../errors';
import { pickPackage } from '../../pick/pickPackage';
import { pick } from '../../pick/show';
import type { Services } from '../../services';

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
