import * as l10n from '@vscode/l10n';
import type { Position } from '../base/text';
import type { ItemState } from './checklist/state';
import type { FactReport } from './engine';
import type { CommitContents } from './commitContents';
import type { ReleaseProtection } from './protection';
import type { ReleaseContext } from './releaseContext';
import type { ReleaseSettings } from './settings';

export type CheckId =
  | 'manifests'
  | 'unsaved'
  | 'changelog'
  | 'tracked'
  | 'changes'
  | 'staged'
  | 'operation'
  | 'branch'
  | 'upToDate'
  | 'tag'
  | 'otherTags'
  | 'order'
  | 'identity'
  | 'git'
  | 'protection'
  | 'workflows'
  | 'index'
  | 'crates'
  | 'setup'
  | 'ci'
  | 'checklist';

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
  /** Where it can be done: a line of a file, a setting, something that the editor can do, or a page. */
  readonly place?:
    | { readonly file: string; readonly start: Position }
    | { readonly setting: string }
    | { readonly remedy: Remedy }
    | { readonly url: string };
  /** Set where it is no matter of safety: a maintainer may see what is open and release all the same. */
  readonly canOverride?: true;
  /** What is missing, in a word or two, such as the name of a secret. */
  readonly subject?: string;
  /** Set where a maintainer has done so. */
  readonly isOverridden?: true;
}

/** What the editor can do about it. */
export type Remedy =
  | { readonly kind: 'createWorkflow' }
  | { readonly kind: 'setSecret'; readonly secret: string; readonly environment?: string }
  | { readonly kind: 'signIn' }
  /** The view that says what a release needs. */
  | { readonly kind: 'setUp' }
  /** The view in which the items of the checklist are answered. */
  | { readonly kind: 'checklist' }
  /** The view in which changes are committed, stashed and unstaged. */
  | { readonly kind: 'sourceControl' }
  | { readonly kind: 'switchBranch'; readonly branch: string }
  /** Plans the release again, through a pull request. */
  | { readonly kind: 'pullRequest' };

/** What checks want to know from beyond the repository. Each question is put only where its check runs. */
export type Asks = Pick<
  CheckInput,
  'workflows' | 'index' | 'crates' | 'setup' | 'ci' | 'checklist' | 'protection'
>;

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
  /** Whether the package index takes the version of each distribution; undefined where the release goes to none. */
  readonly index?: (() => Promise<readonly IndexVerdict[]>) | undefined;
  /** What registries and manifests say of the crates to publish; undefined where the package has none. */
  readonly crates?: (() => Promise<readonly CrateVerdict[]>) | undefined;
  /** What the release needs beside its files, such as secrets; undefined where no one can see it. */
  readonly setup?: (() => Promise<readonly SetupVerdict[]>) | undefined;
  /** The state of CI on a commit; undefined where the remote has none, or is not to be asked. */
  readonly ci?: ((commit: string) => Promise<CiVerdict>) | undefined;
  /** What protects the branch and the tag; undefined where that could not be asked. */
  readonly protection?: (() => Promise<ReleaseProtection | undefined>) | undefined;
  /** How the items of the checklist stand; undefined where no one keeps one. */
  readonly checklist?: (() => Promise<ChecklistVerdict>) | undefined;
}

/** What is not set up as the release needs it, or that everything is. */
export type SetupVerdict = Pick<
  CheckResult,
  'state' | 'detail' | 'advice' | 'place' | 'canOverride' | 'subject'
>;

/** What the workflows of the repository say about a release: what it starts, and what is wrong with that. */
export type WorkflowVerdict = Pick<CheckResult, 'state' | 'detail' | 'advice' | 'place'>;

/** What the package index says about a version that is to be published. */
export type IndexVerdict = Pick<CheckResult, 'state' | 'detail' | 'advice'>;

/** What keeps a crate of the release from being published, or that nothing does. */
export type CrateVerdict = Pick<
  CheckResult,
  'state' | 'detail' | 'advice' | 'place' | 'canOverride'
>;

/**
 * What is known of CI on a commit.
 * - `notAsked`: no account is signed in
 * - `notPushed`: the remote does not have the commit, so nothing can have been built
 * - `reported`: the names of what was built, each as its newest attempt stands; all empty where nothing has been
 * - `unknown`: it could not be asked
 */
export type CiVerdict =
  | { readonly state: 'notAsked' | 'unknown'; readonly detail: string; readonly advice: string }
  | { readonly state: 'notPushed' }
  | {
      readonly state: 'reported';
      readonly passed: readonly string[];
      readonly pending: readonly string[];
      readonly failed: readonly string[];
      readonly url: string;
    };

/** The items of the checklist, and what is wrong with its settings. */
export interface ChecklistVerdict {
  readonly items: readonly ItemState[];
  readonly problems: readonly string[];
}

export type Check = (input: CheckInput) => Promise<CheckResult | readonly CheckResult[]>;

/** Names for a line: the first three, and how many more there are. */
export function shorten(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? l10n.t('{0} and {1} more', shown, names.length - 3) : shown;
}
