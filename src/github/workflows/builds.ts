import { evaluatePartly, type Contexts } from './expression';
import { eventContexts, type WorkflowEvent } from './event';
import { jobOutcomes } from './jobOutcomes';
import { expandMatrix } from './matrix';
import { calledContexts, localPath, type FindWorkflow } from './effects';
import { isMaturinAction } from './publishing';
import { commandsOf, isTool, option, options, wordsOf } from './shell';
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
  /** A failure of the job or step is passed over, so that a green run may lack its files. */
  readonly continueOnError: boolean;
  /** False where a condition leaves it open whether it runs. */
  readonly certain: boolean;
  /** Whether some of the above turns on what is known only when the workflow runs, shown as `…`. */
  readonly known: boolean;
}

type StepBuild = Omit<Build, 'job' | 'place' | 'labels' | 'certain' | 'pythonVersions' | 'continueOnError'>;

type JobBuild = Omit<Build, 'job' | 'place' | 'labels' | 'certain'> & { readonly step: WorkflowStep };

/** What a workflow builds with maturin when an event starts it: one entry for each job of a matrix. */
export function buildsOf(workflow: Workflow, event: WorkflowEvent, find: FindWorkflow = () => undefined): readonly Build[] {
  return collect(workflow, eventContexts(event, workflow), event, find, '', 0);
}

function collect(workflow: Workflow, contexts: Contexts, event: WorkflowEvent, find: FindWorkflow, prefix: string, depth: number): readonly Build[] {
  const outcomes = jobOutcomes(workflow, contexts);
  return workflow.jobs.flatMap((job): readonly Build[] => {
    const runs = outcomes.get(job.id) ?? 'no';
    if (runs === 'no') return [];
    const combinations = job.matrix === undefined ? [undefined] : expandMatrix(job.matrix, contexts) ?? ['dynamic' as const];
    return combinations.flatMap((combination): readonly Build[] => {
      const within: Contexts = combination === 'dynamic' ? contexts : { ...contexts, matrix: combination?.values ?? null };
      const certain = runs === 'yes' && combination !== 'dynamic';
      if (job.uses !== undefined) {
        const path = localPath(job.uses, event.repository);
        const called = path === undefined || depth >= 10 ? undefined : find(path);
        return called === undefined ? [] : collect(called, calledContexts(job, called, within), event, find, `${prefix}${job.id} / `, depth + 1);
      }
      const labels = job.runsOn.map(label => evaluatePartly(label, within));
      return buildsOfJob(job, within).map(({ step, ...build }) => ({
        ...build, job: `${prefix}${job.id}`, labels, certain, place: { file: workflow.path, start: step.start },
      }));
    });
  });
}

/** The builds in the steps of a job, in contexts that have the values of its matrix. */
export function buildsOfJob(job: WorkflowJob, contexts: Contexts): readonly JobBuild[] {
  let pythonVersions: readonly string[] = [];
  return job.steps.flatMap(step => {
    if (/^actions\/setup-python@/i.test(step.uses ?? '')) pythonVersions = pythonsOf(step, contexts);
    const found = isMaturinAction(step.uses) ? [ofAction(step, contexts)] : ofScript(step, contexts);
    const passedOver = [job.continueOnError, step.continueOnError].some(text => text !== undefined && text !== 'false');
    return found.flatMap(build => build === undefined ? [] : [{ ...build, continueOnError: passedOver, pythonVersions, step }]);
  });
}

function ofAction(step: WorkflowStep, contexts: Contexts): StepBuild | undefined {
  const filled = (name: string) => step.with[name] === undefined ? undefined : evaluatePartly(step.with[name], contexts);
  const command = filled('command') ?? 'build';
  const words = wordsOf(filled('args') ?? '');
  const kind = kindOf(command);
  if (kind === undefined) return undefined;
  return build(kind, words, {
    target: filled('target') ?? undefined, manylinux: filled('manylinux'), workingDirectory: filled('working-directory'),
  });
}

function ofScript(step: WorkflowStep, contexts: Contexts): readonly (StepBuild | undefined)[] {
  if (step.run === undefined) return [];
  return commandsOf(evaluatePartly(step.run, contexts)).map(command => {
    const name = ['build', 'sdist', 'publish'].find(name => isTool(command, 'maturin', name));
    const kind = name === undefined ? undefined : kindOf(name);
    const { words } = command;
    return kind === undefined ? undefined : build(kind, words, {
      target: option(words, '--target'), manylinux: option(words, '--compatibility', '--manylinux'),
      workingDirectory: step.workingDirectory === undefined ? undefined : evaluatePartly(step.workingDirectory, contexts),
    });
  });
}

function build(kind: Build['kind'], words: readonly string[], given: Pick<Build, 'target' | 'manylinux' | 'workingDirectory'>): StepBuild {
  const named = options(words, '-i', '--interpreter').filter(name => name !== '');
  const target = given.target === undefined || given.target === '' ? option(words, '--target') : given.target;
  const result = {
    kind, target, workingDirectory: given.workingDirectory,
    manylinux: given.manylinux ?? option(words, '--compatibility', '--manylinux'),
    interpreters: words.includes('--find-interpreter') || words.includes('-f') ? 'found' as const : named.length > 0 ? named : 'default' as const,
    withSdist: words.includes('--sdist'), manifestPath: option(words, '-m', '--manifest-path'),
  };
  return { ...result, known: !JSON.stringify(result).includes('…') };
}

/** `publish` builds what it uploads. */
function kindOf(command: string): Build['kind'] | undefined {
  return command === 'build' || command === 'publish' ? 'wheel' : command === 'sdist' ? 'sdist' : undefined;
}

function pythonsOf(step: WorkflowStep, contexts: Contexts): readonly string[] {
  return evaluatePartly(step.with['python-version'] ?? '', contexts).split(/\s+/).filter(version => version !== '');
}
