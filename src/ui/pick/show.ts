import * as vscode from 'vscode';
import { labelText } from '../sinks';

/** What a step of a dialog ended with: a choice, a step back, or nothing. */
export type Answer<T> =
  | { readonly kind: 'picked'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

export interface Choice<T> extends Omit<vscode.QuickPickItem, 'iconPath'> {
  /** Selected when the list opens; without one, the first row that can be chosen is. */
  readonly isSuggested?: boolean;
  /** Name of a codicon. It is no part of the label, which a screen reader reads. */
  readonly icon?: string;
  /** Absent for separators and for rows that only inform. */
  readonly value?: T;
}

export interface PickOptions<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly Choice<T>[];
  readonly step?: readonly [number, number];
  readonly canGoBack?: boolean;
  /** Stays open when another window or editor is clicked. */
  readonly stays?: boolean;
}

type Row<T> = vscode.QuickPickItem & Pick<Choice<T>, 'value'>;

/** Every row of a list passes here: an icon is set beside the label, and `$(name)` in a label is text. */
export function shownRow<T>(choice: Choice<T>): Row<T> {
  const { icon, label, description, detail, kind, alwaysShow, value } = choice;
  return {
    ...(kind !== undefined && { kind }),
    ...(alwaysShow !== undefined && { alwaysShow }),
    ...(value !== undefined && { value }),
    label: labelText(label),
    ...(description !== undefined && { description: labelText(description) }),
    ...(detail !== undefined && { detail: labelText(detail) }),
    ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
  };
}

/** Shows a list of which several rows can be chosen. */
export async function pickMany<T>({
  title,
  placeholder,
  items,
}: Pick<PickOptions<T>, 'title' | 'placeholder' | 'items'>): Promise<readonly T[] | undefined> {
  const rows = items.map(item => ({ ...shownRow(item), picked: item.isSuggested === true }));
  const chosen = await vscode.window.showQuickPick(rows, {
    title: labelText(title),
    placeHolder: labelText(placeholder),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return chosen?.flatMap(({ value }) => (value === undefined ? [] : [value]));
}

/** Shows a list and waits for a choice. Rows without a value are read, and not chosen. */
export async function pick<T>({
  title,
  placeholder,
  items,
  step,
  canGoBack = false,
  stays = false,
}: PickOptions<T>): Promise<Answer<T>> {
  const list = vscode.window.createQuickPick<Row<T>>();
  list.title = labelText(title);
  list.placeholder = labelText(placeholder);
  list.items = items.map(shownRow);
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.ignoreFocusOut = stays;
  if (step !== undefined) [list.step, list.totalSteps] = step;
  if (canGoBack) list.buttons = [vscode.QuickInputButtons.Back];
  const suggested = items.findIndex(({ isSuggested }) => isSuggested === true);
  const first = list.items[suggested] ?? list.items.find(({ value }) => value !== undefined);
  if (first !== undefined) list.activeItems = [first];
  try {
    return await new Promise<Answer<T>>(resolve => {
      list.onDidAccept(() => {
        const value = list.selectedItems[0]?.value;
        if (value !== undefined) resolve({ kind: 'picked', value });
      });
      list.onDidTriggerButton(() => resolve({ kind: 'back' }));
      list.onDidHide(() => resolve({ kind: 'cancelled' }));
      list.show();
    });
  } finally {
    list.dispose();
  }
}

export function separator(label: string): Choice<never> {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
