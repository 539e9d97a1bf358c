import * as assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import {
  runFacts,
  RELEASE_FACTS,
  undoAll,
  type FactReport,
  type Outcome,
} from '../../../src/release/engine';
import type { Fact } from '../../../src/release/fact';
import { tag } from '../../../src/release/facts/tag';
import { ReleaseContext } from '../../../src/release/releaseContext';
import { git } from '../../fixtures/git';
import { installHook } from '../../fixtures/sample';
import { ReleaseBench } from '../support/release';

function assertFailed(outcome: Outcome, fact: string, message: RegExp): void {
  assert.equal(outcome.result, 'failed');
  assert.equal(outcome.failure.fact, fact, outcome.failure.message);
  assert.match(outcome.failure.message, message);
  assert.notEqual(outcome.failure.advice, '');
}

describe('a release over real git', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench();
  });
  afterEach(() => bench.dispose());

  const holds = {
    versions: 'holds',
    locks: 'holds',
    commit: 'holds',
    tag: 'holds',
    remoteBranch: 'holds',
    remoteTag: 'holds',
  };

  it('makes every fact true, and nothing the second time', async () => {
    const context = await bench.context('0.2.0');
    assert.deepEqual(await bench.states(context), {
      versions: 'missing',
      locks: 'missing',
      commit: 'missing',
      tag: 'missing',
      remoteBranch: 'missing',
      remoteTag: 'missing',
    });
    assert.equal((await bench.release(context)).result, 'done');
    bench.assertReleased('0.2.0');
    assert.equal(bench.git('status', '--porcelain'), '');

    const before = bench.snapshot();
    const again: FactReport[][] = [];
    const outcome = await runFacts(RELEASE_FACTS, context, {
      report: facts => again.push([...facts]),
    });
    assert.equal(outcome.result, 'done');
    assert.ok(!again.flat().some(({ inProgress }) => inProgress));
    assert.equal(bench.snapshot(), before);
  });

  it('is seen as it has become, also where it is made while something else looks', async () => {
    const context = await bench.context('0.2.0');
    await context.look(async () => {
      const before = await context.head();
      assert.equal((await bench.release(context)).result, 'done');
      assert.notEqual((await context.head()).commit, before.commit);
    });
    bench.assertReleased('0.2.0');
  });

  it('spells a pre-release as each scheme does', async () => {
    assert.equal((await bench.release(await bench.context('0.2.0-rc.1'))).result, 'done');
    bench.assertReleased('0.2.0-rc.1');
    assert.match(bench.read('crates/budtiktok-python/pyproject.toml'), /^version = "0\.2\.0rc1"$/m);
    assert.match(bench.read('Cargo.toml'), /^version = "0\.2\.0-rc\.1"$/m);
  });

  it('releases the version that is in the files without a commit', async () => {
    const head = bench.git('rev-parse', 'HEAD');
    const context = await bench.context('0.1.0');
    assert.deepEqual(await bench.states(context), {
      ...holds,
      tag: 'missing',
      remoteTag: 'missing',
    });
    assert.equal((await bench.release(context)).result, 'done');
    assert.equal(bench.onRemote('rev-parse', 'v0.1.0^{commit}'), head);
    assert.equal(bench.onRemote('rev-parse', 'main'), head);
  });

  it('reports each fact while it is made', async () => {
    const made: string[] = [];
    await runFacts(RELEASE_FACTS, await bench.context('0.2.0'), {
      report: facts => {
        const working = facts.find(({ inProgress }) => inProgress);
        if (working !== undefined && made.at(-1) !== working.id) made.push(working.id);
      },
    });
    assert.deepEqual(
      made,
      ['versions', 'commit', 'remoteBranch', 'tag', 'remoteTag'],
      'manifests and locks are written together',
    );
  });

  it('stops between two facts when it is cancelled, and goes on from there', async () => {
    const context = await bench.context('0.2.0');
    const abort = new AbortController();
    const outcome = await runFacts(RELEASE_FACTS, context, {
      signal: abort.signal,
      report: facts => {
        if (facts.some(({ id, inProgress }) => id === 'commit' && inProgress)) abort.abort();
      },
    });
    assert.equal(outcome.result, 'cancelled');
    assert.deepEqual(await bench.states(context), {
      ...holds,
      tag: 'missing',
      remoteBranch: 'missing',
      remoteTag: 'missing',
    });
    assert.equal((await bench.release(context)).result, 'done');
    bench.assertReleased('0.2.0');
  });

  it('leaves no tag behind where the branch is refused, even if git is set to push tags along', async () => {
    bench.git('config', 'push.followTags', 'true');
    installHook(
      bench.remote,
      'update',
      'case $1 in refs/heads/*) echo "closed" >&2; exit 1;; esac',
    );
    const context = await bench.context('0.2.0');
    assertFailed(
      await bench.release(context),
      'remoteBranch',
      /refuses the push of refs\/heads\/main: .*Git said: remote: closed$/,
    );
    assert.equal(bench.onRemote('tag', '-l', 'v0.2.0'), '');
    assert.equal(bench.git('tag', '-l', 'v0.2.0'), '');
  });

  it('releases from a worktree', async () => {
    const worktree = path.join(bench.dir, 'worktree');
    bench.git('checkout', '--quiet', '-b', 'parked');
    bench.git('worktree', 'add', '--quiet', worktree, 'main');
    const other = bench.at(worktree);
    assert.equal((await other.release(await other.context('0.2.0'))).result, 'done');
    bench.assertReleased('0.2.0');
  });

  describe('recognises what the user did by hand', () => {
    it('edited files', async () => {
      bench.replace('Cargo.toml', 'version = "0.1.0"\nedition', 'version = "0.2.0"\nedition');
      bench.replace('crates/budtiktok-python/pyproject.toml', '"0.1.0"', '"0.2.0"');
      assert.equal((await bench.release(await bench.context('0.2.0'))).result, 'done');
      bench.assertReleased('0.2.0');
    });

    it('a commit with the bump, and work on top of it', async () => {
      const context = await bench.context('0.2.0');
      const abort = new AbortController();
      await runFacts(RELEASE_FACTS, context, {
        signal: abort.signal,
        report: facts => {
          if (facts.some(({ id, inProgress }) => id === 'commit' && inProgress)) abort.abort();
        },
      });
      const bump = bench.git('rev-parse', 'HEAD');
      bench.write('README.md', 'more\n');
      bench.git('commit', '--quiet', '-am', 'docs: more');
      assert.equal((await bench.release(context)).result, 'done');
      assert.equal(
        bench.onRemote('rev-parse', 'v0.2.0^{commit}'),
        bump,
        'the tag is on the bump, not on what came later',
      );
      // What came later is the user's to push.
      assert.equal(bench.onRemote('rev-parse', 'main'), bump);
    });

    it('everything', async () => {
      await bench.release(await bench.context('0.2.0'));
      const before = bench.snapshot();
      // Another computer, another day: nothing is known but the intent.
      const context = new ReleaseContext(
        (await bench.prepare('0.2.0')).intent,
        bench.tree,
        bench.repository,
        { askRemote: true },
      );
      assert.deepEqual(await bench.states(context), holds);
      assert.equal((await bench.release(context)).result, 'done');
      assert.equal(bench.snapshot(), before);
    });

    it('a tag that was pushed from elsewhere', async () => {
      const context = await bench.context('0.2.0');
      await bench.release(context);
      bench.git('tag', '-d', 'v0.2.0');
      const there = bench.onRemote('rev-parse', 'v0.2.0');
      assert.equal((await bench.release(context)).result, 'done');
      assert.equal(
        bench.git('rev-parse', 'v0.2.0'),
        there,
        'the same tag object, fetched and not made again',
      );
    });
  });

  describe('with bad input', () => {
    it('a read-only file: no file is written', async () => {
      chmodSync(path.join(bench.workspace, 'Cargo.lock'), 0o444);
      const before = bench.snapshot();
      assertFailed(
        await bench.release(await bench.context('0.2.0')),
        'versions',
        /Cargo\.lock is read-only\. Nothing was written/,
      );
      assert.equal(bench.snapshot(), before);
    });

    it('a file that is deleted between plan and write: no file is written', async () => {
      const context = await bench.context('0.2.0');
      await context.plan();
      const file = 'crates/budtiktok-python/python/budtiktok/__init__.py';
      rmSync(path.join(bench.workspace, file));
      assertFailed(
        await bench.release(context),
        'versions',
        /__init__\.py is no longer there\. Nothing was written/,
      );
      assert.match(bench.read('Cargo.toml'), /version = "0\.1\.0"/);
      assert.equal(bench.git('status', '--porcelain'), `D ${file}`.padStart(file.length + 3));
    });

    it('other changes in a version file: they are not committed', async () => {
      bench.replace('Cargo.toml', 'resolver = "2"', 'resolver = "2" # mine');
      assertFailed(
        await bench.release(await bench.context('0.2.0')),
        'commit',
        /Cargo\.toml holds other changes beside the version/,
      );
      assert.equal(bench.git('log', '--oneline', 'origin/main..HEAD'), '');
    });

    it('a foreign staged file: it is not committed', async () => {
      bench.write('README.md', 'mine\n');
      bench.git('add', 'README.md');
      assertFailed(
        await bench.release(await bench.context('0.2.0')),
        'commit',
        /README\.md is staged and does not belong to the release/,
      );
      assert.equal(bench.git('diff', '--cached', '--name-only'), 'README.md');
    });

    it('changes elsewhere that are not staged stay as they are', async () => {
      bench.write('README.md', 'mine\n');
      assert.equal((await bench.release(await bench.context('0.2.0'))).result, 'done');
      bench.assertReleased('0.2.0');
      assert.equal(bench.git('status', '--porcelain'), 'M README.md'.padStart(12));
    });

    for (const flag of ['--assume-unchanged', '--skip-worktree'])
      it(`a version file that is marked ${flag}: nothing is tagged or pushed`, async () => {
        const before = bench.onRemote('rev-parse', 'main');
        bench.git('update-index', flag, 'Cargo.toml');
        const outcome = await bench.release(await bench.context('0.2.0'));
        assert.equal(outcome.result, 'failed');
        assert.equal(bench.git('tag', '--list', 'v0.2.0'), '');
        assert.equal(bench.onRemote('rev-parse', 'main'), before);
      });

    it('work that is committed on top while the branch is pushed: it is not published', async () => {
      installHook(
        bench.workspace,
        'pre-push',
        'test -e .git/wip && exit 0; touch .git/wip; git commit --quiet --allow-empty -m "wip: do not publish"',
      );
      await bench.release(await bench.context('0.2.0'));
      assert.match(bench.git('log', '--format=%s'), /wip/);
      assert.doesNotMatch(bench.onRemote('log', '--format=%s', 'main'), /wip/);
    });

    it('a detached HEAD', async () => {
      const context = await bench.context('0.2.0');
      bench.git('checkout', '--quiet', '--detach');
      const before = bench.snapshot();
      assertFailed(await bench.release(context), 'commit', /HEAD is detached/);
      assert.equal(bench.snapshot(), before);
    });

    it('another branch', async () => {
      const context = await bench.context('0.2.0');
      bench.git('checkout', '--quiet', '-b', 'feature');
      assertFailed(await bench.release(context), 'commit', /feature is checked out/);
    });

    it('no git identity', async () => {
      bench.git('config', '--unset', 'user.email');
      assertFailed(
        await bench.release(await bench.context('0.2.0')),
        'commit',
        /Git does not know who you are/,
      );
      assert.equal(bench.git('diff', '--cached', '--name-only'), '', 'nothing stays staged');
    });

    it('a commit that a hook refuses: nothing stays staged, and it goes on once the hook agrees', async () => {
      installHook(
        bench.workspace,
        'pre-commit',
        'test -f allow || { echo "lint: trailing blanks" >&2; exit 1; }',
      );
      const context = await bench.context('0.2.0');
      assertFailed(
        await bench.release(context),
        'commit',
        /A hook of this repository refused the commit\. It said: lint: trailing blanks/,
      );
      assert.equal(bench.git('diff', '--cached', '--name-only'), '');
      bench.write('allow', '');
      assert.equal((await bench.release(context)).result, 'done');
      bench.assertReleased('0.2.0');
    });

    it('a hook that puts more into the commit: nothing is tagged until the user has looked', async () => {
      installHook(
        bench.workspace,
        'pre-commit',
        'echo generated > generated.txt && git add generated.txt',
      );
      const context = await bench.context('0.2.0');
      assertFailed(
        await bench.release(context),
        'commit',
        /holds changes of generated\.txt that were not planned/,
      );
      assert.equal(bench.git('tag', '-l', 'v0.2.0'), '');
    });

    it('a push that a hook of the remote declines: the tag is not pushed', async () => {
      installHook(
        bench.remote,
        'pre-receive',
        'while read old new ref; do case $ref in refs/heads/*) echo "GH006: Protected branch update failed" >&2; exit 1;; esac; done',
      );
      const before = bench.onRemote('for-each-ref');
      const context = await bench.context('0.2.0');
      assertFailed(
        await bench.release(context),
        'remoteBranch',
        /^main is protected on the remote\. Git said: remote: GH006/,
      );
      assert.equal(bench.onRemote('for-each-ref'), before);
      rmSync(path.join(bench.remote, 'hooks/pre-receive'));
      assert.equal((await bench.release(context)).result, 'done');
      bench.assertReleased('0.2.0');
    });

    it('a tag push that is refused: the branch is there, and it goes on at the tag', async () => {
      installHook(
        bench.remote,
        'update',
        'case $1 in refs/tags/*) echo "tags are closed" >&2; exit 1;; esac',
      );
      const context = await bench.context('0.2.0');
      assertFailed(await bench.release(context), 'remoteTag', /tags are closed|declined/);
      assert.deepEqual(await bench.states(context), { ...holds, remoteTag: 'missing' });
      rmSync(path.join(bench.remote, 'hooks/update'));
      assert.equal((await bench.release(context)).result, 'done');
      bench.assertReleased('0.2.0');
    });

    it('a remote that has commits which are not here: nothing is pushed', async () => {
      const context = await bench.context('0.2.0');
      const clone = bench.somebodyElse();
      git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'theirs');
      git(clone, 'push', '--quiet');
      const theirs = bench.onRemote('rev-parse', 'main');
      assertFailed(
        await bench.release(context),
        'remoteBranch',
        /origin\/main has commits that are not here/,
      );
      assert.equal(bench.git('status', '--porcelain'), '');
      assert.equal(bench.onRemote('rev-parse', 'main'), theirs);
      assert.equal(bench.onRemote('tag', '-l', 'v0.2.0'), '');
    });

    it('a remote that cannot be reached: nothing is touched', async () => {
      const context = await bench.context('0.2.0');
      bench.git('remote', 'set-url', 'origin', path.join(bench.dir, 'gone.git'));
      const before = bench.git('status', '--porcelain');
      assertFailed(await bench.release(context), 'remoteBranch', /origin did not answer/);
      assert.equal(bench.git('status', '--porcelain'), before);
      assert.equal(bench.git('log', '--oneline', 'origin/main..HEAD'), '');
    });

    it('a remote that goes away during the release: nothing is taken for done', async () => {
      const context = await bench.context('0.2.0');
      const outcome = await runFacts(RELEASE_FACTS, context, {
        report: facts => {
          if (facts.some(({ id, inProgress }) => id === 'remoteBranch' && inProgress))
            bench.git('remote', 'set-url', 'origin', path.join(bench.dir, 'gone.git'));
        },
      });
      assertFailed(
        outcome,
        'remoteBranch',
        /cannot be reached|not a repository that you can reach/,
      );
      assert.deepEqual(await bench.states(context), {
        ...holds,
        remoteBranch: 'unknown',
        tag: 'missing',
        remoteTag: 'unknown',
      });
    });

    it('a push that reports success and moves nothing: it is not believed', async () => {
      const context = await bench.context('0.2.0');
      bench.repository.push = () => Promise.resolve();
      assertFailed(
        await bench.release(context),
        'remoteBranch',
        /No error was reported, and still it is not so/,
      );
    });

    it('a remote that changes between the look and the step: the step asks it again', async () => {
      const context = await bench.context('0.2.0');
      const seen: string[][] = [];
      const refs = async () => {
        const remote = await context.remote();
        return remote.state === 'seen' ? [...remote.refs.keys()] : [];
      };
      const fact: Fact = {
        id: 'remoteTag',
        title: () => 'Tag on origin',
        observe: async () => {
          await refs();
          return seen.length > 0
            ? { state: 'holds', detail: 'made' }
            : { state: 'missing', detail: 'not made' };
        },
        make: async () => {
          seen.push(await refs());
        },
      };
      const report = (facts: readonly FactReport[]) => {
        if (facts.some(({ inProgress }) => inProgress))
          git(bench.remote, 'tag', 'v0.2.0', bench.onRemote('rev-parse', 'main'));
      };
      assert.equal((await runFacts([fact], context, { report })).result, 'done');
      assert.deepEqual(seen, [['refs/heads/main', 'refs/tags/v0.2.0']]);
    });

    it('a push that arrives while its answer is lost: it is done', async () => {
      const context = await bench.context('0.2.0');
      const push = bench.repository.push.bind(bench.repository);
      bench.repository.push = async (...given) => {
        await push(...given);
        throw new Error('The connection was closed.');
      };
      assert.equal((await bench.release(context)).result, 'done');
      bench.assertReleased('0.2.0');
    });

    for (const [name, place] of [
      ['locally', 'here'],
      ['on the remote', 'there'],
    ] as const) {
      it(`the tag exists ${name} on another commit: it is not moved`, async () => {
        const other = bench.git('rev-parse', 'HEAD~1');
        bench.git('tag', '-a', 'v0.2.0', '-m', 'other', other);
        if (place === 'there') {
          bench.git('push', '--quiet', 'origin', 'v0.2.0');
          bench.git('tag', '-d', 'v0.2.0');
        }
        const before = bench.snapshot();
        assertFailed(
          await bench.release(await bench.context('0.2.0')),
          'tag',
          /v0\.2\.0 .*another commit/,
        );
        assert.equal(bench.snapshot(), before, 'nothing is touched');
        const where =
          place === 'there'
            ? bench.onRemote('rev-parse', 'v0.2.0^{commit}')
            : bench.git('rev-parse', 'v0.2.0^{commit}');
        assert.equal(where, other);
      });
    }

    it('a lightweight tag of ours that no one has: it is not pushed as it is', async () => {
      const context = await bench.context('0.1.0');
      bench.git('tag', 'v0.1.0');
      const silent = new ReleaseContext(context.intent, bench.tree, bench.repository, {
        askRemote: false,
      });
      assert.equal((await tag.observe(silent)).state, 'unknown', 'the remote may have it as it is');
      assertFailed(await bench.release(context), 'tag', /lightweight tag, not an annotated one/);
      assert.equal(bench.onRemote('tag', '-l', 'v0.1.0'), '');
      bench.git('push', '--quiet', 'origin', 'v0.1.0');
      assert.equal(
        (await bench.release(context)).result,
        'done',
        'once others may have it, it is what it is',
      );
    });

    it('a branch with the name of the tag', async () => {
      bench.git('branch', 'v0.2.0');
      bench.git('push', '--quiet', 'origin', 'refs/heads/v0.2.0');
      assert.equal((await bench.release(await bench.context('0.2.0'))).result, 'done');
      assert.equal(bench.onRemote('cat-file', '-t', 'refs/tags/v0.2.0'), 'tag');
    });

    it('the package is gone', async () => {
      const context = await bench.context('0.2.0');
      bench.write('crates/budtiktok-python/pyproject.toml', '[project\n');
      assertFailed(
        await bench.release(context),
        'versions',
        /budtiktok was not found in crates\/budtiktok-python\/pyproject\.toml/,
      );
    });
  });

  describe('undo', () => {
    it('takes back commit and files that are only here', async () => {
      installHook(bench.remote, 'pre-receive', 'exit 1');
      const before = bench.snapshot();
      const context = await bench.context('0.2.0');
      assert.equal((await bench.release(context)).result, 'failed');
      assert.notEqual(bench.snapshot(), before);
      const { undone, kept } = await undoAll(RELEASE_FACTS, context);
      assert.equal(undone.length, 2, undone.join());
      assert.deepEqual(kept, []);
      assert.equal(bench.snapshot(), before);
    });

    it('takes back a tag that is only here, and leaves the commit that is on the remote', async () => {
      installHook(bench.remote, 'update', 'case $1 in refs/tags/*) exit 1;; esac');
      const context = await bench.context('0.2.0');
      assertFailed(
        await bench.release(context),
        'remoteTag',
        /refuses the push of refs\/tags\/v0\.2\.0/,
      );
      assert.equal(bench.git('tag', '-l', 'v0.2.0'), 'v0.2.0');
      const head = bench.git('rev-parse', 'HEAD');
      assert.deepEqual(await undoAll(RELEASE_FACTS, context), {
        undone: ['v0.2.0 was deleted here'],
        kept: [`${head.slice(0, 7)} stays, because it is on origin already`],
      });
      assert.equal(bench.git('rev-parse', 'HEAD'), head);
      assert.equal(bench.git('tag', '-l', 'v0.2.0'), '');
      assert.equal(bench.git('status', '--porcelain'), '');
    });

    it('leaves later work alone', async () => {
      installHook(bench.remote, 'pre-receive', 'exit 1');
      const context = await bench.context('0.2.0');
      await bench.release(context);
      bench.write('README.md', 'more\n');
      bench.git('commit', '--quiet', '-am', 'docs: more');
      const head = bench.git('rev-parse', 'HEAD');
      await undoAll(RELEASE_FACTS, context);
      assert.equal(bench.git('rev-parse', 'HEAD'), head);
      assert.equal(bench.git('tag', '-l', 'v0.2.0'), '');
      assert.match(bench.read('Cargo.toml'), /version = "0\.2\.0"/);
    });

    it('takes back edited files alone, and no other change in them', async () => {
      installHook(bench.workspace, 'pre-commit', 'exit 1');
      const context = await bench.context('0.2.0');
      await bench.release(context);
      bench.replace('Cargo.toml', 'resolver = "2"', 'resolver = "2" # mine');
      await undoAll(RELEASE_FACTS, context);
      assert.match(bench.read('Cargo.toml'), /# mine/);
      assert.equal(
        bench.git('status', '--porcelain'),
        'M Cargo.toml'.padStart(13),
        'the file with other changes is left as it is',
      );
    });

    it('undoes nothing once the tag is on the remote', async () => {
      const context = await bench.context('0.2.0');
      await bench.release(context);
      const before = bench.snapshot();
      await assert.rejects(
        undoAll(RELEASE_FACTS, context),
        /v0\.2\.0 is on origin already\. Nothing is undone from there on/,
      );
      assert.equal(bench.snapshot(), before);
    });

    it('undoes nothing while no one knows what the remote has', async () => {
      installHook(bench.remote, 'update', 'case $1 in refs/tags/*) exit 1;; esac');
      const context = await bench.context('0.2.0');
      await bench.release(context);
      bench.git('remote', 'set-url', 'origin', path.join(bench.dir, 'gone.git'));
      await assert.rejects(undoAll(RELEASE_FACTS, context), /did not answer/);
      assert.equal(bench.git('tag', '-l', 'v0.2.0'), 'v0.2.0');
    });

    it('does not take back a version that stood in the files before', async () => {
      const context = await bench.context('0.1.0');
      installHook(bench.remote, 'pre-receive', 'exit 1');
      const before = bench.snapshot();
      await bench.release(context);
      await undoAll(RELEASE_FACTS, context);
      assert.equal(bench.snapshot(), before);
      assert.ok(!existsSync(path.join(bench.workspace, '.git/refs/tags/v0.1.0')));
    });
  });
});
