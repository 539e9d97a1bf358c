import type { IndexUrls } from './configuredIndexes';
import type { Position, Scalar, YamlNode } from './yaml';

/**
 * A workflow file of GitHub Actions, as far as it decides what a release starts and which jobs that has. Positions are
 * zero-based; strings may hold `${{ expressions }}`. Source: GitHub docs, "Workflow syntax for GitHub Actions".
 */
export interface Workflow {
  /** Path from the root of the repository, such as `.github/workflows/release.yml`. */
  readonly path: string;
  /** As GitHub lists it; the path where the file has no name. */
  readonly name: string;
  readonly triggers: Triggers;
  readonly permissions: Permissions | undefined;
  /** Whether it, or each of its jobs, limits how many runs there are at a time. */
  readonly hasConcurrency: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** In the order of the file. */
  readonly jobs: readonly WorkflowJob[];
  /** The files of the repository that its steps use, by path, as far as they were read. */
  readonly local?: ReadonlyMap<string, LocalFile>;
}

/** A file of the repository that a step uses. */
export type LocalFile =
  | { readonly kind: 'script'; readonly text: string }
  /** A configuration that names indexes to upload to. */
  | { readonly kind: 'indexes'; readonly urls: IndexUrls }
  /** A composite action. */
  | {
      readonly kind: 'action';
      /** Inputs with their defaults. */
      readonly defaults: Readonly<Record<string, string>>;
      readonly steps: readonly WorkflowStep[];
    };

/** A place in a workflow file. */
export interface Place {
  readonly file: string;
  readonly start: Position;
}

/** Something wrong in a workflow file. An error means that GitHub would not run it. */
export interface WorkflowProblem extends Place {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** The events that start a workflow. */
export interface Triggers {
  readonly push?: PushTrigger;
  readonly release?: ActivityTrigger;
  readonly workflowDispatch?: DispatchTrigger;
  readonly workflowCall?: CallTrigger;
  readonly workflowRun?: WorkflowRunTrigger;
  readonly schedule?: Trigger;
  /** Events that no release causes, and `create`, which every new tag causes. */
  readonly others: readonly NamedTrigger[];
}

interface Trigger {
  readonly start: Position;
}

export interface NamedTrigger extends Trigger {
  readonly event: string;
}

/** One pattern of a filter, such as `v*`. */
export interface FilterPattern {
  readonly text: string;
  readonly start: Position;
}

/** `on: push`. A filter that is left out is undefined; GitHub tells that from an empty one. */
export interface PushTrigger extends Trigger {
  readonly branches: readonly FilterPattern[] | undefined;
  readonly branchesIgnore: readonly FilterPattern[] | undefined;
  readonly tags: readonly FilterPattern[] | undefined;
  readonly tagsIgnore: readonly FilterPattern[] | undefined;
  readonly paths: readonly FilterPattern[] | undefined;
  readonly pathsIgnore: readonly FilterPattern[] | undefined;
}

/** An event with activity types; all of them where `types` is left out. */
export interface ActivityTrigger extends Trigger {
  readonly types?: readonly string[];
}

interface WorkflowRunTrigger extends ActivityTrigger {
  /** Names of the workflows whose runs are waited for. */
  readonly workflows: readonly string[];
  /** The branches, or tags, of those runs; undefined for all. */
  readonly branches: readonly FilterPattern[] | undefined;
  readonly branchesIgnore: readonly FilterPattern[] | undefined;
}

interface DispatchTrigger extends Trigger {
  readonly inputs: readonly WorkflowInput[];
}

interface CallTrigger extends Trigger {
  readonly inputs: readonly WorkflowInput[];
  readonly secrets: readonly string[];
}

/** An input of `workflow_dispatch` or `workflow_call`. */
export interface WorkflowInput {
  readonly name: string;
  /** A type that GitHub may add later is taken for a string. */
  readonly type: 'string' | 'boolean' | 'number' | 'choice' | 'environment';
  readonly description: string | undefined;
  readonly required: boolean;
  readonly default: string | number | boolean | undefined;
  /** What a choice offers. */
  readonly options: readonly string[];
  readonly start: Position;
}

/** `permissions:`: a level for everything, or one for each scope; what is not named is `none`. */
export type Permissions = 'read-all' | 'write-all' | Readonly<Record<string, string>>;

export interface WorkflowJob {
  readonly id: string;
  readonly start: Position;
  readonly name: string | undefined;
  readonly if: Condition | undefined;
  readonly needs: readonly string[];
  /** Labels, or one expression. Empty for a job that calls a workflow. */
  readonly runsOn: readonly string[];
  readonly environment: string | undefined;
  readonly permissions: Permissions | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** `strategy.matrix`, as the file has it. */
  readonly matrix: YamlNode | undefined;
  readonly continueOnError: string | undefined;
  /** The workflow that this job calls: `./.github/workflows/build.yml` or `owner/repo/path@ref`. */
  readonly uses: string | undefined;
  readonly with: Readonly<Record<string, Scalar>>;
  /** Secrets handed to the called workflow. */
  readonly secrets: 'inherit' | Readonly<Record<string, string>>;
  readonly container: string | undefined;
  /** The variables of its container. */
  readonly containerEnv: Readonly<Record<string, string>>;
  readonly services: readonly JobService[];
  readonly workingDirectory: string | undefined;
  readonly steps: readonly WorkflowStep[];
}

/** A container that runs beside the steps of a job. */
interface JobService {
  readonly image: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Condition {
  readonly text: string;
  readonly start: Position;
}

export interface WorkflowStep {
  readonly start: Position;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly if: Condition | undefined;
  readonly uses: string | undefined;
  readonly run: string | undefined;
  readonly with: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly continueOnError: string | undefined;
  readonly workingDirectory: string | undefined;
  /** What runs the script; a shell where it is left out. */
  readonly shell: string | undefined;
}
