import assert from 'node:assert/strict';
import { validateExchange } from '../../fakes/github/openapi/validate';
import { closeScenes, REPO, scene, type Scene } from './support';

describe('the fake GitHub', function () {
  // Every request asks a real git repository.
  this.timeout(30_000);
  afterEach(closeScenes);

  it('goes from a tag through a Release, a failure and a second attempt to success', async () => {
    const { github, octokit, pushTag } = await scene();
    pushTag('v1.0.0');
    const [created] = (await octokit.request('GET /repos/{owner}/{repo}/actions/runs', { ...REPO, event: 'push' })).data.workflow_runs;
    assert.equal(created?.head_branch, 'v1.0.0');

    const release = await octokit.request('POST /repos/{owner}/{repo}/releases', { ...REPO, tag_name: 'v1.0.0', name: 'v1.0.0', body: 'notes' });
    assert.equal(release.status, 201);
    const { data: { workflow_runs: [found] } } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs', { ...REPO, event: 'release' });
    const run = { ...REPO, run_id: Number(found!.id) };
    assert.deepEqual([found?.head_branch, found?.head_sha, found?.status], ['v1.0.0', created.head_sha, 'queued']);

    const names = async (): Promise<string[]> => (await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', run)).data.jobs.map(job => `${job.name}: ${job.conclusion ?? job.status}`);
    assert.deepEqual(await names(), ['linux (x86_64): queued', 'linux (aarch64): queued', 'windows (windows-latest, x64): queued']);
    github.advance(run.run_id, 'linux (x86_64)', { conclusion: 'success' });
    github.advance(run.run_id, 'linux (aarch64)', { status: 'in_progress' });
    assert.equal((await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run)).data.status, 'in_progress');
    github.advance(run.run_id, 'linux (aarch64)', { conclusion: 'failure', step: { name: 'Build wheels' } });
    github.advance(run.run_id, 'windows (windows-latest, x64)', { conclusion: 'success' });
    assert.deepEqual(await names(), [
      'linux (x86_64): success', 'linux (aarch64): failure', 'windows (windows-latest, x64): success', 'Publish to PyPI: skipped', 'Publish to TestPyPI: skipped',
    ]);
    assert.equal((await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run)).data.conclusion, 'failure');

    assert.equal((await octokit.request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs', run)).status, 201);
    assert.deepEqual(await names(), ['linux (x86_64): success', 'windows (windows-latest, x64): success', 'linux (aarch64): queued']);
    github.finish(run.run_id);
    const { data: done } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run);
    assert.deepEqual([done.id, done.run_attempt, done.status, done.conclusion], [found!.id, 2, 'completed', 'success']);
    assertDescribed(github);
  });
});

/** Every request and answer so far is as GitHub describes its API. */
function assertDescribed({ requests }: Scene['github']): void {
  assert.deepEqual(requests.flatMap(request => validateExchange(request, request.response)), []);
}
