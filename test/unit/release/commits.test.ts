import * as assert from 'node:assert/strict';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import {
  isReleaseCommit,
  readConventionalCommit,
  relevantCommits,
  skipDirective,
} from '../../../src/release/commits';
import { previousRelease, releaseTags } from '../../../src/release/releaseTags';
import { suggestBump } from '../../../src/release/suggestBump';
import { foldersOf } from '../../../src/release/workingTree';
import { below, memoryReader, TOP } from '../support/memory';

describe('isReleaseCommit', () => {
  for (const subject of [
    'chore: bump version to 0.2.0',
    'chore(release): 0.2.0',
    'Release v0.2.0',
    'release: 1.0.0-rc.1',
    'Bump version: 0.1.0 → 0.2.0',
    'Bump versions',
    'v0.2.0',
    'demo-core-v0.2.0',
    'Prepare release 1.2.0 (#12)',
    'Release demo 1.2.0',
    'chore: Release cargo-release version 1.1.5',
    'chore(main): release 0.9.15 (#321)',
    'start next development version 0.3.0-dev',
  ])
    it(`knows "${subject}"`, () => assert.ok(isReleaseCommit(subject)));

  for (const subject of [
    'feat!: bump minimum supported Python version to 3.10',
    'feat: support numpy 2.0.0',
    'fix: crash with polars 11.2.0',
    'Bump pyo3 from 0.22.0 to 0.23.0',
    'build(deps): bump serde to 1.0.200',
    'Update README',
    'fix: release the GIL',
    'Bump minimum version 3.10',
    'Python 3.13',
    'Release the GIL while encoding',
    'version',
  ])
    it(`takes "${subject}" for a change`, () => assert.ok(!isReleaseCommit(subject)));
});

describe('relevantCommits', () => {
  const feature = 'feat: add the fast path';
  const revert = 'Revert "feat: add the fast path"\n\nThis reverts commit 6fbab30.';

  it('leaves out a revert with what it reverts', () => {
    assert.deepEqual(relevantCommits([revert, feature, 'fix: a']), ['fix: a']);
    assert.deepEqual(relevantCommits(['revert: feat: add the fast path', feature]), []);
  });

  it('keeps a change whose revert was reverted', () => {
    const again = 'Revert "Revert "feat: add the fast path""';
    assert.deepEqual(relevantCommits([again, revert, feature]), [feature]);
    assert.deepEqual(relevantCommits(['Reapply "feat: add the fast path"', revert, feature]), [
      feature,
    ]);
  });

  it('keeps a revert of a change that was released already', () => {
    assert.deepEqual(relevantCommits([revert, 'fix: a']), [revert, 'fix: a']);
  });

  it('keeps a change that was made again after its revert', () => {
    assert.deepEqual(relevantCommits([feature, revert, feature]), [feature]);
  });

  it('takes the titles of pull requests where the commits name no types', () => {
    const merge = 'Merge pull request #12 from a/b\n\nfeat: add x';
    assert.deepEqual(relevantCommits([merge, 'add x']), ['feat: add x', 'add x']);
    assert.deepEqual(relevantCommits([merge, 'feat: x']), ['feat: x']);
    assert.deepEqual(relevantCommits(['Merge pull request #12 from a/b\n\nAdd x']), []);
  });

  it('is what the suggested bump counts', () => {
    assert.equal(suggestBump([revert, feature, 'fix: a'], 1, 'v1.0.0')?.level, 'patch');
    assert.equal(suggestBump([revert, feature], 1, 'v1.0.0'), undefined);
  });
});

describe('readConventionalCommit', () => {
  for (const [message, type] of [
    ['✨ feat: add x', 'feat'],
    [':bug: fix(core)!: y', 'fix'],
    ['feature: x', 'feat'],
    ['bugfix: y', 'fix'],
    ['Hotfix: y', 'fix'],
    ['feat (core): x', 'feat'],
    ['see https://example.org', undefined],
  ] as const)
    it(`reads ${String(type)} of "${message}"`, () =>
      assert.equal(readConventionalCommit(message)?.type, type));
});

describe('skipDirective', () => {
  for (const [message, directive] of [
    ['chore: release 0.2.0 [skip ci]', '[skip ci]'],
    ['chore: release\n\n[CI SKIP]', '[CI SKIP]'],
    ['x [no ci]', '[no ci]'],
    ['x [skip actions]', '[skip actions]'],
    ['x [actions skip]', '[actions skip]'],
    ['x\n\nText.\n\nSigned-off-by: a\nskip-checks: true', 'skip-checks: true'],
    ['docs: what [skip] and ci mean', undefined],
    ['skip-checks: true', undefined],
    ['x\n\nskip-checks: true\n\nMore text.', undefined],
  ] as const)
    it(`finds ${String(directive)} in ${JSON.stringify(message)}`, () =>
      assert.equal(skipDirective(message), directive));
});

describe('previousRelease', () => {
  const tags = releaseTags(
    ['v1.1.0', 'v1.2.0-rc.1', 'v1.2.0-rc.2', 'v1.0.0'],
    'demo',
    'v${version}',
  );

  it('counts a final version from the last final one', () => {
    assert.equal(previousRelease(tags, '1.2.0')?.tag, 'v1.1.0');
  });

  it('counts a pre-release from the newest release below it', () => {
    assert.equal(previousRelease(tags, '1.2.0-rc.3')?.tag, 'v1.2.0-rc.2');
    assert.equal(previousRelease(tags, '1.2.0-rc.2')?.tag, 'v1.2.0-rc.1');
  });

  it('finds none before the first release', () => {
    assert.equal(previousRelease(tags, '0.9.0'), undefined);
  });
});

describe('releaseTags of several series', () => {
  const tagsOf = (format: string, ...tags: string[]) =>
    releaseTags(tags, 'demo', format).map(({ tag }) => tag);

  it('keeps to the series that the format names', () => {
    assert.deepEqual(tagsOf('py-v${version}', 'v2.1.0', 'v2.0.0', 'py-v0.3.0', 'py-v0.2.0'), [
      'py-v0.3.0',
      'py-v0.2.0',
    ]);
  });

  it('counts older releases from before the series', () => {
    assert.deepEqual(tagsOf('py-v${version}', 'v0.1.0', 'py-v0.3.0'), ['py-v0.3.0', 'v0.1.0']);
  });

  it('takes no date for a newer version', () => {
    assert.deepEqual(tagsOf('v${version}', '2026.04.15', 'v0.9.3'), ['v0.9.3']);
    assert.deepEqual(tagsOf('${version}', '2026.4.15', '2026.3.1'), ['2026.4.15', '2026.3.1']);
  });
});

describe('foldersOf', () => {
  it('is the folder of the package, of the crates that move, and of what it is built from', async () => {
    const index = new ManifestIndex(
      TOP,
      memoryReader({
        'Cargo.toml': '[workspace]\nmembers = ["core", "py", "cli"]\n',
        'core/Cargo.toml': '[package]\nname = "core"\nversion = "0.3.0"\n',
        'py/Cargo.toml':
          '[package]\nname = "py"\nversion = "0.1.0"\n[dependencies]\ncore = { path = "../core" }\n',
        'py/pyproject.toml':
          '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "py"\ndynamic = ["version"]\n',
        'cli/Cargo.toml': '[package]\nname = "cli"\nversion = "2.0.0"\n',
      }),
    );
    const { packages } = await index.scan();
    const pkg = packages.find(({ name }) => name === 'py')!;
    assert.deepEqual(foldersOf({ index, pkg }, TOP)?.map(below).sort(), ['core', 'py']);
  });
});
