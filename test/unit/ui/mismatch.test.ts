import assert from 'node:assert/strict';
import { readVersion } from '../../../src/versions/writtenVersion';
import type { VersionSite } from '../../../src/manifests/versionSite';
import { mismatchOf } from '../../../src/ui/mismatch';

function site(file: string, version: string, more: Partial<VersionSite> = {}): VersionSite {
  return {
    file,
    kind: 'project',
    spelling: 'semver',
    written: readVersion(version, 'semver'),
    start: { line: 1, column: 0 },
    span: { start: 0, end: 1 },
    crates: [],
    isOwn: false,
    ...more,
  } as VersionSite;
}

const seen = (...sites: VersionSite[]) => {
  const found = mismatchOf({ sites });
  return found && [found.odd.map(({ file }) => file), found.others.written.text, found.count];
};

describe('A mismatch of versions', () => {
  it('is marked where one file was edited, and not in all the others', () => {
    assert.deepEqual(
      seen(
        site('pyproject.toml', '0.2.0', { isOwn: true }),
        site('Cargo.toml', '0.1.0', { isOwn: true }),
        site('Cargo.lock', '0.1.0', { kind: 'lock' }),
        site('Cargo.lock', '0.1.0', { kind: 'lock' }),
      ),
      [['pyproject.toml'], '0.1.0', 3],
    );
  });

  it('is marked once for each file that lags behind', () => {
    assert.deepEqual(
      seen(
        site('pyproject.toml', '0.2.0', { isOwn: true }),
        site('Cargo.toml', '0.2.0', { isOwn: true }),
        site('a.py', '0.2.0'),
        site('Cargo.lock', '0.1.0', { kind: 'lock' }),
        site('Cargo.lock', '0.1.0', { kind: 'lock' }),
      ),
      [['Cargo.lock'], '0.2.0', 3],
    );
  });

  it('is none where all agree', () => {
    assert.equal(seen(site('a', '0.1.0', { isOwn: true }), site('b', '0.1.0')), undefined);
  });
});
