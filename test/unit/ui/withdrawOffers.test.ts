import * as assert from 'node:assert/strict';
import '../../fakes/editor';
import type { CrateRow } from '../../../src/cratesIndex/publishedCrates';
import { PYPI } from '../../../src/packageIndex/packageIndex';
import { crateOffers, distributionOffers } from '../../../src/ui/pick/withdrawOffers';
import type { PublishedState } from '../../../src/ui/store';
import { releaseVersion } from '../../../src/versions/releaseVersion';

const VERSION = releaseVersion([0, 2, 0]);
const seen = (more: Partial<PublishedState>): PublishedState => ({
  version: '0.2.0',
  index: 'PyPI',
  places: [],
  observation: { state: 'missing', detail: 'Nothing there yet' },
  seenAt: 1,
  ...more,
});
const FILE = { fileName: 'demo-0.2.0.tar.gz', yanked: false };

describe('what Yank offers', () => {
  it('is the page of a distribution that was seen on the index, and a look where that is not known', () => {
    const place = { title: 'sdist', state: 'served', detail: '', files: [FILE] } as const;
    const unanswered = { state: 'unknown', detail: 'no answer', advice: '' } as const;
    for (const [state, expected] of [
      [seen({ places: [place] }), 'page'],
      [seen({ places: [place], observation: unanswered }), 'page'],
      [seen({ places: [{ ...place, files: [] }] }), undefined],
      [seen({}), undefined],
      [seen({ observation: unanswered }), 'verify'],
      [seen({ places: [place], version: '0.1.0' }), 'verify'],
      [undefined, 'verify'],
    ] as const) {
      const kinds = distributionOffers('demo', PYPI, VERSION, state).map(
        ({ value }) => value?.kind,
      );
      assert.deepEqual(kinds, expected === undefined ? [] : [expected], JSON.stringify(state));
    }
  });

  it('is a command for each crate that a registry serves', () => {
    const row = (crate: string, state: CrateRow['state'], registry = 'crates.io'): CrateRow => ({
      crate,
      version: '0.2.0',
      registry,
      state,
      detail: '',
    });
    const offers = crateOffers('crates.io', VERSION, {
      ...seen({}),
      rows: [
        row('demo', 'served'),
        row('demo-own', 'served', 'own'),
        row('demo-core', 'yanked'),
        row('demo-io', 'missing'),
        row('demo-cli', 'unknown'),
      ],
    });
    assert.deepEqual(
      offers.map(({ label, value }) => (value?.kind === 'cargo' ? value.command : label)),
      [
        'cargo yank demo@0.2.0',
        'cargo yank demo-own@0.2.0 --registry own',
        'The crate demo-core is yanked on crates.io',
        'Not known: demo-cli 0.2.0 on crates.io',
      ],
    );
    assert.deepEqual(
      crateOffers('crates.io', VERSION, undefined).map(({ value }) => value?.kind),
      ['verify'],
    );
  });
});
