import * as assert from 'node:assert/strict';
import { observeAll, RELEASE_FACTS, runFacts, undoAll } from '../../../src/release/engine';
import type { Member } from '../../../src/release/intent';
import { chosenMembers, memberChoices, membersAnswer } from '../../../src/release/memberChoice';
import { ownRelease } from '../../../src/release/prepareIntent';
import { DEFAULT_SETTINGS } from '../../../src/release/settings';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { packageTags } from '../../../src/release/releaseTags';
import { TWO_SERIES, TWO_SERIES_TAGS } from '../../fixtures/releaseShapes';
import { ReleaseBench, repositoryOf } from '../support/release';

const LOCK = (alpha: string, beta: string) =>
  `version = 4\n\n[[package]]\nname = "alpha"\nversion = "${alpha}"\n\n[[package]]\nname = "beta"\nversion = "${beta}"\n`;
const FILES = {
  ...TWO_SERIES,
  'Cargo.lock': LOCK('1.4.0', '0.3.2'),
  'beta/CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n\n- faster\n',
};
const BETA: Member = {
  manifest: 'beta/pyproject.toml',
  package: 'beta',
  own: { version: '0.4.0', from: '0.3.2', tag: 'beta-v0.4.0', tagMessage: 'Release beta 0.4.0' },
};
const TAGS = ['alpha-v1.5.0', 'beta-v0.4.0'];

describe('a release with a member that has a version of its own', () => {
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench(repositoryOf(FILES), undefined, 'alpha/pyproject.toml', 'alpha');
    for (const tag of TWO_SERIES_TAGS) bench.git('tag', tag);
  });
  afterEach(() => {
    bench.dispose();
  });

  const context = (members: readonly Member[] = [BETA]) =>
    bench.context('1.5.0', { from: '1.4.0', members });
  const remoteTags = () =>
    bench
      .onRemote('tag', '--list')
      .split('\n')
      .filter(tag => TAGS.includes(tag));

  it('is one commit and two tags, planned before anything is touched', async () => {
    const before = bench.snapshot();
    const plan = await bench.plan('1.5.0', { from: '1.4.0', members: [BETA] });
    assert.deepEqual(
      plan.facts.map(({ title, observation: { detail } }) => `${title} | ${detail}`),
      [
        'Versions | Set 1 version site to 1.5.0',
        'Versions: beta | Set 1 version site to 0.4.0',
        'Lock files | Set 1 lock entry to 1.5.0',
        'Lock files: beta | Set 1 lock entry to 0.4.0',
        'Changelog: beta | Promote Unreleased to 0.4.0 in beta/CHANGELOG.md',
        'Commit | Commit "chore: bump version to 1.5.0" on main',
        'Branch on origin | Push main to origin/main',
        'Tag alpha-v1.5.0 | Create the annotated tag alpha-v1.5.0, "Release v1.5.0"',
        'Tag on origin | Push alpha-v1.5.0 to origin',
        'Tag beta-v0.4.0 | Create the annotated tag beta-v0.4.0, "Release beta 0.4.0"',
        'Tag on origin: beta | Push beta-v0.4.0 to origin',
      ],
    );
    assert.deepEqual(plan.changes.map(({ file }) => bench.tree.relative(file)).sort(), [
      'Cargo.lock',
      'alpha/Cargo.toml',
      'beta/CHANGELOG.md',
      'beta/Cargo.toml',
    ]);
    assert.deepEqual(
      plan.checks.filter(({ state }) => state === 'blocks' || state === 'unknown'),
      [],
    );
    assert.equal(bench.snapshot(), before);

    const outcome = await runFacts(RELEASE_FACTS, await context());
    assert.equal(outcome.result, 'done', JSON.stringify(outcome));
    const commit = bench.onRemote('rev-parse', 'main');
    for (const tag of TAGS)
      assert.equal(bench.onRemote('rev-parse', `${tag}^{commit}`), commit, tag);
    assert.equal(bench.onRemote('show', 'main:Cargo.lock'), LOCK('1.5.0', '0.4.0').trim());
    assert.match(bench.onRemote('show', 'main:beta/CHANGELOG.md'), /## \[0\.4\.0\] - 2026-01-31/);
    assert.equal(
      bench.onRemote('log', '-1', '--format=%B', 'main').trim(),
      'chore: bump version to 1.5.0\n\nbeta 0.4.0',
    );
    assert.equal(bench.git('status', '--porcelain'), '');
  });

  it('goes on after a stop between any two of its tags', async () => {
    for (const stop of ['Tag alpha-v1.5.0', 'Tag beta-v0.4.0', 'Tag on origin: beta']) {
      let made = await context();
      const abort = new AbortController();
      const outcome = await runFacts(RELEASE_FACTS, made, {
        signal: abort.signal,
        report: facts => {
          const next = facts.find(({ observation }) => observation.state !== 'holds');
          if (next?.title === stop && !facts.some(({ inProgress }) => inProgress)) abort.abort();
        },
      });
      assert.equal(outcome.result, 'cancelled', JSON.stringify(outcome));
      made = bench.again(made);
      const resumed = await runFacts(RELEASE_FACTS, made);
      assert.equal(resumed.result, 'done', `${stop}: ${JSON.stringify(resumed)}`);
      assert.deepEqual(remoteTags(), TAGS, `stopped at ${stop}`);
      const again = bench.snapshot();
      assert.equal((await runFacts(RELEASE_FACTS, bench.again(made))).result, 'done');
      assert.equal(bench.snapshot(), again, 'nothing is made twice');
      // Back to the state before the release.
      bench.git('reset', '--quiet', '--hard', 'HEAD^');
      bench.git('push', '--quiet', '--force', 'origin', 'main', ...TAGS.map(tag => `:${tag}`));
      bench.git('tag', '--delete', ...TAGS);
      for (const file of Object.keys(FILES)) bench.write(file, bench.read(file));
    }
  });

  it('is taken back as a whole while no tag is public, and not at all afterwards', async () => {
    const before = bench.snapshot();
    const stopped = await context();
    const abort = new AbortController();
    await runFacts(RELEASE_FACTS, stopped, {
      signal: abort.signal,
      report: facts => {
        if (facts.some(({ id, observation }) => id === 'commit' && observation.state === 'holds'))
          abort.abort();
      },
    });
    const { undone, kept } = await undoAll(RELEASE_FACTS, bench.again(stopped));
    assert.deepEqual(kept, []);
    assert.equal(undone.length, 2);
    assert.equal(bench.snapshot(), before);

    const made = await context();
    const resumed = await runFacts(RELEASE_FACTS, made);
    assert.equal(resumed.result, 'done', JSON.stringify(resumed));
    await assert.rejects(undoAll(RELEASE_FACTS, bench.again(made)), /is on origin already/);
    assert.deepEqual(remoteTags(), TAGS);
  });

  it('stops before anything is touched where the tag of the member is on another commit', async () => {
    bench.git('tag', '--annotate', 'beta-v0.4.0', '--message', 'elsewhere', 'HEAD');
    const before = bench.snapshot();
    const outcome = await runFacts(RELEASE_FACTS, await context());
    assert.equal(outcome.result, 'failed');
    assert.match(outcome.failure.message, /beta-v0\.4\.0 exists already, on another commit/);
    assert.equal(bench.snapshot(), before);
  });

  it('pushes the tag of a member that the first package requires before its own', async () => {
    const { own } = BETA;
    assert.ok(own);
    const facts = await observeAll(
      RELEASE_FACTS,
      await context([{ ...BETA, own: { ...own, isFirst: true } }]),
    );
    assert.deepEqual(
      facts.filter(({ id }) => id === 'remoteTag').map(({ member }) => member?.name),
      ['beta', undefined],
    );
  });
});

describe('the packages that can be released with one', () => {
  it('are those of its version, and those with their own, suggested where their last tags are on the same commits', async () => {
    const dir = repositoryOf(TWO_SERIES);
    const bench = new ReleaseBench(dir, undefined, 'alpha/pyproject.toml', 'alpha');
    const { packages } = await bench.index.scan();
    const [lead] = packages;
    assert.ok(lead);
    const suggested = async () =>
      (
        await memberChoices(bench.repository, packages, { lead, members: [] }, ({ name }) =>
          packageTags(bench.repository, name, 'v${version}', undefined),
        )
      ).map(({ pkg, isShared, isSuggested }) => [pkg.name, isShared, isSuggested]);
    try {
      assert.deepEqual(await suggested(), [['beta', false, false]]);
      bench.git('tag', 'alpha-v1.4.0');
      bench.git('commit', '--quiet', '--allow-empty', '--message', 'fix: beta');
      bench.git('tag', 'beta-v0.3.2');
      assert.deepEqual(await suggested(), [['beta', false, false]]);
      bench.git('tag', 'alpha-v1.4.1');
      assert.deepEqual(await suggested(), [['beta', false, true]]);
    } finally {
      bench.dispose();
    }
  });

  it('have tags of their own, also where none of them was released yet', async () => {
    const version = parseReleaseVersion('0.4.0');
    assert.ok(version.ok);
    const tagWith = async (tags: readonly string[], leadFormat: string) => {
      const repository = { tags: () => Promise.resolve(tags) };
      const about = { name: 'beta', version: version.version, from: '0.3.2' };
      return (await ownRelease(repository, DEFAULT_SETTINGS, about, leadFormat)).tag;
    };
    assert.equal(await tagWith(TWO_SERIES_TAGS, 'alpha-v${version}'), 'beta-v0.4.0');
    assert.equal(await tagWith(['v1.3.0', 'v1.4.0'], 'v${version}'), 'beta-v0.4.0');
    assert.equal(await tagWith(['v1.4.0', 'py-0.3.1', 'py-0.3.2'], 'v${version}'), 'py-0.4.0');
  });

  it('are read from the settings by their names', () => {
    assert.equal(chosenMembers(undefined), undefined);
    assert.equal(chosenMembers(new Map([['lockstep', 'together']])), undefined);
    for (const names of [[], ['beta'], ['beta', 'demo-core']])
      assert.deepEqual([...(chosenMembers(membersAnswer(names)) ?? ['open'])], names);
  });
});
