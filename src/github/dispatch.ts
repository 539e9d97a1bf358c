import * as l10n from '@vscode/l10n';
import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { GitHubClient } from './client';
import { GitHubFailure } from './failure';
import type { Run } from './model';
import { getRun, toRun } from './runs';

/** What starts a run by hand. */
export interface Dispatch {
  /** File name of the workflow, such as `python-release.yml`. It has to be on the default branch. */
  readonly workflow: string;
  /** Branch or tag, without `refs/`. */
  readonly ref: string;
  /** All values as text, as GitHub wants them. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** How often a run that was started is looked for, and the pause between, in milliseconds. */
const LOOKS = 10;
const PAUSE_MS = 2_000;

/** GitHub says whether a field is unknown to it with this status, and has then started nothing. */
const BAD_REQUEST = 400;

/**
 * Starts a workflow, once. The run is the one that GitHub names in its answer; servers that name none are asked for a run
 * of this workflow, by hand, that was not there before. Where the answer was lost the run is looked for in the same way,
 * and the dispatch is not sent again.
 *
 * @returns undefined where GitHub accepted it and shows no run yet
 * @throws GitHubFailure
 */
export async function dispatchWorkflow(
  client: GitHubClient,
  dispatch: Dispatch,
  pause: (ms: number) => Promise<void>,
): Promise<Run | undefined> {
  const before = Math.max(0, ...(await startedByHand(client, dispatch)).map(({ id }) => id));
  const { workflow: workflow_id, ref, inputs } = dispatch;
  const parameters = { ...client.repository, workflow_id, ref, inputs: { ...inputs } };
  let named: number | undefined;
  try {
    named = await send(client, parameters);
  } catch (error) {
    if (!(error instanceof GitHubFailure) || !error.mayHaveHappened) throw error;
    const run = await look(client, dispatch, before, pause);
    if (run !== undefined) return run;
    throw new GitHubFailure(
      error.reason,
      error.message,
      l10n.t(
        'No run of {0} has appeared. It was not sent again; look at the runs in a moment before you start it once more.',
        dispatch.workflow,
      ),
      { httpStatus: error.httpStatus, cause: error },
    );
  }
  // GitHub has taken it: that it cannot be read now must not look like a reason to send it again.
  try {
    if (named !== undefined) return await getRun(client, named);
  } catch (error) {
    if (!isWorthALook(error)) return undefined;
  }
  return await look(client, dispatch, before, pause);
}

/** @returns the run's id where the server says it */
async function send(
  client: GitHubClient,
  parameters: RestEndpointMethodTypes['actions']['createWorkflowDispatch']['parameters'],
): Promise<number | undefined> {
  const { createWorkflowDispatch } = client.rest.actions;
  let answer: { readonly status: number; readonly data: unknown };
  try {
    answer = await createWorkflowDispatch({ ...parameters, ...{ return_run_details: true } });
  } catch (error) {
    // Enterprise servers refuse a field that they do not know.
    if (!(error instanceof GitHubFailure) || error.httpStatus !== BAD_REQUEST) throw error;
    answer = await createWorkflowDispatch(parameters);
  }
  const id = (answer.data as { workflow_run_id?: unknown } | undefined)?.workflow_run_id;
  return typeof id === 'number' ? id : undefined;
}

async function look(
  client: GitHubClient,
  dispatch: Dispatch,
  before: number,
  pause: (ms: number) => Promise<void>,
): Promise<Run | undefined> {
  for (let looks = 0; looks < LOOKS; looks++) {
    if (looks > 0) await pause(PAUSE_MS);
    try {
      const found = (await startedByHand(client, dispatch)).filter(
        ({ id, headBranch }) => id > before && headBranch === dispatch.ref,
      );
      // Ids grow: the first one after ours was sent.
      const [oldest] = found.sort((a, b) => a.id - b.id);
      if (oldest !== undefined) return oldest;
    } catch (error) {
      if (!isWorthALook(error)) return undefined;
    }
  }
  return undefined;
}

/** Whether a run may be seen in a moment: a new one is not shown everywhere at once. A limit takes longer than that. */
function isWorthALook(error: unknown): boolean {
  if (!(error instanceof GitHubFailure)) throw error;
  return error.reason === 'notFound' || error.mayHaveHappened;
}

async function startedByHand(client: GitHubClient, { workflow }: Dispatch): Promise<Run[]> {
  const { data } = await client.rest.actions.listWorkflowRuns({
    ...client.repository,
    workflow_id: workflow,
    event: 'workflow_dispatch',
    per_page: 20,
    exclude_pull_requests: true,
  });
  return data.workflow_runs.map(toRun);
}
