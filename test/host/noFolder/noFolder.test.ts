import * as assert from 'node:assert/strict';
import { services } from '../support';

describe('Without a folder, the extension', () => {
  it('starts, finds nothing and waits', async () => {
    const { store } = await services();
    assert.deepEqual(store.value.scans, []);
  });
});
