import { readFileSync, writeFileSync } from 'node:fs';
import { BUNDLE, collectMessages } from './messages';
import { README, withTables } from './readme';
import { LANGUAGES, pruned, readMergedTexts, readTexts, translatedFiles } from './translations';

writeFileSync(BUNDLE, collectMessages());
writeFileSync(README, withTables(readFileSync(README, 'utf8')));
for (const [english, file] of LANGUAGES.flatMap(translatedFiles))
  writeFileSync(file, pruned(readTexts(english), readMergedTexts(readFileSync(file, 'utf8'))));
