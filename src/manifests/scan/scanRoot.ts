import { stat } from 'node:fs/promises';
import * as path from 'node:path';

/** The top folder of the git repository around a folder, found without git, so that it works in Restricted Mode. */
export async function findGitRoot(folder: string): Promise<string | undefined> {
  for (let dir = folder; ; dir = path.dirname(dir)) {
    // A file in worktrees and submodules.
    if (await exists(path.join(dir, '.git'))) return dir;
    if (dir === path.dirname(dir)) return undefined;
  }
}

/**
 * The folder to look for manifests in. It is the opened folder, or the topmost one above it, within the repository, that
 * has a Cargo.toml: the version of a crate may stand in the root of its workspace, outside of what is opened.
 */
export async function findScanRoot(folder: string): Promise<string> {
  const top = await findGitRoot(folder);
  if (top === undefined) return folder;
  for (let dir = top; dir !== folder; dir = step(dir, folder)) {
    if (await exists(path.join(dir, 'Cargo.toml'))) return dir;
  }
  return folder;
}

/** One folder further down from `dir` towards `folder`. */
function step(dir: string, folder: string): string {
  const [next = ''] = path.relative(dir, folder).split(path.sep);
  return path.join(dir, next);
}

async function exists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}
