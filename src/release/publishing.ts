import type { ReleaseVersion } from '../versions/releaseVersion';
import type { Observation } from './fact';

/** The package index that pip installs from, as a release sees it. Implemented in `packageIndex/`. */
export interface PublishedIndex {
  /** What it serves of a version that was released from a commit. Every call asks the index anew. */
  observe(commit: string, version: ReleaseVersion): Promise<Observation>;
}

/** Where a Python distribution is published, or why that cannot be asked. The name is for people: `PyPI`. */
export type Publishing =
  | { readonly state: 'seen'; readonly name: string; readonly index: PublishedIndex }
  | {
      readonly state: 'unknown';
      readonly name: string;
      readonly detail: string;
      readonly advice: string;
    };
