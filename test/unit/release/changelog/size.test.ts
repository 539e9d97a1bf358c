import * as assert from 'node:assert/strict';
import { readChangelog } from '../../../../src/release/changelog/readChangelog';

/** Texts of a repository of about 600 kB, and longer ones where one part decides. */
const TEXTS: Readonly<Record<string, string>> = {
  'a heading on each line': '## 1.0\n'.repeat(85_000),
  'an unknown heading on each line above a version': `${'## About\n'.repeat(60_000)}## 1.0.0\n`,
  'a version for each of 200,000 packages': Array.from(
    { length: 200_000 },
    (_, at) => `## p${at} 1.0.0\n`,
  ).join(''),
  'a link reference on each line': `## 1.0.0\n${'[1.0.0]: https://example.org/1.0.0\n'.repeat(40_000)}`,
};

describe('readChangelog', () => {
  for (const [name, text] of Object.entries(TEXTS))
    it(`takes a time that grows with the text: ${name}`, () => {
      const start = process.cpuUsage();
      readChangelog(text);
      const { user, system } = process.cpuUsage(start);
      assert.ok((user + system) / 1000 < 2_500, `${Math.round((user + system) / 1000)} ms`);
    });
});
