import { UserFacingError } from '../base/errors';
import type { ReleaseContext } from './releaseContext';

/**
 * The facts of a release in the order in which they come true. The tag is made once its commit is on the remote: where
 * `push.followTags` is set, the push of the branch would take it along even if the branch itself is refused, and a commit
 * that has to go through a pull request would leave a tag on the wrong one.
 */
export const FACT_IDS = [
  'versions',
  'locks',
  'changelog',
  'commit',
  'releaseBranch',
  'pullRequest',
  'remoteBranch',
  'tag',
  'remoteTag',
  'hostedRelease',
  'builds',
  'index',
  'crates',
] as const;

export type FactId = (typeof FACT_IDS)[number];

/**
 * What was seen of a fact. `detail` is a phrase for a list.
 * - `holds`: it is so; `detail` says what exists
 * - `missing`: it is not so yet, and can be made so; `detail` says what would be done
 * - `inProgress`: it is becoming so without an action of the user
 * - `conflict`: something else is in its place; only a person can decide
 * - `unknown`: it could not be seen. Never taken for `holds`.
 */
export type Observation =
  | { readonly state: 'holds'; readonly detail: string }
  | { readonly state: 'missing'; readonly detail: string }
  | { readonly state: 'inProgress'; readonly detail: string }
  | { readonly state: 'conflict'; readonly detail: string; readonly advice: string }
  | { readonly state: 'unknown'; readonly detail: string; readonly advice: string };

/** A further distribution of a release. */
export interface FactMember {
  readonly name: string;
  /** Absolute path of its manifest. */
  readonly manifest: string;
}

/** One fact of a release: it can be observed, made, and while it is still local undone. */
export interface Fact {
  readonly id: FactId;
  /** Set where the fact is about another distribution of the release than its first one. */
  readonly member?: FactMember;
  /** A short name, such as "Version sites". */
  title(context: ReleaseContext): string;
  /** Whether it has a part in this release at all; every fact that does not say has one. */
  isPartOf?(context: ReleaseContext): Promise<boolean>;
  /** Looks, and changes nothing. */
  observe(context: ReleaseContext): Promise<Observation>;
  /** Makes a missing fact true. That it returns is no proof: observe again. @throws ReleaseError, GitFailure, WriteError */
  make(context: ReleaseContext): Promise<void>;
  /**
   * Completes what a crash cut off after the fact came true, called once where it holds already. It is no part of the fact:
   * that it fails stops no release.
   */
  complete?(context: ReleaseContext): Promise<void>;
  /** Takes back what `make` did, and nothing else. Facts of the remote have none. @throws ReleaseError, GitFailure, WriteError */
  undo?(context: ReleaseContext): Promise<UndoResult>;
}

/**
 * What *Undo* did about a fact. `detail` is a phrase for a list.
 * - `nothing`: the release made nothing of it that is left
 * - `undone`: it was taken back
 * - `kept`: the release made it and it stays; `detail` says why
 */
export type UndoResult =
  { readonly state: 'nothing' } | { readonly state: 'undone' | 'kept'; readonly detail: string };

/** A step that was refused before it changed anything. */
export class ReleaseError extends UserFacingError<'refused'> {
  override readonly name = 'ReleaseError';

  constructor(message: string, advice: string) {
    super('refused', message, advice);
  }
}
