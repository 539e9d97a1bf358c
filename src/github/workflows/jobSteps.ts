import { evaluateCondition, evaluatePartly, withEnv, type Contexts } from './expression';
import { bothRun, type Outcome } from './jobOutcomes';
import { actionFiles } from './localFiles';
import { localPath } from './walk';
import type { LocalFile, Workflow, WorkflowJob, WorkflowStep } from './workflow';

/** GitHub lets composite actions use each other ten levels deep. */
export const MAX_ACTIONS = 10;

type LocalAction = Extract<LocalFile, { readonly kind: 'action' }>;

/** A step of a job, or of a composite action of the repository that the job uses. */
export interface JobStep {
  readonly step: WorkflowStep;
  /** With the environment, and in an action with its inputs. */
  readonly contexts: Contexts;
  readonly env: Readonly<Record<string, string>>;
  /** The file that has the step. */
  readonly file: string;
  /** Whether its condition, and those of the steps that use its action, hold. */
  readonly runs: Outcome;
  readonly continueOnError: boolean;
}

/** The steps of a job, with those of composite actions in the place of the step that uses them. */
export function stepsOfJob(
  workflow: Workflow,
  job: WorkflowJob,
  contexts: Contexts,
  repository?: string,
): readonly JobStep[] {
  const found: JobStep[] = [];
  const collect = (steps: readonly WorkflowStep[], outer: Omit<JobStep, 'step'>, depth: number) => {
    for (const step of steps) {
      const env = { ...outer.env, ...step.env };
      const inner = withEnv(outer.contexts, env);
      const condition = step.if === undefined ? true : evaluateCondition(step.if.text, inner);
      if (condition === false) continue;
      const own: JobStep = {
        step,
        contexts: inner,
        env,
        file: outer.file,
        runs: bothRun(outer.runs, condition === true ? 'yes' : 'maybe'),
        continueOnError: outer.continueOnError || isSet(step.continueOnError),
      };
      const used = depth < MAX_ACTIONS ? localActionOf(step, workflow, repository) : undefined;
      if (used === undefined) found.push(own);
      else
        collect(
          used.action.steps,
          { ...own, file: used.file, contexts: actionContexts(used.action, step, inner) },
          depth + 1,
        );
    }
  };
  const env = { ...workflow.env, ...job.env };
  collect(
    job.steps,
    {
      contexts,
      env,
      file: workflow.path,
      runs: 'yes',
      continueOnError: isSet(job.continueOnError),
    },
    0,
  );
  return found;
}

/** The composite action of the repository that a step uses, where it was read. */
export function localActionOf(
  { uses = '' }: WorkflowStep,
  { local }: Workflow,
  repository: string | undefined,
): { readonly file: string; readonly action: LocalAction } | undefined {
  const folder =
    uses === '' || uses.startsWith('docker://') ? undefined : localPath(uses, repository);
  if (folder === undefined) return undefined;
  for (const file of actionFiles(folder)) {
    const action = local?.get(file);
    if (action?.kind === 'action') return { file, action };
  }
  return undefined;
}

/** The contexts of the steps of an action: the inputs are what the step gives it, else their defaults. */
export function actionContexts(
  action: LocalAction,
  step: WorkflowStep,
  contexts: Contexts,
): Contexts {
  const inputs = Object.entries({ ...action.defaults, ...step.with })
    .map(([name, text]) => [name, evaluatePartly(text, contexts)] as const)
    .filter(([, value]) => !value.includes('…'));
  return { ...contexts, inputs: { partly: Object.fromEntries(inputs) } };
}

/** The folder that the script of a step runs in. The defaults of a job don't reach into actions (GitHub docs, "defaults.run"). */
export function folderOfStep(
  { step, file, contexts }: Pick<JobStep, 'step' | 'file' | 'contexts'>,
  workflow: Workflow,
  job: WorkflowJob,
): string | undefined {
  const folder =
    step.workingDirectory ?? (file === workflow.path ? job.workingDirectory : undefined);
  return folder === undefined ? undefined : evaluatePartly(folder, contexts);
}

export function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== 'false';
}
