import { writeFileSync } from 'node:fs';
import { BUNDLE, collectMessages } from './messages';

writeFileSync(BUNDLE, collectMessages());
