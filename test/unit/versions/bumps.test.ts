import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bumpsFrom, type Bump } from '../../../src/versions/bumps';
import { reasonNotGreater } from '../../../src/versions/order';
import { parseReleaseVersion, PHASES, releaseVersion } from '../../../src/versions/releaseVersion';
import { comparePep440 } from '../../../src/versions/pep440';
import { compareSemVer } from '../../../src/versions/semver';
import { readVersion, type Spelling } from '../../../src/versions/writtenVersion';

const from = (text: string, spelling: Spelling = 'semver') =>
  bumpsFrom(readVersion(text, spelling));
const name = (bump: Bump) =>
  [bump.kind, 'level' in bump ? bump.level : '', 'phase' in bump ? bump.phase : '']
    .filter(Boolean)
    .join(' ');
const table = (bumps: Bump[]) =>
  Object.fromEntries(bumps.map(bump => [name(bump), bump.version.semver]));

describe('bumpsFrom', () => {
  it('raises a final version', () => {
    const bumps = table(from('0.1.2'));
    assert.equal(bumps['level patch'], '0.1.3');
    assert.equal(bumps['level minor'], '0.2.0');
    assert.equal(bumps['level major'], '1.0.0');
    assert.equal(bumps['pre minor rc'], '0.2.0-rc.1');
    assert.equal(bumps['pre major dev'], '1.0.0-dev.1');
    assert.equal(bumps['final'], undefined);
    assert.equal(bumps['next'], undefined);
  });

  it('finishes or continues a pre-release', () => {
    const bumps = table(from('1.0.0-beta.2'));
    assert.equal(bumps['final'], '1.0.0');
    assert.equal(bumps['next'], '1.0.0-beta.3');
    assert.equal(bumps['pre rc'], '1.0.0-rc.1');
    assert.equal(bumps['pre alpha'], undefined, 'alpha is lower in both orders');
    assert.equal(bumps['pre dev'], undefined, 'dev is lower for Python');
    assert.equal(
      bumps['level patch'],
      undefined,
      '1.0.0-beta.2 + patch = 1.0.0 is the final version',
    );
    assert.equal(bumps['level major'], undefined);
    assert.equal(table(from('0.2.1-rc.1'))['level minor'], '0.3.0');
  });

  it('keeps the style of the repository, unless Cargo would then sort the new version lower', () => {
    assert.equal(table(from('2.12.0-rc1'))['next'], '2.12.0-rc2');
    assert.equal(table(from('2.12.0-rc9'))['next'], undefined, 'Cargo sorts rc10 before rc9');
    assert.equal(table(from('0.6.0-dev'))['final'], '0.6.0');
  });

  it('counts calendar versions on', () => {
    assert.equal(table(from('2026.6.3'))['level patch'], '2026.6.4');
  });

  it('starts from what only one of the two schemes can spell', () => {
    assert.equal(table(from('0.1.0-nightly.3'))['level patch'], '0.1.0');
    assert.equal(table(from('0.1.0.post1', 'pep440'))['level patch'], '0.1.1');
    assert.equal(table(from('1.2', 'pep440'))['level patch'], '1.2.1');
    assert.equal(table(from('1.2rc1', 'pep440'))['level patch'], '1.2.0');
    assert.deepEqual(from('unknown', 'pep440'), []);
  });

  it('offers nothing that is not greater in both orders, and nothing twice', () => {
    const number = fc.nat(30);
    const pre = fc.option(
      fc.record({ phase: fc.constantFrom(...PHASES), number }, { noNullPrototype: true }),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        fc.tuple(number, number, number),
        pre,
        fc.constantFrom('dotted' as const, 'joined' as const),
        (release, pre, style) => {
          const current = releaseVersion(release, pre, style);
          const bumps = bumpsFrom(readVersion(current.semver, 'semver'), style);
          assert.ok(bumps.length > 0);
          for (const { version } of bumps) {
            assert.ok(
              compareSemVer(version.semver, current.semver) > 0,
              `${current.semver} -> ${version.semver}`,
            );
            assert.ok(
              comparePep440(version.pep440, current.pep440) > 0,
              `${current.pep440} -> ${version.pep440}`,
            );
            assert.deepEqual(parseReleaseVersion(version.semver, style), { ok: true, version });
          }
          assert.equal(new Set(bumps.map(({ version }) => version.semver)).size, bumps.length);
        },
      ),
    );
  });
});

describe('reasonNotGreater', () => {
  const reason = (next: string, current: string) => {
    const parsed = parseReleaseVersion(next, 'joined');
    assert.ok(parsed.ok);
    return reasonNotGreater(parsed.version, readVersion(current, 'semver')) ?? '';
  };

  it('says why a version may not follow', () => {
    assert.equal(reason('0.2.0', '0.1.0'), '');
    assert.match(reason('0.1.0', '0.1.0'), /is the version that is there now/);
    assert.match(reason('0.0.9', '0.1.0'), /0\.0\.9 is lower than 0\.1\.0/);
    assert.match(
      reason('0.2.0-dev.1', '0.2.0-alpha.1'),
      /Python orders 0\.2\.0\.dev1 before 0\.2\.0a1/,
    );
    assert.match(
      reason('0.2.0-alpha.1', '0.2.0-dev.1'),
      /Cargo orders 0\.2\.0-alpha\.1 before 0\.2\.0-dev\.1/,
    );
    assert.match(reason('0.2.0-rc10', '0.2.0-rc9'), /Cargo orders 0\.2\.0-rc10 before 0\.2\.0-rc9/);
  });
});
