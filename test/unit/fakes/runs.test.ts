import assert from 'node:assert/strict';
import { setTimeout as nextTurn } from 'node:timers/promises';
import { git } from '../../fixtures/git';
import { closeScenes, REPO, refusal, scene, type Scene } from './support';

async function dispatch(
  { octokit }: Pick<Scene, 'octokit'>,
  inputs: Record<string, string> = {},
  workflow = 'build.yml',
): Promise<number> {
  const { data } = await octokit.request(
    'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
    { ...REPO, workflow_id: workflow, ref: 'main', inputs, return_run_details: true },
  );
  return (data as unknown as { readonly workflow_run_id: number }).workflow_run_id;
}

const jobs = async (
  { octokit }: Scene,
  run: number,
  more: { filter?: 'all' | 'latest'; per_page?: number; page?: number } = {},
) =>
  (
    await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', {
      ...REPO,
      run_id: run,
      ...more,
    })
  ).data;

const WIDE = `on: workflow_dispatch
run-name: 'Wide by \${{ github.actor }}'
jobs:
  wide:
    runs-on: ubuntu-latest
    strategy: { matrix: { index: [${Array.from({ length: 120 }, (_, index) => String(index)).join(', ')}] } }
    steps: [{ run: 'true' }]
  long:
    runs-on: ubuntu-latest
    strategy: { matrix: { flags: [${'x'.repeat(150)}] } }
    steps: [{ run: 'true' }]
  call:
    uses: ./.github/workflows/called.yml
  after:
    needs: call
    runs-on: ubuntu-latest
    steps: [{ run: 'true' }]
`;
const CALLED = `on: workflow_call
jobs:
  inner:
    runs-on: ubuntu-latest
    strategy: { matrix: { target: [x64] } }
    steps: [{ run: 'true' }]
`;

describe('runs of the fake GitHub', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('dispatches with the id of the run, or without where no one asks for it', async () => {
    const given = await scene();
    const id = await dispatch(given, { publish: 'yes' });
    const { data } = await given.octokit.request(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
      { ...REPO, run_id: id },
    );
    assert.deepEqual(
      [data.event, data.head_branch, data.head_sha, data.actor?.login],
      ['workflow_dispatch', 'main', git(given.bare, 'rev-parse', 'main'), 'maintainer'],
    );
    const plain = await given.octokit.request(
      'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
      { ...REPO, workflow_id: 'build.yml', ref: 'main' },
    );
    assert.equal(plain.status, 204);
  });

  it('refuses a dispatch that cannot be', async () => {
    const given = await scene();
    const refused = async (
      workflow: string,
      ref: string,
      inputs: Record<string, string> = {},
    ): Promise<string> => {
      const { status, response } = await refusal(
        given.octokit.request(
          'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
          { ...REPO, workflow_id: workflow, ref, inputs },
        ),
      );
      return `${status} ${response?.data.message ?? ''}`;
    };
    assert.match(await refused('other.yml', 'main'), /^404/);
    assert.match(await refused('build.yml', 'nowhere'), /^422 No ref found for: nowhere/);
    assert.match(
      await refused('release.yml', 'main'),
      /^422 Workflow does not have 'workflow_dispatch' trigger/,
    );
    assert.match(
      await refused('build.yml', 'main', { target: 'pypi' }),
      /^422 Unexpected inputs provided: \["target"\]/,
    );
    assert.match(
      await refused('build.yml', 'main', { publish: 'maybe' }),
      /^422 Provided value 'maybe'/,
    );
    given.github.setWorkflowState('build.yml', 'disabled_manually');
    assert.match(await refused('build.yml', 'main'), /^422 .*disabled/);
    assert.deepEqual(given.github.repository().runs, []);
  });

  it('is as strict as GitHub Enterprise Server 3.19', async () => {
    const given = await scene({ enterprise: true });
    assert.match(given.github.url, /\/api\/v3$/);
    const refused = await refusal(dispatch(given));
    assert.deepEqual([refused.status, given.github.repository().runs.length], [400, 0]);
    const eleven = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`input${index}`, '']),
    );
    const tooMany = await refusal(
      given.octokit.request(
        'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
        { ...REPO, workflow_id: 'build.yml', ref: 'main', inputs: eleven },
      ),
    );
    assert.match(JSON.stringify(tooMany.response?.data.errors), /more than 10 properties/);
    assert.equal(
      (
        await given.octokit.request(
          'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
          { ...REPO, workflow_id: 'build.yml', ref: 'main' },
        )
      ).status,
      204,
    );
    assert.equal(
      (
        await refusal(
          given.octokit.request('GET /user', { headers: { 'x-github-api-version': '2026-03-10' } }),
        )
      ).status,
      400,
    );
    const { headers } = await given.octokit.request('GET /repos/{owner}/{repo}/actions/runs', REPO);
    assert.deepEqual(
      [headers['x-ratelimit-limit'], headers['x-github-enterprise-version']],
      [undefined, '3.19.0'],
    );
  });

  it('filters and pages the list of runs', async () => {
    const given = await scene();
    given.pushTag('v1.0.0');
    const first = await dispatch(given);
    given.clock.now += 10_000;
    const second = await dispatch(given);
    given.github.finish(second, { failing: ['linux (x86_64)'] });
    const ids = async (filter: object): Promise<number[]> =>
      (
        await given.octokit.request('GET /repos/{owner}/{repo}/actions/runs', {
          ...REPO,
          ...filter,
        })
      ).data.workflow_runs.map(({ id }) => Number(id));
    const [, , tagRun] = await ids({});
    assert.deepEqual(await ids({ event: 'workflow_dispatch' }), [second, first]);
    assert.deepEqual(await ids({ branch: 'v1.0.0', event: 'push' }), [tagRun]);
    assert.deepEqual(await ids({ status: 'failure' }), [second]);
    assert.deepEqual(await ids({ status: 'queued', event: 'workflow_dispatch' }), [first]);
    assert.deepEqual(
      await ids({ created: `>=${new Date(given.clock.now - 5000).toISOString()}` }),
      [second],
    );
    assert.deepEqual(await ids({ head_sha: '0'.repeat(40) }), []);
    assert.deepEqual(await ids({ actor: 'nobody' }), []);
    assert.deepEqual(await ids({ per_page: 1, page: 2 }), [first]);
    const { headers } = await given.octokit.request(
      'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
      { ...REPO, workflow_id: 'build.yml', per_page: 1 },
    );
    assert.match(headers.link ?? '', /page=2>; rel="next"/);
  });

  it('names the jobs as GitHub does, creates them when their needs are done, and pages them', async () => {
    const given = await scene({
      files: { '.github/workflows/wide.yml': WIDE, '.github/workflows/called.yml': CALLED },
    });
    const run = await dispatch(given, {}, 'wide.yml');
    const first = await jobs(given, run, { per_page: 100 });
    const second = await jobs(given, run, { per_page: 100, page: 2 });
    assert.deepEqual([first.total_count, first.jobs.length, second.jobs.length], [122, 100, 22]);
    const names = second.jobs.map(({ name }) => name).slice(-2);
    assert.deepEqual(names, [`long (${'x'.repeat(91)}...`, 'call / inner (x64)']);
    assert.equal(names[0]?.length, 100);
    given.github.advance(run, 'call / inner (x64)', { conclusion: 'success' });
    assert.equal((await jobs(given, run)).total_count, 123);
    assert.equal(
      (
        await given.octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
          ...REPO,
          run_id: run,
        })
      ).data.display_title,
      'Wide by maintainer',
    );
  });

  it('keeps what each attempt did', async () => {
    const given = await scene();
    const run = await dispatch(given);
    const again = (path: string): Promise<unknown> =>
      given.octokit.request(`POST /repos/octo/wheels/actions/${path}`);
    assert.equal((await refusal(again(`runs/${run}/rerun`))).status, 403);
    given.github.finish(run, { failing: ['linux (x86_64)'] });
    const failed = given.github.job(run, 'linux (x86_64)');
    await again(`jobs/${failed.id}/rerun`);
    given.github.finish(run);
    assert.equal((await refusal(again(`runs/${run}/rerun-failed-jobs`))).status, 403);
    const summary = (list: Awaited<ReturnType<typeof jobs>>): string[] =>
      list.jobs.map(job => `${job.run_attempt} ${job.name} ${job.conclusion}`);
    assert.deepEqual(summary(await jobs(given, run)), [
      '1 linux (aarch64) success',
      '1 windows (windows-latest, x64) success',
      '2 linux (x86_64) success',
      '2 Publish to PyPI skipped',
      '2 Publish to TestPyPI success',
    ]);
    assert.equal((await jobs(given, run, { filter: 'all' })).total_count, 8);
    given.github.world.keptJobsListed = false;
    assert.deepEqual(
      (await jobs(given, run)).jobs.map(job => job.run_attempt),
      [2, 2, 2],
    );
    given.github.world.keptJobsListed = true;
    const { data: before } = await given.octokit.request(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
      { ...REPO, run_id: run, attempt_number: 1 },
    );
    assert.deepEqual([before.conclusion, before.run_attempt], ['failure', 1]);
    await again(`runs/${run}/rerun`);
    assert.deepEqual(
      (await jobs(given, run)).jobs.map(job => job.run_attempt),
      [3, 3, 3],
    );
    given.github.finish(run);
    given.clock.now += 31 * 24 * 60 * 60 * 1000;
    assert.equal((await refusal(again(`runs/${run}/rerun`))).status, 403);
  });

  it('shows jobs, checks of others and statuses at the commit', async () => {
    const given = await scene();
    const run = await dispatch(given);
    const sha = git(given.bare, 'rev-parse', 'main');
    given.github.finish(run, { failing: ['linux (x86_64)'] });
    given.github.addCheck(sha, 'coverage', null);
    const at = { ...REPO, ref: sha };
    const { data } = await given.octokit.request(
      'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
      at,
    );
    assert.deepEqual(
      data.check_runs
        .map(({ name, status, conclusion }) => [name, status, conclusion])
        .filter(([name]) => name !== 'linux (aarch64)'),
      [
        ['linux (x86_64)', 'completed', 'failure'],
        ['windows (windows-latest, x64)', 'completed', 'success'],
        ['Publish to PyPI', 'completed', 'skipped'],
        ['Publish to TestPyPI', 'completed', 'skipped'],
        ['coverage', 'in_progress', null],
      ],
    );
    const state = async (): Promise<string> =>
      (await given.octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/status', at)).data
        .state;
    assert.equal(await state(), 'pending');
    given.github.addStatus(sha, 'old-ci', 'failure');
    assert.equal(await state(), 'failure');
    given.github.addStatus(sha, 'old-ci', 'success');
    assert.equal(await state(), 'success');
  });

  it('sees a commit that was asked for before it was pushed', async () => {
    const given = await scene();
    const sha = given.commit({}, 'fix: later');
    const read = (): Promise<{ data: { sha: string } }> =>
      given.octokit.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...REPO, ref: sha });
    assert.equal((await refusal(read())).status, 422);
    git(given.workspace, 'push', '--quiet', 'origin', 'main');
    assert.equal((await read()).data.sha, sha);
  });

  it('cancels what has not ended, once', async () => {
    const given = await scene();
    const run = await dispatch(given);
    given.github.advance(run, 'linux (x86_64)', { conclusion: 'success' });
    const cancel = (how: string): Promise<{ status: number }> =>
      given.octokit.request(`POST /repos/octo/wheels/actions/runs/${run}/${how}`);
    assert.equal((await cancel('cancel')).status, 202);
    assert.deepEqual(given.github.state(run), { status: 'completed', conclusion: 'cancelled' });
    assert.equal((await refusal(cancel('force-cancel'))).status, 409);
  });

  it('waits for those who approve, and for a timer', async () => {
    const given = await scene();
    given.github.addEnvironment({ name: 'pypi', reviewers: ['reviewer'] });
    given.github.addToken('reviewer', { login: 'reviewer', scopes: ['repo'] });
    const run = await dispatch(given, { publish: 'yes' });
    given.github.finish(run);
    assert.deepEqual(given.github.state(run), { status: 'waiting', conclusion: null });
    const at = { ...REPO, run_id: run };
    const {
      data: [mine],
    } = await given.octokit.request(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments',
      at,
    );
    assert.equal(mine?.current_user_can_approve, false);
    const decision = {
      ...at,
      environment_ids: [Number(mine.environment.id)],
      state: 'approved' as const,
      comment: '',
    };
    assert.equal(
      (
        await refusal(
          given.octokit.request(
            'POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments',
            decision,
          ),
        )
      ).status,
      403,
    );
    await given
      .as('reviewer')
      .request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments', decision);
    assert.equal(given.github.job(run, 'Publish to PyPI').status, 'queued');

    given.github.addEnvironment({ name: 'pypi', reviewers: [], waitTimer: 10 });
    const timed = await dispatch(given, { publish: 'yes' });
    given.github.finish(timed);
    given.clock.now += 9 * 60_000;
    const status = async (): Promise<string | null> =>
      (
        await given.octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
          ...REPO,
          run_id: timed,
        })
      ).data.status;
    assert.equal(await status(), 'waiting');
    given.clock.now += 60_000;
    assert.notEqual(await status(), 'waiting');
  });

  it('serves logs elsewhere, for a minute, once the job is done, and never with the token', async () => {
    const given = await scene();
    const run = await dispatch(given);
    given.github.advance(run, 'linux (x86_64)', { status: 'in_progress' });
    const { id } = given.github.job(run, 'linux (x86_64)');
    const read = (): Promise<{ data: unknown }> =>
      given.octokit.request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs', {
        ...REPO,
        job_id: id,
      });
    assert.equal((await refusal(read())).status, 404);
    given.github.advance(run, 'linux (x86_64)', {
      conclusion: 'failure',
      step: { name: 'Build wheels' },
      log: ['error[E0308]: mismatched types'],
    });
    const text = String((await read()).data);
    assert.match(text, /^\uFEFF?2026-01-05T12:00:00\.0000000Z Current runner version/);
    assert.match(
      text,
      /##\[group\]Run Build wheels[^]*error\[E0308\]: mismatched types[^]*##\[error\]Process completed with exit code 1\./,
    );
    assert.ok(text.includes('\u001B[31merror\u001B[0m'));
    assert.equal(given.github.world.blobs.leaked, 0);

    const { headers } = await fetch(
      `${given.github.url}/repos/octo/wheels/actions/jobs/${id}/logs`,
      { headers: { authorization: 'Bearer user-token' }, redirect: 'manual' },
    );
    const link = headers.get('location')!;
    assert.notEqual(new URL(link).origin, given.github.origin);
    assert.equal(
      (await fetch(link, { headers: { authorization: 'Bearer user-token' } })).status,
      403,
    );
    assert.equal(given.github.world.blobs.leaked, 1);
    given.clock.now += 61_000;
    assert.equal((await fetch(link)).status, 403);

    given.github.world.logsAfter = 'run';
    assert.equal((await refusal(read())).status, 404);
  });

  it('serves artifacts as zips, until they expire', async () => {
    const given = await scene();
    const run = await dispatch(given);
    const artifact = given.github.addArtifact(run, 'wheels', {
      'budtiktok-0.1.0-py3-none-any.whl': 'PK',
    });
    const { data } = await given.octokit.request(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
      { ...REPO, run_id: run },
    );
    assert.deepEqual(
      data.artifacts.map(({ name, size_in_bytes: size }) => [name, size]),
      [['wheels', artifact.archive.length]],
    );
    const download = (octokit = given.octokit): Promise<{ data: unknown }> =>
      octokit.request(
        'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
        { ...REPO, artifact_id: artifact.id, archive_format: 'zip' },
      );
    assert.deepEqual(Buffer.from((await download()).data as ArrayBuffer), artifact.archive);
    given.github.addToken('public-only', { login: 'maintainer', scopes: [] });
    assert.equal((await refusal(download(given.as('public-only')))).status, 404);
    artifact.expired = true;
    assert.equal((await refusal(download())).status, 410);
  });

  it('goes on by itself, from failure to success, with the artifacts and the Release of its steps', async () => {
    const given = await scene();
    given.pushTag('v1.0.0');
    const [tagged] = given.github.syncRefs();
    const through = (run: number, options = {}): void => {
      for (let tick = 0; tick < 50; tick++) given.github.tick(run, options);
    };
    through(tagged!.id);
    assert.deepEqual(
      [
        given.github.state(tagged!.id).conclusion,
        given.github.repository().releases.map(({ tag }) => tag),
      ],
      ['success', ['v1.0.0']],
    );
    const run = await dispatch(given);
    through(run, { failFirstAttempt: ['linux (x86_64)'] });
    assert.equal(given.github.state(run).conclusion, 'failure');
    await given.octokit.request(
      'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs',
      { ...REPO, run_id: run },
    );
    through(run, { failFirstAttempt: ['linux (x86_64)'] });
    assert.equal(given.github.state(run).conclusion, 'success');
    assert.deepEqual(
      given.github.repository().artifacts.map(({ name }) => name),
      ['wheels-linux-aarch64', 'wheels-linux-x86_64'],
    );

    given.github.onRun(({ id }) => {
      given.github.play(id, { tickMs: 1 });
    });
    const played = await dispatch(given);
    while (given.github.state(played).status !== 'completed') await nextTurn();
    assert.equal(given.github.state(played).conclusion, 'success');
  });
});
