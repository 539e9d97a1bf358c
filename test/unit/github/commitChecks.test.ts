import * as assert from 'node:assert/strict';
import { commitChecks } from '../../../src/github/commitChecks';
import type { Run } from '../../../src/github/model';
import type { Files } from '../../fixtures/files';
import { git } from '../../fixtures/git';
import { closeScenes, connect, failureOf, requestsOf, type Connection } from './support';

const CI =
  'name: CI\non: [push, workflow_dispatch]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{ run: cargo test }]\n  lint:\n    runs-on: ubuntu-latest\n    steps: [{ run: cargo clippy }]\n';
const BUILD = '.github/workflows/build.yml';

describe('The checks of a commit', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  const releases = (runs: readonly Run[]) =>
    Promise.resolve(runs.filter(({ path }) => path === BUILD));
  const checks = ({ client, bare }: Connection, commit = git(bare, 'rev-parse', 'main')) =>
    commitChecks(client, commit, releases);
  const withCi = async () => {
    const given = await connect();
    const [run] = pushed(given, { '.github/workflows/ci.yml': CI });
    return { ...given, sha: git(given.bare, 'rev-parse', 'main'), run: run! };
  };
  /** The runs that a push of files starts. */
  const pushed = ({ commit, workspace, github }: Connection, files: Files) => {
    commit(files, 'ci: tests');
    git(workspace, 'push', '--quiet', 'origin', 'main');
    github.syncRefs();
    return github.repository().runs;
  };
  const dispatch = async ({ octokit, github }: Connection, file: string) => {
    await octokit.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
      owner: 'octo',
      repo: 'wheels',
      workflow_id: file,
      ref: 'main',
    });
    return github.repository().runs.at(-1)!;
  };

  it('are those of check runs and of commit statuses', async () => {
    const given = await connect();
    const sha = git(given.bare, 'rev-parse', 'main');
    assert.deepEqual(
      await checks(given),
      { passed: [], pending: [], failed: [] },
      'nothing has been reported',
    );
    given.github.addCheck(sha, 'coverage', 'success');
    given.github.addCheck(sha, 'docs', null);
    given.github.addCheck(sha, 'optional', 'neutral');
    given.github.addCheck(sha, 'audit', 'timed_out');
    given.github.addStatus(sha, 'jenkins', 'error');
    given.github.addStatus(sha, 'buildbot', 'pending');
    given.github.addStatus(sha, 'travis', 'success');
    assert.deepEqual(await checks(given), {
      passed: ['coverage', 'optional', 'travis'],
      pending: ['buildbot', 'docs'],
      failed: ['audit', 'jenkins'],
    });
  });

  it('are read to the last page', async () => {
    const given = await connect();
    const sha = git(given.bare, 'rev-parse', 'main');
    for (let number = 0; number < 205; number++)
      given.github.addCheck(sha, `check ${number}`, 'success');
    for (let number = 0; number < 101; number++)
      given.github.addStatus(sha, `status ${number}`, 'success');
    given.github.addCheck(sha, 'the last', 'failure');
    given.github.addStatus(sha, 'the last of these', 'failure');
    const { passed, failed } = (await checks(given))!;
    assert.equal(passed.length, 306);
    assert.deepEqual(failed, ['the last', 'the last of these']);
    assert.equal(
      requestsOf(given.github, 'GET').filter(line => line.includes('/check-runs')).length,
      3,
    );
  });

  it('count as their newest attempt', async () => {
    const given = await withCi();
    given.github.finish(given.run.id, { failing: ['test'] });
    assert.deepEqual(await checks(given), { passed: ['lint'], pending: [], failed: ['test'] });

    // Run again as another run of the same workflow, and still at it.
    given.clock.now += 60_000;
    const again = await dispatch(given, 'ci.yml');
    assert.deepEqual(await checks(given), { passed: [], pending: ['lint', 'test'], failed: [] });
    given.github.advance(again.id, 'test', { status: 'in_progress' });
    assert.deepEqual((await checks(given))!.pending, ['lint', 'test']);
    given.github.finish(again.id);
    assert.deepEqual(await checks(given), { passed: ['lint', 'test'], pending: [], failed: [] });

    given.github.addStatus(given.sha, 'jenkins', 'failure');
    given.github.addStatus(given.sha, 'jenkins', 'success');
    assert.deepEqual((await checks(given))!.failed, []);
  });

  it('do not count those of a release itself', async () => {
    const given = await withCi();
    given.github.finish(given.run.id);
    const release = await dispatch(given, 'build.yml');
    given.github.finish(release.id, { failing: ['linux (x86_64)'] });
    assert.deepEqual(await checks(given), { passed: ['lint', 'test'], pending: [], failed: [] });
    const all = await commitChecks(given.client, given.sha, () => Promise.resolve([]));
    assert.ok(all!.failed.includes('linux (x86_64)'), 'it is there to be left out');
  });

  it('keep apart jobs of one name in two workflows', async () => {
    const given = await connect();
    const [one, two] = pushed(given, {
      '.github/workflows/ci.yml': CI,
      '.github/workflows/nightly.yml': CI.replace('name: CI', 'name: Nightly'),
    });
    given.github.finish(one!.id, { failing: ['test'] });
    given.clock.now += 60_000;
    given.github.finish(two!.id);
    assert.deepEqual(await checks(given), {
      passed: ['lint', 'lint', 'test'],
      pending: [],
      failed: ['test'],
    });
  });

  it('are not there for a commit that was not pushed', async () => {
    const given = await connect();
    assert.equal(await checks(given, given.commit({ x: '1' }, 'feat: local')), undefined);
  });

  it('are not known where GitHub does not answer', async () => {
    const given = await connect();
    given.github.fail({ path: /check-runs/, with: 502, times: 1 });
    assert.equal((await failureOf(checks(given))).reason, 'server');
  });
});
