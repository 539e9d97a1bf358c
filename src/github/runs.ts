import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type GitHubClient, PAGE_SIZE } from './client';
import type { Artifact, Job, Run } from './model';

type Actions = RestEndpointMethodTypes['actions'];
type RunAnswer = Actions['getWorkflowRun']['response']['data'];
type JobAnswer = Actions['getJobForWorkflowRun']['response']['data'];

/** Which runs to list. Without a filter the newest of the repository. */
export interface RunFilter {
  readonly headSha?: string;
  readonly event?: string;
  readonly branch?: string;
  /** Milliseconds since 1970: runs that were created then or later. */
  readonly since?: number;
  readonly most?: number;
}

/** Runs, newest first. @throws GitHubFailure */
export async function listRuns(
  client: GitHubClient,
  { headSha, event, branch, since, most = 20 }: RunFilter,
): Promise<Run[]> {
  const { data } = await client.rest.actions.listWorkflowRunsForRepo({
    ...client.repository,
    per_page: Math.min(most, PAGE_SIZE),
    exclude_pull_requests: true,
    ...(headSha !== undefined && { head_sha: headSha }),
    ...(event !== undefined && { event }),
    ...(branch !== undefined && { branch }),
    ...(since !== undefined && { created: `>=${new Date(since).toISOString()}` }),
  });
  return data.workflow_runs.map(toRun);
}

/** @throws GitHubFailure */
export async function getRun(client: GitHubClient, id: number): Promise<Run> {
  const { data } = await client.rest.actions.getWorkflowRun({
    ...client.repository,
    run_id: id,
    exclude_pull_requests: true,
  });
  return toRun(data);
}

/** The runs of one workflow that ended well, newest first. @throws GitHubFailure */
export async function successfulRuns(
  client: GitHubClient,
  workflowId: number,
  most: number,
): Promise<Run[]> {
  const { data } = await client.rest.actions.listWorkflowRuns({
    ...client.repository,
    workflow_id: workflowId,
    status: 'success',
    per_page: most,
    exclude_pull_requests: true,
  });
  return data.workflow_runs.map(toRun);
}

/** All jobs of the newest attempt of a run, however many there are. @throws GitHubFailure */
export async function listJobs(client: GitHubClient, runId: number): Promise<Job[]> {
  const jobs = await client.paginate(client.rest.actions.listJobsForWorkflowRun, {
    ...client.repository,
    run_id: runId,
    filter: 'latest',
    per_page: PAGE_SIZE,
  });
  return jobs.map(toJob);
}

/** All files that a run left behind. @throws GitHubFailure */
export async function listArtifacts(client: GitHubClient, runId: number): Promise<Artifact[]> {
  const artifacts = await client.paginate(client.rest.actions.listWorkflowRunArtifacts, {
    ...client.repository,
    run_id: runId,
    per_page: PAGE_SIZE,
  });
  return artifacts.map(({ id, name, size_in_bytes: size, expired }) => ({
    id,
    name,
    size,
    expired,
  }));
}

/** An answer in which older GitHub Enterprise Servers leave out fields, or give null. */
type Loose<T, Keys extends keyof T> = Omit<T, Keys> & { readonly [Key in Keys]?: T[Key] | null };

export function toRun(run: Loose<RunAnswer, 'path' | 'display_title'>): Run {
  const createdAt = time(run.created_at);
  // A run of a tag or branch names it after the path.
  const path = run.path?.split('@', 1)[0] ?? '';
  return {
    id: run.id,
    workflowId: run.workflow_id,
    ...(run.check_suite_id !== undefined && { checkSuiteId: run.check_suite_id }),
    workflow: run.name ?? path,
    path,
    title: run.display_title ?? run.name ?? '',
    number: run.run_number,
    attempt: run.run_attempt ?? 1,
    event: run.event,
    status: run.status ?? 'queued',
    conclusion: run.conclusion,
    headSha: run.head_sha,
    headBranch: run.head_branch,
    url: run.html_url,
    createdAt,
    startedAt: run.run_started_at === undefined ? createdAt : time(run.run_started_at),
    updatedAt: time(run.updated_at),
  };
}

export function toJob(job: Loose<JobAnswer, 'labels'>): Job {
  return {
    id: job.id,
    runId: job.run_id,
    attempt: job.run_attempt ?? 1,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    startedAt: timeOrNull(job.started_at),
    completedAt: timeOrNull(job.completed_at),
    labels: job.labels ?? [],
    url: job.html_url ?? '',
    steps: (job.steps ?? []).map(
      ({ number, name, status, conclusion, started_at, completed_at }) => ({
        number,
        name,
        status,
        conclusion,
        startedAt: timeOrNull(started_at),
        completedAt: timeOrNull(completed_at),
      }),
    ),
  };
}

function time(text: string): number {
  return Date.parse(text);
}

/** GitHub gives a start to jobs that were skipped or wait; a time that is no time counts as none. */
function timeOrNull(text: string | null | undefined): number | null {
  const at = text === null || text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
