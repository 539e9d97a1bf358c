import { readdir, readlink, readFile, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { LockFile } from '../release/repository';

/** Lock files that git keeps beside what it writes (gitrepository-layout(5)); those of refs are found in their folders. */
const FIXED = ['index', 'HEAD', 'config', 'packed-refs', 'shallow', 'ORIG_HEAD', 'FETCH_HEAD'];

/**
 * The lock files in the git directory of a repository, each with its age.
 * @param folders the git directory, and the one that all worktrees share where it is another
 */
export async function lockFiles(folders: readonly string[]): Promise<LockFile[]> {
  const found = await Promise.all(
    [...new Set(folders)].map(async folder => [
      ...FIXED.map(name => path.join(folder, `${name}.lock`)),
      ...(await locksBelow(path.join(folder, 'refs'))),
    ]),
  );
  const locks = await Promise.all(
    found.flat().map(async file => {
      const info = await stat(file).catch(() => undefined);
      return info === undefined ? [] : [{ file, ageMs: Math.max(0, Date.now() - info.mtimeMs) }];
    }),
  );
  return locks.flat();
}

async function locksBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.filter(name => name.endsWith('.lock')).map(name => path.join(folder, name));
}

/**
 * The git processes at work in a repository. Linux shows the folder of a process in /proc; elsewhere it is not known.
 * @param folders the working tree and its git directories
 * @returns undefined where it cannot be known
 */
export async function gitProcesses(folders: readonly string[]): Promise<number[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  const entries = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    entries.filter(isNumber).map(async pid => {
      const [name, cwd] = await Promise.all([
        readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
        readlink(`/proc/${pid}/cwd`).catch(() => ''),
      ]);
      const isHere = folders.some(folder => cwd === folder || cwd.startsWith(folder + path.sep));
      return /^git\b/.test(name) && isHere ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

/** Removes lock files that are still the ones that were found: an unchanged age tells that no process renewed them. */
export async function removeLocks(locks: readonly LockFile[]): Promise<void> {
  for (const { file, ageMs } of locks) {
    const info = await stat(file).catch(() => undefined);
    if (info !== undefined && Date.now() - info.mtimeMs >= ageMs) await rm(file, { force: true });
  }
}
