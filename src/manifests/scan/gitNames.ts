import * as path from 'node:path';
import { runProgram } from '../../base/processes';
import { findGitRoot } from './scanRoot';

/** The paths of the files that git tracks below a folder, each ended by NUL; undefined where git can't say. */
export async function trackedNames(root: string): Promise<string | undefined> {
  return await runGit(root, ['ls-files', '-z']);
}

/**
 * Which of some files git ignores; none where git can't say. A tracked file is never ignored. Only the given paths are looked
 * at: a list of all that is ignored makes git look through every folder.
 * @param files absolute paths
 */
export async function ignoredAmong(
  root: string,
  files: readonly string[],
): Promise<readonly string[]> {
  if (files.length === 0) return [];
  const names = await runGit(root, ['check-ignore', '-z', '--stdin'], {
    // Exit code 1: none of them is ignored.
    empty: 1,
    input: files.map(file => `${file}\0`).join(''),
  });
  return names?.split('\0').filter(name => name !== '') ?? [];
}

/** The names of git's tags; undefined where git can't say. */
export async function tagNames(root: string): Promise<string[] | undefined> {
  const names = await runGit(root, ['for-each-ref', '--format=%(refname:strip=2)', 'refs/tags']);
  return names?.split('\n').filter(name => name !== '');
}

/** The tracked files that hold a text, found by git; undefined where git can't say. */
export async function filesContaining(root: string, text: string): Promise<string[] | undefined> {
  const names = await runGit(root, ['grep', '-lzF', '--no-color', '--no-textconv', '-e', text], {
    empty: 1,
  });
  return names
    ?.split('\0')
    .filter(name => name !== '')
    .map(name => path.join(root, name));
}

/**
 * Runs a reading git command. Nothing that a repository configures starts a program (see `listFiles` of
 * {@link runProgram}), and no missing object is fetched (promisor remotes).
 * @param options.empty the exit code that means an empty answer
 */
async function runGit(
  root: string,
  args: readonly string[],
  { empty = 0, input }: { readonly empty?: number; readonly input?: string } = {},
): Promise<string | undefined> {
  const workspace = (await findGitRoot(root)) ?? root;
  try {
    const { code, stdout } = await runProgram('listFiles', {
      args,
      cwd: root,
      workspace,
      isTrusted: false,
      ...(input !== undefined && { input }),
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
