import * as l10n from '@vscode/l10n';
import { dispatchTries, type DispatchChoice } from './dispatchInputs';
import { effectsOf, type Effects } from './effects';
import { dispatch, type InputValue } from './event';
import { finder } from './walk';
import type { Place, Workflow } from './workflow';

/** A step of a trial that reaches another place than TestPyPI, or may. */
export interface TrialStep {
  readonly job: string;
  readonly place: Place;
  /** What it does or may do, in one sentence. */
  readonly reason: string;
}

/** Whether a workflow can be started by hand to upload to TestPyPI and reach nothing else. */
export type Trial =
  /** No workflow uploads to TestPyPI when it is started by hand. */
  | { readonly kind: 'none' }
  /** Every step that runs was read, and only TestPyPI is reached. */
  | { readonly kind: 'sure'; readonly choice: DispatchChoice }
  /** It uploads to TestPyPI; these steps were not read, or their index is not certain. */
  | {
      readonly kind: 'doubtful';
      readonly choice: DispatchChoice;
      readonly doubts: readonly TrialStep[];
    }
  /** It uploads to TestPyPI, and these steps reach something else. */
  | {
      readonly kind: 'refused';
      readonly workflow: Workflow;
      readonly steps: readonly TrialStep[];
    };

/**
 * Finds the workflow and the inputs of a trial: sure ones first, then those with the fewest doubts.
 * @param workflows as they are on the branch that the run is started on
 * @param ref the branch, in full
 */
export function findTrial(
  workflows: readonly Workflow[],
  ref: string,
  repository: string | undefined,
): Trial {
  const find = finder(workflows);
  let best: Trial = { kind: 'none' };
  for (const workflow of workflows) {
    const followers = effectsAfter(workflow, workflows, ref, repository);
    for (const { choice, effects } of dispatchTries(workflow, ref, find, repository, true)) {
      const trial = trialOf(choice, [effects, ...followers]);
      if (trial.kind === 'sure') return trial;
      if (rank(trial) < rank(best)) best = trial;
    }
  }
  return best;
}

/** What a trial does with the inputs that the user gave in the place of examples. */
export function trialWith(
  choice: DispatchChoice,
  inputs: Readonly<Record<string, InputValue>>,
  workflows: readonly Workflow[],
  repository: string | undefined,
): Trial {
  const { workflow, ref } = choice;
  const given = { ...choice, inputs: { ...choice.inputs, ...inputs } };
  const event = { ...dispatch(ref, given.inputs, repository), mayFail: true };
  return trialOf(given, [
    effectsOf(workflow, event, finder(workflows)),
    ...effectsAfter(workflow, workflows, ref, repository),
  ]);
}

function effectsAfter(
  workflow: Workflow,
  workflows: readonly Workflow[],
  ref: string,
  repository: string | undefined,
): readonly Effects[] {
  const event = {
    name: 'workflow_run',
    ref,
    mayFail: true,
    ...(repository !== undefined && { repository }),
  };
  return followersOf(workflow, workflows).map(follower =>
    effectsOf(follower, event, finder(workflows)),
  );
}

/** Workflows that start when a run of this one ends or deploys, and those that start after these. */
function followersOf(first: Workflow, workflows: readonly Workflow[]): readonly Workflow[] {
  const found = new Set<Workflow>();
  const waiting = [first];
  for (const workflow of waiting)
    for (const follower of workflows)
      if (follower !== first && !found.has(follower) && follows(follower, workflow)) {
        found.add(follower);
        waiting.push(follower);
      }
  return [...found];
}

function follows({ triggers }: Workflow, { name, jobs }: Workflow): boolean {
  // A job with an environment makes a deployment (GitHub docs, "deployment_status").
  const deploys = jobs.some(
    ({ environment, uses }) => environment !== undefined || uses !== undefined,
  );
  return (
    triggers.workflowRun?.workflows.includes(name) === true ||
    (deploys && triggers.others.some(({ event }) => /^deployment(?:_status)?$/.test(event)))
  );
}

function rank(trial: Trial): number {
  switch (trial.kind) {
    case 'sure':
      return 0;
    case 'doubtful':
      return trial.doubts.length;
    case 'refused':
      return 1_000_000 + trial.steps.length;
    case 'none':
      return Infinity;
  }
}

function trialOf(choice: DispatchChoice, all: readonly Effects[]): Trial {
  const [own] = all;
  const isTrial = own?.uploads.some(({ runs, index }) => runs === 'yes' && index === 'testpypi');
  if (isTrial !== true) return { kind: 'none' };
  const reached = all.flatMap(reachedBy);
  if (reached.length > 0) return { kind: 'refused', workflow: choice.workflow, steps: reached };
  const doubts = all.flatMap(doubtsOf);
  return doubts.length > 0 ? { kind: 'doubtful', choice, doubts } : { kind: 'sure', choice };
}

/** Steps that reach, or may reach, another index, crates.io, a Release or the like. */
function reachedBy({ uploads, releases, elsewhere }: Effects): readonly TrialStep[] {
  return [
    ...uploads
      .filter(({ runs, index }) => runs !== 'no' && (index === 'pypi' || index === 'other'))
      .map(({ job, place, by, index }) => ({
        job,
        place,
        reason:
          index === 'pypi'
            ? l10n.t('job {0} uploads to PyPI ({1})', job, by)
            : l10n.t('job {0} uploads to another index ({1})', job, by),
      })),
    ...releases
      .filter(({ runs }) => runs !== 'no')
      .map(({ job, place, by }) => ({
        job,
        place,
        reason: l10n.t('job {0} creates a GitHub Release ({1})', job, by),
      })),
    ...elsewhere
      .filter(({ runs }) => runs !== 'no')
      .map(({ job, place, by }) => ({
        job,
        place,
        reason: l10n.t('job {0} publishes elsewhere ({1})', job, by),
      })),
  ];
}

/**
 * Steps that can't be vouched for: an index that is not certain, and what was not read in a job that can sign in or write
 * to the repository. A job without secrets, identity token and write permission reaches nothing.
 */
function doubtsOf({ uploads, opaque }: Effects): readonly TrialStep[] {
  return [
    ...uploads
      .filter(({ runs, isIndexSure }) => runs !== 'no' && !isIndexSure)
      .map(({ job, place, by }) => ({
        job,
        place,
        reason: l10n.t('job {0}: the index of {1} is not certain', job, by),
      })),
    ...opaque
      .filter(
        ({ runs, credentials }) => runs !== 'no' && (credentials.forIndex || credentials.forGitHub),
      )
      .map(({ job, place, uses }) => ({
        job,
        place,
        reason: l10n.t('job {0} runs {1}', job, uses),
      })),
  ];
}
