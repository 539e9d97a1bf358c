import { execFile } from 'node:child_process';
import * as path from 'node:path';

/** The paths of the files that git tracks below a folder, each ended by NUL; undefined where there is no git, no work tree, or one that git does not trust. */
export function trackedNames(root: string): Promise<string | undefined> {
  // A hook that a repository configures is not run for a look at its index.
  const args = ['-c', 'core.fsmonitor=false', 'ls-files', '-z'];
  return new Promise(resolve => {
    execFile(
      'git',
      args,
      {
        cwd: root,
        env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
        windowsHide: true,
        maxBuffer: 1024 * 1024 * 1024,
      },
      (error, stdout) => resolve(error === null ? stdout : undefined),
    );
  });
}

/** What git tracks, where there is git: what a build left behind holds no constants. */
export async function trackedFiles(root: string): Promise<string[] | undefined> {
  const names = await trackedNames(root);
  return names
    ?.split('\0')
    .filter(name => name !== '')
    .map(name => path.join(root, name));
}
