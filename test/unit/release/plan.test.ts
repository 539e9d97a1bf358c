import * as assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { blockers, isDone } from '../../../src/release/releasePlan';
import { DEFAULT_SETTINGS } from '../../../src/release/settings';
import { WorkingTree } from '../../../src/release/workingTree';
import { git } from '../../fixtures/git';
import { SAMPLE_CRATES, SAMPLE_VERSION_FILES } from '../../fixtures/sample';
import { ReleaseBench } from '../support/release';

describe('the plan of a release', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench();
  });
  afterEach(() => bench.dispose());

  it('shows every fact, every check and every change, and touches nothing', async () => {
    const before = bench.snapshot();
    const plan = await bench.plan('0.2.0');
    assert.deepEqual(
      plan.facts.map(({ observation }) => observation.detail),
      [
        'Set 3 version sites to 0.2.0; 10 crates move',
        'Set 11 lock entries to 0.2.0',
        'Commit "chore: bump version to 0.2.0" on main',
        'Push main to origin/main',
        'Create the annotated tag v0.2.0, "Release v0.2.0"',
        'Push v0.2.0 to origin',
      ],
    );
    assert.deepEqual(
      plan.checks.filter(({ state }) => state !== 'ok'),
      [],
    );
    assert.deepEqual(
      plan.changes.map(({ file }) => bench.tree.relative(file)).sort(),
      SAMPLE_VERSION_FILES,
    );
    assert.deepEqual(plan.crates, SAMPLE_CRATES);
    assert.deepEqual(blockers(plan), []);
    assert.equal(isDone(plan), false);
    assert.equal(bench.snapshot(), before);
  });

  it('has nothing left to do for what is released', async () => {
    await bench.release(await bench.context('0.2.0'));
    assert.equal(isDone(await bench.plan('0.2.0')), true);
  });

  describe('checks', () => {
    it('versions that cannot be moved without a guess', async () => {
      bench.replace(
        'Cargo.toml',
        'budtiktok-core = { path',
        'budtiktok-core = { version = ">=0.1, <0.2", path',
      );
      assert.match(
        await bench.check('0.2.0', 'manifests'),
        /^blocks: Cargo\.toml:26: The requirement/,
      );
    });

    it('unsaved editors', async () => {
      const unsaved = path.join(bench.workspace, 'Cargo.toml');
      Object.assign(bench, {
        tree: new WorkingTree(bench.index, bench.repository, bench.tree.manifest, () => [
          unsaved,
          path.join(bench.workspace, 'README.md'),
        ]),
      });
      assert.equal(await bench.check('0.2.0', 'unsaved'), 'warning: Unsaved: Cargo.toml');
    });

    it('a dirty tree: blocks, or warns where the settings say so', async () => {
      bench.write('README.md', 'mine\n');
      assert.equal(
        await bench.check('0.2.0', 'changes'),
        'blocks: Changed and not committed: README.md',
      );
      bench.settings = { ...DEFAULT_SETTINGS, uncommittedChanges: 'warn' };
      assert.equal(
        await bench.check('0.2.0', 'changes'),
        'warning: Changed and not committed: README.md',
      );
    });

    it('other changes in a version file: blocks, whatever the settings say', async () => {
      bench.settings = { ...DEFAULT_SETTINGS, uncommittedChanges: 'warn' };
      bench.replace('Cargo.toml', 'resolver = "2"', 'resolver = "1"');
      assert.equal(
        await bench.check('0.2.0', 'changes'),
        'blocks: Other changes beside the version in Cargo.toml',
      );
    });

    it('a version file that holds the bump already is no other change', async () => {
      bench.replace('crates/budtiktok-python/pyproject.toml', '"0.1.0"', '"0.2.0"');
      assert.equal(await bench.check('0.2.0', 'changes'), 'ok: Nothing but the plan changes');
    });

    it('build products that are tracked, and files that are not: a warning', async () => {
      writeFileSync(
        path.join(bench.workspace, 'crates/budtiktok-python/python/budtiktok/budtiktok.abi3.so'),
        'rebuilt',
      );
      writeFileSync(path.join(bench.workspace, 'target/.rustc_info.json'), '{"rebuilt":true}');
      writeFileSync(path.join(bench.workspace, 'notes.txt'), '');
      assert.match(
        await bench.check('0.2.0', 'changes'),
        /^warning: Not part of the release: .*budtiktok\.abi3\.so.*target\/\.rustc_info\.json.*notes\.txt/,
      );
    });

    it('a staged file', async () => {
      bench.write('README.md', 'mine\n');
      bench.git('add', 'README.md');
      assert.equal(await bench.check('0.2.0', 'staged'), 'blocks: Staged: README.md');
    });

    it('a version file that git does not track', async () => {
      const dir = path.join(bench.workspace, 'crates/budtiktok-core/extra');
      mkdirSync(dir);
      writeFileSync(
        path.join(dir, 'Cargo.toml'),
        '[package]\nname = "extra"\nversion = "0.0.0"\n[dependencies.budtiktok-core]\npath = ".."\nversion = "0.1.0"\n[workspace]\n',
      );
      bench.index.filesChanged();
      assert.equal(
        await bench.check('0.2.0', 'tracked'),
        'warning: Not tracked: crates/budtiktok-core/extra/Cargo.toml',
      );
      bench.settings = { ...DEFAULT_SETTINGS, uncommittedChanges: 'warn' };
      assert.equal((await bench.release(await bench.context('0.2.0'))).result, 'done');
      bench.assertReleased('0.2.0');
      assert.match(bench.read('crates/budtiktok-core/extra/Cargo.toml'), /version = "0\.2\.0"/);
    });

    for (const [operation, start] of [
      ['merge', (other: string) => ['merge', other]],
      ['rebase', (other: string) => ['rebase', other]],
      ['cherry-pick', (other: string) => ['cherry-pick', other]],
      ['revert', () => ['revert', 'HEAD~1']],
      ['am', () => ['am', 'theirs.patch']],
      ['bisect', () => ['bisect', 'start']],
    ] as const) {
      it(`git ${operation} is in progress, and the advised command ends it`, async () => {
        bench.git('checkout', '--quiet', '-b', 'other', 'HEAD~1');
        bench.write('README.md', 'theirs\n');
        bench.git('commit', '--quiet', '-am', 'theirs');
        bench.git('checkout', '--quiet', 'main');
        bench.write('README.md', 'ours\n');
        bench.git('commit', '--quiet', '-am', 'ours');
        bench.write('README.md', 'ours again\n');
        bench.git('commit', '--quiet', '-am', 'ours again');
        writeFileSync(
          path.join(bench.workspace, 'theirs.patch'),
          `${bench.git('format-patch', '-1', '--stdout', 'other')}\n`,
        );
        if (operation === 'bisect') bench.git(...start());
        else assert.throws(() => bench.git(...start('other')));
        assert.equal(
          await bench.check('0.2.0', 'operation'),
          `blocks: git ${operation} is in progress`,
        );
        const { checks } = await bench.plan('0.2.0');
        const advice = checks.find(({ id }) => id === 'operation')?.advice;
        const command = /"git (.+)"/.exec(advice ?? '')?.[1];
        assert.ok(command, advice);
        bench.git(...command.split(' '));
        assert.match(await bench.check('0.2.0', 'operation'), /^ok/);
      });
    }

    it('a detached HEAD and another branch', async () => {
      bench.git('checkout', '--quiet', '--detach');
      assert.equal(await bench.check('0.2.0', 'branch'), 'blocks: HEAD is detached');
      bench.git('checkout', '--quiet', '-b', 'feature');
      assert.equal(await bench.check('0.2.0', 'branch'), 'blocks: feature is checked out');
      bench.settings = { ...DEFAULT_SETTINGS, branch: 'feature' };
      assert.equal(await bench.check('0.2.0', 'branch'), 'ok: feature');
    });

    it('no default branch to go by', async () => {
      bench.onRemote('symbolic-ref', 'HEAD', 'refs/heads/nowhere');
      assert.equal(
        await bench.check('0.2.0', 'branch'),
        'unknown: origin does not name its default branch',
      );
    });

    it('a remote that cannot be reached is not said to name no default branch', async () => {
      bench.git('remote', 'set-url', 'origin', path.join(bench.dir, 'gone.git'));
      assert.equal(await bench.check('0.2.0', 'branch'), 'unknown: origin did not answer');
    });

    it('commits on the remote that are not here', async () => {
      const clone = bench.somebodyElse();
      git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'theirs');
      git(clone, 'push', '--quiet');
      assert.equal(
        await bench.check('0.2.0', 'upToDate'),
        'blocks: origin/main has commits that are not here',
      );
    });

    it('a remote that cannot be reached is unknown, and unknown is not ok', async () => {
      const { intent } = await bench.prepare('0.2.0');
      bench.git('remote', 'set-url', 'origin', path.join(bench.dir, 'gone.git'));
      bench.settings = { ...DEFAULT_SETTINGS, branch: intent.branch };
      const plan = await bench.plan('0.2.0');
      assert.deepEqual(
        plan.checks.filter(({ state }) => state === 'unknown').map(({ id }) => id),
        ['upToDate', 'tag'],
      );
      assert.ok(blockers(plan).length > 0);
    });

    it('a tag that is taken, and one that is where it should be', async () => {
      bench.git('tag', '-a', 'v0.2.0', '-m', 'x', 'HEAD~1');
      assert.match(
        await bench.check('0.2.0', 'tag'),
        /^blocks: v0\.2\.0 exists already, on another commit/,
      );
      bench.git('tag', '-a', 'v0.1.0', '-m', 'x');
      assert.match(await bench.check('0.1.0', 'tag'), /^ok/);
    });

    it('a tag name that git does not allow', async () => {
      for (const tagFormat of [
        'v ${version}',
        '-v${version}',
        'v${version}.lock',
        'v..${version}',
      ]) {
        bench.settings = { ...DEFAULT_SETTINGS, tagFormat };
        assert.match(
          await bench.check('0.2.0', 'tag'),
          /^blocks: ".*" is not a legal tag name/,
          tagFormat,
        );
      }
    });

    it('a tag format without a version', async () => {
      bench.settings = { ...DEFAULT_SETTINGS, tagFormat: 'release' };
      assert.equal(
        await bench.check('0.2.0', 'tag'),
        'blocks: The tag format "release" has no place for the version',
      );
    });

    it('a git that pushes tags along', async () => {
      assert.match(await bench.check('0.2.0', 'otherTags'), /^ok/);
      bench.git('config', 'push.followTags', 'yes');
      assert.equal(await bench.check('0.2.0', 'otherTags'), 'warning: push.followTags is set');
    });

    it('a version that is not above the last release', async () => {
      bench.git('tag', 'v0.3.0');
      assert.equal(await bench.check('0.2.0', 'order'), 'warning: v0.3.0 is not below 0.2.0');
      assert.equal(await bench.check('0.4.0', 'order'), 'ok: The last release tag is v0.3.0');
    });

    it('no git identity', async () => {
      bench.git('config', '--unset', 'user.name');
      assert.equal(
        await bench.check('0.2.0', 'identity'),
        'blocks: Git has no name or e-mail address for you',
      );
    });
  });

  describe('where to release to', () => {
    it('is the remote of the branch, or the only one', async () => {
      bench.git('remote', 'add', 'fork', bench.remote);
      assert.equal(
        (await bench.prepare('0.2.0')).intent.remote,
        'origin',
        'main follows origin/main',
      );
      bench.git('branch', '--unset-upstream');
      bench.git('remote', 'remove', 'origin');
      assert.equal((await bench.prepare('0.2.0')).intent.remote, 'fork');
    });

    it('is asked for where there are several, and refused where there is none', async () => {
      bench.git('branch', '--unset-upstream');
      bench.git('remote', 'add', 'fork', bench.remote);
      await assert.rejects(bench.prepare('0.2.0'), /severalRemotes/);
      bench.settings = { ...DEFAULT_SETTINGS, remote: 'fork' };
      assert.equal((await bench.prepare('0.2.0')).intent.remote, 'fork');
      bench.settings = { ...DEFAULT_SETTINGS, remote: 'nowhere' };
      await assert.rejects(bench.prepare('0.2.0'), /noSuchRemote/);
      bench.git('remote', 'remove', 'fork');
      bench.git('remote', 'remove', 'origin');
      await assert.rejects(bench.prepare('0.2.0'), /noRemote/);
    });

    it('is the name that the branch has on the remote', async () => {
      bench.git('branch', '-m', 'main', 'trunk');
      bench.settings = { ...DEFAULT_SETTINGS, branch: 'trunk' };
      const { intent } = await bench.prepare('0.2.0');
      assert.deepEqual([intent.branch, intent.remoteBranch], ['trunk', 'main']);
      assert.equal((await bench.release(await bench.context('0.2.0'))).result, 'done');
      bench.assertReleased('0.2.0');
    });

    it('needs no upstream', async () => {
      bench.git('branch', '--unset-upstream');
      assert.equal((await bench.release(await bench.context('0.2.0'))).result, 'done');
      bench.assertReleased('0.2.0');
    });
  });
});
