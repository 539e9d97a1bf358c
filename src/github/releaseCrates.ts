import type { CrateUpload } from '../release/crateUpload';
import { analyzeTriggers, type ReleaseQuestion } from './workflows/analyzeTriggers';
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
 * Where none of them does, those that a dispatch on the tag starts are there, and none of them is certain.
 */
export function cratesOfRelease(
  workflows: readonly Workflow[],
  question: ReleaseQuestion,
): readonly ReleaseCrateUpload[] {
  const { onBranchPush, onTagPush, onRelease, onDispatch } = analyzeTriggers(workflows, question);
  const started = [...onBranchPush, ...onTagPush, ...onRelease].flatMap(({ effects }) =>
    effects.crates.filter(({ runs }) => runs !== 'no'),
  );
  const found =
    started.length > 0
      ? started
      : onDispatch.flatMap(({ effects }) =>
          effects.crates
            .filter(({ runs }) => runs !== 'no')
            .map(effect => ({ ...effect, runs: 'maybe' as const })),
        );
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
