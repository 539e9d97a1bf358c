import * as assert from 'node:assert/strict';
import { nextFreeVersion } from '../../../src/cratesIndex/nextFree';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';

function next(from: string, ...taken: string[]): string {
  const parsed = parseReleaseVersion(from);
  assert.ok(parsed.ok);
  return nextFreeVersion(parsed.version, taken).semver;
}

describe('nextFreeVersion', () => {
  it('skips what any registry has, in either spelling', () => {
    assert.equal(next('0.2.0'), '0.2.1');
    assert.equal(next('0.2.0', '0.2.1', '0.2.3'), '0.2.2');
    assert.equal(next('0.2.0', '0.2.1', '0.2.2+build.5', '0.3.0'), '0.2.3');
    assert.equal(next('0.2.0-rc.1', '0.2.0rc2', '0.2.0-rc.3'), '0.2.0-rc.4');
    assert.equal(next('0.2.0', 'not a version'), '0.2.1');
  });
});
