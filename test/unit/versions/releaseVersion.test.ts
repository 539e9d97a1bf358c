import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  parseReleaseVersion,
  PHASES,
  preReleaseStyle,
  releaseVersion,
  type PreReleaseStyle,
} from '../../../src/versions/releaseVersion';

describe('parseReleaseVersion', () => {
  const legal: readonly (readonly [input: string, semver: string, pep440: string])[] = [
    ['0.2.0', '0.2.0', '0.2.0'],
    [' 0.2.0 ', '0.2.0', '0.2.0'],
    ['0.2.0-rc.1', '0.2.0-rc.1', '0.2.0rc1'],
    ['0.2.0-alpha.3', '0.2.0-alpha.3', '0.2.0a3'],
    ['0.2.0-beta.0', '0.2.0-beta.0', '0.2.0b0'],
    ['0.2.0-dev.4', '0.2.0-dev.4', '0.2.0.dev4'],
    ['0.2.0-rc1', '0.2.0-rc1', '0.2.0rc1'],
    ['0.6.0-dev', '0.6.0-dev', '0.6.0.dev0'],
    ['0.2.0rc1', '0.2.0-rc.1', '0.2.0rc1'],
    ['0.2.0.dev4', '0.2.0-dev.4', '0.2.0.dev4'],
    ['2026.6.3', '2026.6.3', '2026.6.3'],
  ];
  for (const [input, semver, pep440] of legal) {
    it(`reads "${input}" as ${semver} and ${pep440}`, () => {
      const parsed = parseReleaseVersion(input);
      assert.ok(parsed.ok, 'reason' in parsed ? parsed.reason : '');
      assert.deepEqual([parsed.version.semver, parsed.version.pep440], [semver, pep440]);
    });
  }

  const refused: readonly (readonly [input: string, reason: RegExp])[] = [
    ['', /Enter a version/],
    ['v0.2.0', /without the "v"/],
    ['0.2.0-1', /reads 0\.2\.0-1 as 0\.2\.0\.post1, a final release/],
    ['0.2.0-0', /a final release/],
    ['0.2.0-nightly.1', /no spelling for "-nightly\.1"/],
    ['0.2.0-next.0', /no spelling/],
    ['0.2.0-SNAPSHOT', /no spelling/],
    ['0.2.0-beta.1.2', /no spelling for "-beta\.1\.2"/],
    ['0.2.0-rc.01', /leading zeros: write 0\.2\.0-rc\.1/],
    ['0.2.0rc01', /leading zeros/],
    ['2026.04.1', /leading zeros: write 2026\.4\.1/],
    ['0.2.0+local', /rejected by PyPI/],
    ['1!0.2.0', /no epochs \("1"/],
    ['0.2.0.post1', /no post-releases/],
    ['0.2.0a1.dev2', /development release of a pre-release/],
    ['1.0a2', /exactly three numbers: write 1\.0\.0-alpha\.2/],
    ['0.2', /exactly three numbers: write 0\.2\.0/],
    ['1.2.3.4', /exactly three numbers/],
    ['latest', /neither a SemVer nor a PEP 440 version/],
    ['0.2.0-', /neither/],
  ];
  for (const [input, reason] of refused) {
    it(`refuses "${input}" with the reason`, () => {
      const parsed = parseReleaseVersion(input);
      assert.ok(!parsed.ok);
      assert.match(parsed.reason, reason);
    });
  }

  it('writes a Python spelling in the style of the repository', () => {
    const parsed = parseReleaseVersion('0.2.0rc1', 'joined');
    assert.ok(parsed.ok);
    assert.equal(parsed.version.semver, '0.2.0-rc1');
  });

  it('reads back both spellings of every version it can build', () => {
    const number = fc.nat(2000);
    const pre = fc.option(
      fc.record({ phase: fc.constantFrom(...PHASES), number }, { noNullPrototype: true }),
      { nil: undefined },
    );
    const style = fc.constantFrom<PreReleaseStyle>('dotted', 'joined');
    fc.assert(
      fc.property(fc.tuple(number, number, number), pre, style, (release, pre, style) => {
        const version = releaseVersion(release, pre, style);
        for (const spelling of [version.semver, version.pep440]) {
          const parsed = parseReleaseVersion(spelling, style);
          assert.ok(parsed.ok, spelling);
          assert.deepEqual(parsed.version, version);
        }
      }),
    );
  });
});

describe('preReleaseStyle', () => {
  it('follows the newest pre-release', () => {
    assert.equal(preReleaseStyle(['0.2.0', '0.2.0-rc1', '0.1.0-rc.1']), 'joined');
    assert.equal(preReleaseStyle(['0.1.0-beta.2', '0.1.0-beta1']), 'dotted');
    assert.equal(preReleaseStyle(['0.1.0', '0.6.0-dev']), 'dotted');
  });
});
