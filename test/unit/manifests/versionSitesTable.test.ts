import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';

it('docs/version-sites.md names tests that are there', () => {
  const rows = readFileSync(path.join(process.cwd(), 'docs', 'version-sites.md'), 'utf8')
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| Kind'));
  assert.ok(rows.length > 15);
  const sources = new Map<string, string>();
  const missing = rows.flatMap(row =>
    [...row.matchAll(/`([\w/]+\.test\.ts)`: (.+?)[ ]*\|/g)].flatMap(([, file = '', title = '']) => {
      const name = path.join(process.cwd(), 'test', 'unit', file);
      const source = sources.get(name) ?? readFileSync(name, 'utf8');
      sources.set(name, source);
      return source.includes(title) ? [] : [`${file}: ${title}`];
    }),
  );
  assert.deepEqual(missing, []);
});
