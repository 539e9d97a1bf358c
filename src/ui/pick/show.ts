import * as vscode from 'vscode';

/** What a step of a dialog ended with: a choice, a step back, or nothing. */
export type Answer<T> =
  | { readonly kind: 'picked'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

export interface Choice<T> extends vscode.QuickPickItem {
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

/** Shows a list and waits for a choice. Rows without a value are read, and not chosen. */
export async function pick<T>({
  title,
  placeholder,
  items,
  step,
  canGoBack = false,
  stays = false,
}: PickOptions<T>): Promise<Answer<T>> {
  const list = vscode.window.createQuickPick<Choice<T>>();
  list.title = title;
  list.placeholder = placeholder;
  list.items = items;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.ignoreFocusOut = stays;
  if (step !== undefined) [list.step, list.totalSteps] = step;
  if (canGoBack) list.buttons = [vscode.QuickInputButtons.Back];
  const first = items.find(({ value }) => value !== undefined);
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
