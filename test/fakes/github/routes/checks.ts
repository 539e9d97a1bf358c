import { latestAttempt, type Job, type Run } from '../actions/run';
import type { Check, CommitStatus } from '../checks';
import { resolveCommit } from '../gitMirror';
import { isoTime, ok, paginate, Refusal, type Json, type RepositoryCall } from '../http';
import { minimalRepositoryJson, repositoryPage, repositoryUrl } from '../json/repositories';
import { nodeId } from '../json/users';
import { get, type RepositoryRoute } from '../router';

export const checkRoutes: readonly RepositoryRoute[] = [
  get('/commits/{ref}/check-runs', 'read', call => {
    const { repository, query } = call;
    const sha = commitOf(call);
    const all = [
      ...repository.runs
        .filter(({ headSha }) => headSha === sha)
        .flatMap(run => latestAttempt(run).jobs.map(job => checkOfJob(call, run, job))),
      ...repository.checks.filter(check => check.sha === sha).map(check => checkJson(call, check)),
    ]
      .filter(check => !query.has('check_name') || check['name'] === query.get('check_name'))
      .filter(check => !query.has('status') || check['status'] === query.get('status'));
    const { page, headers } = paginate(call, all);
    return ok({ total_count: all.length, check_runs: page }, headers);
  }),
  get('/check-runs/{check_run_id}/annotations', 'read', call => {
    const { repository, params } = call;
    const jobs = repository.runs.flatMap(run => latestAttempt(run).jobs);
    const job = jobs.find(({ id }) => String(id) === params['check_run_id']);
    if (job === undefined) throw new Refusal(404, 'Not Found');
    const { page, headers } = paginate(call, (job.annotations ?? []).map(annotationJson));
    return ok(page, headers);
  }),
  get('/commits/{ref}/status', 'read', call => {
    const { world, repository } = call;
    const sha = commitOf(call);
    // Of each context the newest counts.
    const newest = [
      ...new Map(
        repository.statuses
          .filter(status => status.sha === sha)
          .map(status => [status.context, status]),
      ).values(),
    ];
    const url = `${repositoryUrl(world, repository)}/commits/${sha}`;
    const states = newest.map(({ state }) => state);
    const state = states.some(one => one === 'failure' || one === 'error')
      ? 'failure'
      : states.length === 0 || states.includes('pending')
        ? 'pending'
        : 'success';
    const { page, headers } = paginate(call, newest);
    return ok(
      {
        state,
        sha,
        total_count: newest.length,
        statuses: page.map(status => statusJson(call, status)),
        repository: minimalRepositoryJson(world, repository),
        commit_url: url,
        url: `${url}/status`,
      },
      headers,
    );
  }),
];

function commitOf({ repository, params }: RepositoryCall): string {
  const sha = resolveCommit(repository.bare, params['ref']!);
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${params['ref']!}`);
  return sha;
}

function checkOfJob(call: RepositoryCall, run: Run, job: Job): Readonly<Record<string, Json>> {
  const time = (value: number | null): string | null => (value === null ? null : isoTime(value));
  return {
    ...describe(call, job.id, run.headSha, job.name),
    status: job.status,
    conclusion: job.conclusion,
    started_at: time(job.startedAt),
    completed_at: time(job.completedAt),
    html_url: `${repositoryPage(call.world, run.repository)}/actions/runs/${String(run.id)}/job/${String(job.id)}`,
    check_suite: { id: run.checkSuiteId },
  };
}

function checkJson(
  call: RepositoryCall,
  { id, sha, name, conclusion, time }: Check,
): Readonly<Record<string, Json>> {
  return {
    ...describe(call, id, sha, name),
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    started_at: isoTime(time),
    completed_at: conclusion === null ? null : isoTime(time),
    html_url: null,
    check_suite: null,
  };
}

/** `check-annotation`; those of a job point to no file. */
function annotationJson(message: string): Readonly<Record<string, Json>> {
  return {
    path: '.github',
    start_line: 1,
    end_line: 1,
    start_column: null,
    end_column: null,
    annotation_level: 'failure',
    title: '',
    message,
    raw_details: '',
    blob_href: '',
  };
}

/** What every `check-run` has. */
function describe(
  { world, repository }: RepositoryCall,
  id: number,
  sha: string,
  name: string,
): Readonly<Record<string, Json>> {
  const url = `${repositoryUrl(world, repository)}/check-runs/${String(id)}`;
  return {
    id,
    head_sha: sha,
    node_id: nodeId('CR', id),
    external_id: '',
    url,
    details_url: null,
    name,
    app: null,
    pull_requests: [],
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
  };
}

/** `simple-commit-status` */
function statusJson(
  { world, repository }: RepositoryCall,
  { id, sha, context, state, time }: CommitStatus,
): Readonly<Record<string, Json>> {
  return {
    id,
    node_id: nodeId('SC', id),
    state,
    context,
    description: null,
    target_url: null,
    avatar_url: null,
    created_at: isoTime(time),
    updated_at: isoTime(time),
    url: `${repositoryUrl(world, repository)}/statuses/${sha}`,
  };
}
