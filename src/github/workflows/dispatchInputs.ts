import { effectsOf, type Effects } from './effects';
import { dispatch, inputValues, type InputValue } from './event';
import type { FindWorkflow } from './walk';
import type { Workflow, WorkflowInput } from './workflow';

/** How to start a workflow by hand. */
export interface DispatchChoice {
  readonly workflow: Workflow;
  /** Only those that differ from their defaults. */
  readonly inputs: Readonly<Record<string, InputValue>>;
  /** Inputs that the user has to give: required without a default, or free text that a condition asks for. */
  readonly ask: readonly WorkflowInput[];
  /** The full ref to start it on. */
  readonly ref: string;
}

/** A choice with what the workflow then does. */
interface DispatchTry {
  readonly choice: DispatchChoice;
  readonly effects: Effects;
}

/** More combinations than this are not tried. */
const MAX_TRIES = 96;

/** More inputs than this are not varied. GitHub takes 25. */
const MAX_VARIED = 12;

/**
 * The inputs with which a dispatched workflow uploads to PyPI or TestPyPI: the fewest changes first, those that surely do
 * before those that may. For TestPyPI it uploads nowhere else. Undefined where no combination is known to.
 * @param ref the tag or branch, in full
 */
export function dispatchFor(
  workflow: Workflow,
  index: 'pypi' | 'testpypi',
  ref: string,
  find: FindWorkflow,
  repository?: string,
): DispatchChoice | undefined {
  let possible: DispatchChoice | undefined;
  for (const { choice, effects } of dispatchTries(workflow, ref, find, repository)) {
    const uploads = effects.uploads.filter(({ runs }) => runs !== 'no');
    const wanted = uploads.filter(upload => upload.index === index);
    // Uploads to TestPyPI before those to PyPI belong to a release.
    const isElsewhere = uploads.some(
      upload => upload.index !== index && (index === 'testpypi' || upload.index !== 'testpypi'),
    );
    if (wanted.length === 0 || isElsewhere) continue;
    if (wanted.some(({ runs }) => runs === 'yes')) return choice;
    possible ??= index === 'pypi' ? choice : undefined;
  }
  return possible;
}

/** The combinations of inputs that are worth a try, the fewest changes first. */
export function* dispatchTries(
  workflow: Workflow,
  ref: string,
  find: FindWorkflow,
  repository?: string,
  mayFail = false,
): Generator<DispatchTry> {
  const trigger = workflow.triggers.workflowDispatch;
  if (trigger === undefined) return;
  const presets = inputValues(trigger.inputs, {});
  const texts = textsOfWorkflow(workflow);
  const required = trigger.inputs.filter(
    input => (input.required && isMissing(input)) || isExample(input),
  );
  const first = Object.fromEntries(required.map(input => [input.name, exampleOf(input, ref)]));
  const varied = trigger.inputs
    .map(input => ({
      input,
      values: valuesOf(input, texts, ref).filter(
        value => value !== (first[input.name] ?? presets[input.name]),
      ),
    }))
    .filter(({ values }) => values.length > 0)
    .slice(0, MAX_VARIED);
  let tries: readonly Readonly<Record<string, InputValue>>[] = [first];
  for (const { input, values } of varied) {
    tries = [
      ...tries,
      ...tries.flatMap(inputs => values.map(value => ({ ...inputs, [input.name]: value }))),
    ].slice(0, MAX_TRIES);
  }
  const changes = (inputs: Readonly<Record<string, InputValue>>) => Object.keys(inputs).length;
  for (const inputs of [...tries].sort((a, b) => changes(a) - changes(b))) {
    const ask = trigger.inputs.filter(
      input => inputs[input.name] === exampleOf(input, ref) && isFree(input),
    );
    yield {
      choice: { workflow, inputs, ask, ref },
      effects: effectsOf(workflow, { ...dispatch(ref, inputs, repository), mayFail }, find),
    };
  }
}

function isMissing(input: WorkflowInput): boolean {
  return input.default === undefined && isFree(input);
}

/** Whether the default is a version by way of example, such as `v0.1.0`: it would be released again. */
function isExample(input: WorkflowInput): boolean {
  return (
    isFree(input) &&
    /tag|version/i.test(input.name) &&
    typeof input.default === 'string' &&
    /^v?\d+\.\d/.test(input.default)
  );
}

/** Whether any text may be given. */
function isFree({ type }: WorkflowInput): boolean {
  return type === 'string' || type === 'environment' || type === 'number';
}

/** A value that the user may give: the tag or version of the release where the input is called so. */
function exampleOf({ name, type }: WorkflowInput, ref: string): InputValue {
  if (type === 'number') return 1;
  const tag = ref.replace(/^refs\/(?:tags|heads)\//, '');
  if (/version/i.test(name)) return tag.replace(/^\D+/, '') || tag;
  return tag;
}

/** The values of an input that can make a difference: what it may be, and what the file compares texts with. */
function valuesOf(
  input: WorkflowInput,
  texts: readonly string[],
  ref: string,
): readonly InputValue[] {
  switch (input.type) {
    case 'choice':
      return input.options;
    case 'boolean':
      return [true, false];
    case 'number':
    case 'string':
    case 'environment': {
      const compared = texts
        .filter(text => text.includes(input.name))
        .flatMap(text =>
          [...text.matchAll(/[=!]=\s{0,3}'([^']{0,60})'/g)].map(([, value = '']) => value),
        )
        .filter(value => value !== '');
      const literals = [...new Set(compared)].slice(0, 4);
      const all = compared.length > 0 || isNamedInCondition(input, texts);
      return all ? [exampleOf(input, ref), ...(input.type === 'number' ? [] : literals)] : [];
    }
  }
}

function isNamedInCondition({ name }: WorkflowInput, texts: readonly string[]): boolean {
  return texts.some(text => text.includes(`inputs.${name}`));
}

/** Conditions, and what called workflows are given. */
function textsOfWorkflow({ jobs, env }: Workflow): readonly string[] {
  return [
    ...Object.values(env),
    ...jobs.flatMap(job => [
      job.if?.text ?? '',
      ...Object.values(job.env),
      ...Object.values(job.with).map(String),
      ...job.steps.flatMap(({ if: condition, env, with: inputs }) => [
        condition?.text ?? '',
        ...Object.values(env),
        ...Object.values(inputs),
      ]),
    ]),
  ].filter(text => text.includes('inputs'));
}
