import type { DispatchChoice } from './workflows/dispatchInputs';

/** The inputs of a dispatch as GitHub takes them: all that the workflow has, each as text. What has no default is left out. */
export function inputsAsText({ workflow, inputs }: DispatchChoice): Record<string, string> {
  return Object.fromEntries(
    (workflow.triggers.workflowDispatch?.inputs ?? []).flatMap(({ name, default: preset }) => {
      const value = inputs[name] ?? preset;
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}
