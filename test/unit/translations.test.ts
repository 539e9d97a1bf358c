import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ROOT } from '../harness/paths';
import {
  LANGUAGES,
  readMergedTexts,
  readTexts,
  translatedFiles,
  untranslated,
} from '../harness/translations';

/**
 * The number of texts that a language may lack: a message of a new rule is shown in English until it is translated.
 * `npm run l10n` prints what is missing.
 */
const MOST_MISSING = { 'package.nls.json': 0, 'bundle.l10n.json': 50 } as const;

/** What a translation may move and may not leave out: placeholders, variables, code and the targets of links. */
function fixedParts(text: string): string[] {
  return (text.match(/\{\d+\}|\$\{\w+\}|`[^`]*`|\]\([^)]*\)/g) ?? []).sort();
}

for (const language of LANGUAGES) {
  describe(`The texts in ${language}`, () => {
    for (const [english, file] of translatedFiles(language)) {
      const name = path.basename(english);
      const [texts, translated] = [readTexts(english), readTexts(file)];
      const keys = Object.keys(translated);

      it(`of ${name} have no key that English lacks`, () => {
        assert.deepEqual(
          keys.filter(key => texts[key] === undefined),
          [],
        );
      });

      it(`of ${name} keep every placeholder, code and link`, () => {
        for (const key of keys)
          assert.deepEqual(
            [...new Set(fixedParts(translated[key] ?? ''))],
            [...new Set(fixedParts(texts[key] ?? ''))],
            key,
          );
      });

      it(`of ${name} are complete`, () => {
        const missing = untranslated(texts, translated);
        assert.ok(
          missing.length <= MOST_MISSING[name as keyof typeof MOST_MISSING],
          `${missing.length} missing: ${missing.slice(0, 10).join(' | ')}`,
        );
      });
    }
  });
}

describe('The package', () => {
  it('holds the texts of every language', () => {
    const packaged = readFileSync(path.join(ROOT, '.vscodeignore'), 'utf8').split('\n');
    assert.ok(
      packaged.includes('!package.nls.*.json') && packaged.includes('!l10n/bundle.l10n.*.json'),
    );
  });
});

describe('A merge that kept the lines of both sides', () => {
  it('is read line by line', () => {
    const merged = ['{', '  "a": "1",', '  "b {0}": "x \\"2\\" {0}"', '  "c": "3"', '}'].join('\n');
    assert.deepEqual(readMergedTexts(merged), { a: '1', 'b {0}': 'x "2" {0}', c: '3' });
  });
});
