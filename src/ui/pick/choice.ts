import * as vscode from 'vscode';
import { labelText } from '../sinks';

/** A row of a list. */
export interface Choice<T> extends Omit<vscode.QuickPickItem, 'iconPath'> {
  /** Selected when the list opens; without one, the first row that can be chosen is. */
  readonly isSuggested?: boolean;
  /** Name of a codicon. It is no part of the label, which a screen reader reads. */
  readonly icon?: string;
  /** Absent for separators and for rows that only inform. */
  readonly value?: T;
}

export type Row<T> = vscode.QuickPickItem & Pick<Choice<T>, 'value'>;

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

export function separator(label: string): Choice<never> {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
