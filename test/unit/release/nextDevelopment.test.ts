import * as assert from 'node:assert/strict';
import {
  developmentAfterRelease,
  nextDevelopmentVersion,
} from '../../../src/release/nextDevelopment';
import { currentVersion } from '../../../src/release/releaseTags';
import { parseReleaseVersion, type ReleaseVersion } from '../../../src/versions/releaseVersion';
import { ReleaseBench, repositoryOf } from '../support/release';

function version(text: string): ReleaseVersion {
  const parsed = parseReleaseVersion(text);
  assert.ok(parsed.ok, text);
  return parsed.version;
}

describe('the next development version', () => {
  for (const [released, before, earlier, next, python] of [
    ['0.2.0', '0.2.0-dev', '0.1.0', '0.3.0-dev', '0.3.0.dev0'],
    ['0.2.0', '0.2.0-dev.4', '0.1.4', '0.3.0-dev.0', '0.3.0.dev0'],
    ['0.2.1', '0.2.1-dev.0', '0.2.0', '0.2.2-dev.0', '0.2.2.dev0'],
    ['0.2.1', '0.2.1.dev0', '0.2.0', '0.2.2-dev.0', '0.2.2.dev0'],
    ['2.0.0', '2.0.0-dev0', '1.9.0', '2.1.0-dev0', '2.1.0.dev0'],
    ['0.2.0', '0.2.0-dev', undefined, '0.3.0-dev', '0.3.0.dev0'],
    // cargo-release begins with alpha.0, where that is set as dev-version-ext.
    ['0.2.0', '0.2.0-alpha.0', '0.1.0', '0.3.0-alpha.0', '0.3.0a0'],
    ['0.2.1', '0.2.1-alpha.0', '0.2.0', '0.2.2-alpha.0', '0.2.2a0'],
    ['0.2.0', '0.2.0a0', '0.1.0', '0.3.0-alpha.0', '0.3.0a0'],
    // The version that was released may be another one than the files announced.
    ['0.2.1', '0.3.0-dev', '0.2.0', '0.3.0-dev', '0.3.0.dev0'],
  ] as const)
    it(`after ${released} from ${before} is ${next}`, () => {
      const found = nextDevelopmentVersion(
        version(released),
        before,
        earlier === undefined ? undefined : version(earlier),
      );
      assert.equal(found?.semver, next);
      assert.equal(found.pep440, python);
    });

  it('is none where the files held no development version, or a pre-release was made', () => {
    assert.equal(nextDevelopmentVersion(version('0.2.0'), '0.1.0', version('0.1.0')), undefined);
    assert.equal(nextDevelopmentVersion(version('0.2.0'), '0.2.0-rc.1', undefined), undefined);
    // No version for both Cargo and Python.
    assert.equal(nextDevelopmentVersion(version('0.2.0'), '0.2.0-SNAPSHOT', undefined), undefined);
    assert.equal(
      nextDevelopmentVersion(version('0.2.0-rc.1'), '0.2.0-dev', version('0.1.0')),
      undefined,
    );
  });
});

describe('the development version in the history of a repository', () => {
  const manifest = (version: string) =>
    `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "demo"\nversion = "${version}"\n`;
  let bench: ReleaseBench;
  before(() => {
    const dir = repositoryOf({ 'pyproject.toml': manifest('0.1.0') });
    bench = new ReleaseBench(dir, undefined, 'pyproject.toml', 'demo');
  });
  after(() => {
    bench.dispose();
  });

  const commit = (text: string) => {
    bench.write('pyproject.toml', text);
    bench.git('commit', '--quiet', '--all', '--message', text);
  };
  const next = async () => {
    const state = await bench.tree.now();
    assert.ok(state);
    return await developmentAfterRelease(
      bench.tree,
      await currentVersion(state.pkg, bench.repository, 'v${version}'),
    );
  };

  it('is found before the commit that set the version, be it tagged later or not', async () => {
    bench.git('tag', 'v0.1.0');
    assert.equal(await next(), undefined, 'no version before the first one');
    for (const [released, before, expected] of [
      ['0.2.0', undefined, undefined],
      ['0.3.0', '0.3.0-dev', '0.4.0-dev'],
      ['0.4.0', '0.4.0.dev0', '0.5.0-dev.0'],
      ['0.5.0', '0.5.0-alpha.0', '0.6.0-alpha.0'],
      ['0.6.0', '0.6.0-SNAPSHOT', undefined],
    ] as const) {
      if (before !== undefined) commit(manifest(before));
      commit(manifest(released));
      commit(`${manifest(released)}description = "${released}"\n`);
      assert.equal(await next(), undefined, 'before the tag nothing follows');
      bench.git('tag', `v${released}`);
      assert.equal((await next())?.semver, expected, released);
    }
    // alpha.0 that was released is a pre-release, and no version between two releases.
    commit(manifest('0.7.0-alpha.0'));
    bench.git('tag', 'v0.7.0-alpha.0');
    commit(manifest('0.7.0'));
    bench.git('tag', 'v0.7.0');
    assert.equal(await next(), undefined);
  });
});
