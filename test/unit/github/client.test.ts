import * as assert from 'node:assert/strict';
import { downloadArtifact, jobLog } from '../../../src/github/runActions';
import { listJobs, listRuns } from '../../../src/github/runs';
import { dispatchWorkflow } from '../../../src/github/dispatch';
import { closeScenes, connect, requestsOf, USER_AGENT, type Connection } from './support';

const soon = () => Promise.resolve();

async function start({ client }: Connection): Promise<number> {
  const found = await dispatchWorkflow(
    client,
    { workflow: 'build.yml', ref: 'main', inputs: { publish: 'no' } },
    soon,
  );
  assert.ok(found);
  return found.id;
}

describe('the client of GitHub', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('asks again by the ETag, which costs nothing', async () => {
    const given = await connect();
    const id = await start(given);
    const { rate } = given.github.world.tokens.get('user-token')!;
    await listJobs(given.client, id);
    const { used } = rate;
    assert.deepEqual(
      (await listJobs(given.client, id)).map(({ name }) => name),
      ['linux (x86_64)', 'linux (aarch64)', 'windows (windows-latest, x64)'],
    );
    assert.equal(given.github.requests.at(-1)?.status, 304);
    assert.equal(rate.used, used);

    given.github.advance(id, 'linux (x86_64)', { status: 'in_progress' });
    const moved = await listJobs(given.client, id);
    assert.equal(moved[0]?.status, 'in_progress');
    assert.equal(rate.used, used + 1);
    assert.deepEqual(await listJobs(given.client, id), moved);
    assert.equal(rate.used, used + 1);
  });

  it('keeps answers apart by what was asked', async () => {
    const given = await connect();
    await start(given);
    assert.equal((await listRuns(given.client, { event: 'workflow_dispatch' })).length, 1);
    assert.deepEqual(await listRuns(given.client, { event: 'release' }), []);
    assert.equal((await listRuns(given.client, { event: 'workflow_dispatch' })).length, 1);
    assert.deepEqual(requestsOf(given.github).slice(-3), [
      'GET /actions/runs 200',
      'GET /actions/runs 200',
      'GET /actions/runs 304',
    ]);
  });

  it('does not forget what it asks for often', async () => {
    const given = await connect({ autoSync: false });
    const id = await start(given);
    await listJobs(given.client, id);
    for (let page = 1; page <= 250; page++) {
      await given.client.rest.actions.listWorkflowRunsForRepo({ ...given.client.repository, page });
      if (page % 100 !== 0) continue;
      await listJobs(given.client, id);
      assert.equal(given.github.requests.at(-1)?.status, 304, `after ${page} others`);
    }
  });

  it('says who it is and which version of the API it means, in every request', async () => {
    const given = await connect();
    await start(given);
    assert.ok(given.github.requests.length > 2);
    for (const { headers } of given.github.requests) {
      assert.equal(headers['x-github-api-version'], '2022-11-28');
      assert.ok(headers['user-agent']?.startsWith(`${USER_AGENT} `), headers['user-agent']);
      assert.equal(headers['authorization'], 'redacted');
    }
  });

  it('gives the token to no other host', async () => {
    const given = await connect();
    const id = await start(given);
    const artifact = given.github.addArtifact(id, 'wheels', { 'a.whl': 'PK' });
    given.github.finish(id);
    const { client, github } = given;
    assert.match(
      (await jobLog(client, id, github.job(id, 'linux (x86_64)').id)) ?? '',
      /Current runner version/,
    );
    assert.deepEqual(Buffer.from(await downloadArtifact(client, artifact.id)), artifact.archive);
    assert.equal(github.world.blobs.leaked, 0);
    const [redirect] = github.requests.filter(({ status }) => status === 302);
    assert.notEqual(new URL(redirect?.response?.headers['location'] ?? '').origin, github.origin);
  });

  it('writes a line about each request, without the token', async () => {
    const given = await connect();
    const id = await start(given);
    await listJobs(given.client, id);
    await listJobs(given.client, id);
    given.github.fail({ path: /\/jobs$/, with: 'cut' });
    await assert.rejects(listJobs(given.client, id));
    given.github.fail({ path: /\/jobs$/, with: 502 });
    await assert.rejects(listJobs(given.client, id));
    const { lines } = given;
    assert.equal(lines.length, given.github.requests.length);
    assert.match(
      lines.at(-5) ?? '',
      /^GET http:\/\/127\.0\.0\.1:\d+\/api\/v3\/repos\/octo\/wheels\/actions\/runs\/\d+\?exclude_pull_requests=true 200 \(0 ms\)$/,
    );
    assert.deepEqual(
      lines.slice(-4).map(line => /per_page=100 (.*) \(/.exec(line)?.[1]),
      ['200', '304', 'no answer', '502'],
    );
    assert.ok(!lines.some(line => line.includes('user-token')));
  });

  it('follows a repository to its new name', async () => {
    const given = await connect({ repository: { name: 'gears', formerNames: ['octo/wheels'] } });
    assert.deepEqual(await listRuns(given.client, {}), []);
    assert.deepEqual(
      given.github.requests.map(({ status }) => status),
      [301, 200],
    );
  });
});
