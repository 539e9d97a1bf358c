import { statSync } from 'node:fs';
import * as path from 'node:path';
import { bundleSizes } from '../harness/bundleSizes';
import { ROOT } from '../harness/paths';
import { say } from './report';

/** What activation loads, and what is loaded later or never. */
export async function benchBundle(): Promise<void> {
  const { activation, start, rest, restFiles } = await bundleSizes();
  const cli = statSync(path.join(ROOT, 'dist', 'cli.js')).size;
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
  say(
    `Bundle, minified: ${kilobytes(activation)} kB read at activation, ${kilobytes(start)} kB with the first look, ${kilobytes(rest)} kB in ${restFiles} files when they are needed`,
  );
  say(`  (the command line: ${kilobytes(cli)} kB)`);
}
