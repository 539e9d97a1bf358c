import * as assert from 'node:assert/strict';
import { stateOf } from '../../fakes/github/actions/run';
import { git } from '../../fixtures/git';
import { closeScenes, refusal, REPO, scene, type Scene } from './support';

const workflow = (on: string, more = '', job = '') =>
  `name: ${more.includes('After') ? 'After' : 'CI'}\non: ${on}\n${more}jobs:\n  a:\n    runs-on: ubuntu-latest\n${job}    steps: [{ run: echo }]\n`;

const push = ({ workspace, commit, github }: Scene, message = 'change') => {
  commit({ 'file.txt': message }, message);
  git(workspace, 'push', '--quiet', 'origin', 'main');
  return github.syncRefs();
};

const only = async (name: string, text: string, options: Parameters<typeof scene>[0] = {}) =>
  await scene({
    ...options,
    files: {
      '.github/workflows/build.yml': 'on: workflow_dispatch\njobs: {}\n',
      '.github/workflows/release.yml': 'on: workflow_dispatch\njobs: {}\n',
      [`.github/workflows/${name}`]: text,
    },
  });

describe('what the fake GitHub starts', () => {
  afterEach(closeScenes);

  it('skips workflows where the message of the pushed commit says so, and starts those of a Release', async () => {
    const found = await only('ci.yml', workflow('[push, release]'));
    for (const directive of ['[skip ci]', '[no ci]', '[actions skip]', 'x\n\nskip-checks: true'])
      assert.deepEqual(push(found, `chore: ${directive}`), [], directive);
    await found.octokit.request('POST /repos/{owner}/{repo}/releases', {
      ...REPO,
      tag_name: 'v1.0.0',
    });
    assert.deepEqual(
      [...new Set(found.github.repository().runs.map(({ event }) => event))],
      ['release'],
    );
  });

  it('ends a run at once whose file does not parse', async () => {
    const found = await only('ci.yml', 'on: [push\n');
    const [run] = push(found);
    assert.ok(run);
    assert.deepEqual(stateOf(run), { status: 'completed', conclusion: 'startup_failure' });
  });

  it('starts workflows for a new tag by "create", and by the end of another run', async () => {
    const found = await only('ci.yml', workflow('{ create: null, push: { branches: [main] } }'));
    found.commit(
      {
        '.github/workflows/after.yml': workflow(
          '{ workflow_run: { workflows: [CI], types: [completed], branches: [main] } }',
          '# After\n',
        ),
      },
      'ci: after',
    );
    git(found.workspace, 'push', '--quiet', 'origin', 'main');
    const [ci] = found.github.syncRefs();
    assert.ok(ci);
    found.pushTag('v1.0.0');
    const [created] = found.github.syncRefs();
    assert.deepEqual([created?.event, created?.headBranch], ['create', 'v1.0.0']);
    assert.ok(created);
    found.github.finish(created.id);
    assert.equal(found.github.repository().runs.length, 2, 'another branch');
    found.github.finish(ci.id);
    const after = found.github.repository().runs.at(-1);
    assert.deepEqual([after?.event, after?.headBranch], ['workflow_run', 'main']);
  });

  it('lets one run of a concurrency group go on, one wait, and a newer one take its place', async () => {
    const found = await only(
      'ci.yml',
      workflow('push', "concurrency: 'ci-${{ github.ref_name }}'\n"),
    );
    const [first, second, third] = ['a', 'b', 'c'].map(message => push(found, message)[0]?.id ?? 0);
    const states = () => [first, second, third].map(id => found.github.state(id ?? 0));
    assert.deepEqual(states(), [
      { status: 'queued', conclusion: null },
      { status: 'completed', conclusion: 'cancelled' },
      { status: 'pending', conclusion: null },
    ]);
    found.github.finish(first ?? 0);
    assert.deepEqual(states()[2], { status: 'queued', conclusion: null });
  });

  it('cancels the run before where the group says so', async () => {
    const found = await only(
      'ci.yml',
      workflow('push', 'concurrency: { group: ci, cancel-in-progress: true }\n'),
    );
    const [first, second] = ['a', 'b'].map(message => push(found, message)[0]?.id ?? 0);
    assert.equal(found.github.state(first ?? 0).conclusion, 'cancelled');
    assert.equal(found.github.state(second ?? 0).status, 'queued');
  });

  it('refuses a job when it starts, where its environment does not admit the ref', async () => {
    const found = await only('ci.yml', workflow('push', '', '    environment: pypi\n'));
    found.github.addEnvironment({ name: 'pypi', admits: ['tag:v*'] });
    const [onBranch] = push(found);
    assert.ok(onBranch);
    assert.equal(found.github.state(onBranch.id).conclusion, 'failure');
    assert.deepEqual(found.github.job(onBranch.id, 'a').annotations, [
      'Branch "main" is not allowed to deploy to pypi due to environment protection rules.',
    ]);
    found.pushTag('v1.0.0');
    const [onTag] = found.github.syncRefs();
    assert.equal(found.github.state(onTag?.id ?? 0).status, 'queued');
  });

  it('lists runs some seconds after their event, and serves logs for a time', async () => {
    const found = await only('ci.yml', workflow('push'), {
      runsAppearAfter: 5_000,
      logsExpireAfter: 60_000,
    });
    const [run] = push(found);
    assert.ok(run);
    const list = async () =>
      (await found.octokit.request('GET /repos/{owner}/{repo}/actions/runs', REPO)).data
        .total_count;
    assert.equal(await list(), 0);
    found.clock.now += 5_000;
    assert.equal(await list(), 1);
    found.github.finish(run.id);
    found.clock.now += 61_000;
    const job_id = found.github.job(run.id, 'a').id;
    const expired = found.octokit.request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs', {
      ...REPO,
      job_id,
    });
    assert.equal((await refusal(expired)).status, 410);
  });
});
