import * as assert from 'node:assert/strict';
import { messageOf } from '../../../src/base/errors';

describe('messageOf', () => {
  it('says what an error of the system means, without the path of a temporary file', () => {
    const full = new Error("ENOSPC: no space left on device, write '/x/Cargo.toml.0029.tmp'");
    assert.equal(
      messageOf(Object.assign(full, { code: 'ENOSPC' })),
      'No space is left on the disk.',
    );
  });

  it('gives the text of anything else that was thrown', () => {
    assert.equal(messageOf(new Error('why')), 'why');
    assert.equal(messageOf('why'), 'why');
  });
});
