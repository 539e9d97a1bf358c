import assert from 'node:assert/strict';
import type { Octokit } from '@octokit/rest';
import type { FakeGitHub } from '../../fakes/github/fakeGitHub';
import { validateExchange } from '../../fakes/github/openapi/validate';
import { REPOSITORY_ROUTES } from '../../fakes/github/server';
import { sealedBox } from '../../../src/github/sealedBox';
import { git } from '../../fixtures/git';
import { closeScenes, REPO, scene } from './support';

describe('the fake GitHub', function () {
  // Every request asks a real git repository.
  this.timeout(30_000);
  afterEach(closeScenes);

  it('goes from a tag through a Release, a failure and a second attempt to success', async () => {
    const { github, octokit, pushTag } = await scene();
    pushTag('v1.0.0');
    const [created] = (
      await octokit.request('GET /repos/{owner}/{repo}/actions/runs', { ...REPO, event: 'push' })
    ).data.workflow_runs;
    assert.equal(created?.head_branch, 'v1.0.0');

    const release = await octokit.request('POST /repos/{owner}/{repo}/releases', {
      ...REPO,
      tag_name: 'v1.0.0',
      name: 'v1.0.0',
      body: 'notes',
    });
    assert.equal(release.status, 201);
    const {
      data: {
        workflow_runs: [found],
      },
    } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs', {
      ...REPO,
      event: 'release',
    });
    const run = { ...REPO, run_id: Number(found!.id) };
    assert.deepEqual(
      [found?.head_branch, found?.head_sha, found?.status],
      ['v1.0.0', created.head_sha, 'queued'],
    );

    const names = async (): Promise<string[]> =>
      (
        await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', run)
      ).data.jobs.map(job => `${job.name}: ${job.conclusion ?? job.status}`);
    assert.deepEqual(await names(), [
      'linux (x86_64): queued',
      'linux (aarch64): queued',
      'windows (windows-latest, x64): queued',
    ]);
    github.advance(run.run_id, 'linux (x86_64)', { conclusion: 'success' });
    github.advance(run.run_id, 'linux (aarch64)', { status: 'in_progress' });
    assert.equal(
      (await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run)).data.status,
      'in_progress',
    );
    github.advance(run.run_id, 'linux (aarch64)', {
      conclusion: 'failure',
      step: { name: 'Build wheels' },
    });
    github.advance(run.run_id, 'windows (windows-latest, x64)', { conclusion: 'success' });
    assert.deepEqual(await names(), [
      'linux (x86_64): success',
      'linux (aarch64): failure',
      'windows (windows-latest, x64): success',
      'Publish to PyPI: skipped',
      'Publish to TestPyPI: skipped',
    ]);
    assert.equal(
      (await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run)).data
        .conclusion,
      'failure',
    );

    assert.equal(
      (
        await octokit.request(
          'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs',
          run,
        )
      ).status,
      201,
    );
    assert.deepEqual(await names(), [
      'linux (x86_64): success',
      'windows (windows-latest, x64): success',
      'linux (aarch64): queued',
    ]);
    github.finish(run.run_id);
    const { data: done } = await octokit.request(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
      run,
    );
    assert.deepEqual(
      [done.id, done.run_attempt, done.status, done.conclusion],
      [found!.id, 2, 'completed', 'success'],
    );
  });

  it('answers every route as GitHub describes it', async () => {
    const { github, octokit, pushTag, bare } = await scene({
      repository: { immutableReleases: true },
    });
    github.addEnvironment({ name: 'pypi', reviewers: ['maintainer'], waitTimer: 5 });
    github.addSecret('TOKEN', 'value');
    github.addSecret('SHARED', 'value', 'organization');
    github.addSecret('INNER', 'value', { environment: 'pypi' });
    pushTag('v1.0.0');
    github.syncRefs();
    const [tagRun] = github.repository().runs;
    const release = github.botRelease(tagRun!.id);
    const draft = (
      await octokit.request('POST /repos/{owner}/{repo}/releases', {
        ...REPO,
        tag_name: 'v2.0.0',
        draft: true,
      })
    ).data;
    const dispatched = await octokit.request(
      'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
      { ...REPO, workflow_id: 'build.yml', ref: 'v1.0.0', inputs: { publish: 'yes' } },
    );
    assert.equal(dispatched.status, 204);
    const run = github.repository().runs[1]!;
    github.finish(run.id);
    assert.equal(github.state(run.id).status, 'waiting');
    const [pending] = (
      await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments', {
        ...REPO,
        run_id: run.id,
      })
    ).data;
    await octokit.request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments', {
      ...REPO,
      run_id: run.id,
      environment_ids: [Number(pending!.environment.id)],
      state: 'approved',
      comment: 'go',
    });
    github.finish(run.id);
    github.addCheck(run.headSha, 'other', 'success');
    github.addStatus(run.headSha, 'old', 'pending');
    const artifact = github.addArtifact(run.id, 'wheels', { 'a.whl': 'content' });
    const job = github.job(run.id, 'linux (x86_64)');
    job.annotations = ['The job was not started because recent account payments have failed.'];
    const key = async (path: string): Promise<{ key_id: string; encrypted_value: string }> => {
      const { key_id, key: publicKey } = (
        await octokit.request(`GET /repos/octo/wheels${path}/public-key`)
      ).data as { key_id: string; key: string };
      return {
        key_id,
        encrypted_value: Buffer.from(
          sealedBox('hidden', Buffer.from(publicKey, 'base64')),
        ).toString('base64'),
      };
    };

    for (const branch of ['topic', 'other']) {
      const commit = git(
        bare,
        ...['-c', 'user.name=M', '-c', 'user.email=m@example.invalid', 'commit-tree'],
        ...['-p', 'main', '-m', branch, 'main^{tree}'],
      );
      git(bare, 'update-ref', `refs/heads/${branch}`, commit);
    }
    await octokit.request('POST /repos/{owner}/{repo}/pulls', {
      ...REPO,
      title: 'Topic',
      head: 'topic',
      base: 'main',
    });
    github.addRuleset({
      target: 'branch',
      include: ['~DEFAULT_BRANCH'],
      rules: ['pull_request', 'update', 'non_fast_forward'],
      bypass: 'pull_requests_only',
    });
    github.protectBranch({ branch: 'main', enforceAdmins: false });

    const values: Readonly<Record<string, string | number>> = {
      pull_number: github.pullRequest().number,
      ruleset_id: github.repository().rulesets[0]!.id,
      tag_sha: git(bare, 'rev-parse', 'refs/tags/v1.0.0'),
      branch: 'main',
      path: '.github/workflows',
      tag: 'v1.0.0',
      workflow_id: 'build.yml',
      run_id: run.id,
      attempt_number: 1,
      job_id: job.id,
      check_run_id: job.id,
      artifact_id: artifact.id,
      environment_name: 'pypi',
      secret_name: 'TOKEN',
    };
    const special: Readonly<
      Record<string, Readonly<Record<string, string | number | boolean | readonly number[]>>>
    > = {
      'GET /git/ref/{ref}': { ref: 'tags/v1.0.0' },
      'GET /git/matching-refs/{ref}': { ref: 'tags/v' },
      'GET /commits/{ref}': { ref: 'main' },
      'GET /commits/{ref}/check-runs': { ref: 'v1.0.0' },
      'GET /commits/{ref}/status': { ref: 'v1.0.0' },
      'POST /pulls': { title: 'Other', head: 'other', base: 'main', body: 'Text' },
      'PATCH /pulls/{pull_number}': { title: 'Better' },
      'PUT /pulls/{pull_number}/merge': { merge_method: 'squash' },
      'POST /releases': { tag_name: 'v3.0.0', generate_release_notes: true },
      'POST /releases/generate-notes': { tag_name: 'v1.0.0' },
      'GET /releases/{release_id}': { release_id: release.id },
      'GET /releases/{release_id}/assets': { release_id: release.id },
      'PATCH /releases/{release_id}': { release_id: draft.id, draft: false },
      'POST /actions/workflows/{workflow_id}/dispatches': { ref: 'main', return_run_details: true },
      'POST /actions/runs/{run_id}/rerun-failed-jobs': { run_id: await failedRun(github, octokit) },
      'POST /actions/runs/{run_id}/cancel': { run_id: await openRun(github, octokit) },
      'POST /actions/runs/{run_id}/force-cancel': { run_id: await openRun(github, octokit) },
      'POST /actions/jobs/{job_id}/rerun': {
        job_id: github.job(await failedRun(github, octokit), 'windows (windows-latest, x64)').id,
      },
      'POST /actions/runs/{run_id}/pending_deployments': {
        run_id: await waitingRun(github, octokit),
        environment_ids: [Number(pending!.environment.id)],
        state: 'rejected',
        comment: 'no',
      },
      'PUT /environments/{environment_name}': { environment_name: 'staging', wait_timer: 3 },
      'PUT /actions/secrets/{secret_name}': await key('/actions/secrets'),
      'PUT /environments/{environment_name}/secrets/{secret_name}': await key(
        '/environments/pypi/secrets',
      ),
    };
    // What reads comes first: what runs a run again makes its logs go.
    const order = (method: string): number => (method === 'GET' ? 0 : 1);
    for (const { method, template } of [...REPOSITORY_ROUTES].sort(
      (a, b) => order(a.method) - order(b.method),
    )) {
      const own = special[`${method} ${template}`] ?? {};
      const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
        String(own[name] ?? values[name]),
      );
      const body = Object.fromEntries(
        Object.entries(own).filter(([name]) => !names.includes(name)),
      );
      const query = method === 'GET' && template === '/pulls' ? '?state=all' : '';
      const { status } = await fetch(`${github.url}/repos/octo/wheels${path}${query}`, {
        method,
        headers: { authorization: 'Bearer user-token' },
        redirect: 'manual',
        ...(method !== 'GET' && Object.keys(body).length > 0 ? { body: JSON.stringify(body) } : {}),
      });
      assert.ok(
        status < 400,
        `${method} ${path} is answered with ${String(status)}: ${JSON.stringify(github.requests.at(-1)?.response?.body)}`,
      );
    }
    for (const path of ['/user', '/rate_limit'])
      assert.equal((await octokit.request(`GET ${path}`)).status, 200);
  });

  it('is held against the description, which finds what is wrong', async () => {
    const { github, octokit } = await scene();
    await octokit.request('GET /repos/{owner}/{repo}/actions/runs', { ...REPO, per_page: 5 });
    const request = github.requests[0]!;
    const body = request.response!.body as {
      total_count: number;
      workflow_runs: readonly unknown[];
    };
    const problems = (changed: object, answer: unknown = body): string[] =>
      validateExchange({ ...request, ...changed }, { status: 200, body: answer });
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ path: '/repos/octo/wheels/action/runs' }), [
      'GET /repos/octo/wheels/action/runs is not described',
    ]);
    assert.match(
      problems({ query: new URLSearchParams({ sha: 'x' }) }).join(),
      /parameter sha is unknown/,
    );
    assert.match(
      problems({ query: new URLSearchParams({ status: 'done' }) }).join(),
      /parameter status is "done"/,
    );
    assert.match(problems({}, { ...body, total_count: '0' }).join(), /total_count is no integer/);
    assert.match(problems({}, { ...body, runs: [] }).join(), /\$?answer\.runs is unknown/);
    assert.match(
      problems({}, { ...body, workflow_runs: [{ id: 1 }] }).join(),
      /workflow_runs\[0\]\.head_sha is missing/,
    );
    assert.match(
      validateExchange(
        {
          method: 'POST',
          path: '/repos/octo/wheels/releases',
          query: new URLSearchParams(),
          body: { tag: 'v1' },
        },
        undefined,
      ).join(),
      /body\.tag_name is missing.*body\.tag is unknown/,
    );
    assert.match(validateExchange(request, { status: 418 }).join(), /status 418 is not described/);
  });
});

async function openRun(github: FakeGitHub, octokit: Octokit): Promise<number> {
  await octokit.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
    ...REPO,
    workflow_id: 'build.yml',
    ref: 'main',
    inputs: { publish: 'yes' },
  });
  return github.repository().runs.at(-1)!.id;
}

async function failedRun(github: FakeGitHub, octokit: Octokit): Promise<number> {
  const id = await openRun(github, octokit);
  github.finish(id, { failing: ['linux (aarch64)'] });
  return id;
}

async function waitingRun(github: FakeGitHub, octokit: Octokit): Promise<number> {
  const id = await openRun(github, octokit);
  github.finish(id);
  return id;
}
