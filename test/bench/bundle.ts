import { statSync } from 'node:fs';
import * as path from 'node:path';
import { ROOT } from '../harness/paths';
import { say } from './report';

/** What is downloaded and loaded: the minified bundle. */
export function benchBundle(): void {
  const { size } = statSync(path.join(ROOT, 'dist', 'extension.js'));
  say(`Bundle: ${(size / 1000).toFixed(1)} kB minified (dist/extension.js, all dependencies inside)`);
}
