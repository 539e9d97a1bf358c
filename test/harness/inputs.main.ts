import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { unknownTable } from '../fixtures/unknowns';
import { ROOT } from './paths';
import { TESTED_INPUTS, testedInputs } from './testedInputs';

mkdirSync(path.dirname(TESTED_INPUTS), { recursive: true });
writeFileSync(TESTED_INPUTS, testedInputs());
writeFileSync(path.join(ROOT, 'docs', 'unknown.md'), unknownTable());
