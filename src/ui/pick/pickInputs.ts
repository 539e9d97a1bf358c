import * as vscode from 'vscode';
import type { InputValue } from '../../github/workflows/event';
import type { WorkflowInput } from '../../github/workflows/workflow';
import { pick, type Choice } from './show';

/** Asks for the inputs of a workflow one by one, in the order of its file. Undefined where it is cancelled. */
export async function pickInputs(
  title: string,
  inputs: readonly WorkflowInput[],
  preset: Readonly<Record<string, InputValue>>,
  environments: readonly string[],
): Promise<Record<string, string> | undefined> {
  const values: Record<string, string> = {};
  for (let index = 0; index < inputs.length;) {
    const input = inputs[index];
    if (input === undefined) break;
    const options: AskOptions = {
      title,
      input,
      start: values[input.name] ?? text(preset[input.name] ?? input.default),
      step: [index + 1, inputs.length],
      environments,
    };
    const answer = await ask(options);
    if (answer === 'back') {
      index = Math.max(0, index - 1);
      continue;
    }
    if (answer === undefined) return undefined;
    values[input.name] = answer.value;
    index++;
  }
  return values;
}

interface AskOptions {
  readonly title: string;
  readonly input: WorkflowInput;
  readonly start: string;
  readonly step: readonly [number, number];
  readonly environments: readonly string[];
}

async function ask(options: AskOptions): Promise<{ readonly value: string } | 'back' | undefined> {
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
      return environments.length > 0
        ? await choose(options, environments)
        : await enter(options, () => undefined);
    case 'number':
      return await enter(options, entered =>
        /^-?\d+(?:\.\d+)?$/.test(entered.trim())
          ? undefined
          : vscode.l10n.t('"{0}" is not a number.', entered),
      );
    case 'string':
      return await enter(options, () => undefined);
  }
}

async function choose(
  { title, input, start, step }: AskOptions,
  values: readonly string[],
): Promise<{ readonly value: string } | 'back' | undefined> {
  // The default first: Enter takes it.
  const sorted = [...values].sort((a, b) => Number(b === start) - Number(a === start));
  const answer = await pick<string>({
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
  return answer.kind === 'picked'
    ? { value: answer.value }
    : answer.kind === 'back'
      ? 'back'
      : undefined;
}

async function enter(
  { title, input, start, step }: AskOptions,
  reasonInvalid: (entered: string) => string | undefined,
): Promise<{ readonly value: string } | 'back' | undefined> {
  const box = vscode.window.createInputBox();
  box.title = title;
  [box.step, box.totalSteps] = step;
  box.prompt = label(input);
  box.value = start;
  if (step[0] > 1) box.buttons = [vscode.QuickInputButtons.Back];
  const problem = (entered: string) =>
    entered.trim() === ''
      ? input.required
        ? vscode.l10n.t('The workflow requires a value.')
        : undefined
      : reasonInvalid(entered);
  try {
    return await new Promise<{ readonly value: string } | 'back' | undefined>(resolve => {
      box.onDidChangeValue(entered => {
        box.validationMessage = problem(entered);
      });
      box.onDidAccept(() => {
        box.validationMessage = problem(box.value);
        if (box.validationMessage === undefined) resolve({ value: box.value.trim() });
      });
      box.onDidTriggerButton(() => resolve('back'));
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}

function label({ name, description, required }: WorkflowInput): string {
  const about = description === undefined || description === '' ? name : `${name}: ${description}`;
  return required ? vscode.l10n.t('{0} (required)', about) : about;
}

function text(value: InputValue | undefined): string {
  return value === undefined ? '' : String(value);
}
