import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/** Hooks that git runs in the middle of what it does; reference-transaction runs while refs are locked. */
const LOCAL = [
  'pre-commit',
  'commit-msg',
  'post-commit',
  'pre-push',
  'reference-transaction',
] as const;
const REMOTE = ['pre-receive', 'update', 'post-receive', 'reference-transaction'] as const;

/**
 * Makes the hooks of a repository and of its remote count each other, and kill the program in the one that CUT_INSIDE
 * numbers. In the repository git is killed as well, and leaves its locks. The remote is another computer: there git goes on.
 */
export function installCuttingHooks(workspace: string, remote: string): void {
  const count = 'echo "$0" >> "$CUT_INSIDE_COUNT"; n=$(($(wc -l < "$CUT_INSIDE_COUNT")))';
  for (const [folder, names, target] of [
    [path.join(workspace, '.git/hooks'), LOCAL, '-"$CUT_GROUP"'],
    [path.join(remote, 'hooks'), REMOTE, '"$CUT_GROUP"'],
  ] as const) {
    mkdirSync(folder, { recursive: true });
    for (const name of names) {
      const file = path.join(folder, name);
      writeFileSync(
        file,
        `#!/bin/sh\n[ -n "$CUT_INSIDE_COUNT" ] || exit 0\n${count}\n[ "$n" = "$CUT_INSIDE" ] && kill -9 ${target}\nexit 0\n`,
      );
      chmodSync(file, 0o755);
    }
  }
}
