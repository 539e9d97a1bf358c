import type { Json } from '../http';
import type { Repository, Workflow } from '../repository';
import type { Release } from '../releases';
import type { Combination } from './matrix';
import type { JobDefinition, WorkflowFile } from './workflowFile';

export type JobStatus =
  'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';
export type JobConclusion =
  'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required';

/** One run of a workflow; times are milliseconds since 1970. */
export interface Run {
  readonly id: number;
  readonly checkSuiteId: number;
  readonly repository: Repository;
  readonly workflow: Workflow;
  /** The workflow file of the commit that it runs. */
  readonly file: WorkflowFile;
  /** Its jobs, those of reusable workflows among them. */
  readonly definitions: readonly JobDefinition[];
  readonly number: number;
  readonly event: string;
  /** Full name of the ref. */
  readonly ref: string;
  readonly headSha: string;
  /** Name of the branch, or of the tag. */
  readonly headBranch: string;
  readonly actor: string;
  readonly title: string;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly release: Release | undefined;
  readonly createdAt: number;
  updatedAt: number;
  readonly attempts: Attempt[];
  readonly approvals: Approval[];
  /** Its file does not parse: it ends before it begins. */
  readonly isBroken: boolean;
  /** Its concurrency group, where the file names one. */
  readonly group: string | undefined;
  /** It waits for another run of its group. */
  isPending: boolean;
  /** What waits for its end has started. */
  isAnnounced: boolean;
  /** A status that GitHub does not document. */
  oddStatus: string | undefined;
}

export interface Attempt {
  readonly number: number;
  readonly actor: string;
  readonly startedAt: number;
  /** Jobs that exist so far; those that an attempt before it has done and that are kept are the same jobs. */
  readonly jobs: Job[];
  /** Nothing more is started in it. */
  cancelled: boolean;
}

export interface Job {
  readonly id: number;
  readonly attempt: number;
  readonly definition: JobDefinition;
  readonly name: string;
  readonly matrix: Combination;
  readonly labels: readonly string[];
  readonly createdAt: number;
  status: JobStatus;
  conclusion: JobConclusion | null;
  startedAt: number | null;
  completedAt: number | null;
  runner: string | null;
  readonly steps: Step[];
  /** Errors that the runner or GitHub reports beside the log; a job that never started has nothing else. */
  annotations?: readonly string[];
}

export interface Step {
  readonly number: number;
  readonly name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: JobConclusion | null;
  startedAt: number | null;
  completedAt: number | null;
  /** Lines that a test adds to what every step writes. */
  readonly log: string[];
}

export interface Approval {
  readonly environments: readonly string[];
  readonly state: 'approved' | 'rejected';
  readonly user: string;
  readonly comment: string;
}

export function latestAttempt(run: Run): Attempt {
  return run.attempts[run.attempts.length - 1]!;
}

/** What the jobs of an attempt make of it. */
export function stateOf(
  run: Run,
  attempt: Attempt = latestAttempt(run),
): { readonly status: string; readonly conclusion: string | null } {
  if (run.oddStatus !== undefined) return { status: run.oddStatus, conclusion: null };
  if (run.isBroken) return { status: 'completed', conclusion: 'startup_failure' };
  if (run.isPending)
    return attempt.cancelled
      ? { status: 'completed', conclusion: 'cancelled' }
      : { status: 'pending', conclusion: null };
  const { jobs } = attempt;
  const begun = new Set(jobs.map(job => job.definition.id));
  const complete = attempt.cancelled || run.definitions.every(({ id }) => begun.has(id));
  if (complete && jobs.every(job => job.status === 'completed'))
    return { status: 'completed', conclusion: conclusionOf(attempt) };
  const running = jobs.some(job => job.status === 'in_progress');
  if (
    !running &&
    jobs.some(job => job.status === 'waiting') &&
    !jobs.some(job => job.status === 'queued')
  )
    return { status: 'waiting', conclusion: null };
  return {
    status:
      running || jobs.some(job => job.status === 'completed' && job.attempt === attempt.number)
        ? 'in_progress'
        : 'queued',
    conclusion: null,
  };
}

function conclusionOf({ jobs, cancelled }: Attempt): JobConclusion {
  const conclusions = jobs.map(job => job.conclusion);
  if (conclusions.some(conclusion => conclusion === 'failure' || conclusion === 'timed_out'))
    return 'failure';
  if (cancelled || conclusions.includes('cancelled')) return 'cancelled';
  return conclusions.length > 0 && conclusions.every(conclusion => conclusion === 'skipped')
    ? 'skipped'
    : 'success';
}
