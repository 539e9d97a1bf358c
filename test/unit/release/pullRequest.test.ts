import * as assert from 'node:assert/strict';
import { GitHubHost } from '../../../src/github/address';
import { GitHubClient } from '../../../src/github/client';
import {
  type FactReport,
  observeAll,
  type Outcome,
  RELEASE_FACTS,
  runFacts,
  undoAll,
} from '../../../src/release/engine';
import type { Hosting } from '../../../src/release/hosting';
import { throughPullRequest } from '../../../src/release/intent';
import { MemoryJournal } from '../../../src/release/record/journal';
import { readRecord } from '../../../src/release/record/releaseRecord';
import { ReleaseContext } from '../../../src/release/releaseContext';
import { FakeGitHub } from '../../fakes/github/fakeGitHub';
import { validateExchange } from '../../fakes/github/openapi/validate';
import { git } from '../../fixtures/git';
import { ReleaseBench } from '../support/release';

const BRANCH = 'release/v0.2.0';

describe('a release through a pull request', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  let github: FakeGitHub;
  let hosting: Hosting | undefined;

  beforeEach(async () => {
    bench = new ReleaseBench();
    github = await FakeGitHub.start({ base: '/api/v3' });
    github.addToken('user-token', { login: 'maintainer', scopes: ['repo', 'workflow'] });
    github.addRepository({ owner: 'BudEcosystem', name: 'budtiktok', bare: bench.remote });
    github.addRuleset({ target: 'branch', include: ['~DEFAULT_BRANCH'], rules: ['pull_request'] });
    const client = await GitHubClient.create(
      { host: new URL(github.origin).host, owner: 'BudEcosystem', name: 'budtiktok' },
      'user-token',
      { userAgent: 'test' },
    );
    hosting = {
      state: 'seen',
      host: new GitHubHost(client, () => Promise.resolve({ state: 'none', detail: '' })),
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

  async function start(): Promise<ReleaseContext> {
    const { intent } = await bench.prepare('0.2.0');
    const { tree, repository } = bench.at(bench.workspace);
    return new ReleaseContext(throughPullRequest(intent, false), tree, repository, {
      askRemote: true,
      hosting,
    });
  }

  /** What another process knows of the release: what its record holds. */
  function again({ intent, journal: { made } }: ReleaseContext): ReleaseContext {
    const stored = readRecord(JSON.parse(JSON.stringify({ intent, made })));
    assert.ok(stored);
    const { tree, repository } = bench.at(bench.workspace);
    return new ReleaseContext(stored.intent, tree, repository, {
      askRemote: true,
      hosting,
      journal: new MemoryJournal(stored),
    });
  }

  const run = (context: ReleaseContext) => runFacts(RELEASE_FACTS, context);

  const observation = async (context: ReleaseContext, wanted: FactReport['id']) => {
    context.forget();
    const facts = await observeAll(RELEASE_FACTS, context);
    return facts.find(({ id }) => id === wanted)?.observation;
  };

  function assertWaiting(outcome: Outcome): void {
    assert.equal(outcome.result, 'waiting', JSON.stringify(outcome));
    assert.equal(outcome.fact.id, 'remoteBranch');
  }

  it('refuses a push to the branch that is protected, in the words of GitHub', async () => {
    const outcome = await bench.release(await bench.context('0.2.0'));
    assert.equal(outcome.result, 'failed');
    assert.equal(outcome.failure.fact, 'remoteBranch');
    assert.match(outcome.failure.message, /main/);
    assert.match(String((outcome.failure.cause as { output?: string }).output), /GH013/);
  });

  it('pushes the commit to a branch of its own, opens one pull request, and waits', async () => {
    const context = await start();
    assertWaiting(await run(context));
    const commit = bench.git('rev-parse', 'HEAD');
    assert.equal(bench.onRemote('rev-parse', BRANCH), commit);
    assert.equal(bench.onRemote('tag', '-l', 'v0.2.0'), '');
    const pull = github.pullRequest();
    assert.deepEqual(
      [pull.title, pull.head, pull.base, pull.state],
      ['chore: bump version to 0.2.0', BRANCH, 'main', 'open'],
    );
    assert.match(pull.body ?? '', /Releases budtiktok 0\.2\.0, after 0\.1\.0\./);
    assert.match(pull.body ?? '', /^- feat\(core\): count tokens without allocating$/m);
    // In another window, after a crash that lost the number.
    const other = again(context);
    await other.journal.note({ pullRequest: undefined });
    assertWaiting(await run(other));
    assert.equal(github.repository().pullRequests.length, 1);
    assert.deepEqual(await observation(other, 'remoteBranch'), {
      state: 'inProgress',
      detail: '#1 waits to be merged',
    });
  });

  it('says which checks a pull request waits for, and which failed', async () => {
    const context = await start();
    await run(context);
    const { headSha } = github.pullRequest();
    github.addCheck(headSha, 'build', null);
    github.addCheck(headSha, 'lint', 'success');
    const said = async () => (await observation(context, 'remoteBranch'))?.detail;
    assert.equal(await said(), '#1 waits for 1 check');
    github.addStatus(headSha, 'jenkins', 'failure');
    assert.equal(await said(), '#1 is not merged yet. Failed: jenkins');
  });

  for (const method of ['merge', 'squash', 'rebase'] as const) {
    it(`tags the commit of a ${method}, and brings the local branch to it`, async () => {
      const context = await start();
      assertWaiting(await run(context));
      const proposed = bench.git('rev-parse', 'HEAD');
      const merged = github.merge(method);
      assert.equal(method === 'merge' || merged !== proposed, true);
      const resumed = again(context);
      assert.equal((await run(resumed)).result, 'done');
      assert.equal(bench.onRemote('rev-parse', 'v0.2.0^{commit}'), merged);
      assert.equal(bench.onRemote('rev-parse', 'main'), merged);
      assert.equal(bench.git('rev-parse', 'main'), merged);
      assert.equal(bench.git('status', '--porcelain'), '');
      assert.equal((await run(again(resumed))).result, 'done');
      // From another clone, or after the record is gone. The release branch is still there.
      const before = bench.snapshot();
      assert.equal((await run(await start())).result, 'done');
      assert.equal(bench.snapshot(), before);
      assert.equal(github.repository().pullRequests.length, 1);
    });

    it(`finds the commit of a ${method} where the remote is not on GitHub`, async () => {
      hosting = undefined;
      const context = await start();
      assertWaiting(await run(context));
      assert.deepEqual(await observation(context, 'remoteBranch'), {
        state: 'inProgress',
        detail: `Open a pull request from ${BRANCH} into main, and merge it`,
      });
      github.repository().pullRequests.length = 0;
      openByHand();
      const merged = github.merge(method);
      assert.equal((await run(again(context))).result, 'done');
      assert.equal(bench.onRemote('rev-parse', 'v0.2.0^{commit}'), merged);
    });
  }

  function openByHand(): void {
    const repository = github.repository();
    repository.pullRequests.push({
      id: 1,
      number: 1,
      title: 'Release',
      body: null,
      head: BRANCH,
      base: 'main',
      headSha: bench.onRemote('rev-parse', BRANCH),
      state: 'open',
      draft: false,
      author: 'maintainer',
      createdAt: 0,
      updatedAt: 0,
      closedAt: null,
      mergedAt: null,
      mergedBy: null,
      mergeCommit: null,
    });
  }

  it('finds the merged commit beside those that others pushed in the meantime', async () => {
    const context = await start();
    await run(context);
    const clone = bench.somebodyElse();
    git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'feat: before');
    pushAsAdmin(clone);
    const merged = github.merge('squash');
    git(clone, 'pull', '--quiet', '--ff-only');
    git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'feat: after');
    pushAsAdmin(clone);
    assert.equal((await run(again(context))).result, 'done');
    assert.equal(bench.onRemote('rev-parse', 'v0.2.0^{commit}'), merged);
    assert.equal(bench.git('rev-parse', 'main'), bench.onRemote('rev-parse', 'main'));
  });

  function pushAsAdmin(clone: string): void {
    git(clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/incoming');
    bench.onRemote('update-ref', 'refs/heads/main', bench.onRemote('rev-parse', 'incoming'));
  }

  it('goes on with the merged commit whatever is checked out and changed here', async () => {
    const context = await start();
    await run(context);
    const merged = github.merge('squash');
    // As GitHub does with "automatically delete head branches".
    bench.onRemote('update-ref', '-d', `refs/heads/${BRANCH}`);
    bench.git('switch', '--quiet', '--create', 'feature', 'main~1');
    const outcome = await run(again(context));
    assert.equal(outcome.result, 'done', JSON.stringify(outcome));
    assert.equal(bench.onRemote('rev-parse', 'v0.2.0^{commit}'), merged);
    assert.equal(bench.git('symbolic-ref', '--short', 'HEAD'), 'feature');
    assert.equal(bench.onRemote('branch', '--list', BRANCH), '', 'it is not pushed again');
  });

  it('shows what a reviewer changed in the merged commit, and tags nothing before', async () => {
    const context = await start();
    await run(context);
    const clone = bench.somebodyElse();
    git(clone, 'switch', '--quiet', BRANCH);
    git(clone, 'rm', '--quiet', 'README.md');
    git(clone, 'commit', '--quiet', '--message', 'docs: no readme');
    git(clone, 'push', '--quiet', 'origin', BRANCH);
    github.merge('squash');
    const resumed = again(context);
    const outcome = await run(resumed);
    assert.equal(outcome.result, 'failed');
    assert.match(outcome.failure.message, /holds changes of README\.md that were not planned/);
    assert.equal(bench.onRemote('tag', '-l', 'v0.2.0'), '');
    await resumed.journal.note({ accepted: resumed.journal.made.merged });
    assert.equal((await run(resumed)).result, 'done');
  });

  it('tags nothing where the merged commit has lost the version', async () => {
    const context = await start();
    await run(context);
    const clone = bench.somebodyElse();
    git(clone, 'switch', '--quiet', BRANCH);
    git(clone, 'checkout', '--quiet', 'HEAD~1', '--', 'Cargo.toml');
    git(clone, 'commit', '--quiet', '--message', 'chore: not yet');
    git(clone, 'push', '--quiet', 'origin', BRANCH);
    github.merge('squash');
    const outcome = await run(again(context));
    assert.equal(outcome.result, 'failed');
    assert.match(outcome.failure.message, /does not hold 0\.2\.0 in every version site/);
    assert.equal(bench.onRemote('tag', '-l', 'v0.2.0'), '');
  });

  it('stops where the pull request was closed, or conflicts with its base', async () => {
    const context = await start();
    await run(context);
    const pull = github.pullRequest();
    pull.state = 'closed';
    const outcome = await run(again(context));
    assert.equal(outcome.result, 'failed');
    assert.match(outcome.failure.message, /#1 was closed and not merged/);
    pull.state = 'open';
    const clone = bench.somebodyElse();
    git(clone, 'mv', 'Cargo.toml', 'Other.toml');
    git(clone, 'rm', '--quiet', 'crates/budtiktok-python/pyproject.toml');
    git(clone, 'commit', '--quiet', '--message', 'chore: gone');
    pushAsAdmin(clone);
    assert.deepEqual(await observation(again(context), 'remoteBranch'), {
      state: 'conflict',
      detail: '#1 conflicts with main',
      advice: 'Resolve the conflicts in the pull request, or undo the release.',
    });
  });

  it('closes the pull request, deletes its branch and takes the commit back, as long as nothing is merged', async () => {
    const before = bench.snapshot();
    const context = await start();
    await run(context);
    const undone = await undoAll(RELEASE_FACTS, again(context));
    assert.deepEqual(undone.kept, []);
    assert.equal(undone.undone[0], '#1 was closed');
    assert.equal(undone.undone[1], `${BRANCH} was deleted on origin`);
    assert.equal(bench.snapshot(), before);
    assert.equal(github.pullRequest().state, 'closed');
    assertWaiting(await run(await start()));
    assert.equal(github.repository().pullRequests.length, 2, 'a closed one is not used again');
  });

  it('keeps a branch that others have pushed to', async () => {
    const context = await start();
    await run(context);
    const clone = bench.somebodyElse();
    git(clone, 'switch', '--quiet', BRANCH);
    git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'fix: more');
    git(clone, 'push', '--quiet', 'origin', BRANCH);
    const { kept } = await undoAll(RELEASE_FACTS, again(context));
    assert.match(kept[0] ?? '', /release\/v0\.2\.0 stays on origin, because other commits/);
    assert.equal(bench.onRemote('log', '-1', '--format=%s', BRANCH), 'fix: more');
  });

  it('undoes nothing once it is merged, and says so', async () => {
    const context = await start();
    await run(context);
    github.merge('squash');
    const before = bench.snapshot();
    const { undone, kept } = await undoAll(RELEASE_FACTS, again(context));
    assert.deepEqual(undone, []);
    assert.match(kept.join(), /^0\.2\.0 stays, because it is merged into main\./);
    assert.equal(bench.snapshot(), before);
  });

  it('takes a lost answer of GitHub for what it is: the pull request is there', async () => {
    github.fail({ method: 'POST', path: /\/pulls$/, after: 'effect', with: 'cut' });
    assertWaiting(await run(await start()));
    assert.equal(github.repository().pullRequests.length, 1);
  });
});
