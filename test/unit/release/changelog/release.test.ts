import * as assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { undoAll, RELEASE_FACTS } from '../../../../src/release/engine';
import type { FactId } from '../../../../src/release/fact';
import { withDecision } from '../../../../src/release/intent';
import { ReleaseContext } from '../../../../src/release/releaseContext';
import { blockers } from '../../../../src/release/releasePlan';
import { DEFAULT_SETTINGS } from '../../../../src/release/settings';
import { WorkingTree } from '../../../../src/release/workingTree';
import { writeFilesTo } from '../../../fixtures/files';
import { git } from '../../../fixtures/git';
import { installHook, SAMPLE_VERSION_FILES } from '../../../fixtures/sample';
import { PYTHON } from '../../../fixtures/shapes';
import { ReleaseBench, repositoryOf } from '../../support/release';

const KEPT =
  '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- `encode_batch`\n\n## [0.0.1] - 2025-12-24\n\n- First\n\n[unreleased]: https://x/compare/0.0.1...HEAD\n';
const PROMOTED =
  '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-01-31\n\n### Added\n\n- `encode_batch`\n\n## [0.0.1] - 2025-12-24\n\n- First\n\n' +
  '[unreleased]: https://x/compare/v0.2.0...HEAD\n[0.2.0]: https://x/compare/0.0.1...v0.2.0\n';
const EMPTY = '# Changelog\n\n## [Unreleased]\n\n## [0.0.1] - 2025-12-24\n\n- First\n';
const WITH = (entry: string) =>
  EMPTY.replace('\n## [0.0.1]', `\n## [0.2.0] - 2026-01-31\n\n${entry}\n\n## [0.0.1]`);
const FILES = ['CHANGELOG.md', ...SAMPLE_VERSION_FILES].sort();

describe('the changelog as a fact of a release', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench();
  });
  afterEach(() => bench.dispose());

  /** Commits and pushes files that the repository keeps from now on. */
  function keep(text: string, name = 'CHANGELOG.md', of = bench): void {
    writeFilesTo(of.workspace, { [name]: text });
    of.git('add', '--force', name);
    of.git('commit', '--quiet', '--message', 'docs: changelog');
    of.git('push', '--quiet');
  }
  const fact = async (context: ReleaseContext) => (await bench.states(context))['changelog'];
  const done = async (context: ReleaseContext) =>
    assert.equal((await bench.release(context)).result, 'done');
  const refused = async (context: ReleaseContext, at: FactId, message: RegExp) => {
    const outcome = await bench.release(context);
    assert.equal(outcome.result, 'failed');
    assert.equal(outcome.failure.fact, at);
    assert.match(outcome.failure.message, message);
  };

  describe('with something under "Unreleased"', () => {
    beforeEach(() => keep(KEPT));

    it('is planned, written, committed and tagged with the versions', async () => {
      const plan = await bench.plan('0.2.0');
      assert.deepEqual(
        plan.facts.map(({ id }) => id),
        ['versions', 'locks', 'changelog', 'commit', 'remoteBranch', 'tag', 'remoteTag'],
      );
      assert.equal(
        plan.facts[2]?.observation.detail,
        'Promote Unreleased to 0.2.0 in CHANGELOG.md',
      );
      assert.deepEqual(blockers(plan), []);
      assert.equal(plan.entry, undefined);
      const changed = plan.changes.map(({ file }) => bench.tree.relative(file));
      assert.deepEqual([...changed].sort(), FILES);
      assert.equal(changed[0], 'CHANGELOG.md', 'what a person reads comes first');
      assert.equal(plan.changes.find(({ file }) => file.endsWith('CHANGELOG.md'))?.after, PROMOTED);
      assert.equal(bench.git('status', '--porcelain'), '');

      const context = await bench.context('0.2.0');
      await done(context);
      bench.assertReleased('0.2.0', FILES);
      assert.equal(bench.onRemote('show', 'v0.2.0:CHANGELOG.md'), PROMOTED.trimEnd());
      assert.equal(bench.git('status', '--porcelain'), '');
      const before = bench.snapshot();
      bench.today = '2026-02-01';
      await done(await bench.context('0.2.0'));
      assert.equal(bench.snapshot(), before, 'nothing the second time');
    });

    for (const fact of ['commit', 'remoteBranch', 'tag', 'remoteTag'] as const) {
      it(`writes the same bytes when it goes on the next day, stopped before ${fact}`, async () => {
        const context = await bench.context('0.2.0');
        await bench.stopBefore(fact, context);
        bench.today = '2026-02-01';
        await done(bench.again(context));
        bench.assertReleased('0.2.0', FILES);
        assert.equal(bench.read('CHANGELOG.md'), PROMOTED);
        assert.equal(
          bench.git('rev-list', '--count', 'v0.2.0', '^HEAD~1'),
          '1',
          'one release commit',
        );
      });
    }

    it('goes on where a crash left some of the files written', async () => {
      const context = await bench.context('0.2.0');
      const changes = await context.changes();
      for (const written of [
        changes.filter(({ file }) => file.endsWith('CHANGELOG.md')),
        changes.slice(1, 3),
      ]) {
        await bench.tree.write(written);
        bench.today = '2026-02-01';
        assert.deepEqual((await bench.again(context).commitContents()).foreign, []);
        bench.git('checkout', '--quiet', '.');
        for (const { file } of changes) bench.index.changed(file);
      }
      await bench.tree.write(changes.filter(({ file }) => file.endsWith('CHANGELOG.md')));
      await done(bench.again(context));
      bench.assertReleased('0.2.0', FILES);
      assert.equal(bench.read('CHANGELOG.md'), PROMOTED);
    });

    it('writes all files or none', async () => {
      chmodSync(path.join(bench.workspace, 'CHANGELOG.md'), 0o444);
      await refused(
        await bench.context('0.2.0'),
        'versions',
        /CHANGELOG\.md is read-only\. Nothing was written/,
      );
      assert.equal(bench.git('status', '--porcelain'), '');
    });

    it('is left alone where the settings say so', async () => {
      bench.settings = { ...DEFAULT_SETTINGS, changelog: 'off' };
      const plan = await bench.plan('0.2.0');
      assert.ok(!plan.facts.some(({ id }) => id === 'changelog'));
      assert.ok(!plan.checks.some(({ id }) => id === 'changelog'));
      await done(await bench.context('0.2.0'));
      bench.assertReleased('0.2.0');
      assert.equal(bench.read('CHANGELOG.md'), KEPT);
    });

    it('is recognised where the user has promoted and committed it', async () => {
      const context = await bench.context('0.2.0');
      const byHand = PROMOTED.replace('2026-01-31', '2026-01-30').replace(
        '- `encode_batch`',
        '- Batches',
      );
      await bench.tree.write((await context.plan()).changes);
      writeFilesTo(bench.workspace, { 'CHANGELOG.md': byHand });
      bench.git('commit', '--quiet', '--all', '--message', 'Release 0.2.0');
      const head = bench.git('rev-parse', 'HEAD');
      assert.deepEqual(await bench.states(bench.again(context)), {
        versions: 'holds',
        locks: 'holds',
        changelog: 'holds',
        commit: 'holds',
        remoteBranch: 'missing',
        tag: 'missing',
        remoteTag: 'missing',
      });
      await done(bench.again(context));
      assert.equal(bench.onRemote('rev-parse', 'v0.2.0^{commit}'), head);
      assert.equal(bench.read('CHANGELOG.md'), byHand);
    });

    it('is released with the commit that has both, in whatever order they came', async () => {
      const context = await bench.context('0.2.0');
      await bench.tree.write((await context.plan()).changes);
      bench.git('commit', '--quiet', '--all', '--message', 'bump');
      assert.deepEqual(await bench.states(bench.again(context)), {
        versions: 'holds',
        locks: 'holds',
        changelog: 'missing',
        commit: 'missing',
        remoteBranch: 'missing',
        tag: 'missing',
        remoteTag: 'missing',
      });
      bench.git('commit', '--quiet', '--allow-empty', '--message', 'later');
      await done(bench.again(context));
      bench.assertReleased('0.2.0', ['CHANGELOG.md']);
    });

    it('gets a commit of its own where the version stands there already', async () => {
      const context = await bench.context('0.1.0');
      assert.equal(context.intent.commit, undefined, 'HEAD is not what is released');
      await done(context);
      bench.assertReleased('0.1.0', ['CHANGELOG.md']);
      assert.match(bench.read('CHANGELOG.md'), /## \[0\.1\.0\] - 2026-01-31/);
    });

    it('holds other changes: they block, and are not committed', async () => {
      bench.write(
        'CHANGELOG.md',
        KEPT.replace('- `encode_batch`', '- `encode_batch`\n- not committed'),
      );
      assert.equal(
        await bench.check('0.2.0', 'changes'),
        'blocks: Other changes beside the version in CHANGELOG.md',
      );
      bench.settings = { ...DEFAULT_SETTINGS, uncommittedChanges: 'warn' };
      assert.equal(
        await bench.check('0.2.0', 'changes'),
        'blocks: Other changes beside the version in CHANGELOG.md',
      );
      await refused(
        await bench.context('0.2.0'),
        'commit',
        /CHANGELOG\.md holds other changes beside the version/,
      );
      assert.equal(bench.git('log', '--oneline', 'origin/main..HEAD'), '');
    });

    it('is open in an editor that is not saved: a warning', async () => {
      Object.assign(bench, {
        tree: new WorkingTree(bench.index, bench.repository, bench.tree.manifest, () => [
          path.join(bench.workspace, 'CHANGELOG.md'),
        ]),
      });
      assert.equal(await bench.check('0.2.0', 'unsaved'), 'warning: Unsaved: CHANGELOG.md');
    });

    it('holds the promotion and more, not committed: that blocks too', async () => {
      bench.write('CHANGELOG.md', PROMOTED.replace('- First', '- The first'));
      assert.equal(
        await bench.check('0.2.0', 'changes'),
        'blocks: Other changes beside the version in CHANGELOG.md',
      );
      bench.write('CHANGELOG.md', PROMOTED);
      assert.equal(await bench.check('0.2.0', 'changes'), 'ok: Nothing but the plan changes');
    });

    it('is taken back with what the release did, and not with other changes in it', async () => {
      installHook(bench.remote, 'pre-receive', 'exit 1');
      const before = bench.snapshot();
      const context = await bench.context('0.2.0');
      assert.equal((await bench.release(context)).result, 'failed');
      const undone = await undoAll(RELEASE_FACTS, bench.again(context));
      assert.deepEqual(undone.undone.slice(1), ['6 files are as they were before the release']);
      assert.deepEqual(undone.kept, []);
      assert.equal(bench.snapshot(), before);

      installHook(bench.workspace, 'pre-commit', 'exit 1');
      assert.equal((await bench.release(context)).result, 'failed');
      bench.replace('CHANGELOG.md', '- First', '- The first');
      assert.deepEqual((await undoAll(RELEASE_FACTS, bench.again(context))).kept, [
        'CHANGELOG.md stays, because it was edited since',
      ]);
      assert.equal(bench.git('status', '--porcelain'), 'M CHANGELOG.md'.padStart(15));
      assert.equal(bench.read('CHANGELOG.md'), PROMOTED.replace('- First', '- The first'));
    });

    it('keeps CRLF, a byte order mark and a missing final newline', async () => {
      const windows = (text: string) => `\uFEFF${text.trimEnd().replaceAll('\n', '\r\n')}`;
      keep(windows(KEPT));
      await done(await bench.context('0.2.0'));
      assert.deepEqual(
        readFileSync(path.join(bench.workspace, 'CHANGELOG.md')),
        Buffer.from(windows(PROMOTED)),
      );
      assert.equal(bench.git('status', '--porcelain'), '');
    });

    it('is compared as git checks it out', async () => {
      keep('CHANGELOG.md text eol=crlf\n', '.gitattributes');
      bench.write('CHANGELOG.md', KEPT.replaceAll('\n', '\r\n'));
      bench.git('add', 'CHANGELOG.md');
      assert.equal(bench.git('status', '--porcelain'), '');
      await done(await bench.context('0.2.0'));
      assert.equal(bench.read('CHANGELOG.md'), PROMOTED.replaceAll('\n', '\r\n'));
      assert.equal(
        bench.onRemote('show', 'v0.2.0:CHANGELOG.md'),
        PROMOTED.trimEnd(),
        'as git stores it',
      );
    });

    it('has no part in a release that is tagged without it', async () => {
      bench.git('tag', '--annotate', 'v0.1.0', '--message', 'by hand', 'HEAD~1');
      bench.git('push', '--quiet', 'origin', 'v0.1.0');
      const context = await bench.context('0.1.0');
      assert.deepEqual(await bench.states(context), {
        versions: 'holds',
        locks: 'holds',
        commit: 'holds',
        remoteBranch: 'holds',
        tag: 'holds',
        remoteTag: 'holds',
      });
      await done(context);
      assert.equal(bench.read('CHANGELOG.md'), KEPT);
      assert.equal(bench.git('status', '--porcelain'), '');
    });

    it('is planned although the remote has the tag on a commit that is not here', async () => {
      const clone = bench.somebodyElse();
      git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'theirs');
      git(clone, 'tag', '--annotate', 'v0.2.0', '--message', 'theirs');
      git(clone, 'push', '--quiet', 'origin', 'v0.2.0');
      const plan = await bench.plan('0.2.0');
      assert.deepEqual(
        plan.facts
          .filter(({ observation }) => observation.state === 'conflict')
          .map(({ id }) => id),
        ['tag', 'remoteTag'],
      );
      await refused(await bench.context('0.2.0'), 'tag', /on another commit/);
      assert.equal(bench.git('status', '--porcelain'), '');
    });

    it('has no part any more where the user tags without it meanwhile', async () => {
      const context = await bench.context('0.2.0');
      await bench.tree.write((await context.plan()).changes);
      bench.git('commit', '--quiet', '--all', '--message', 'chore: bump version to 0.2.0');
      bench.git('tag', '--annotate', 'v0.2.0', '--message', 'Release v0.2.0');
      await done(bench.again(context));
      assert.equal(bench.read('CHANGELOG.md'), KEPT);
      bench.assertReleased('0.2.0', SAMPLE_VERSION_FILES);
    });

    it('is missed where it is gone', async () => {
      const context = await bench.context('0.2.0');
      rmSync(path.join(bench.workspace, 'CHANGELOG.md'));
      await refused(context, 'changelog', /CHANGELOG\.md is no longer there/);
      assert.match(bench.read('Cargo.toml'), /version = "0\.1\.0"/);
    });
  });

  describe('with nothing under "Unreleased"', () => {
    beforeEach(() => keep(EMPTY));
    const entry = '### Fixed\n\n- Everything';

    it('is proposed from the commits since the last release of this package, and nothing is made before it is accepted', async () => {
      const plan = await bench.plan('0.2.0');
      assert.equal(
        plan.entry,
        '### Added\n\n- core: count tokens without allocating\n- python: Tokenizer.encode_batch\n\n### Fixed\n\n- cli: read standard input to its end',
      );
      assert.equal(
        plan.facts[2]?.observation.detail,
        'Add a section for 0.2.0 to CHANGELOG.md, once its text is decided',
      );
      assert.deepEqual(
        plan.changes.map(({ file }) => bench.tree.relative(file)).sort(),
        SAMPLE_VERSION_FILES,
      );
      await refused(
        await bench.context('0.2.0'),
        'versions',
        /Nothing has been written about 0\.2\.0 in the changelog/,
      );
      assert.equal(bench.git('status', '--porcelain'), '');

      bench.git('tag', 'budtiktok-v0.0.9');
      bench.git('tag', 'other-v9.0.0', 'HEAD~3');
      bench.git('commit', '--quiet', '--allow-empty', '--message', 'fix: the last thing');
      assert.equal((await bench.plan('0.2.0')).entry, '### Fixed\n\n- the last thing');
    });

    it('is written as it was accepted, also when it goes on the next day', async () => {
      const plan = await bench.plan('0.2.0', { entry });
      assert.equal(plan.entry, undefined);
      assert.equal(plan.facts[2]?.observation.detail, 'Add a section for 0.2.0 to CHANGELOG.md');
      assert.equal(
        plan.changes.find(({ file }) => file.endsWith('CHANGELOG.md'))?.after,
        WITH(entry),
      );
      const context = await bench.context('0.2.0', { entry });
      await bench.stopBefore('commit', context);
      bench.today = '2026-02-01';
      await done(bench.again(context));
      bench.assertReleased('0.2.0', FILES);
      assert.equal(bench.read('CHANGELOG.md'), WITH(entry));
    });

    it('is taken back with its entry', async () => {
      installHook(bench.workspace, 'pre-commit', 'exit 1');
      const context = await bench.context('0.2.0', { entry });
      await bench.release(context);
      await undoAll(RELEASE_FACTS, bench.again(context));
      assert.equal(bench.git('status', '--porcelain'), '');
      assert.equal(bench.read('CHANGELOG.md'), EMPTY);
    });

    it('is left as it is where that was decided, also for a release that is in progress', async () => {
      const { intent: stored } = await bench.prepare('0.2.0');
      bench.settings = { ...DEFAULT_SETTINGS, changelog: 'off' };
      const { intent: now } = await bench.prepare('0.2.0');
      bench.settings = DEFAULT_SETTINGS;
      const left = new ReleaseContext(
        withDecision(stored, now, 'leave'),
        bench.tree,
        bench.repository,
        { askRemote: true },
      );
      assert.equal(left.intent.changelog, undefined);
      await done(left);
      bench.assertReleased('0.2.0');
      assert.equal(bench.read('CHANGELOG.md'), EMPTY);

      const accepted = withDecision(stored, stored, { entry });
      assert.deepEqual(accepted.changelog, { file: 'CHANGELOG.md', date: '2026-01-31', entry });
      assert.equal(withDecision(stored, now, undefined), stored);
    });

    it('needs no commit where it is left as it is and the version stands there already', async () => {
      const { intent: stored } = await bench.prepare('0.1.0');
      assert.equal(stored.commit, undefined);
      bench.settings = { ...DEFAULT_SETTINGS, changelog: 'off' };
      const { intent: now } = await bench.prepare('0.1.0');
      assert.equal(withDecision(stored, now, 'leave').commit, bench.git('rev-parse', 'HEAD'));
      bench.settings = DEFAULT_SETTINGS;
    });

    it('takes no entry that would not be read as one section', async () => {
      const context = await bench.context('0.2.0', { entry: '- a\n\n## [0.1.5]\n\n- b' });
      await refused(context, 'changelog', /a section that is added would not be read as one/);
      assert.equal(bench.git('status', '--porcelain'), '');
    });
  });

  describe('where only a person can write it', () => {
    const RST = '0.0.1 (2025-12-24)\n==================\n\n* First\n';

    it('warns with the reason and the place, and the release goes on', async () => {
      for (const [name, text, reason] of [
        ['CHANGES.rst', RST, /reStructuredText/],
        ['CHANGELOG.md', '## 0.0.1\n- a\n## 0.0.2\n- b\n', /oldest version first/],
        ['HISTORY.md', '- First\n', /No heading/],
      ] as const) {
        keep(text, name);
        const plan = await bench.plan('0.2.0');
        const check = plan.checks.find(({ id }) => id === 'changelog');
        assert.equal(check?.state, 'warning', name);
        assert.match(check.detail, reason);
        assert.deepEqual(check.place, {
          file: path.join(bench.workspace, name),
          start: { line: 0, column: 0 },
        });
        assert.deepEqual(blockers(plan), []);
        assert.ok(!plan.facts.some(({ id }) => id === 'changelog'));
        bench.git('rm', '--quiet', name);
      }
      bench.git('reset', '--quiet', '--hard');
      await done(await bench.context('0.2.0'));
      bench.assertReleased('0.2.0');
    });

    it('holds once the user has, and has to be committed', async () => {
      keep(RST, 'CHANGES.rst');
      bench.write('CHANGES.rst', `0.2.0 (2026-01-31)\n==================\n\n* Second\n\n${RST}`);
      const plan = await bench.plan('0.2.0');
      assert.equal(plan.facts.find(({ id }) => id === 'changelog')?.observation.state, 'holds');
      assert.match(
        plan.checks.find(({ id }) => id === 'changes')?.detail ?? '',
        /Other changes beside the version in CHANGES\.rst/,
      );
      bench.git('commit', '--quiet', '--all', '--message', 'docs: 0.2.0');
      await done(await bench.context('0.2.0'));
      bench.assertReleased('0.2.0');
    });

    it('is left to people where a version in it moves with the package', async () => {
      keep(`${KEPT}\nNow at 0.1.0\n`);
      bench.index.configure({
        ...bench.index.settings,
        extraFiles: [
          { files: 'CHANGELOG.md', search: 'Now at ${version}', spelling: 'semver', count: 1 },
        ],
      });
      assert.match(
        await bench.check('0.2.0', 'changelog'),
        /^warning: CHANGELOG\.md holds a version that moves with the package/,
      );
      await done(await bench.context('0.2.0'));
      bench.assertReleased('0.2.0', FILES);
      assert.equal(bench.read('CHANGELOG.md'), `${KEPT}\nNow at 0.2.0\n`);
    });

    it('is left to people where it cannot be read', async () => {
      keep('', 'CHANGELOG.md');
      bench.git('rm', '--quiet', '--cached', 'CHANGELOG.md');
      writeFileSync(
        path.join(bench.workspace, 'CHANGELOG.md'),
        Buffer.from([0x23, 0x20, 0xe9, 0x0a]),
      );
      assert.match(
        await bench.check('0.2.0', 'changelog'),
        /^warning: The changelog cannot be read/,
      );
    });
  });

  it('is not asked where the repository keeps no changelog', async () => {
    const plan = await bench.plan('0.2.0');
    assert.ok(![...plan.facts, ...plan.checks].some(({ id }) => id === 'changelog'));
    // Folders of fragments are no changelogs.
    writeFilesTo(bench.workspace, { 'changes/1.md': '- x\n', 'news/2.rst': '' });
    bench.git('add', '.');
    bench.git('commit', '--quiet', '--message', 'fragments');
    assert.equal((await bench.prepare('0.2.0')).intent.changelog, undefined);
  });

  it('is edited and left out of the commit where git does not know it', async () => {
    bench.write('CHANGELOG.md', KEPT);
    assert.equal(await bench.check('0.2.0', 'tracked'), 'warning: Not tracked: CHANGELOG.md');
    const context = await bench.context('0.2.0');
    await done(context);
    bench.assertReleased('0.2.0');
    assert.equal(bench.read('CHANGELOG.md'), PROMOTED);
    assert.equal(await fact(bench.again(context)), 'holds');
  });

  it('gets its date where it is written for the version already', async () => {
    const waiting = EMPTY.replace('## [0.0.1]', '## [0.2.0] - Unreleased\n\n- Ready\n\n## [0.0.1]');
    keep(waiting);
    const plan = await bench.plan('0.2.0');
    assert.equal(
      plan.facts[2]?.observation.detail,
      'Put the date into the section for 0.2.0 in CHANGELOG.md',
    );
    await done(await bench.context('0.2.0'));
    bench.assertReleased('0.2.0', FILES);
    assert.equal(
      bench.read('CHANGELOG.md'),
      waiting.replace('0.2.0] - Unreleased', '0.2.0] - 2026-01-31'),
    );
  });

  it('is written through a link to the file that git keeps, and not out of the repository', async () => {
    keep(KEPT);
    const link = path.join(bench.workspace, 'crates/budtiktok-python/CHANGELOG.md');
    symlinkSync('../../CHANGELOG.md', link);
    bench.git('add', '.');
    bench.git('commit', '--quiet', '--message', 'link');
    const context = await bench.context('0.2.0');
    assert.equal(context.intent.changelog?.file, 'CHANGELOG.md');
    await done(context);
    bench.assertReleased('0.2.0', FILES);

    rmSync(link);
    writeFilesTo(bench.dir, { 'outside.md': KEPT });
    symlinkSync(path.join(bench.dir, 'outside.md'), link);
    bench.git('rm', '--quiet', 'CHANGELOG.md');
    assert.equal((await bench.prepare('0.3.0')).intent.changelog, undefined);
    rmSync(link);
    symlinkSync('nowhere.md', link);
    assert.equal((await bench.prepare('0.3.0')).intent.changelog, undefined);
  });

  describe('of two packages', () => {
    const project = (name: string) => PYTHON['pyproject.toml']!.replace('"demo"', `"${name}"`);
    const others: ReleaseBench[] = [];
    afterEach(() => others.splice(0).forEach(other => other.dispose()));

    function two(files: Readonly<Record<string, string>>): { a: ReleaseBench; b: ReleaseBench } {
      const dir = repositoryOf({
        'a/pyproject.toml': project('alpha'),
        'b/pyproject.toml': project('beta'),
        ...files,
      });
      const a = new ReleaseBench(dir, undefined, 'a/pyproject.toml', 'alpha');
      const b = new ReleaseBench(dir, undefined, 'b/pyproject.toml', 'beta');
      for (const [one, name] of [
        [a, 'alpha'],
        [b, 'beta'],
      ] as const)
        one.settings = { ...DEFAULT_SETTINGS, tagFormat: `${name}-v\${version}` };
      others.push(a);
      return { a, b };
    }

    it('is that of each where each keeps one', async () => {
      const { a, b } = two({ 'CHANGELOG.md': KEPT, 'a/CHANGELOG.md': KEPT });
      assert.equal((await a.prepare('0.2.0')).intent.changelog?.file, 'a/CHANGELOG.md');
      assert.equal((await b.prepare('0.2.0')).intent.changelog?.file, 'CHANGELOG.md');
      assert.equal((await a.release(await a.context('0.2.0'))).result, 'done');
      assert.equal(
        a.onRemote('show', 'alpha-v0.2.0:a/CHANGELOG.md'),
        PROMOTED.replaceAll('v0.2.0', 'alpha-v0.2.0').trimEnd(),
      );
      assert.equal(a.read('CHANGELOG.md'), KEPT);
    });

    it('has one section for both where they share it and the version', async () => {
      const { a, b } = two({ 'CHANGELOG.md': KEPT });
      assert.equal((await a.release(await a.context('0.2.0'))).result, 'done');
      const after = a.read('CHANGELOG.md');
      const context = await b.context('0.2.0');
      assert.equal((await b.states(context))['changelog'], 'holds');
      assert.equal((await b.release(context)).result, 'done');
      assert.equal(b.read('CHANGELOG.md'), after);
      assert.equal(
        b.onRemote('diff-tree', '--no-commit-id', '--name-only', '-r', 'main'),
        'b/pyproject.toml',
      );
    });

    it('has a section for each where the headings name them', async () => {
      const { a, b } = two({
        'CHANGELOG.md': '# Changelog\n\n## Unreleased\n\n- x\n\n## alpha 0.1.0\n\n- first\n',
      });
      assert.equal((await a.release(await a.context('0.2.0'))).result, 'done');
      assert.match(
        a.read('CHANGELOG.md'),
        /^# Changelog\n\n## Unreleased\n\n## alpha 0\.2\.0\n\n- x\n/,
      );
      const context = await b.context('0.2.0', { entry: '- y' });
      assert.equal(
        (await b.states(context))['changelog'],
        'missing',
        'the section of alpha is not that of beta',
      );
      assert.equal((await b.release(context)).result, 'done');
      assert.match(b.read('CHANGELOG.md'), /## beta 0\.2\.0\n\n- y\n\n## alpha 0\.2\.0\n\n- x\n/);
    });
  });

  it('is looked for in the folder of the package first', async () => {
    keep(KEPT);
    mkdirSync(path.join(bench.workspace, 'crates/budtiktok-python'), { recursive: true });
    keep(EMPTY, 'crates/budtiktok-python/changes.md');
    assert.equal(
      (await bench.prepare('0.2.0')).intent.changelog?.file,
      'crates/budtiktok-python/changes.md',
    );
  });
});
