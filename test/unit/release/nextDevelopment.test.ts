import * as assert from 'node:assert/strict';
import { nextDevelopmentVersion } from '../../../src/release/nextDevelopment';
import { parseReleaseVersion, type ReleaseVersion } from '../../../src/versions/releaseVersion';

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
    assert.equal(
      nextDevelopmentVersion(version('0.2.0-rc.1'), '0.2.0-dev', version('0.1.0')),
      undefined,
    );
  });
});
