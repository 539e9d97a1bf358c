import * as assert from 'node:assert/strict';
import { GitHubHost } from '../../../src/github/address';
import { GitHubClient } from '../../../src/github/client';
import { rerunFailedJobs } from '../../../src/github/runActions';
import { canPublish, rowsOf } from '../../../src/github/runPlan';
import { listJobs, listRuns } from '../../../src/github/runs';
import { buildsOf } from '../../../src/github/runSummary';
import {
  type FactReport,
  hostedFacts,
  observeAll,
  type Outcome,
  PUBLISH_FACTS,
  runFacts,
} from '../../../src/release/engine';
import type { Hosting, Publication } from '../../../src/release/hosting';
import { ReleaseContext } from '../../../src/release/releaseContext';
import { FakeGitHub } from '../../fakes/github/fakeGitHub';
import { validateExchange } from '../../fakes/github/openapi/validate';
import { PYTHON_RELEASE, read } from '../github/workflows/support';
import { ReleaseBench } from '../support/release';

/** Up to the builds; the index is looked at in a test of its own. */
const FACTS = hostedFacts().filter(({ id }) => id !== 'index' && id !== 'crates');

const FILE = 'python-release.yml';
const PUBLICATION: Publication = {
  title: 'budtiktok 0.2.0',
  notes: '## Changes\n\n- faster\n',
  draft: false,
  prerelease: false,
  latest: true,
};
const ORIGIN = { repository: 'BudEcosystem/budtiktok' };

describe('a release on GitHub', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  let github: FakeGitHub;
  let client: GitHubClient;
  let hosting: Hosting;

  beforeEach(async () => {
    bench = new ReleaseBench();
    bench.write(`.github/workflows/${FILE}`, PYTHON_RELEASE);
    bench.git('commit', '--quiet', '--all', '--message', 'ci: publish');
    bench.git('push', '--quiet', 'origin', 'main');
    github = await FakeGitHub.start({ base: '/api/v3', autoSync: false });
    github.addToken('user-token', { login: 'maintainer', scopes: ['repo', 'workflow'] });
    github.addRepository({ owner: 'BudEcosystem', name: 'budtiktok', bare: bench.remote });
    client = await GitHubClient.create(
      { host: new URL(github.origin).host, owner: 'BudEcosystem', name: 'budtiktok' },
      'user-token',
      { userAgent: 'test' },
    );
    const workflows = [read(PYTHON_RELEASE, FILE)];
    hosting = {
      state: 'seen',
      host: new GitHubHost(client, async commit => {
        const runs = (await listRuns(client, { headSha: commit })).filter(
          run => run.path.endsWith(FILE) && canPublish(workflows, run, ORIGIN),
        );
        return buildsOf(
          await Promise.all(
            runs.map(async run => ({
              run,
              rows: rowsOf(workflows, run, await listJobs(client, run.id), ORIGIN),
            })),
          ),
          Date.now(),
        );
      }),
    };
  });

  afterEach(async () => {
    await github.close();
    bench.dispose();
    assert.deepEqual(
      github.requests.flatMap(request => validateExchange(request, request.response)),
      [],
    );
  });

  async function contextWith(
    more: {
      readonly publication?: Publication | undefined;
      readonly hosting?: Hosting | undefined;
      readonly version?: string;
    } = {},
  ): Promise<ReleaseContext> {
    const { intent } = await bench.prepare(more.version ?? '0.2.0');
    const publication = 'publication' in more ? more.publication : PUBLICATION;
    return new ReleaseContext(
      { ...intent, ...(publication !== undefined && { publication }) },
      bench.tree,
      bench.repository,
      { askRemote: true, hosting: 'hosting' in more ? more.hosting : hosting },
    );
  }

  /** What was seen of the last two facts. */
  async function seen(context: ReleaseContext): Promise<string[]> {
    context.forget();
    return (await observeAll(FACTS, context))
      .slice(-2)
      .map(({ id, observation: { state, detail } }) => `${id} ${state}: ${detail}`);
  }

  const writes = () =>
    github.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, status }) => `${method} ${path.replace(/^.*budtiktok/, '')} ${status}`);
  const publishingRun = () =>
    github.repository().runs.find(({ workflow }) => workflow.path.endsWith(FILE));

  function assertFailed(outcome: Outcome, fact: string, message: RegExp): void {
    assert.equal(outcome.result, 'failed');
    assert.equal(outcome.failure.fact, fact);
    assert.match(outcome.failure.message, message);
    assert.notEqual(outcome.failure.advice, '');
  }

  it('is published once, and nothing the second time', async () => {
    const context = await contextWith();
    assert.deepEqual(await seen(context), [
      'hostedRelease missing: Publish the Release v0.2.0',
      'builds missing: Started by the release',
    ]);
    const outcome = await runFacts(PUBLISH_FACTS, context);
    assert.equal(outcome.result, 'done', 'failure' in outcome ? outcome.failure.message : '');
    bench.assertReleased('0.2.0');
    assert.deepEqual(
      github
        .repository()
        .releases.map(({ tag, name, body, draft }) => ({ tag, name, body, draft })),
      [{ tag: 'v0.2.0', name: PUBLICATION.title, body: PUBLICATION.notes, draft: false }],
    );
    assert.deepEqual(writes(), ['POST /releases 201']);

    const before = bench.snapshot();
    const reports: FactReport[][] = [];
    assert.equal(
      (await runFacts(PUBLISH_FACTS, context, { report: facts => reports.push([...facts]) }))
        .result,
      'done',
    );
    assert.ok(!reports.flat().some(({ inProgress }) => inProgress));
    assert.deepEqual(writes(), ['POST /releases 201']);
    assert.equal(bench.snapshot(), before);
    assert.equal(
      github.repository().runs.filter(({ workflow }) => workflow.path.endsWith(FILE)).length,
      1,
    );
  });

  it('shows how the builds of its commit stand, from start to end', async () => {
    const context = await contextWith();
    assert.equal((await runFacts(PUBLISH_FACTS, context)).result, 'done');
    const { id, headSha } = publishingRun()!;
    assert.equal(headSha, bench.onRemote('rev-parse', 'v0.2.0^{commit}'));
    const published = 'hostedRelease holds: published';
    assert.deepEqual(await seen(context), [published, 'builds inProgress: 0 of 7 jobs']);
    github.finish(id, { failing: ['macos (aarch64)'] });
    assert.deepEqual(await seen(context), [published, 'builds conflict: failed: macos (aarch64)']);
    assertFailed(await runFacts(FACTS, context), 'builds', /failed: macos \(aarch64\)/);

    await rerunFailedJobs(client, id);
    assert.deepEqual(await seen(context), [published, 'builds inProgress: 5 of 7 jobs']);
    github.finish(id);
    assert.match((await seen(context))[1]!, /^builds holds: 7 of 7 jobs succeeded in /);
    assert.equal((await runFacts(FACTS, context)).result, 'done');
  });

  it('waits for an approval', async () => {
    github.addEnvironment({ name: 'pypi', reviewers: ['maintainer'] });
    const context = await contextWith();
    assert.equal((await runFacts(PUBLISH_FACTS, context)).result, 'done');
    github.finish(publishingRun()!.id);
    assert.equal(
      (await seen(context))[1],
      'builds inProgress: waits for an approval: Publish to PyPI',
    );
  });

  it('does not hold where a run never started', async () => {
    const context = await contextWith();
    github.setWorkflowState(FILE, 'disabled_manually');
    assert.equal((await runFacts(PUBLISH_FACTS, context)).result, 'done');
    assert.deepEqual(await seen(context), [
      'hostedRelease holds: published',
      'builds missing: No run of a publishing workflow was started',
    ]);
    assertFailed(await runFacts(FACTS, context), 'builds', /No workflow run was started/);
  });

  it('is unknown where no account is signed in, and stops before anything is done', async () => {
    const context = await contextWith({
      hosting: {
        state: 'unknown',
        detail: 'no account is signed in to github.com',
        advice: 'Sign in.',
      },
    });
    const before = bench.snapshot();
    assert.deepEqual(await seen(context), [
      'hostedRelease unknown: no account is signed in to github.com',
      'builds unknown: no account is signed in to github.com',
    ]);
    assertFailed(
      await runFacts(PUBLISH_FACTS, context),
      'hostedRelease',
      /no account is signed in/,
    );
    assert.equal(bench.snapshot(), before);
    assert.deepEqual(await seen(await contextWith({ hosting: undefined })), [
      'hostedRelease unknown: the remote is not on GitHub',
      'builds unknown: the remote is not on GitHub',
    ]);
  });

  it('is unknown where GitHub cannot be asked, and is not published blindly', async () => {
    const context = await contextWith();
    github.fail({ method: 'GET', path: /\/releases/, with: 503, times: 2 });
    const [state] = await seen(context);
    assert.match(state!, /^hostedRelease unknown: .* has a server error \(503\)/);
    assertFailed(await runFacts(PUBLISH_FACTS, context), 'hostedRelease', /503/);
    assert.deepEqual(writes(), []);
    assert.equal(bench.onRemote('tag', '--list', 'v0.2.0'), '');
  });

  it('is not published before its notes were written', async () => {
    const context = await contextWith({ publication: undefined });
    assertFailed(
      await runFacts(PUBLISH_FACTS, context),
      'hostedRelease',
      /notes have not been written/,
    );
    bench.assertReleased('0.2.0');
    assert.deepEqual(writes(), []);
    assert.equal((await runFacts(PUBLISH_FACTS, await contextWith())).result, 'done');
  });

  it('says what became of it where the answer was lost', async () => {
    const context = await contextWith();
    github.fail({ method: 'POST', path: /\/releases$/, with: 'cut', after: 'effect' });
    assert.equal((await runFacts(PUBLISH_FACTS, context)).result, 'done');
    assert.equal(github.repository().releases.length, 1);
    assert.equal(github.requests.filter(({ method }) => method === 'POST').length, 1);
  });

  it('holds with a draft where one was asked for, and then with more than that', async () => {
    const draft = await contextWith({ publication: { ...PUBLICATION, draft: true } });
    assert.equal((await runFacts(PUBLISH_FACTS, draft)).result, 'done');
    assert.equal((await seen(draft))[0], 'hostedRelease holds: draft');
    const context = await contextWith();
    assert.equal((await seen(context))[0], 'hostedRelease missing: Publish the draft of v0.2.0');
    assert.equal((await runFacts(PUBLISH_FACTS, context)).result, 'done');
    assert.equal(github.repository().releases.length, 1);
    // A user who still wants the draft has more.
    assert.equal((await runFacts(PUBLISH_FACTS, draft)).result, 'done');
    assert.equal((await seen(draft))[0], 'hostedRelease holds: published');
  });

  it('puts the notes into the Release that a workflow made', async () => {
    const first = await contextWith({ publication: undefined });
    await runFacts(PUBLISH_FACTS, first);
    github.syncRefs();
    const run = github.repository().runs.find(({ headBranch }) => headBranch === 'v0.2.0');
    assert.ok(run);
    github.botRelease(run.id, { body: 'by a robot' });
    assert.equal((await seen(first))[0], 'hostedRelease holds: published by a workflow');
    const context = await contextWith();
    assert.equal(
      (await seen(context))[0],
      'hostedRelease missing: Put the notes into the Release v0.2.0 that exists',
    );
    assert.equal((await runFacts(PUBLISH_FACTS, context)).result, 'done');
    assert.deepEqual(
      github.repository().releases.map(({ body }) => body),
      [PUBLICATION.notes],
    );
  });

  it('holds as it is where it is immutable', async () => {
    github.repository().immutableReleases = true;
    assert.equal((await runFacts(PUBLISH_FACTS, await contextWith())).result, 'done');
    assert.equal(
      (await seen(await contextWith({ publication: { ...PUBLICATION, notes: 'other' } })))[0],
      'hostedRelease holds: published, immutable',
    );
  });

  it('stops where the tag belonged to an immutable Release', async () => {
    const context = await contextWith();
    github.burnTag('v0.2.0');
    assertFailed(
      await runFacts(PUBLISH_FACTS, context),
      'hostedRelease',
      /immutable Release and can never be used again/,
    );
    assert.deepEqual(github.repository().releases, []);
  });
});
