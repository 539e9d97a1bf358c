import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { unknowns, unknownTable } from '../../fixtures/unknowns';

describe('what stays unknown by design', () => {
  it('has a sentence that says so, and no word of "nothing" or "missing"', () => {
    for (const { what, sentence } of unknowns()) {
      assert.match(
        sentence,
        /not known|only the run knows|if its condition holds|that the run decides|can add more|not built by the workflow/,
        what,
      );
      assert.doesNotMatch(sentence, /\bnothing\b|\bmissing\b/i, what);
    }
  });

  it('is in the documentation, sentence for sentence', () => {
    const file = path.join(process.cwd(), 'docs', 'unknown.md');
    assert.equal(readFileSync(file, 'utf8'), unknownTable(), 'run "npm run inputs"');
  });
});
