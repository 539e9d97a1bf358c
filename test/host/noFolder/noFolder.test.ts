import * as assert from 'node:assert/strict';
import { WATCHED } from '../../harness/canary';
import { services } from '../support';

describe('Without a folder, the extension', () => {
  it('starts, finds nothing and waits', async () => {
    const { store } = await services();
    assert.deepEqual(store.value.scans, []);
  });

  it('runs in a process that watches for the tokens of the tests', function () {
    // A desktop build of VS Code takes no options of Node.
    if (process.versions['electron'] !== undefined) this.skip();
    assert.equal((globalThis as Readonly<Record<string, unknown>>)[WATCHED], true);
  });
});
