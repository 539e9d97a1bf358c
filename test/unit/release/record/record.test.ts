import * as assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FILE_FACTS, RELEASE_FACTS, runFacts, undoAll } from '../../../../src/release/engine';
import { MemoryJournal } from '../../../../src/release/record/journal';
import {
  readRecord,
  recordEdit,
  revertEdit,
  sentBefore,
  withEdits,
} from '../../../../src/release/record/releaseRecord';
import { RecordError, recordFolder } from '../../../../src/release/record/recordFile';
import { StoredReleases } from '../../../../src/release/record/storedReleases';
import { ReleaseContext } from '../../../../src/release/releaseContext';
import { GitFailure } from '../../../../src/release/repository';
import { git } from '../../../fixtures/git';
import { installHook } from '../../../fixtures/sample';
import { ReleaseBench } from '../../support/release';

describe('The record of a release', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench();
  });
  afterEach(() => bench.dispose());

  /** Confirms a release as the editor does: claimed, and stored in the repository. */
  async function confirm(context: ReleaseContext): Promise<() => Promise<void>> {
    const stored = await StoredReleases.of(bench.workspace);
    const claimed = await stored.confirm(context.intent, bench.git('rev-parse', 'HEAD'));
    context.journal = claimed.journal;
    return () => claimed.release();
  }

  it('remembers after a restart which dispatch was sent', async () => {
    const context = await bench.context('0.2.0');
    const release = await confirm(context);
    const dispatch = { workflow: 'publish.yml', ref: 'v0.2.0', inputs: { publish: 'yes' } };
    await context.journal.note({ dispatches: [{ ...dispatch, at: 1, run: 7 }] });
    await release();
    const stored = await (await StoredReleases.of(bench.workspace)).record(context.intent.manifest);
    assert.ok(stored);
    assert.equal(sentBefore(stored.made, dispatch)?.run, 7);
    assert.equal(sentBefore(stored.made, { ...dispatch, inputs: { publish: 'no' } }), undefined);
    const broken = { ...stored, made: { dispatches: [{ ...dispatch, inputs: { publish: 1 } }] } };
    assert.equal(readRecord(broken), undefined);
  });

  it('names the base, the commit and the tag that were made', async () => {
    const base = bench.git('rev-parse', 'HEAD');
    const context = await bench.context('0.2.0');
    const end = await confirm(context);
    assert.equal((await bench.release(context)).result, 'done');
    await end();
    const record = await (await StoredReleases.of(bench.workspace)).record(context.intent.manifest);
    assert.equal(record?.base, base);
    assert.equal(record.made.commit, bench.git('rev-parse', 'HEAD'));
    assert.equal(record.made.tag, bench.git('rev-parse', 'refs/tags/v0.2.0'));
    assert.deepEqual(
      record.made.files?.map(({ file }) => file).sort(),
      bench.git('diff', '--name-only', 'HEAD~1').split('\n').sort(),
    );
  });

  it('is in the git directory that all worktrees share', async () => {
    const worktree = path.join(bench.dir, 'worktree');
    bench.git('worktree', 'add', '--quiet', '--detach', worktree);
    const folder = path.join(bench.workspace, '.git', 'budtiktok');
    assert.equal(await recordFolder(bench.workspace), folder);
    assert.equal(await recordFolder(worktree), folder);
  });

  it('is not read where a later version or another program wrote it', async () => {
    const { intent } = await bench.context('0.2.0');
    const right = { intent, made: { commit: 'a'.repeat(40) }, base: 'b'.repeat(40) };
    assert.ok(readRecord(right));
    for (const wrong of [
      { ...right, base: '--upload-pack=x' },
      { ...right, made: { commit: 'HEAD' } },
      { ...right, made: { tag: 7 } },
      { ...right, made: { files: [{ file: '../x', before: '', after: '', hunks: [] }] } },
      { ...right, made: { files: [{ file: '.git/config', before: '', after: '', hunks: [] }] } },
      { ...right, made: { index: [{ file: 'a', mode: '100644 x', object: 'a'.repeat(40) }] } },
      { ...right, made: undefined },
      { ...right, intent: { ...intent, version: 'x' } },
    ])
      assert.equal(readRecord(JSON.parse(JSON.stringify(wrong))), undefined, JSON.stringify(wrong));
    const folder = await recordFolder(bench.workspace);
    mkdirSync(folder, { recursive: true });
    for (const text of ['', '{', 'null', '[]', '{"schema":2,"releases":[]}']) {
      writeFileSync(path.join(folder, 'release.json'), text);
      const stored = await StoredReleases.of(bench.workspace);
      assert.equal(await stored.record(intent.manifest), undefined, text);
    }
  });

  it('is named where it cannot be written, with what to do', async () => {
    const folder = await recordFolder(bench.workspace);
    mkdirSync(path.join(folder, 'release.json', 'full'), { recursive: true });
    await assert.rejects(confirm(await bench.context('0.2.0')), (error: unknown) => {
      assert.ok(error instanceof RecordError);
      assert.match(error.message, /release\.json could not be written: /);
      assert.match(error.advice, /Resume Release/);
      return true;
    });
    assert.deepEqual(
      readdirSync(folder).filter(name => name.endsWith('.tmp')),
      [],
    );
  });

  it('is not overwritten where a later version wrote it', async () => {
    const file = path.join(await recordFolder(bench.workspace), 'release.json');
    const text = '{"schema":2,"releases":[{"new":true}]}';
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    await assert.rejects(confirm(await bench.context('0.2.0')), { reason: 'later' });
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  describe('with one owner at a time', () => {
    it('refuses a second program, and lets it go on once the first has ended', async () => {
      const context = await bench.context('0.2.0');
      const end = await confirm(context);
      await assert.rejects(
        confirm(await bench.context('0.3.0')),
        /budtiktok 0\.2\.0 is being released in another window/,
      );
      const stored = await StoredReleases.of(bench.workspace);
      await assert.rejects(stored.forget(context.intent.manifest), /in another window/);
      await end();
      await (
        await confirm(await bench.context('0.3.0'))
      )();
    });

    it('takes over from a program that is gone, or that has not shown itself for long', async () => {
      const folder = await recordFolder(bench.workspace);
      mkdirSync(folder, { recursive: true });
      const file = path.join(folder, 'release.lock');
      const owner = { id: 'x', pid: 2 ** 30, hostname: os.hostname(), making: 'budtiktok 0.1.0' };
      writeFileSync(file, JSON.stringify(owner));
      await (
        await confirm(await bench.context('0.2.0'))
      )();
      writeFileSync(file, JSON.stringify({ ...owner, hostname: 'elsewhere.invalid' }));
      await assert.rejects(confirm(await bench.context('0.2.0')), /elsewhere\.invalid/);
      utimesSync(file, 1, 1);
      await (
        await confirm(await bench.context('0.2.0'))
      )();
      assert.deepEqual(readdirSync(folder), ['release.json']);
    });

    it('stops before the next step where another program has taken over', async () => {
      const context = await bench.context('0.2.0');
      const end = await confirm(context);
      installHook(
        bench.workspace,
        'post-commit',
        `echo '{"id":"other","pid":${process.pid},"hostname":"${os.hostname()}","making":"budtiktok 0.3.0"}' > .git/budtiktok/release.lock`,
      );
      const outcome = await bench.release(context);
      assert.equal(outcome.result, 'failed');
      assert.match(outcome.failure.message, /budtiktok 0\.3\.0 is being released/);
      assert.equal(bench.git('tag', '--list', 'v0.2.0'), '');
      await end();
      assert.match(
        readFileSync(path.join(bench.workspace, '.git/budtiktok/release.lock'), 'utf8'),
        /other/,
        'the claim of the other program stays',
      );
    });
  });

  describe('tells what is ours', () => {
    it('leaves a commit and a tag that the user made', async () => {
      const context = await bench.context('0.2.0');
      await bench.stopBefore('commit', context);
      bench.git('commit', '--quiet', '-am', 'Version 0.2.0, by hand');
      bench.git('tag', '-a', 'v0.2.0', '-m', 'mine');
      const before = bench.snapshot();
      const { undone, kept } = await undoAll(RELEASE_FACTS, bench.again(context));
      assert.deepEqual(undone, []);
      assert.deepEqual(kept, ['the tag v0.2.0 stays, because this release did not make it']);
      assert.equal(bench.snapshot(), before);
    });

    it('leaves a commit and a tag that the user makes while git is asked for ours', async () => {
      const raced = async (step: 'commit' | 'tag', byHand: () => void) => {
        const context = await bench.context('0.2.0');
        const bound = (target: object, name: string | symbol): unknown => {
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        };
        const repository = new Proxy(bench.repository, {
          get: (target, name) =>
            name === step
              ? () => {
                  byHand();
                  return Promise.reject(new GitFailure('other', 'It failed.', ''));
                }
              : bound(target, name),
        });
        const failing = new ReleaseContext(context.intent, bench.tree, repository, {
          askRemote: true,
        });
        await bench.release(failing);
        return failing.journal.made;
      };
      const made = await raced('commit', () => {
        bench.git('add', '--update');
        bench.git('commit', '--quiet', '--message', 'mine');
      });
      assert.deepEqual(
        [made.commit, made.committing, made.index],
        [undefined, undefined, undefined],
      );
      const { tag, tagging } = await raced('tag', () =>
        bench.git('tag', '-a', 'v0.2.0', '-m', 'mine'),
      );
      assert.deepEqual([tag, tagging], [undefined, undefined]);
    });

    it('recognises the commit and the tag that git made just before a crash', async () => {
      const before = bench.snapshot();
      const context = await bench.context('0.2.0');
      await bench.stopBefore('remoteBranch', context);
      // What was recorded before git was asked, and not what came of it.
      const { made } = context.journal;
      const parent = bench.git('rev-parse', 'HEAD~1');
      const crashed = bench.again(context);
      crashed.journal = new MemoryJournal({
        made: { files: made.files!, index: made.index!, committing: { parent, at: 1 } },
      });
      const { undone } = await undoAll(RELEASE_FACTS, crashed);
      assert.equal(undone.length, 2, undone.join());
      assert.equal(bench.snapshot(), before);
    });

    it('writes the file that a crash kept from being written', async () => {
      const lock = 'crates/budtiktok-core/fuzz/Cargo.lock';
      const context = await bench.context('0.2.0');
      await confirm(context);
      assert.equal((await runFacts(FILE_FACTS, context)).result, 'done');
      assert.match(bench.read(lock), /"0\.2\.0"/);
      // By itself this lock now looks as if it had been out of date before the release.
      bench.git('checkout', '--quiet', 'HEAD', '--', lock);
      const again = bench.again(context);
      assert.equal((await bench.release(again)).result, 'done');
      assert.match(bench.git('show', `v0.2.0:${lock}`), /"0\.2\.0"/);
    });

    it('knows its commit again after git pull --rebase', async () => {
      const context = await bench.context('0.2.0');
      await bench.stopBefore('remoteBranch', context);
      const clone = bench.somebodyElse();
      git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'theirs');
      git(clone, 'push', '--quiet');
      const again = bench.again(context);
      assert.equal((await bench.release(again)).result, 'failed');
      bench.git('pull', '--quiet', '--rebase');
      await bench.stopBefore('remoteBranch', again);
      assert.equal(again.journal.made.commit, bench.git('rev-parse', 'HEAD'));
      const theirs = bench.git('rev-parse', 'HEAD~1');
      await undoAll(RELEASE_FACTS, again);
      assert.equal(bench.git('rev-parse', 'HEAD'), theirs);
      assert.equal(bench.git('status', '--porcelain'), '');
    });

    it('restores what the index held before', async () => {
      bench.replace('Cargo.toml', 'version = "0.1.0"\nedition', 'version = "0.2.0"\nedition');
      bench.git('add', 'Cargo.toml');
      const before = bench.git('ls-files', '--stage');
      const files = bench.snapshot();
      const context = await bench.context('0.2.0');
      await bench.stopBefore('remoteBranch', context);
      const { kept } = await undoAll(RELEASE_FACTS, bench.again(context));
      assert.deepEqual(kept, []);
      assert.equal(bench.git('ls-files', '--stage'), before);
      assert.equal(bench.snapshot(), files);
    });

    it('goes on with an undo that was interrupted after the branch was moved', async () => {
      const before = bench.snapshot();
      const context = await bench.context('0.2.0');
      await bench.stopBefore('remoteBranch', context);
      bench.git('update-ref', 'refs/heads/main', 'HEAD~1');
      const { kept } = await undoAll(RELEASE_FACTS, bench.again(context));
      assert.deepEqual(kept, []);
      assert.equal(bench.snapshot(), before);
    });
  });

  it('keeps the commit where another branch is checked out that does not have it', async () => {
    const context = await bench.context('0.2.0');
    await bench.stopBefore('remoteBranch', context);
    const commit = bench.git('rev-parse', 'HEAD');
    bench.git('checkout', '--quiet', '-b', 'elsewhere', 'HEAD~1');
    const again = bench.again(context);
    const { undone, kept } = await undoAll(RELEASE_FACTS, again);
    assert.deepEqual(undone, []);
    assert.deepEqual(kept, [`${commit.slice(0, 7)} stays, because it is not checked out`]);
    assert.equal(again.journal.made.commit, commit);
    assert.equal(bench.git('rev-parse', 'main'), commit);
  });

  describe('while the release is made', () => {
    it('says that another branch was checked out during the push, and makes no tag', async () => {
      installHook(bench.workspace, 'pre-push', 'git checkout --quiet -b elsewhere HEAD~1');
      const context = await bench.context('0.2.0');
      const outcome = await bench.release(context);
      assert.equal(outcome.result, 'failed');
      assert.match(
        outcome.failure.message,
        /elsewhere was checked out while the release was made from main|elsewhere is checked out/,
      );
      assert.equal(bench.git('tag', '--list', 'v0.2.0'), '');
    });

    it('says that the branch was reset during the push, and makes no tag', async () => {
      installHook(bench.workspace, 'pre-push', 'git reset --quiet --hard HEAD~1');
      const outcome = await bench.release(await bench.context('0.2.0'));
      assert.equal(outcome.result, 'failed');
      assert.match(outcome.failure.message, /main was reset while the release was made/);
      assert.equal(bench.git('tag', '--list', 'v0.2.0'), '');
    });

    it('does not commit on top of a commit that came in after the plan was confirmed', async () => {
      const context = await bench.context('0.2.0');
      await bench.stopBefore('commit', context);
      const again = bench.again(context);
      let isFirst = true;
      const journal = again.journal;
      again.journal = {
        get made() {
          return journal.made;
        },
        note: changes => journal.note(changes),
        check: () => {
          if (isFirst) bench.git('commit', '--quiet', '--allow-empty', '-m', 'mine');
          isFirst = false;
          return Promise.resolve();
        },
      };
      const outcome = await bench.release(again);
      assert.equal(outcome.result, 'failed');
      assert.match(outcome.failure.message, /main has new commits since the release was confirmed/);
      assert.equal(bench.git('log', '-1', '--format=%s'), 'mine');
    });

    it('does not take a hook that rewrites a planned file for the plan, until it is accepted', async () => {
      installHook(
        bench.workspace,
        'pre-commit',
        `sed -i.bak 's/resolver = "2"/resolver = "1"/' Cargo.toml && rm Cargo.toml.bak && git add Cargo.toml`,
      );
      const context = await bench.context('0.2.0');
      for (const attempt of [() => context, () => bench.again(context)]) {
        const outcome = await bench.release(attempt());
        assert.equal(outcome.result, 'failed');
        assert.equal(outcome.failure.fact, 'commit');
        assert.match(outcome.failure.message, /holds changes of Cargo\.toml that were not planned/);
        assert.equal(bench.git('tag', '--list', 'v0.2.0'), '');
      }
      const [change] = await context.unplannedChanges();
      assert.match(change!.before, /resolver = "2"/);
      assert.match(change!.after, /resolver = "1"/);
      await context.journal.note({ accepted: context.journal.made.commit });
      assert.equal((await bench.release(bench.again(context))).result, 'done');
    });

    it('never lowers a version that was raised meanwhile', async () => {
      const context = await bench.context('0.2.0');
      assert.equal((await bench.release(await bench.context('0.3.0'))).result, 'done');
      const outcome = await bench.release(bench.again(context));
      assert.equal(outcome.result, 'failed');
      assert.match(outcome.failure.message, /The files say 0\.3\.0, which is newer than 0\.2\.0/);
      assert.match(bench.read('Cargo.toml'), /version = "0\.3\.0"/);
    });
  });

  describe('of edits', () => {
    const before = 'a\r\nversion = "0.1.0"\r\nb\r\nversion = "0.1.0"\r\n';

    it('stores the lines that changed, and gives back the text byte for byte', () => {
      for (const after of [
        before.replaceAll('0.1.0', '0.2.0'),
        before.replace('0.1.0', '10.2.0-rc.1'),
        `${before}more`,
        before.replace('b\r\n', 'b\r\nc\r\nd\r\n'),
        '',
        before.slice(2),
      ]) {
        const edit = recordEdit('x', { file: '/x', before, after });
        assert.equal(revertEdit(edit, after), before);
        assert.equal(revertEdit(edit, `${after} `), undefined);
      }
      const { hunks } = recordEdit('x', {
        file: '/x',
        before,
        after: before.replaceAll('0.1.0', '0.2.0'),
      });
      assert.equal(hunks.length, 2);
    });

    it('keeps the first of two edits of a file, and drops one that was never written', () => {
      const edit = (from: string, to: string) =>
        recordEdit('x', { file: '/x', before: from, after: to });
      assert.deepEqual(withEdits([edit('a', 'b')], [edit('b', 'c')]), [
        edit('a', 'b'),
        edit('b', 'c'),
      ]);
      assert.deepEqual(withEdits([edit('a', 'b')], [edit('a', 'c')]), [edit('a', 'c')]);
    });
  });
});
