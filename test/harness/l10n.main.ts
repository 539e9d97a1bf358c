import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { BUNDLE, collectMessages } from './messages';
import { README, withTables } from './readme';
import {
  LANGUAGES,
  pruned,
  readMergedTexts,
  readTexts,
  translatedFiles,
  untranslated,
} from './translations';

writeFileSync(BUNDLE, collectMessages());
writeFileSync(README, withTables(readFileSync(README, 'utf8')));
const missing: string[] = [];
for (const [english, file] of LANGUAGES.flatMap(translatedFiles)) {
  const [texts, translated] = [readTexts(english), readMergedTexts(readFileSync(file, 'utf8'))];
  writeFileSync(file, pruned(texts, translated));
  for (const key of untranslated(texts, translated)) missing.push(`${path.basename(file)}: ${key}`);
}
if (missing.length > 0) console.log(`Not translated:\n${missing.join('\n')}`);
