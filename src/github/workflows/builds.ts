import type { WorkflowEvent } from './event';
import { evaluateCondition, evaluatePartly, withEnv, type Contexts } from './expression';
import { isMaturinAction } from './publishing';
import { commandsOf, isTool, option, options, wordsOf } from './shell';
import { reachedJobs, type FindWorkflow } from './walk';
import type { Place, Workflow, WorkflowJob, WorkflowStep } from './workflow';

/** One build of a package in a workflow: the wheels of one target, or the source distribution. */
export interface Build {
  readonly kind: 'wheel' | 'sdist';
  readonly job: string;
  readonly place: Place;
  /** The target as the workflow names it, such as `x86_64` or `aarch64-apple-darwin`; undefined for that of the runner. */
  readonly target: string | undefined;
  readonly labels: readonly string[];
  /** As the workflow names it: `auto`, `2_28`, `musllinux_1_2`, `off`; undefined where the project decides. */
  readonly manylinux: string | undefined;
  /** What is built for: interpreters by name, all that are found, or the one that the project or the runner has. */
  readonly interpreters: readonly string[] | 'found' | 'default';
  /** The versions that actions/setup-python installs last before the build. */
  readonly pythonVersions: readonly string[];
  /** Whether a wheel build makes the source distribution too (`--sdist`). */
  readonly withSdist: boolean;
  readonly workingDirectory: string | undefined;
  /** Where the crate is named (`-m`, `--manifest-path`). */
  readonly manifestPath: string | undefined;
  /** A failure of the job or step is passed over, and a green run may lack its files. */
  readonly continueOnError: boolean;
  /** False where a condition leaves it open whether it runs. */
  readonly certain: boolean;
  /** Whether some of the above turns on what is known only when the workflow runs, shown as `…`. */
  readonly known: boolean;
}

type JobBuild = Omit<Build, 'job' | 'place' | 'labels'> & { readonly step: WorkflowStep };

type StepBuild = Omit<JobBuild, 'step' | 'certain' | 'pythonVersions' | 'continueOnError'>;

/** What a workflow builds with maturin when an event starts it: one entry for each job of a matrix. */
export function buildsOf(
  workflow: Workflow,
  event: WorkflowEvent,
  find: FindWorkflow = () => undefined,
): readonly Build[] {
  return reachedJobs(workflow, event, find).flatMap(reached => {
    if (reached.runs === 'no') return [];
    const { workflow: own, job, contexts, callers } = reached;
    const isCertain =
      reached.runs === 'yes' && ![...callers, reached].some(({ dynamic }) => dynamic);
    const labels = job.runsOn.map(label => evaluatePartly(label, contexts));
    return buildsOfJob(own, job, contexts).map(({ step, certain, ...build }) => ({
      ...build,
      job: reached.path,
      labels,
      certain: isCertain && certain,
      place: { file: own.path, start: step.start },
    }));
  });
}

/** The builds in the steps of a job, in contexts that have the values of its matrix. */
export function buildsOfJob(
  workflow: Workflow,
  job: WorkflowJob,
  outer: Contexts,
): readonly JobBuild[] {
  let pythonVersions: readonly string[] = [];
  return job.steps.flatMap(step => {
    const contexts = withEnv(outer, workflow.env, job.env, step.env);
    const reached = step.if === undefined ? true : evaluateCondition(step.if.text, contexts);
    if (reached === false) return [];
    if (/^actions\/setup-python@/i.test(step.uses ?? ''))
      pythonVersions = pythonsOf(step, contexts);
    const found = isMaturinAction(step.uses)
      ? [ofAction(step, contexts)]
      : ofScript(step, contexts);
    const passedOver = [job.continueOnError, step.continueOnError].some(
      text => text !== undefined && text !== 'false',
    );
    return found.flatMap(build =>
      build === undefined
        ? []
        : [
            {
              ...build,
              certain: reached === true,
              continueOnError: passedOver,
              pythonVersions,
              step,
            },
          ],
    );
  });
}

function ofAction(step: WorkflowStep, contexts: Contexts): StepBuild | undefined {
  const filled = (name: string) =>
    step.with[name] === undefined ? undefined : evaluatePartly(step.with[name], contexts);
  const command = filled('command') ?? 'build';
  const words = wordsOf(filled('args') ?? '');
  const kind = kindOf(command);
  if (kind === undefined) return undefined;
  return build(kind, words, {
    target: filled('target') ?? undefined,
    manylinux: filled('manylinux'),
    workingDirectory: filled('working-directory'),
  });
}

function ofScript(step: WorkflowStep, contexts: Contexts): readonly (StepBuild | undefined)[] {
  if (step.run === undefined) return [];
  return commandsOf(evaluatePartly(step.run, contexts)).map(command => {
    const name = ['build', 'sdist', 'publish'].find(name => isTool(command, 'maturin', name));
    const kind = name === undefined ? undefined : kindOf(name);
    const { words } = command;
    return kind === undefined
      ? undefined
      : build(kind, words, {
          target: option(words, '--target'),
          manylinux: option(words, '--compatibility', '--manylinux'),
          workingDirectory:
            step.workingDirectory === undefined
              ? undefined
              : evaluatePartly(step.workingDirectory, contexts),
        });
  });
}

function build(
  kind: Build['kind'],
  words: readonly string[],
  given: Pick<Build, 'target' | 'manylinux' | 'workingDirectory'>,
): StepBuild {
  const named = options(words, '-i', '--interpreter').filter(name => name !== '');
  const target =
    given.target === undefined || given.target === '' ? option(words, '--target') : given.target;
  const result = {
    kind,
    target,
    workingDirectory: given.workingDirectory,
    manylinux: given.manylinux ?? option(words, '--compatibility', '--manylinux'),
    interpreters:
      words.includes('--find-interpreter') || words.includes('-f')
        ? ('found' as const)
        : named.length > 0
          ? named
          : ('default' as const),
    withSdist: words.includes('--sdist'),
    manifestPath: option(words, '-m', '--manifest-path'),
  };
  return { ...result, known: !JSON.stringify(result).includes('…') };
}

/** `publish` builds what it uploads. */
function kindOf(command: string): Build['kind'] | undefined {
  return command === 'build' || command === 'publish'
    ? 'wheel'
    : command === 'sdist'
      ? 'sdist'
      : undefined;
}

function pythonsOf(step: WorkflowStep, contexts: Contexts): readonly string[] {
  return evaluatePartly(step.with['python-version'] ?? '', contexts)
    .split(/\s+/)
    .filter(version => version !== '');
}
