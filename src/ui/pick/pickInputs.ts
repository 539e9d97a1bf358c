import * as vscode from 'vscode';
import type { InputValue } from '../../github/workflows/event';
import type { WorkflowInput } from '../../github/workflows/workflow';
import type { Choice } from './choice';
import { type Answer, Dialog } from './dialog';

/** Asks for the inputs of a workflow one by one, in the order of its file. Undefined where it is cancelled. */
export async function pickInputs(
  title: string,
  inputs: readonly WorkflowInput[],
  preset: Readonly<Record<string, InputValue>>,
  environments: readonly string[],
): Promise<Record<string, string> | undefined> {
  const values: Record<string, string> = {};
  const dialog = new Dialog();
  try {
    for (let index = 0; index < inputs.length;) {
      const input = inputs[index];
      if (input === undefined) break;
      const answer = await ask({
        dialog,
        title,
        input,
        start: values[input.name] ?? text(preset[input.name] ?? input.default),
        step: [index + 1, inputs.length],
        environments,
      });
      if (answer.kind === 'cancelled') return undefined;
      if (answer.kind === 'picked') values[input.name] = answer.value;
      index += answer.kind === 'picked' ? 1 : -1;
    }
    return values;
  } finally {
    dialog.dispose();
  }
}

interface AskOptions {
  readonly dialog: Dialog;
  readonly title: string;
  readonly input: WorkflowInput;
  readonly start: string;
  readonly step: readonly [number, number];
  readonly environments: readonly string[];
}

async function ask(options: AskOptions): Promise<Answer<string>> {
  const {
    input: { type, options: offered },
    environments,
  } = options;
  switch (type) {
    case 'choice':
      return await choose(options, offered);
    case 'boolean':
      return await choose(options, ['true', 'false']);
    case 'environment':
      return environments.length > 0 ? await choose(options, environments) : await enter(options);
    case 'number':
      return await enter(options, entered =>
        /^-?\d+(?:\.\d+)?$/.test(entered)
          ? undefined
          : vscode.l10n.t('"{0}" is not a number.', entered),
      );
    case 'string':
      return await enter(options);
  }
}

async function choose(
  { dialog, title, input, start, step }: AskOptions,
  values: readonly string[],
): Promise<Answer<string>> {
  // The default first: Enter takes it.
  const sorted = [...values].sort((a, b) => Number(b === start) - Number(a === start));
  return await dialog.pick<string>({
    title,
    placeholder: label(input),
    step,
    canGoBack: step[0] > 1,
    items: sorted.map((value): Choice<string> => ({
      label: value,
      ...(value === start && { description: vscode.l10n.t('default') }),
      value,
    })),
  });
}

async function enter(
  { dialog, title, input, start, step }: AskOptions,
  reasonInvalid: (entered: string) => string | undefined = () => undefined,
): Promise<Answer<string>> {
  return await dialog.enter({
    title,
    prompt: label(input),
    value: start,
    step,
    canGoBack: step[0] > 1,
    read: entered => {
      const value = entered.trim();
      const reason =
        value !== ''
          ? reasonInvalid(value)
          : input.required
            ? vscode.l10n.t('The workflow requires a value.')
            : undefined;
      return reason === undefined ? { value } : { reason };
    },
  });
}

function label({ name, description, required }: WorkflowInput): string {
  const about = description === undefined || description === '' ? name : `${name}: ${description}`;
  return required ? vscode.l10n.t('{0} (required)', about) : about;
}

function text(value: InputValue | undefined): string {
  return value === undefined ? '' : String(value);
}
