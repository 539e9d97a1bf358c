import * as assert from 'node:assert/strict';
import { readSimpleHtml } from '../../../src/packageIndex/simpleApi';

describe('a page of an index', () => {
  for (const part of ['<a ', '<a "', "<a '", '<meta', '<!--', '</a', '<a href=', '<'])
    it(`takes a time that grows with its length: ${part}`, () => {
      const html = `<h1>Links for demo</h1>${part.repeat(100_000)}`;
      const start = process.cpuUsage();
      assert.deepEqual(readSimpleHtml(html, 'https://example.org/').files, []);
      const { user, system } = process.cpuUsage(start);
      assert.ok((user + system) / 1000 < 1_000);
    });
});
