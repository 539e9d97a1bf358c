import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ROOT } from './paths';

export const DIST = path.join(ROOT, 'dist');

/** The files that a file requires at once, and not behind an `import()`. */
export function loadedWith(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const atOnce = readFileSync(path.join(DIST, name), 'utf8').replace(
    /Promise\.resolve\(\)\.then\(\(\) ?=> ?[^"]*require\("[^"]+"\)/g,
    '',
  );
  for (const [, required = ''] of atOnce.matchAll(/require\("\.\/([^"]+)"\)/g))
    loadedWith(required, found);
  return found;
}
