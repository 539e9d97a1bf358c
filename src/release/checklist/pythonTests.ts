import * as path from 'node:path';
import type { FileReader } from '../../manifests/scan/fileReader';

/** Where Python tests are kept, below the folder of the package or the top folder of the repository, the likeliest first. */
const PLACES = ['tests', 'test', 'python/tests', 'tests/python', 'py/tests'];

/** Folders below such a place that may hold them alone. */
const DEPTH = 2;

/**
 * The folder of a package's Python tests, absolute; undefined where there are none. A folder counts where it holds what
 * pytest collects ("Good Integration Practices": `test_*.py`, `*_test.py`): Cargo keeps its tests in `tests`, too.
 */
export async function findPythonTests(
  folder: string,
  top: string,
  reader: Pick<FileReader, 'list'>,
): Promise<string | undefined> {
  for (const dir of new Set(
    [folder, top].flatMap(from => PLACES.map(place => path.join(from, place))),
  )) {
    if (await holdsTests(dir, DEPTH, reader)) return dir;
  }
  return undefined;
}

async function holdsTests(
  dir: string,
  depth: number,
  reader: Pick<FileReader, 'list'>,
): Promise<boolean> {
  const entries = await reader.list(dir);
  if (
    entries.some(({ name, isDirectory }) => !isDirectory && /^test_.*\.py$|_test\.py$/.test(name))
  )
    return true;
  if (depth === 0) return false;
  for (const { name, isDirectory } of entries) {
    if (isDirectory && (await holdsTests(path.join(dir, name), depth - 1, reader))) return true;
  }
  return false;
}

/** A word of a command line as the shell of a platform reads it back: `/bin/sh`, or `cmd.exe` on Windows. */
export function shellText(text: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return /^[\w.:\\/-]+$/.test(text) ? text : `"${text}"`;
  return /^[\w./-]+$/.test(text) ? text : `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}
