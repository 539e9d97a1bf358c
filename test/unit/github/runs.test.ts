import * as assert from 'node:assert/strict';
import { dispatchWorkflow } from '../../../src/github/dispatch';
import {
  approveDeployments,
  cancelRun,
  downloadArtifact,
  jobAnnotations,
  jobLog,
  pendingDeployments,
  rerunFailedJobs,
  rerunJob,
} from '../../../src/github/runActions';
import {
  getRun,
  listArtifacts,
  listJobs,
  listRuns,
  successfulRuns,
  toJob,
  toRun,
} from '../../../src/github/runs';
import { explainFailure } from '../../../src/github/logs/explainFailure';
import { git } from '../../fixtures/git';
import { closeScenes, connect, failureOf, requestsOf, type Connection } from './support';

const soon = () => Promise.resolve();

async function start(
  { client }: Connection,
  inputs: Record<string, string> = { publish: 'yes' },
  workflow = 'build.yml',
): Promise<number> {
  const run = await dispatchWorkflow(client, { workflow, ref: 'main', inputs }, soon);
  assert.ok(run);
  return run.id;
}

const WIDE = `on: workflow_dispatch
jobs:
  wide:
    runs-on: ubuntu-latest
    strategy: { matrix: { index: [${Array.from({ length: 205 }, (_, index) => String(index)).join(', ')}] } }
    steps: [{ run: 'true' }]
`;

const jobStates = async ({ client }: Connection, id: number) =>
  (await listJobs(client, id)).map(
    ({ attempt, name, status, conclusion }) => `${attempt} ${name}: ${conclusion ?? status}`,
  );

describe('workflow runs', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('are read with what is shown of them', async () => {
    const given = await connect();
    const { client, clock, github } = given;
    const id = await start(given);
    const began = clock.now;
    clock.now += 60_000;
    github.advance(id, 'linux (x86_64)', { status: 'in_progress' });
    clock.now += 30_000;
    github.advance(id, 'linux (x86_64)', { step: { name: 'Build wheels' } });
    const head = git(given.bare, 'rev-parse', 'main');
    assert.deepEqual(await getRun(client, id), {
      id,
      workflowId: github.run(id).workflow.id,
      checkSuiteId: github.run(id).checkSuiteId,
      workflow: 'Build and Publish',
      path: '.github/workflows/build.yml',
      title: 'Build and Publish',
      number: 1,
      attempt: 1,
      event: 'workflow_dispatch',
      status: 'in_progress',
      conclusion: null,
      headSha: head,
      headBranch: 'main',
      url: `${github.origin}/octo/wheels/actions/runs/${id}`,
      createdAt: began,
      startedAt: began,
      updatedAt: clock.now,
    });
    const [job] = await listJobs(client, id);
    const known = github.job(id, 'linux (x86_64)');
    assert.deepEqual(
      { ...job, steps: undefined },
      {
        id: known.id,
        runId: id,
        attempt: 1,
        name: 'linux (x86_64)',
        status: 'in_progress',
        conclusion: null,
        startedAt: began + 60_000,
        completedAt: null,
        labels: ['ubuntu-latest'],
        url: `${github.origin}/octo/wheels/actions/runs/${id}/job/${known.id}`,
        steps: undefined,
      },
    );
    assert.deepEqual(job?.steps.slice(0, 3), [
      {
        number: 1,
        name: 'Set up job',
        status: 'completed',
        conclusion: 'success',
        startedAt: began + 60_000,
        completedAt: clock.now,
      },
      {
        number: 2,
        name: 'Run actions/checkout@v4',
        status: 'completed',
        conclusion: 'success',
        startedAt: clock.now,
        completedAt: clock.now,
      },
      {
        number: 3,
        name: 'Build wheels',
        status: 'in_progress',
        conclusion: null,
        startedAt: clock.now,
        completedAt: null,
      },
    ]);
  });

  it('keep the path of their file without the ref', async () => {
    const given = await connect();
    const id = await start(given);
    const { data } = await given.client.rest.actions.getWorkflowRun({
      ...given.client.repository,
      run_id: id,
    });
    const { name, run_started_at, ...rest } = data;
    assert.deepEqual([name, run_started_at === undefined], ['Build and Publish', false]);
    const run = toRun({
      ...rest,
      name: null,
      path: '.github/workflows/build.yml@refs/heads/main',
      status: null,
    });
    assert.deepEqual(
      [run.path, run.status, run.startedAt],
      ['.github/workflows/build.yml', 'queued', run.createdAt],
    );
  });

  it('are listed newest first, by commit, event, branch and time', async () => {
    const given = await connect();
    const { client, clock } = given;
    given.pushTag('v1.0.0');
    const first = await start(given);
    const old = git(given.bare, 'rev-parse', 'main');
    given.commit({}, 'fix: later');
    git(given.workspace, 'push', '--quiet', 'origin', 'main');
    clock.now += 60_000;
    const second = await start(given);
    const ids = async (filter: Parameters<typeof listRuns>[1]) =>
      (await listRuns(client, filter)).map(({ id }) => id);
    const [, , push] = await ids({});
    assert.deepEqual(await ids({}), [second, first, push]);
    assert.deepEqual(await ids({ headSha: old }), [first, push]);
    assert.deepEqual(await ids({ headSha: old, event: 'push' }), [push]);
    assert.deepEqual(await ids({ branch: 'v1.0.0' }), [push]);
    assert.deepEqual(await ids({ since: clock.now }), [second]);
    assert.deepEqual(await ids({ most: 1 }), [second]);
    given.github.finish(first);
    assert.deepEqual(
      (await successfulRuns(client, given.github.run(first).workflow.id, 5)).map(({ id }) => id),
      [first],
    );
  });

  it('have all their jobs, however many there are', async () => {
    const given = await connect({ files: { '.github/workflows/wide.yml': WIDE } });
    const id = await start(given, {}, 'wide.yml');
    const data = await listJobs(given.client, id);
    assert.deepEqual([data.length, new Set(data.map(({ id: job }) => job)).size], [205, 205]);
    assert.equal(requestsOf(given.github).filter(line => line.includes('/jobs')).length, 3);
    assert.deepEqual(await listJobs(given.client, id), data);
    // Only the last page moves.
    given.github.advance(id, 'wide (204)', { status: 'in_progress' });
    const moved = await listJobs(given.client, id);
    assert.equal(moved.at(-1)?.status, 'in_progress');
    assert.deepEqual(
      requestsOf(given.github)
        .slice(-3)
        .map(line => line.slice(-3)),
      ['304', '304', '200'],
    );
  });

  it('run their failed jobs again under the same id, as the next attempt', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.finish(id, { failing: ['linux (x86_64)'] });
    await rerunFailedJobs(given.client, id);
    const run = await getRun(given.client, id);
    assert.deepEqual([run.id, run.attempt, run.conclusion], [id, 2, null]);
    assert.deepEqual(await jobStates(given, id), [
      '1 linux (aarch64): success',
      '1 windows (windows-latest, x64): success',
      '2 linux (x86_64): queued',
    ]);
    given.github.finish(id);
    await rerunJob(given.client, id, given.github.job(id, 'linux (aarch64)').id);
    assert.equal((await getRun(given.client, id)).attempt, 3);
    assert.ok((await jobStates(given, id)).includes('3 linux (aarch64): queued'));
  });

  it('run again with debug logs where that is asked for', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.finish(id, { failing: ['linux (x86_64)'] });
    await rerunFailedJobs(given.client, id, true);
    const sent = given.github.requests.findLast(({ path }) => path.includes('rerun'));
    assert.deepEqual(JSON.parse(JSON.stringify(sent?.body ?? null)), {
      enable_debug_logging: true,
    });
    assert.equal((await getRun(given.client, id)).attempt, 2);
  });

  it('run again once where the answer was lost', async () => {
    for (const fault of ['cut', 'cutBody', 502] as const) {
      const given = await connect();
      const id = await start(given);
      given.github.finish(id, { failing: ['linux (x86_64)'] });
      given.github.fail({ method: 'POST', path: /\/rerun/, with: fault, after: 'effect' });
      await rerunFailedJobs(given.client, id);
      assert.equal((await getRun(given.client, id)).attempt, 2);
      assert.equal(
        requestsOf(given.github, 'POST').filter(line => line.includes('rerun')).length,
        1,
      );
    }
  });

  it('say that they did not run again where the request was lost', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.finish(id, { failing: ['linux (x86_64)'] });
    given.github.fail({ method: 'POST', path: /\/rerun/, with: 'cut' });
    assert.equal(
      (await failureOf(rerunJob(given.client, id, given.github.job(id, 'linux (x86_64)').id)))
        .reason,
      'offline',
    );
    assert.equal((await getRun(given.client, id)).attempt, 1);
    assert.equal(requestsOf(given.github, 'POST').filter(line => line.includes('rerun')).length, 1);
  });

  it('stop when they are asked to', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.advance(id, 'linux (x86_64)', { conclusion: 'success' });
    await cancelRun(given.client, id);
    const run = await getRun(given.client, id);
    assert.deepEqual([run.status, run.conclusion], ['completed', 'cancelled']);
    assert.deepEqual(await jobStates(given, id), [
      '1 linux (x86_64): success',
      '1 linux (aarch64): cancelled',
      '1 windows (windows-latest, x64): cancelled',
    ]);
  });

  it('wait for an approval, which a reviewer can give', async () => {
    const given = await connect();
    given.github.addEnvironment({ name: 'pypi', reviewers: ['reviewer'], waitTimer: 0 });
    given.github.addToken('reviewer', { login: 'reviewer', scopes: ['repo'] });
    const reviewer = await given.clientOf('reviewer');
    const id = await start(given);
    assert.deepEqual(await pendingDeployments(given.client, id), []);
    given.github.finish(id);
    assert.equal((await getRun(given.client, id)).status, 'waiting');
    const [mine] = await pendingDeployments(given.client, id);
    const [theirs] = await pendingDeployments(reviewer, id);
    assert.deepEqual(
      [mine?.environment, mine?.canApprove, theirs?.canApprove, mine?.waitMinutes],
      ['pypi', false, true, 0],
    );
    assert.equal(
      (await failureOf(approveDeployments(given.client, id, [mine!.environmentId], ''))).reason,
      'forbidden',
    );
    await approveDeployments(reviewer, id, [theirs!.environmentId], 'go');
    assert.deepEqual(given.github.run(id).approvals, [
      { environments: ['pypi'], state: 'approved', user: 'reviewer', comment: 'go' },
    ]);
    assert.deepEqual(await pendingDeployments(reviewer, id), []);
    assert.equal(
      (await failureOf(approveDeployments(reviewer, id, [theirs!.environmentId], ''))).reason,
      'invalid',
    );
  });

  it('leave artifacts, which can be downloaded until they expire', async () => {
    const given = await connect();
    const id = await start(given);
    assert.deepEqual(await listArtifacts(given.client, id), []);
    const artifact = given.github.addArtifact(id, 'wheels-linux', {
      'budtiktok-0.1.0-cp38-abi3-manylinux_2_28_x86_64.whl': 'PK',
    });
    given.github.addArtifact(id, 'old', { 'a.whl': '' }).expired = true;
    assert.deepEqual(
      (await listArtifacts(given.client, id)).map(({ name, size, expired }) => [
        name,
        size > 0,
        expired,
      ]),
      [
        ['wheels-linux', true, false],
        ['old', true, true],
      ],
    );
    assert.deepEqual(
      Buffer.from(await downloadArtifact(given.client, artifact.id)),
      artifact.archive,
    );
  });

  it('have more artifacts than fit on one page', async () => {
    const given = await connect();
    const id = await start(given);
    for (let index = 0; index < 130; index++)
      given.github.addArtifact(id, `wheels-${index}`, { 'a.whl': '' });
    const names = (await listArtifacts(given.client, id)).map(({ name }) => name);
    assert.deepEqual([names.length, new Set(names).size], [130, 130]);
  });
});

describe('the log of a job', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('is not there yet while the job runs, and then it is', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.advance(id, 'linux (x86_64)', { status: 'in_progress' });
    const read = () => jobLog(given.client, id, given.github.job(id, 'linux (x86_64)').id);
    assert.equal(await read(), undefined);
    given.github.advance(id, 'linux (x86_64)', {
      conclusion: 'failure',
      step: { name: 'Build wheels' },
      log: ['error[E0308]: mismatched types', 'größer'],
    });
    assert.match((await read()) ?? '', /error\[E0308\]: mismatched types\n.*größer/);
  });

  it('is not there yet while GitHub waits for the whole run', async () => {
    const given = await connect({ logsAfter: 'run' });
    const id = await start(given);
    given.github.advance(id, 'linux (x86_64)', { conclusion: 'success' });
    const read = () => jobLog(given.client, id, given.github.job(id, 'linux (x86_64)').id);
    assert.equal(await read(), undefined);
    given.github.finish(id);
    assert.match((await read()) ?? '', /Current runner version/);
  });

  it('is missing for good where all has ended', async () => {
    const given = await connect();
    const id = await start(given, { publish: 'no' });
    given.github.finish(id);
    assert.equal(
      (await failureOf(jobLog(given.client, id, given.github.job(id, 'Publish to PyPI').id)))
        .reason,
      'notFound',
    );
  });

  it('is not said to be missing where nothing could be read', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.fail({ path: /\/logs$/, with: 503 });
    assert.equal(
      (await failureOf(jobLog(given.client, id, given.github.job(id, 'linux (x86_64)').id))).reason,
      'server',
    );
  });
});

describe('answers of older servers', () => {
  const RUN = {
    id: 1,
    workflow_id: 2,
    name: 'Release',
    event: 'push',
    status: 'brand_new',
    conclusion: 'surprising',
    head_sha: 'a',
    head_branch: null,
    html_url: '',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    run_number: 1,
  } as unknown as Parameters<typeof toRun>[0];

  it('are read without path and title, and an unknown status or conclusion is kept', () => {
    const run = toRun(RUN);
    assert.deepEqual(
      [run.path, run.title, run.status, run.conclusion],
      ['', 'Release', 'brand_new', 'surprising'],
    );
    assert.equal(
      toRun({ ...RUN, name: null, path: '.github/a.yml@refs/tags/v1' }).path,
      '.github/a.yml',
    );
  });

  it('are read without the labels of a job', () => {
    const job = { id: 1, run_id: 2, name: 'a', status: 'queued', conclusion: null } as unknown;
    assert.deepEqual(toJob(job as Parameters<typeof toJob>[0]).labels, []);
  });
});

describe('annotations of a job', () => {
  afterEach(closeScenes);

  it('explain a job that never started', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.advance(id, 'linux (x86_64)', {
      conclusion: 'failure',
      annotations: [
        'The job was not started because recent account payments have failed or your spending limit needs to be increased.',
      ],
    });
    const annotations = await jobAnnotations(
      given.client,
      given.github.job(id, 'linux (x86_64)').id,
    );
    assert.equal(annotations.length, 1);
    const job = { steps: [], status: 'completed', conclusion: 'failure' };
    const seen = await explainFailure(undefined, { job, annotations });
    assert.equal(seen.kind === 'explained' && seen.rule, 'account.billing');
  });

  it('are none where the token may not read checks', async () => {
    const given = await connect();
    const id = await start(given);
    given.github.fail({ path: /\/annotations/, with: 403 });
    assert.deepEqual(
      await jobAnnotations(given.client, given.github.job(id, 'linux (x86_64)').id),
      [],
    );
  });
});
