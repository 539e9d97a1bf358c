import type { Position } from '../manifests/text';
import type { FactReport } from './engine';
import type { CommitContents } from './commitContents';
import type { ReleaseContext } from './releaseContext';
import type { ReleaseSettings } from './settings';

export type CheckId = 'manifests' | 'unsaved' | 'changelog' | 'tracked' | 'changes' | 'staged' | 'operation' | 'branch' | 'upToDate' | 'tag' | 'otherTags' | 'order' | 'identity' | 'workflows' | 'index' | 'setup';

/** Only `ok` and `warning` let a release go on: what could not be checked is not taken for good. */
export type CheckState = 'ok' | 'warning' | 'blocks' | 'unknown';

/** The result of looking at one thing before anything is touched. */
export interface CheckResult {
  readonly id: CheckId;
  readonly title: string;
  readonly state: CheckState;
  /** What was seen. */
  readonly detail: string;
  /** What to do about it, where it is not ok. */
  readonly advice?: string;
  /** Where it can be done. */
  readonly place?: { readonly file: string; readonly start: Position } | { readonly setting: string } | { readonly remedy: Remedy };
}

/** What the editor can do about it. */
export type Remedy =
  | { readonly kind: 'createWorkflow' }
  | { readonly kind: 'setSecret'; readonly secret: string; readonly environment?: string }
  /** The view that says what a release needs. */
  | { readonly kind: 'setUp' };

/** What the checks look at. Facts and contents are observed once for all of them. */
export interface CheckInput {
  readonly context: ReleaseContext;
  readonly settings: ReleaseSettings;
  readonly facts: readonly FactReport[];
  readonly contents: CommitContents;
  /** The branch that releases are made from, where it is known. */
  readonly releaseBranch: string | undefined;
  /** What the tag and the Release start; undefined where the remote runs no workflows. */
  readonly workflows?: (() => Promise<readonly WorkflowVerdict[]>) | undefined;
  /** Whether the package index takes the version; undefined where the package goes to none. */
  readonly index?: (() => Promise<IndexVerdict>) | undefined;
  /** What the release needs beside its files, such as secrets; undefined where nobody can see it. */
  readonly setup?: (() => Promise<readonly SetupVerdict[]>) | undefined;
}

/** What is not set up as the release needs it, or that everything is. */
export type SetupVerdict = Pick<CheckResult, 'detail' | 'advice' | 'place'> & { readonly state: 'ok' | 'warning' };

/** What the workflows of the repository say about a release: what it starts, and what is wrong with that. */
export type WorkflowVerdict = Pick<CheckResult, 'state' | 'detail' | 'advice' | 'place'>;

/** What the package index says about a version that is to be published. */
export type IndexVerdict = Pick<CheckResult, 'state' | 'detail' | 'advice'>;

export type Check = (input: CheckInput) => Promise<CheckResult | readonly CheckResult[]>;
