import { readFileSync, writeFileSync } from 'node:fs';
import { BUNDLE, collectMessages } from './messages';
import { README, withTables } from './readme';

writeFileSync(BUNDLE, collectMessages());
writeFileSync(README, withTables(readFileSync(README, 'utf8')));
