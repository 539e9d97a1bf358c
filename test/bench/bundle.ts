import { readdirSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { ROOT } from '../harness/paths';
import { say } from './report';

/** What activation loads, and what is loaded later or never. */
export function benchBundle(): void {
  for (const file of readdirSync(path.join(ROOT, 'dist')).filter(name => name.endsWith('.js'))) {
    const { size } = statSync(path.join(ROOT, 'dist', file));
    say(`dist/${file}: ${(size / 1000).toFixed(1)} kB minified, ${file === 'extension.js' ? 'loaded at activation' : file === 'cli.js' ? 'the command line' : 'loaded when it is needed'}`);
  }
}
