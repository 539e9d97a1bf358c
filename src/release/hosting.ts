import type { ReleaseVersion } from '../versions/releaseVersion';
import type { Observation } from './fact';
/**
 * The place that hosts the repository, as a release sees it: it shows a Release for a tag, and builds what is published.
 * Implemented over GitHub in `github/`. Every method may fail with an error that has an `advice`.
 */
export interface ReleaseHost {
  /** For people: `BudEcosystem/budtiktok`. */
  readonly name: string;
  /** The Release of a tag; drafts are found too. */
  release(tag: string): Promise<HostedRelease | undefined>;
  /** Creates the Release of a tag that is there, or brings the one that exists to what is asked. Safe to repeat. */
  publish(tag: string, publication: Publication): Promise<void>;
  /** How the builds of a released commit stand. */
  builds(commit: string): Promise<Builds>;
  /** The pull request of a release, open, merged or closed; undefined where none was opened. */
  pullRequest(wanted: WantedPullRequest): Promise<PullRequest | undefined>;
  /** Opens a pull request, or finds the one that is open for the branch already. */
  openPullRequest(
    wanted: WantedPullRequest,
    text: { readonly title: string; readonly body: string },
  ): Promise<PullRequest>;
  closePullRequest(number: number): Promise<void>;
}

/** Which pull request belongs to a release. */
export interface WantedPullRequest {
  /** Its number, once it was opened. */
  readonly number?: number | undefined;
  readonly branch: string;
  /** The branch that it is to be merged into. */
  readonly base: string;
  /** The commit that was pushed to its branch. */
  readonly commit: string;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  /** What keeps it from being merged, as far as that is known. */
  readonly isDraft: boolean;
  readonly hasConflicts: boolean;
  /** The commit on the base branch that merged it, whatever the method. */
  readonly merged?: string;
  /** Names of the checks of its newest commit; undefined where they could not be read. */
  readonly checks: PullRequestChecks | undefined;
}

export interface PullRequestChecks {
  readonly passed: readonly string[];
  readonly pending: readonly string[];
  readonly failed: readonly string[];
}

/** What a maintainer decided to publish. */
export interface Publication {
  readonly title: string;
  /** Markdown. */
  readonly notes: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** Whether it becomes the one that is shown as latest. Drafts and pre-releases cannot. */
  readonly latest: boolean;
}

export interface HostedRelease {
  readonly id: number;
  readonly url: string;
  readonly title: string;
  readonly notes: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** Its tag and assets can never be changed again. */
  readonly immutable: boolean;
  /** Made by a workflow with its own token, whose events start no other workflow. */
  readonly byWorkflow: boolean;
}

/**
 * Whether a Release is of the kind that was decided and has its notes. What is published is more than the draft that was
 * asked for. GitHub may keep notes with "\r\n" and without what follows the last line.
 */
export function fulfils(found: HostedRelease, wanted: Publication): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return (
    plain(found.notes) === plain(wanted.notes) &&
    (!found.draft || wanted.draft) &&
    found.prerelease === wanted.prerelease
  );
}

/**
 * The builds of a release.
 * - `none`: no run was started
 * - `running`: queued, running, or waiting for an approval
 * - `failed`: a platform job did not succeed
 * - `done`: every platform job succeeded
 */
export interface Builds {
  readonly state: 'none' | 'running' | 'failed' | 'done';
  readonly detail: string;
  readonly advice?: string;
}

/** Where the repository is hosted, or why that cannot be asked. */
export type Hosting =
  | { readonly state: 'seen'; readonly host: ReleaseHost }
  | { readonly state: 'unknown'; readonly detail: string; readonly advice: string };

/**
 * What packages are installed from, as a release sees it: a Python index (`packageIndex/`), or the registries of crates
 * (`cratesIndex/`).
 */
export interface PublishedIndex {
  /** What it serves of a version that was released from a commit. Every call asks the index anew. */
  observe(commit: string, version: ReleaseVersion): Promise<Observation>;
}

/** A further distribution of the release, and where it is published. */
export interface MemberPublishing {
  readonly name: string;
  /** Absolute path. */
  readonly manifest: string;
  /** Whether the first distribution requires it at its exact version, so that pip cannot install that one without it. */
  readonly isRequired: boolean;
  /** Its version, where that is not the one of the release. */
  readonly version?: ReleaseVersion;
  readonly publishing: Publishing;
}

/** Where distributions or crates are published, or why that cannot be asked. The name is for people: `PyPI`. */
export type Publishing =
  | { readonly state: 'seen'; readonly name: string; readonly index: PublishedIndex }
  | {
      readonly state: 'unknown';
      readonly name: string;
      readonly detail: string;
      readonly advice: string;
    };
