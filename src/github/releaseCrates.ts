import type { CrateUpload } from '../release/crateUpload';
import { analyzeTriggers, type ReleaseQuestion } from './workflows/analyzeTriggers';
import { dispatchTries } from './workflows/dispatchInputs';
import type { CrateEffect } from './workflows/effects';
import { finder } from './workflows/walk';
import type { Workflow } from './workflows/workflow';

/** A step that publishes crates when a release is made. */
export interface ReleaseCrateUpload extends CrateUpload {
  /** Whether it is known that the release reaches it. */
  readonly isCertain: boolean;
  /** Whether its failure is passed over, so that a green run proves nothing. */
  readonly continueOnError: boolean;
  /** The job as GitHub's file calls it, and the environment that it runs in. */
  readonly job: string;
  readonly environment: string | undefined;
  readonly place: {
    readonly file: string;
    readonly start: { readonly line: number; readonly column: number };
  };
}

/**
 * The steps that publish crates when a release is made: of the workflows that its tag, its branch or its Release starts.
 * Where none of them does, those are there that a dispatch on the tag starts, whatever inputs it takes, and none of them is
 * certain.
 */
export function cratesOfRelease(
  workflows: readonly Workflow[],
  question: ReleaseQuestion,
): readonly ReleaseCrateUpload[] {
  const { onBranchPush, onTagPush, onRelease } = analyzeTriggers(workflows, question);
  const started = [...onBranchPush, ...onTagPush, ...onRelease].flatMap(({ effects }) =>
    effects.crates.filter(({ runs }) => runs !== 'no'),
  );
  const found =
    started.length > 0
      ? started
      : workflows
          .flatMap(workflow => dispatched(workflow, workflows, question))
          .map(effect => ({ ...effect, runs: 'maybe' as const }));
  return found.map(({ runs, by, selects, registry, isTrusted, secrets, ...effect }) => ({
    by,
    selects,
    registry,
    isTrusted,
    isCertain: runs === 'yes',
    secrets,
    continueOnError: effect.continueOnError,
    job: effect.job,
    environment: effect.environment,
    place: effect.place,
  }));
}

/** The crates that a workflow publishes when it is dispatched with the inputs that it needs for that. */
function dispatched(
  workflow: Workflow,
  workflows: readonly Workflow[],
  { tag, repository }: ReleaseQuestion,
): readonly CrateEffect[] {
  for (const { effects } of dispatchTries(
    workflow,
    `refs/tags/${tag}`,
    finder(workflows),
    repository,
  )) {
    const found = effects.crates.filter(({ runs }) => runs !== 'no');
    if (found.length > 0) return found;
  }
  return [];
}
