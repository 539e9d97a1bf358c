import type { Artifact } from '../actions/artifact';
import { latestAttempt, stateOf, type Attempt, type Job, type Run } from '../actions/run';
import type { WorkflowFile } from '../actions/workflowFile';
import { readCommit } from '../gitMirror';
import { isoTime, type Json } from '../http';
import type { Repository, Workflow } from '../repository';
import type { World } from '../world';
import { simpleCommitJson } from './git';
import { minimalRepositoryJson, repositoryPage, repositoryUrl } from './repositories';
import { nodeId, userJson } from './users';

type Fields = Readonly<Record<string, Json | undefined>>;

/** `workflow` */
export function workflowJson(
  world: World,
  repository: Repository,
  workflow: Workflow,
  file: WorkflowFile,
): Fields {
  const page = repositoryPage(world, repository);
  const time = isoTime(workflow.createdAt);
  return {
    id: workflow.id,
    node_id: nodeId('W', workflow.id),
    name: file.name ?? workflow.path,
    path: workflow.path,
    state: workflow.state,
    created_at: time,
    updated_at: time,
    url: `${repositoryUrl(world, repository)}/actions/workflows/${String(workflow.id)}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(file.name ?? workflow.path)}/badge.svg`,
  };
}

/** `workflow-run`, as its latest attempt or an earlier one */
export function runJson(world: World, run: Run, attempt: Attempt = latestAttempt(run)): Fields {
  const { repository } = run;
  const base = repositoryUrl(world, repository);
  const url = `${base}/actions/runs/${String(run.id)}`;
  const commit = readCommit(repository.bare, run.headSha);
  const minimal = minimalRepositoryJson(world, repository);
  return {
    id: run.id,
    name: run.file.name ?? run.workflow.path,
    node_id: nodeId('WFR', run.id),
    check_suite_id: run.checkSuiteId,
    check_suite_node_id: nodeId('CS', run.checkSuiteId),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    run_number: run.number,
    run_attempt: attempt.number,
    referenced_workflows: [],
    event: run.event,
    ...stateOf(run, attempt),
    workflow_id: run.workflow.id,
    display_title: run.title,
    url: attempt === latestAttempt(run) ? url : `${url}/attempts/${String(attempt.number)}`,
    html_url: `${repositoryPage(world, repository)}/actions/runs/${String(run.id)}`,
    pull_requests: [],
    created_at: isoTime(run.createdAt),
    updated_at: isoTime(run.updatedAt),
    run_started_at: isoTime(attempt.startedAt),
    actor: userJson(world, run.actor),
    triggering_actor: userJson(world, attempt.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${base}/check-suites/${String(run.checkSuiteId)}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url:
      attempt.number > 1 ? `${url}/attempts/${String(attempt.number - 1)}` : null,
    workflow_url: `${base}/actions/workflows/${String(run.workflow.id)}`,
    head_commit: commit === undefined ? null : simpleCommitJson(commit),
    repository: minimal,
    head_repository: minimal,
  };
}

/** `job` */
export function jobJson(world: World, run: Run, job: Job): Fields {
  const base = repositoryUrl(world, run.repository);
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.file.name ?? run.workflow.path,
    head_branch: run.headBranch,
    run_url: `${base}/actions/runs/${String(run.id)}`,
    run_attempt: job.attempt,
    node_id: nodeId('CR', job.id),
    head_sha: run.headSha,
    url: `${base}/actions/jobs/${String(job.id)}`,
    html_url: `${repositoryPage(world, run.repository)}/actions/runs/${String(run.id)}/job/${String(job.id)}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: isoTime(job.createdAt),
    // GitHub gives a job that waits the time of its creation here.
    started_at: isoTime(job.startedAt ?? job.createdAt),
    completed_at: time(job.completedAt),
    name: job.name,
    steps: job.steps.map(step => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: time(step.startedAt),
      completed_at: time(step.completedAt),
    })),
    check_run_url: `${base}/check-runs/${String(job.id)}`,
    labels: job.labels,
    runner_id: job.runner === null ? null : job.id % 1000,
    runner_name: job.runner,
    runner_group_id: job.runner === null ? null : 0,
    runner_group_name: job.runner === null ? null : 'GitHub Actions',
  };
}

function time(value: number | null): string | null {
  return value === null ? null : isoTime(value);
}

/** How long artifacts are kept, in milliseconds. */
const KEPT = 90 * 24 * 60 * 60 * 1000;

/** `artifact` */
export function artifactJson(world: World, artifact: Artifact): Fields {
  const { run } = artifact;
  const url = `${repositoryUrl(world, run.repository)}/actions/artifacts/${String(artifact.id)}`;
  return {
    id: artifact.id,
    node_id: nodeId('A', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.archive.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    created_at: isoTime(artifact.createdAt),
    updated_at: isoTime(artifact.createdAt),
    expires_at: isoTime(artifact.createdAt + KEPT),
    workflow_run: {
      id: run.id,
      repository_id: run.repository.id,
      head_repository_id: run.repository.id,
      head_branch: run.headBranch,
      head_sha: run.headSha,
    },
  };
}
