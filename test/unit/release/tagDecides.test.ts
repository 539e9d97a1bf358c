import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { withAnswers } from '../../../src/manifests/engineSettings';
import { RELEASE_FACTS, undoAll } from '../../../src/release/engine';
import { blockers } from '../../../src/release/releasePlan';
import { currentVersion } from '../../../src/release/releaseTags';
import { DEFAULT_SETTINGS } from '../../../src/release/settings';
import { writeFilesTo } from '../../fixtures/files';
import { git } from '../../fixtures/git';
import { PLACEHOLDER, SCM } from '../../fixtures/repository';
import { installHook } from '../../fixtures/sample';
import { ReleaseBench, repositoryOf } from '../support/release';

const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- x\n\n## 0.4.0 - 2025-12-24\n\n- y\n';

for (const [kind, files, by] of [
  ['setuptools-scm', SCM, '(setuptools-scm)'],
  ['a placeholder', PLACEHOLDER, undefined],
] as const) {
  describe(`a release whose version the tag decides: ${kind}`, function () {
    this.timeout(60_000);
    let bench: ReleaseBench;
    beforeEach(async () => {
      bench = new ReleaseBench(repositoryOf(files), undefined, 'pyproject.toml', 'demo');
      bench.index.configure(
        withAnswers(bench.index.settings, 'demo', new Map([['source', 'tag']])),
      );
      bench.git('tag', '--annotate', 'v0.4.0', '--message', 'Release v0.4.0');
      bench.git('push', '--quiet', 'origin', 'v0.4.0');
      bench.git('commit', '--quiet', '--allow-empty', '--message', 'feat: more');
      assert.equal((await bench.tree.now())?.pkg.decidedBy, 'tag');
    });
    afterEach(() => bench.dispose());

    const again = { from: '0.5.0' };
    const done = async (version: string) => {
      const context = await bench.context(version, { from: version });
      assert.equal((await bench.release(context)).result, 'done');
      return context;
    };
    /** The remote has the commit, and an annotated tag on it. */
    const assertTagged = (tag: string, commit: string) => {
      assert.equal(bench.onRemote('cat-file', '-t', tag), 'tag');
      assert.equal(bench.onRemote('rev-parse', `${tag}^{commit}`), commit);
      assert.equal(bench.git('status', '--porcelain'), '');
    };

    it('is planned without an edit, and tags the commit that is confirmed', async () => {
      const head = bench.git('rev-parse', 'HEAD');
      const plan = await bench.plan('0.5.0', again);
      assert.deepEqual(plan.changes, []);
      assert.deepEqual(blockers(plan), []);
      const details = plan.facts.map(
        ({ id, observation }) => `${id} ${observation.state}: ${observation.detail}`,
      );
      assert.equal(
        details[0],
        `versions holds: the tag decides${by === undefined ? '' : ` ${by}`}; no file is edited`,
      );
      assert.equal(details[1], 'locks holds: the tag decides; no lock is edited');
      assert.deepEqual(
        plan.facts.map(({ observation }) => observation.state),
        ['holds', 'holds', 'holds', 'missing', 'missing', 'missing'],
      );
      assert.equal(
        plan.checks.find(({ id }) => id === 'manifests')?.detail,
        'The git tag decides the version: no file holds it',
      );
      await done('0.5.0');
      assertTagged('v0.5.0', head);
      assert.equal(bench.onRemote('rev-parse', 'main'), head);
      assert.equal(bench.read('Cargo.toml'), files['Cargo.toml']);
    });

    it('goes on with the confirmed commit, and not with what came later', async () => {
      const head = bench.git('rev-parse', 'HEAD');
      const context = await bench.context('0.5.0', again);
      assert.equal(context.intent.commit, head);
      await bench.stopBefore('tag', context);
      bench.git('commit', '--quiet', '--allow-empty', '--message', 'later');
      assert.equal((await bench.release(bench.again(context))).result, 'done');
      assertTagged('v0.5.0', head);
    });

    it('stops where the confirmed commit is no part of the branch any more', async () => {
      const context = await bench.context('0.5.0', again);
      bench.git('commit', '--quiet', '--amend', '--allow-empty', '--message', 'feat: other');
      const outcome = await bench.release(bench.again(context));
      assert.equal(outcome.result, 'failed');
      assert.match(outcome.failure.message, /is not part of main/);

      const elsewhere = bench.again({
        journal: context.journal,
        intent: { ...context.intent, commit: '1'.repeat(40) },
      });
      const other = await bench.release(elsewhere);
      assert.equal(other.result, 'failed');
      assert.match(
        other.failure.message,
        /1111111, which was confirmed as 0\.5\.0, is not in this clone/,
      );
      assert.equal(bench.onRemote('tag', '-l', 'v0.5.0'), '');
    });

    for (const place of ['here', 'on the remote'] as const) {
      it(`is not what another commit was tagged as ${place}`, async () => {
        bench.git('tag', '--annotate', 'v0.5.0', '--message', 'other', 'HEAD~1');
        if (place === 'on the remote') {
          bench.git('push', '--quiet', 'origin', 'v0.5.0');
          bench.git('tag', '-d', 'v0.5.0');
        }
        const refused = async () => {
          const before = bench.snapshot();
          const outcome = await bench.release(await bench.context('0.5.0', again));
          assert.equal(outcome.result, 'failed');
          assert.equal(outcome.failure.fact, 'tag');
          assert.match(outcome.failure.message, /v0\.5\.0 .*on another commit/);
          assert.equal(bench.snapshot(), before, 'nothing is touched');
        };
        await refused();
        writeFilesTo(bench.workspace, { 'CHANGELOG.md': CHANGELOG });
        bench.git('add', '.');
        bench.git('commit', '--quiet', '--message', 'docs: changelog');
        await refused();
      });
    }

    it('is recognised where the user has tagged and pushed', async () => {
      const context = await bench.context('0.5.0', again);
      bench.git('push', '--quiet', 'origin', 'main');
      bench.git('tag', '--annotate', 'v0.5.0', '--message', 'by hand');
      bench.git('push', '--quiet', 'origin', 'v0.5.0');
      bench.git('commit', '--quiet', '--allow-empty', '--message', 'later');
      assert.deepEqual(
        new Set(Object.values(await bench.states(bench.again(context)))),
        new Set(['holds']),
      );
    });

    it('takes back its tag, and no commit', async () => {
      installHook(bench.remote, 'update', 'case $1 in refs/tags/*) exit 1;; esac');
      const context = await bench.context('0.5.0', again);
      assert.equal((await bench.release(context)).result, 'failed');
      const head = bench.git('rev-parse', 'HEAD');
      assert.deepEqual(await undoAll(RELEASE_FACTS, bench.again(context)), {
        undone: ['v0.5.0 was deleted here'],
        kept: [],
      });
      assert.equal(bench.git('rev-parse', 'HEAD'), head);
      assert.equal(bench.git('tag', '-l', 'v0.5.0'), '');
    });

    it('is built from a clean tree', async () => {
      writeFilesTo(bench.workspace, { 'src/lib.rs': '// not committed\n' });
      assert.equal(
        await bench.check('0.5.0', 'changes'),
        'blocks: Changed and not committed: src/lib.rs',
      );
    });

    it('is above the last tag, or says so', async () => {
      assert.equal(await bench.check('0.5.0', 'order'), 'ok: The last release tag is v0.4.0');
      assert.equal(await bench.check('0.3.0', 'order'), 'warning: v0.4.0 is not below 0.3.0');
    });

    it('commits the changelog alone, and tags that commit', async () => {
      writeFilesTo(bench.workspace, { 'CHANGELOG.md': CHANGELOG });
      bench.git('add', '.');
      bench.git('commit', '--quiet', '--message', 'docs: changelog');
      const context = await bench.context('0.5.0', again);
      assert.equal(context.intent.commit, undefined);
      const plan = await bench.plan('0.5.0', again);
      assert.deepEqual(
        plan.changes.map(({ file }) => path.basename(file)),
        ['CHANGELOG.md'],
      );
      await bench.stopBefore('tag', context);
      const release = bench.git('rev-parse', 'HEAD');
      bench.git('commit', '--quiet', '--allow-empty', '--message', 'later');
      bench.today = '2026-02-01';
      assert.equal((await bench.release(bench.again(context))).result, 'done');
      assertTagged('v0.5.0', release);
      assert.equal(
        bench.git('diff-tree', '--no-commit-id', '--name-only', '-r', release),
        'CHANGELOG.md',
      );
      assert.match(bench.read('CHANGELOG.md'), /## 0\.5\.0 - 2026-01-31\n\n- x\n/);
    });

    it('takes back the commit of the changelog', async () => {
      writeFilesTo(bench.workspace, { 'CHANGELOG.md': CHANGELOG });
      bench.git('add', '.');
      bench.git('commit', '--quiet', '--message', 'docs: changelog');
      bench.git('push', '--quiet');
      installHook(bench.remote, 'pre-receive', 'exit 1');
      const before = bench.snapshot();
      const context = await bench.context('0.5.0', again);
      assert.equal((await bench.release(context)).result, 'failed');
      await undoAll(RELEASE_FACTS, bench.again(context));
      assert.equal(bench.snapshot(), before);
    });

    it('is at the version of its newest tag, and at none before the first', async () => {
      const pkg = (await bench.tree.now())!.pkg;
      const at = async (format = 'v${version}') =>
        (await currentVersion(pkg, bench.repository, format)).written?.text;
      assert.equal(await at(), '0.4.0');
      bench.git('tag', 'v0.10.0-rc.1');
      bench.git('tag', 'other-v9.0.0');
      assert.equal(await at(), '0.10.0-rc.1');
      bench.git('tag', 'rel/1.0.0');
      assert.equal(await at('rel/${version}'), '1.0.0');
      for (const tag of bench.git('tag', '-l').split('\n')) bench.git('tag', '-d', tag);
      assert.equal(await at(), undefined);
      git(bench.remote, 'tag', '-d', 'v0.4.0');
      await done('0.1.0');
      assert.equal(await at(), '0.1.0');
    });

    it('has the facts of a tag that is there under another name', async () => {
      bench.settings = { ...DEFAULT_SETTINGS, tagFormat: 'py-v${version}' };
      const context = await bench.context('0.4.0', { from: '0.4.0', tag: 'v0.4.0' });
      assert.equal(context.intent.tag, 'v0.4.0');
      assert.deepEqual(new Set(Object.values(await bench.states(context))), new Set(['holds']));
      assert.equal(context.intent.commit, bench.git('rev-parse', 'v0.4.0^{commit}'));
    });

    it('has the fact of the changelog where its tag has the section', async () => {
      writeFilesTo(bench.workspace, { 'CHANGELOG.md': CHANGELOG });
      bench.git('add', '.');
      bench.git('commit', '--quiet', '--message', 'docs: changelog');
      const ids = async () =>
        Object.keys(
          await bench.states(await bench.context('0.4.0', { from: '0.4.0', tag: 'v0.4.0' })),
        );
      assert.ok(!(await ids()).includes('changelog'), 'tagged without a section');
      await done('0.5.0');
      const context = await bench.context('0.5.0', { from: '0.5.0', tag: 'v0.5.0' });
      assert.equal((await bench.states(context))['changelog'], 'holds');
    });
  });
}
