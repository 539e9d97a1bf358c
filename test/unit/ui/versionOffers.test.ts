import assert from 'node:assert/strict';
import '../../fakes/editor';
import { offers, type Situation } from '../../../src/ui/pick/versionOffers';
import { bumpsFrom } from '../../../src/versions/bumps';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { readVersion } from '../../../src/versions/writtenVersion';

function situation(more: Partial<Situation> = {}): Situation {
  const current = readVersion('0.1.0', 'semver');
  return {
    name: 'budtiktok',
    current,
    style: 'dotted',
    bumps: bumpsFrom(current),
    newestTag: undefined,
    asItStands: undefined,
    namedIn: undefined,
    suggestion: { level: 'minor', reason: '2 feat commits' },
    ...more,
  };
}

const NOTHING_TAKEN = new Map<string, string>();

describe('The versions that are offered', () => {
  it('have the suggested bump selected', () => {
    const selected = offers(situation(), true, NOTHING_TAKEN).filter(
      ({ isSuggested }) => isSuggested,
    );
    assert.deepEqual(
      selected.map(({ label }) => label),
      ['Minor'],
    );
  });

  it('say of a version that is tagged or served that it is taken', () => {
    const taken = new Map([['0.2.0', 'PyPI has it already']]);
    const minor = offers(situation(), true, taken).find(({ label }) => label === 'Minor');
    assert.equal(minor?.description, '0.2.0, taken: PyPI has it already');
    assert.equal(minor.icon, 'warning');
  });

  it('begin with the version of the edited file where the others still have another one', () => {
    const edited = parseReleaseVersion('0.2.0');
    assert.ok(edited.ok);
    const [first] = offers(
      situation({ asItStands: edited.version, namedIn: 'pyproject' }),
      true,
      NOTHING_TAKEN,
    );
    assert.equal(first?.label, 'Release 0.2.0, as in pyproject');
    assert.deepEqual(first.value, { version: edited.version });
  });
});
