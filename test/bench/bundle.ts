import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { DIST, loadedWith } from '../harness/bundleParts';
import { say } from './report';

/** What activation loads, and what is loaded later or never. */
export function benchBundle(): void {
  const first = loadedWith('extension.js');
  const all = readdirSync(DIST).filter(name => name.endsWith('.js') && name !== 'cli.js');
  const size = (names: Iterable<string>) =>
    (
      [...names].reduce((sum, name) => sum + readFileSync(path.join(DIST, name)).length, 0) / 1000
    ).toFixed(1);
  say(
    `Bundle, minified: ${size(first)} kB in ${first.size} files loaded at activation, ${size(all.filter(name => !first.has(name)))} kB in ${all.length - first.size} files when they are needed`,
  );
  say(`  (the command line: ${size(['cli.js'])} kB)`);
}
