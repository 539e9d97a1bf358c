import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { searchConstants } from '../../../src/manifests/plan/searchConstants';
import { git } from '../../fixtures/git';
import { services, until } from '../support';
import { VersionsBench } from '../versionsBench';
import { isMismatched } from '../../../src/ui/selectors';

describe('A question about versions', function () {
  this.timeout(60_000);
  let bench: VersionsBench;
  before(async () => {
    bench = new VersionsBench(await services());
  });
  beforeEach(() => bench.reset());
  after(() => bench.reset());

  const answer = (name: string, id: string, value: string) =>
    bench.services.workspace.manifests.answer(bench.find(name), new Map([[id, value]]));
  const remembered = () =>
    (JSON.parse(bench.read('.vscode/settings.json') || '{}') as Record<string, unknown>)[
      'budtiktok.packages'
    ];

  it('about a crate that is counted apart is asked once, and the answer is in the settings of the workspace', async () => {
    assert.deepEqual(await bench.questions('apart', '1.157.2'), ['crate apart/Cargo.toml:3']);
    assert.ok(!isMismatched(bench.find('apart')), 'a question is no mismatch');
    await answer('apart', 'crate', 'separate');
    assert.deepEqual(remembered(), { apart: { answers: { crate: 'separate' } } });
    assert.deepEqual(await bench.changes('apart', '1.157.2'), [
      'apart/pyproject.toml: version = "1.157.2"',
    ]);

    // As in the next window: from what is written alone.
    await bench.services.workspace.manifests.refresh();
    assert.deepEqual(await bench.questions('apart', '1.158.0'), []);
  });

  it('is asked again where the answer is taken out of the settings, and moves the crate where it says so', async () => {
    await answer('apart', 'crate', 'together');
    assert.deepEqual(await bench.changes('apart', '1.158.0'), [
      'apart/Cargo.toml: version = "1.158.0"',
      'apart/pyproject.toml: version = "1.158.0"',
    ]);
    await bench.set('budtiktok.packages', undefined);
    await until(
      bench.services,
      'the question',
      state => bench.find('apart', state).questions.length === 1,
    );
    assert.deepEqual(await bench.questions('apart', '1.158.0'), ['crate apart/Cargo.toml:3']);
  });

  it('is none where a half-made bump is completed, and is one where it would go beyond', async () => {
    assert.ok(isMismatched(bench.find('half')));
    assert.deepEqual(await bench.questions('half', '0.2.0'), []);
    assert.deepEqual(await bench.changes('half', '0.2.0'), [
      'half/Cargo.toml: version = "0.2.0"',
      'half/Cargo.lock: version = "0.2.0"',
    ]);
    assert.deepEqual(await bench.questions('half', '0.3.0'), ['crate half/Cargo.toml:3']);
  });

  it('about crates that hold the same version by chance or not is one for all of them', async () => {
    assert.deepEqual(await bench.questions('group', '0.2.0'), ['lockstep group/core/Cargo.toml:3']);
    await answer('group', 'lockstep', 'all');
    assert.deepEqual(remembered(), { group: { answers: { lockstep: 'all' } } });
    assert.deepEqual(await bench.changes('group', '0.2.0'), [
      'group/core/Cargo.toml: version = "0.2.0"',
      'group/py/Cargo.toml: version = "0.2.0"',
    ]);
    await answer('group', 'lockstep', 'none');
    assert.deepEqual(await bench.changes('group', '0.2.0'), [
      'group/py/Cargo.toml: version = "0.2.0"',
    ]);
  });

  it('about other packages stays where it was, and so does what else the settings say', async () => {
    await bench.set('budtiktok.packages', {
      apart: { tagFormat: 'apart-v${version}', answers: { crate: 'separate' } },
    });
    await answer('group', 'lockstep', 'none');
    assert.deepEqual(remembered(), {
      apart: { tagFormat: 'apart-v${version}', answers: { crate: 'separate' } },
      group: { answers: { lockstep: 'none' } },
    });
  });

  it('that is answered keeps no release from being made, although git tracks the settings', async () => {
    await bench.set('budtiktok.packages', { group: { answers: { lockstep: 'none' } } });
    git(bench.workspace, 'add', '--all');
    git(bench.workspace, 'commit', '--quiet', '-m', 'Settings');
    try {
      await answer('apart', 'crate', 'separate');
      const { checks } = await bench.services.release.runner.plan(
        await bench.propose('apart', '1.157.2', 'release'),
      );
      const [changes] = checks.filter(({ id }) => id === 'changes');
      assert.deepEqual(
        [changes?.state, changes?.detail],
        ['warning', 'Not part of the release: .vscode/settings.json'],
      );
      bench.write('README.md', '');
      git(bench.workspace, 'add', 'README.md');
      git(bench.workspace, 'commit', '--quiet', '-m', 'Readme');
      bench.write('README.md', 'mine\n');
      const again = (
        await bench.services.release.runner.plan(await bench.propose('apart', '1.157.2', 'release'))
      ).checks.find(({ id }) => id === 'changes');
      assert.deepEqual(
        [again?.state, again?.detail],
        ['blocks', 'Changed and not committed: README.md'],
      );
    } finally {
      git(bench.workspace, 'reset', '--quiet', '--hard', 'origin/main');
    }
  });

  it('about lines that hold the version is asked for all of them at once; what moves is a site from then on', async () => {
    const { session, context } = await bench.propose('coded', '1.44.0');
    const { index, pkg } = await context.package();
    const files = await session.repository.filesContaining('1.43.2');
    const found = await searchConstants(index, pkg, { files });
    assert.deepEqual(
      found.map(({ file, start }) => `${bench.below(file)}:${start.line + 1}`),
      ['coded/src/lib.rs:2', 'coded/src/old.rs:1', 'docs/index.md:1', 'docs/install.md:3'],
    );
    const [code] = found;
    await bench.services.workspace.manifests.answer(
      pkg,
      new Map(found.map(({ id }) => [id, id === code?.id ? 'move' : 'keep'])),
    );
    assert.deepEqual(await bench.changes('coded', '1.44.0'), [
      'coded/Cargo.toml: version = "1.44.0"',
      'coded/pyproject.toml: version = "1.44.0"',
      'coded/src/lib.rs: pub const VERSION: &str = "1.44.0";',
      'coded/Cargo.lock: version = "1.44.0"',
    ]);
    const again = await bench.propose('coded', '1.44.0');
    const now = await again.context.package();
    assert.deepEqual(
      await searchConstants(now.index, now.pkg, { files }),
      [],
      'none is asked about twice',
    );
  });

  it('that the settings answer wrongly is an error at their file, beside the packages that are fine', async () => {
    await bench.set('budtiktok.packages', {
      apart: { answers: { crate: 'perhaps' } },
      coded: { tagFormat: 'v1' },
    });
    await until(bench.services, 'the problems', ({ scans }) => scans![0]!.problems.length === 2);
    const problems = bench.services.store.value.scans![0]!.problems.map(
      ({ file, start, message }) => `${bench.below(file)}:${start.line + 1} ${message}`,
    );
    assert.deepEqual(problems, [
      'apart/Cargo.toml:3 "perhaps" is no answer to "crate": use together, separate.',
      '.vscode/settings.json:1 budtiktok.packages.coded: "tagFormat" has to hold ${version} or ${pep440}.',
    ]);
    assert.equal(
      vscode.languages
        .getDiagnostics(vscode.Uri.file(`${bench.workspace}/.vscode/settings.json`))
        .filter(({ source }) => source === 'BudTikTok').length,
      1,
    );
  });
});
