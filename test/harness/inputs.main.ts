import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { TESTED_INPUTS, testedInputs } from './testedInputs';

mkdirSync(path.dirname(TESTED_INPUTS), { recursive: true });
writeFileSync(TESTED_INPUTS, testedInputs());
