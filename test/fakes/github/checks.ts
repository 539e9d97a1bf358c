import type { JobConclusion } from './actions/run';

/** A check run that some other app than Actions made. */
export interface Check {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly conclusion: JobConclusion | null;
  readonly time: number;
}

/** A commit status, as older services set it. */
export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: 'success' | 'failure' | 'error' | 'pending';
  readonly time: number;
}
