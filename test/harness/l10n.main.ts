import { readFileSync, writeFileSync } from 'node:fs';
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
const missing = new Map<string, string[]>();
for (const [language, [english, file]] of LANGUAGES.flatMap(found =>
  translatedFiles(found).map(files => [found, files] as const),
)) {
  const [texts, translated] = [readTexts(english), readMergedTexts(readFileSync(file, 'utf8'))];
  writeFileSync(file, pruned(texts, translated));
  for (const key of untranslated(texts, translated))
    missing.set(key, [...(missing.get(key) ?? []), language]);
}
if (missing.size > 0) {
  const lines = [...missing].map(([key, languages]) => `${languages.join(', ')}: ${key}`);
  console.log(`Not translated:\n${lines.join('\n')}`);
}
