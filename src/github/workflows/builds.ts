import { buildsOfStep } from './buildSteps';
import type { WorkflowEvent } from './event';
import { type Contexts, evaluatePartly } from './expression';
import { folderOfStep, stepsOfJob } from './jobSteps';
import { type FindWorkflow, reachedJobs } from './walk';
import type { Place, Workflow, WorkflowJob, WorkflowStep } from './workflow';

/** One build of a package in a workflow: the wheels of one target, or the source distribution. */
export interface Build {
  readonly kind: 'wheel' | 'sdist';
  /** A frontend runs whatever backend the project has, as `python -m build` and `uv build` do. */
  readonly tool: 'maturin' | 'cibuildwheel' | 'frontend';
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
  /** The features that the command line chooses; undefined where the project does. */
  readonly features: FeatureOptions | undefined;
  /** All policies that the command line names; they win over `manylinux`. */
  readonly compatibility: readonly string[];
  /** Where it writes its files; undefined for the default of its tool. */
  readonly out: string | undefined;
  /** The options of cibuildwheel, as the environment and the inputs of the step set them; undefined for other tools. */
  readonly cibuildwheel: Cibuildwheel | undefined;
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

/** The options of maturin that choose features. */
export interface FeatureOptions {
  readonly names?: readonly string[];
  readonly noDefault?: boolean;
  readonly all?: boolean;
}

/** A call of cibuildwheel. */
interface Cibuildwheel {
  /** Environment variables without `CIBW_`, in capital letters: `BUILD`, `ARCHS_LINUX` … */
  readonly options: Readonly<Record<string, string>>;
  /** As the step pins it, such as `2.23.3`; undefined for a commit or the newest. */
  readonly version: string | undefined;
}

/** The project of a build, as its step names it. */
export function buildFolder({
  workingDirectory,
  manifestPath,
}: Pick<Build, 'workingDirectory' | 'manifestPath'>): string {
  return `${workingDirectory ?? '.'} ${manifestPath ?? ''}`;
}

export type JobBuild = Omit<Build, 'job' | 'labels'>;

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
    return buildsOfJob(own, job, contexts, event.repository).map(build => ({
      ...build,
      job: reached.path,
      labels,
      certain: isCertain && build.certain,
    }));
  });
}

/** The builds in the steps of a job, in contexts that have the values of its matrix. */
export function buildsOfJob(
  workflow: Workflow,
  job: WorkflowJob,
  outer: Contexts,
  repository?: string,
): readonly JobBuild[] {
  let pythonVersions: readonly string[] = [];
  let cibuildwheel: string | undefined;
  return stepsOfJob(workflow, job, outer, repository).flatMap(jobStep => {
    const { step, file, contexts, runs, continueOnError } = jobStep;
    if (/^actions\/setup-python@/i.test(step.uses ?? ''))
      pythonVersions = pythonsOf(step, contexts);
    cibuildwheel = /\bcibuildwheel==([\d.]+)/.exec(step.run ?? '')?.[1] ?? cibuildwheel;
    return buildsOfStep(jobStep, {
      cibuildwheel,
      local: workflow.local,
      folder: folderOfStep(jobStep, workflow, job),
    }).flatMap(build =>
      build === undefined
        ? []
        : [
            {
              ...build,
              certain: runs === 'yes',
              continueOnError,
              pythonVersions,
              place: { file, start: step.start },
            },
          ],
    );
  });
}

function pythonsOf(step: WorkflowStep, contexts: Contexts): readonly string[] {
  return evaluatePartly(step.with['python-version'] ?? '', contexts)
    .split(/\s+/)
    .filter(version => version !== '');
}
