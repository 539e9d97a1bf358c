import * as vscode from 'vscode';
import { labelText, messageText } from '../sinks';
import { type Choice, type Row, shownRow } from './choice';
import { type End, HeldInput, type List } from './heldInput';

/** How a step of a dialog ended: with an answer, a step back, or neither. */
export type Answer<T> =
  | { readonly kind: 'picked'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

/** One step of a dialog. It answers with the step that follows, with a step back, or ends the dialog. */
export type Step = (dialog: Dialog) => Promise<Step | 'back' | undefined>;

/** The number of a step and of all steps, and whether an earlier one can be shown again. */
interface Position {
  readonly step?: readonly [number, number];
  readonly canGoBack?: boolean;
}

export interface PickOptions<T> extends Position {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly Choice<T>[];
  /** Stays open when another window or editor is clicked. */
  readonly stays?: boolean;
  /** The same rows with what was not known when the list was opened. */
  readonly later?: Promise<readonly Choice<T>[]>;
}

interface EnterOptions<T> extends Position {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  /** Reads what is typed: the answer with a remark about it, or why it can't be one. */
  readonly read: (text: string) => Entered<T>;
}

export type Entered<T> =
  { readonly value: T; readonly remark?: string } | { readonly reason: string };

/** After this time a dialog says how long it has waited, in milliseconds. */
const LONG_MS = 5_000;

/**
 * The questions of one command. The editor's input stays open from the first to the last one, also while something is
 * read in between: if it closed, the next keys would go to the editor beneath and change its file.
 */
export class Dialog implements vscode.Disposable {
  readonly #held = new HeldInput();
  #depth = 0;

  /** Runs a step and those that follow from it. Back shows the step before again; Escape ends them all. */
  static async run(first: Step): Promise<void> {
    const dialog = new Dialog();
    const steps: Step[] = [];
    try {
      for (let step: Step | undefined = first; step !== undefined;) {
        steps.push(step);
        dialog.#depth = steps.length;
        const next: Step | 'back' | undefined = await step(dialog);
        if (next === 'back') steps.pop();
        step = next === 'back' ? steps.pop() : next;
      }
    } finally {
      dialog.dispose();
    }
  }

  /** The position of the current step. @param remaining how many steps follow it */
  position(remaining: number): Position {
    return { step: [this.#depth, this.#depth + remaining], canGoBack: this.#depth > 1 };
  }

  /** Shows a list and waits for a choice. Rows without a value can be read, not chosen. */
  async pick<T>({
    title,
    placeholder,
    items,
    later,
    ...options
  }: PickOptions<T>): Promise<Answer<T>> {
    const list = this.#held.list('one');
    const rows = items.map(shownRow);
    fill(list, title, placeholder, rows, options);
    const suggested = items.findIndex(({ isSuggested }) => isSuggested === true);
    const first = rows[suggested] ?? rows.find(({ value }) => value !== undefined);
    list.activeItems = first === undefined ? [] : [first];
    this.#held.show(list);
    let isOver = false;
    void later?.then(choices => {
      if (!isOver) replaceRows(list, choices.map(shownRow));
    });
    try {
      for (;;) {
        const end = await this.#held.end();
        if (end !== 'accepted') return unanswered(end);
        const value = list.selectedItems[0]?.value as T | undefined;
        if (value === undefined) continue;
        // What comes next may take a moment to read.
        list.busy = true;
        return { kind: 'picked', value };
      }
    } finally {
      isOver = true;
    }
  }

  /** Shows a list of which several rows can be chosen; those that are suggested are marked. */
  async pickMany<T>({
    title,
    placeholder,
    items,
    ...options
  }: PickOptions<T>): Promise<Answer<readonly T[]>> {
    const list = this.#held.list('many');
    list.canSelectMany = true;
    fill(list, title, placeholder, items.map(shownRow), options);
    list.selectedItems = list.items.filter((_, index) => items[index]?.isSuggested === true);
    this.#held.show(list);
    const end = await this.#held.end();
    if (end !== 'accepted') return unanswered(end);
    return {
      kind: 'picked',
      value: list.selectedItems.flatMap(({ value }) => (value === undefined ? [] : [value as T])),
    };
  }

  /** Asks for a text, and says while it is typed what it stands for or why it can't be taken. */
  async enter<T>({ title, prompt, value, read, ...position }: EnterOptions<T>): Promise<Answer<T>> {
    const box = this.#held.box();
    box.title = labelText(title);
    box.prompt = messageText(prompt);
    box.value = value;
    box.valueSelection = [0, value.length];
    box.validationMessage = undefined;
    place(box, position);
    const show = () => {
      const result = read(box.value);
      box.validationMessage = validation(result);
      return result;
    };
    const typing = box.onDidChangeValue(show);
    this.#held.show(box);
    try {
      for (;;) {
        const end = await this.#held.end();
        if (end !== 'accepted') return unanswered(end);
        const result = show();
        if ('value' in result) return { kind: 'picked', value: result.value };
      }
    } finally {
      typing.dispose();
    }
  }

  /**
   * Waits between two steps. The list says what for and, after a while, for how long; Escape gives it up.
   * @param cancel ends what is waited for
   * @throws vscode.CancellationError after Escape
   */
  async busy<T>(
    title: string,
    doing: string,
    work: () => Promise<T>,
    cancel?: () => void,
  ): Promise<T> {
    const list = this.#held.list('one');
    fill(list, title, doing, [], { stays: true });
    const since = Date.now();
    const say = () => {
      const waited = Date.now() - since;
      const detail =
        waited < LONG_MS
          ? vscode.l10n.t('Escape cancels.')
          : vscode.l10n.t('No answer for {0} seconds. Escape cancels.', Math.round(waited / 1000));
      list.items = [shownRow({ label: doing, icon: 'loading~spin', detail, alwaysShow: true })];
    };
    say();
    list.busy = true;
    this.#held.show(list);
    const timer = setInterval(say, LONG_MS);
    const closed = this.#held.closed(() => cancel?.());
    try {
      return await Promise.race([work(), closed.promise]);
    } finally {
      clearInterval(timer);
      closed.dispose();
    }
  }

  /** An editor was opened beneath: the next step is shown in a new input, which takes the focus back. */
  takeFocus(): void {
    this.#held.replace();
  }

  /** Closes the input. The next step would open another one. */
  dispose(): void {
    this.#held.dispose();
  }
}

/** Asks with one list alone. */
export async function pick<T>(options: PickOptions<T>): Promise<Answer<T>> {
  const dialog = new Dialog();
  try {
    return await dialog.pick(options);
  } finally {
    dialog.dispose();
  }
}

/** What follows from an answer: the next step, a step back, or the end. */
export function follow<T>(answer: Answer<T>, then: (value: T) => Step): Step | 'back' | undefined {
  if (answer.kind === 'picked') return then(answer.value);
  return answer.kind === 'back' ? 'back' : undefined;
}

function fill(
  list: List,
  title: string,
  placeholder: string,
  rows: readonly Row<unknown>[],
  { stays = false, ...position }: Position & { readonly stays?: boolean },
): void {
  list.title = labelText(title);
  list.placeholder = labelText(placeholder);
  list.value = '';
  list.items = rows;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.ignoreFocusOut = stays;
  list.busy = false;
  place(list, position);
}

/** Shows other rows and keeps the active one: it is found by its place. */
function replaceRows(list: List, rows: readonly Row<unknown>[]): void {
  const active = list.items.findIndex(row => row === list.activeItems[0]);
  list.keepScrollPosition = true;
  list.items = rows;
  const row = rows[active];
  if (row !== undefined) list.activeItems = [row];
}

function place(input: List | vscode.InputBox, { step, canGoBack = false }: Position): void {
  [input.step, input.totalSteps] = step ?? [undefined, undefined];
  input.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
}

function validation(result: Entered<unknown>): vscode.InputBoxValidationMessage | undefined {
  const { Error: Refused, Info } = vscode.InputBoxValidationSeverity;
  if ('reason' in result) return { message: messageText(result.reason), severity: Refused };
  return result.remark === undefined
    ? undefined
    : { message: messageText(result.remark), severity: Info };
}

function unanswered(end: End): { readonly kind: 'back' | 'cancelled' } {
  return { kind: end === 'back' ? 'back' : 'cancelled' };
}
