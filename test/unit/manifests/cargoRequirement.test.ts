import * as assert from 'node:assert/strict';
import { updateRequirement } from '../../../src/manifests/cargo/requirementUpdate';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';

function update(requirement: string, to: string): string {
  const version = parseReleaseVersion(to);
  assert.ok(version.ok);
  const result = updateRequirement(requirement, version.version);
  return result.ok ? result.text : `refused: ${result.reason}`;
}

describe('updateRequirement', () => {
  const kept: readonly (readonly [requirement: string, to: string, expected: string])[] = [
    ['=0.1.0', '0.2.0', '=0.2.0'],
    ['^0.1.0', '0.2.0', '^0.2.0'],
    ['~0.1', '0.2.0', '~0.2'],
    ['0.1', '0.2.0', '0.2'],
    ['0.1.0', '0.2.0', '0.2.0'],
    ['0', '0.2.0', '0'],
    ['1', '2.0.0', '2'],
    ['0.1.*', '0.2.0', '0.2.*'],
    ['0.*', '0.2.0', '0.*'],
    ['>=0.1.0', '0.2.0', '>=0.2.0'],
    ['= 0.1.0 ', '0.2.0', '= 0.2.0 '],
    ['*', '0.2.0', '*'],
    ['0.1', '0.3.0-rc.1', '0.3.0-rc.1'],
    ['^0.1', '0.3.0-rc.1', '^0.3.0-rc.1'],
    ['=0.6.0-dev', '0.6.0', '=0.6.0'],
    ['0.3.0-rc.1', '0.3.0', '0.3.0'],
  ];
  for (const [requirement, to, expected] of kept) {
    it(`keeps the form: "${requirement}" at ${to} is "${expected}"`, () =>
      assert.equal(update(requirement, to), expected));
  }

  it('asks where a requirement has more than one reading', () => {
    for (const requirement of ['>=0.1, <0.2', '<0.2', '>0.1.0', '0.1, 0.2', ''])
      assert.match(update(requirement, '0.2.0'), /^refused: .*more than one reading/);
  });

  it('asks where "*" would not match a pre-release', () => {
    assert.match(
      update('*', '0.2.0-rc.1'),
      /^refused: "\*" does not match the pre-release 0\.2\.0-rc\.1/,
    );
  });
});
