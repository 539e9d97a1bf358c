import type { FindWorkflow } from './walk';
import { effectsOf } from './effects';
import { dispatch, inputValues, type InputValue } from './event';
import type { Workflow } from './workflow';

/** How to start a workflow by hand so that it publishes. */
export interface DispatchChoice {
  readonly workflow: Workflow;
  /** Only those that differ from their defaults. */
  readonly inputs: Readonly<Record<string, InputValue>>;
}

/** More combinations than this are not tried. */
const MAX_TRIES = 64;

/**
 * The inputs with which a dispatched workflow uploads to PyPI or TestPyPI, and nowhere else: choices and booleans are
 * tried, the fewest changes first. Undefined where it cannot be dispatched or no combination surely does.
 */
export function dispatchFor(
  workflow: Workflow,
  index: 'pypi' | 'testpypi',
  ref: string,
  find: FindWorkflow,
  repository?: string,
): DispatchChoice | undefined {
  const trigger = workflow.triggers.workflowDispatch;
  if (trigger === undefined) return undefined;
  const presets = inputValues(trigger.inputs, {});
  const variable = trigger.inputs.flatMap(input => {
    const values: readonly InputValue[] =
      input.type === 'choice' ? input.options : input.type === 'boolean' ? [true, false] : [];
    return values.length > 1
      ? [{ name: input.name, values: values.filter(value => value !== presets[input.name]) }]
      : [];
  });
  let tries: readonly Readonly<Record<string, InputValue>>[] = [{}];
  for (const { name, values } of variable) {
    tries = [
      ...tries,
      ...tries.flatMap(inputs => values.map(value => ({ ...inputs, [name]: value }))),
    ].slice(0, MAX_TRIES);
  }
  const sorted = [...tries].sort((a, b) => Object.keys(a).length - Object.keys(b).length);
  const inputs = sorted.find(inputs => {
    const uploads = effectsOf(workflow, dispatch(ref, inputs, repository), find).uploads.filter(
      ({ runs }) => runs !== 'no',
    );
    return (
      uploads.some(upload => upload.index === index && upload.runs === 'yes') &&
      uploads.every(upload => upload.index === index)
    );
  });
  return inputs === undefined ? undefined : { workflow, inputs };
}
