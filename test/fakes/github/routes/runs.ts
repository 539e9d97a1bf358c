import { cancel, rerun } from '../actions/control';
import { logText } from '../actions/logText';
import { latestAttempt, stateOf, type Attempt, type Job, type Run } from '../actions/run';
import { settle } from '../actions/settle';
import { notFound, ok, paginate, Refusal, type Reply, type RepositoryCall } from '../http';
import { jobJson, runJson } from '../json/actions';
import { get, post, type RepositoryRoute } from '../router';
import { zip } from '../zip';
import { answerRuns } from './runList';

const CREATED: Reply = { status: 201, body: {} };
const ACCEPTED: Reply = { status: 202, body: {} };

export const runRoutes: readonly RepositoryRoute[] = [
  get('/actions/runs', 'read', call => answerRuns(call, call.repository.runs)),
  get('/actions/runs/{run_id}', 'read', call => ok(runJson(call.world, runOf(call)))),
  get('/actions/runs/{run_id}/attempts/{attempt_number}', 'read', call =>
    ok(runJson(call.world, runOf(call), attemptOf(call))),
  ),
  get('/actions/runs/{run_id}/jobs', 'read', call => {
    const run = runOf(call);
    const filter = call.query.get('filter') ?? 'latest';
    const { jobs, number } = latestAttempt(run);
    const latest = jobs.filter(({ attempt }) => call.world.keptJobsListed || attempt === number);
    return answerJobs(
      call,
      run,
      filter === 'all' ? [...new Set(run.attempts.flatMap(attempt => attempt.jobs))] : latest,
    );
  }),
  get('/actions/runs/{run_id}/attempts/{attempt_number}/jobs', 'read', call =>
    answerJobs(call, runOf(call), attemptOf(call).jobs),
  ),
  get('/actions/jobs/{job_id}', 'read', call => {
    const { run, job } = jobOf(call);
    return ok(jobJson(call.world, run, job));
  }),

  post('/actions/runs/{run_id}/rerun', 'write', call => {
    rerun(call.world, runOf(call), 'all', call.token!.login);
    return CREATED;
  }),
  post('/actions/runs/{run_id}/rerun-failed-jobs', 'write', call => {
    rerun(call.world, runOf(call), 'failed', call.token!.login);
    return CREATED;
  }),
  post('/actions/jobs/{job_id}/rerun', 'write', call => {
    const { run, job } = jobOf(call);
    rerun(call.world, run, { job }, call.token!.login);
    return CREATED;
  }),
  post('/actions/runs/{run_id}/cancel', 'write', call => {
    cancel(call.world, runOf(call));
    return ACCEPTED;
  }),
  post('/actions/runs/{run_id}/force-cancel', 'write', call => {
    cancel(call.world, runOf(call));
    return ACCEPTED;
  }),

  get('/actions/jobs/{job_id}/logs', 'read', call => {
    signedIn(call);
    const { run, job } = jobOf(call);
    const served =
      job.status === 'completed' &&
      job.conclusion !== 'skipped' &&
      (call.world.logsAfter === 'job' || stateOf(run).status === 'completed');
    if (!served) throw notFound();
    if (call.world.now() - (job.completedAt ?? 0) > call.world.logsExpireAfter)
      throw new Refusal(410, 'The logs for this run have expired and are no longer available.');
    return {
      status: 302,
      headers: { location: call.world.blobs.put(logText(job), 'text/plain; charset=utf-8') },
    };
  }),
  get('/actions/runs/{run_id}/logs', 'read', call =>
    answerAllLogs(call, latestAttempt(runOf(call))),
  ),
  get('/actions/runs/{run_id}/attempts/{attempt_number}/logs', 'read', call =>
    answerAllLogs(call, attemptOf(call)),
  ),
];

/** @throws Refusal 404 */
export function runOf({ world, repository, params }: RepositoryCall): Run {
  const run = repository.runs.find(({ id }) => id === Number(params['run_id']));
  if (run === undefined) throw notFound();
  settle(world, run);
  return run;
}

function attemptOf(call: RepositoryCall): Attempt {
  const attempt = runOf(call).attempts.find(
    ({ number }) => number === Number(call.params['attempt_number']),
  );
  if (attempt === undefined) throw notFound();
  return attempt;
}

function jobOf({ world, repository, params }: RepositoryCall): {
  readonly run: Run;
  readonly job: Job;
} {
  for (const run of repository.runs) {
    settle(world, run);
    const job = run.attempts
      .flatMap(({ jobs }) => jobs)
      .find(({ id }) => id === Number(params['job_id']));
    if (job !== undefined) return { run, job };
  }
  throw notFound();
}

function answerJobs(call: RepositoryCall, run: Run, jobs: readonly Job[]): Reply {
  const { page, headers } = paginate(call, jobs);
  return ok(
    { total_count: jobs.length, jobs: page.map(job => jobJson(call.world, run, job)) },
    headers,
  );
}

/** The logs of a whole run, which GitHub puts together once it is done. */
function answerAllLogs(call: RepositoryCall, attempt: Attempt): Reply {
  signedIn(call);
  if (stateOf(runOf(call), attempt).status !== 'completed') throw notFound();
  const files = Object.fromEntries(
    attempt.jobs.map((job, index) => [
      `${String(index)}_${job.name.replaceAll('/', '_')}.txt`,
      logText(job),
    ]),
  );
  return {
    status: 302,
    headers: { location: call.world.blobs.put(zip(files), 'application/zip') },
  };
}

/** Logs are for those who are signed in, of public repositories too. */
export function signedIn({ token }: RepositoryCall): void {
  if (token === undefined) throw new Refusal(403, 'Must have admin rights to Repository.');
}
