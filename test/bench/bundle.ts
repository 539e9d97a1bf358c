import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ROOT } from '../harness/paths';
import { say } from './report';

const DIST = path.join(ROOT, 'dist');

/** What activation loads, and what is loaded later or never. */
export function benchBundle(): void {
  const first = loadedWith('extension.js');
  const all = readdirSync(DIST).filter(name => name.endsWith('.js') && name !== 'cli.js');
  const size = (names: Iterable<string>) => ([...names].reduce((sum, name) => sum + readFileSync(path.join(DIST, name)).length, 0) / 1000).toFixed(1);
  say(`Bundle, minified: ${size(first)} kB in ${first.size} files loaded at activation, ${size(all.filter(name => !first.has(name)))} kB in ${all.length - first.size} files when they are needed`);
  say(`  (the command line: ${size(['cli.js'])} kB)`);
}

/** The files that a file requires at once, and not behind an `import()`. */
function loadedWith(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const atOnce = readFileSync(path.join(DIST, name), 'utf8').replace(/Promise\.resolve\(\)\.then\(\(\) ?=> ?[^"]*require\("[^"]+"\)/g, '');
  for (const [, required = ''] of atOnce.matchAll(/require\("\.\/([^"]+)"\)/g)) loadedWith(required, found);
  return found;
}
