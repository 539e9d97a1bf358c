import * as path from 'node:path';
import { runProgram } from '../../base/processes';
import { findGitRoot } from './scanRoot';

/** The paths of the files that git tracks below a folder, each ended by NUL; undefined where git can't say. */
export async function trackedNames(root: string): Promise<string | undefined> {
  return await runGit(root, ['ls-files', '-z']);
}

/** The paths of what git ignores below a folder, each ended by NUL; a folder that it ignores as a whole ends with "/". */
export async function ignoredNames(root: string): Promise<string | undefined> {
  return await runGit(root, [
    'ls-files',
    '-z',
    '--others',
    '--ignored',
    '--exclude-standard',
    '--directory',
  ]);
}

/** The names of git's tags; undefined where git can't say. */
export async function tagNames(root: string): Promise<string[] | undefined> {
  const names = await runGit(root, ['for-each-ref', '--format=%(refname:strip=2)', 'refs/tags']);
  return names?.split('\n').filter(name => name !== '');
}

/** The tracked files that hold a text, found by git; undefined where git can't say. */
export async function filesContaining(root: string, text: string): Promise<string[] | undefined> {
  const names = await runGit(root, ['grep', '-lzF', '--no-color', '--no-textconv', '-e', text], 1);
  return names
    ?.split('\0')
    .filter(name => name !== '')
    .map(name => path.join(root, name));
}

/**
 * Runs a reading git command. Nothing that a repository configures starts a program (see `listFiles` of
 * {@link runProgram}), and no missing object is fetched (promisor remotes).
 * @param empty the exit code that means an empty answer
 */
async function runGit(
  root: string,
  args: readonly string[],
  empty = 0,
): Promise<string | undefined> {
  const workspace = (await findGitRoot(root)) ?? root;
  try {
    const { code, stdout } = await runProgram('listFiles', {
      args,
      cwd: root,
      workspace,
      isTrusted: false,
      env: {
        GIT_OPTIONAL_LOCKS: '0',
        GIT_NO_LAZY_FETCH: '1',
        GIT_TERMINAL_PROMPT: '0',
        GIT_PROTOCOL_FROM_USER: '0',
        GIT_ALLOW_PROTOCOL: '',
      },
    });
    return code === 0 || (empty > 0 && code === empty) ? stdout.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}
