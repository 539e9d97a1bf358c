import assert from 'node:assert/strict';
import type { FactId } from '../../../src/release/fact';
import { factLinks } from '../../../src/ui/factLinks';

const ADDRESS = { host: 'github.com', owner: 'o', name: 'n' };

function links(id: FactId, holding: readonly FactId[], more = {}) {
  return factLinks(
    id,
    {
      commit: 'c0ffee',
      tag: 'py/v0.2.0',
      lastTag: 'v0.1.0',
      facts: holding.map(fact => ({
        id: fact,
        title: fact,
        observation: { state: 'holds', detail: '' },
      })),
      ...more,
    },
    ADDRESS,
  );
}

describe('The links of a fact', () => {
  it('lead to pages of what was pushed, and to none of what is only here', () => {
    assert.deepEqual(links('commit', ['commit']), { copied: 'c0ffee' });
    assert.deepEqual(links('commit', ['commit', 'remoteBranch']), {
      copied: 'c0ffee',
      page: 'https://github.com/o/n/commit/c0ffee',
      compared: 'https://github.com/o/n/compare/v0.1.0...c0ffee',
    });
    assert.deepEqual(links('tag', ['tag']), { copied: 'py/v0.2.0' });
    assert.equal(links('tag', ['tag', 'remoteTag']).page, 'https://github.com/o/n/tree/py/v0.2.0');
    assert.deepEqual(links('hostedRelease', []), {});
  });

  it('compare with no tag where this one is the newest', () => {
    assert.equal(links('remoteTag', ['remoteTag'], { lastTag: 'py/v0.2.0' }).compared, undefined);
  });
});
