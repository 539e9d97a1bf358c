import { type GitHubClient, reading } from './client';
import { GitHubFailure } from './failure';
import { listJobs, getRun } from './runs';

/** An environment that a run waits for. */
export interface PendingDeployment {
  readonly environmentId: number;
  readonly environment: string;
  readonly canApprove: boolean;
  /** Minutes that have to pass beside any approval. */
  readonly waitMinutes: number;
}

/**
 * Runs the failed jobs of a run again, and those that depend on them, as its next attempt.
 * @param isVerbose with the debug logs of runner and steps
 * @throws GitHubFailure
 */
export async function rerunFailedJobs(
  client: GitHubClient,
  runId: number,
  isVerbose = false,
): Promise<void> {
  await reconciled(client, runId, () =>
    client.rest.actions.reRunWorkflowFailedJobs({
      ...client.repository,
      run_id: runId,
      ...(isVerbose && { enable_debug_logging: true }),
    }),
  );
}

/** Runs one job again, and those that depend on it. @throws GitHubFailure */
export async function rerunJob(client: GitHubClient, runId: number, jobId: number): Promise<void> {
  await reconciled(client, runId, () =>
    client.rest.actions.reRunJobForWorkflowRun({ ...client.repository, job_id: jobId }),
  );
}

/** Where the answer to a re-run was lost, a new attempt shows that it was heard. */
async function reconciled(
  client: GitHubClient,
  runId: number,
  send: () => Promise<unknown>,
): Promise<void> {
  const before = await getRun(client, runId);
  try {
    await send();
  } catch (error) {
    if (!(error instanceof GitHubFailure) || !error.mayHaveHappened) throw error;
    if ((await getRun(client, runId)).attempt === before.attempt) throw error;
  }
}

/** Asks a run to stop; its jobs end in their own time. @throws GitHubFailure with `conflict` where it has ended */
export async function cancelRun(client: GitHubClient, runId: number): Promise<void> {
  await client.rest.actions.cancelWorkflowRun({ ...client.repository, run_id: runId });
}

/** The environments whose approval or waiting time a run waits for. @throws GitHubFailure */
export async function pendingDeployments(
  client: GitHubClient,
  runId: number,
): Promise<PendingDeployment[]> {
  const { data } = await client.rest.actions.getPendingDeploymentsForRun({
    ...client.repository,
    run_id: runId,
  });
  return data.map(({ environment, current_user_can_approve, wait_timer }) => ({
    environmentId: environment.id ?? 0,
    environment: environment.name ?? '',
    canApprove: current_user_can_approve,
    waitMinutes: wait_timer,
  }));
}

/** @param comment is shown on the run's page @throws GitHubFailure */
export async function approveDeployments(
  client: GitHubClient,
  runId: number,
  environmentIds: readonly number[],
  comment: string,
): Promise<void> {
  await client.rest.actions.reviewPendingDeploymentsForRun({
    ...client.repository,
    run_id: runId,
    environment_ids: [...environmentIds],
    state: 'approved',
    comment,
  });
}

/** The zip of an artifact. @throws GitHubFailure with `gone` where it has expired */
export async function downloadArtifact(
  client: GitHubClient,
  artifactId: number,
): Promise<Uint8Array> {
  return new Uint8Array(
    await client.download(request =>
      client.rest.actions.downloadArtifact({
        ...client.repository,
        artifact_id: artifactId,
        archive_format: 'zip',
        request,
      }),
    ),
  );
}

/**
 * Messages of a job's check run, which say why a job without a log never ran (REST API, "List check run annotations").
 * None if this token can't read checks.
 * @throws GitHubFailure
 */
export async function jobAnnotations(client: GitHubClient, jobId: number): Promise<string[]> {
  // The check run of a job has the id of the job.
  const read = await reading(() =>
    client.rest.checks.listAnnotations({
      ...client.repository,
      check_run_id: jobId,
      per_page: 50,
    }),
  );
  if (read.state === 'unknown') return [];
  return read.value.data
    .filter(({ annotation_level: level }) => level === 'failure')
    .flatMap(({ message }) => message ?? []);
}

/**
 * The log of a job as text, or undefined while GitHub does not serve it: not while the job runs, and not always before the
 * whole run has ended.
 * @throws GitHubFailure
 */
export async function jobLog(
  client: GitHubClient,
  runId: number,
  jobId: number,
): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(
      await client.download(request =>
        client.rest.actions.downloadJobLogsForWorkflowRun({
          ...client.repository,
          job_id: jobId,
          request,
        }),
      ),
    );
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.reason !== 'notFound') throw error;
    const run = await getRun(client, runId);
    const job = (await listJobs(client, runId)).find(({ id }) => id === jobId);
    if (run.status === 'completed' && job?.status === 'completed' && run.conclusion !== 'cancelled')
      throw error;
    return undefined;
  }
}
