import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { TESTED_INPUTS, testedInputs } from '../harness/testedInputs';

describe('docs/tested-inputs.md', () => {
  it('has rows of tests that exist, and more than 150 ("npm run inputs" writes it)', function () {
    this.timeout(60_000);
    const rowsIn = (table: string) => table.split(/\r?\n/).filter(line => line.startsWith('| '));
    const known = new Set(rowsIn(testedInputs()));
    const rows = rowsIn(readFileSync(TESTED_INPUTS, 'utf8'));
    assert.deepEqual(
      rows.filter(row => !known.has(row)),
      [],
    );
    assert.ok(rows.length > 150);
  });
});
