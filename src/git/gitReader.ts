import { access } from 'node:fs/promises';
import * as path from 'node:path';
import { relativePath } from '../base/paths';
import type {
  Head,
  Locks,
  Operation,
  RemoteRefs,
  RepositoryReader,
  Signature,
  TagRef,
  Upstream,
} from '../release/repository';
import { gitFailure } from './gitFailure';
import { GitFiles } from './gitFiles';
import { gitProcesses, lockFiles } from './lockFiles';

/** A remote that says nothing for this long is taken for unreachable. */
const NETWORK_TIMEOUT_MS = 60_000;

/** The full name of an object (SHA-1 or SHA-256): what it stands for never changes. */
const OBJECT_NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** How many answers about commits are kept: a release asks for the same few again and again. */
const MOST_KEPT = 1_000;

/**
 * Reads a repository with git itself, because the git extension's state may lag behind or leave out what a release has
 * to know (system configuration, remote refs, `.gitignore`d files). Only commands that change nothing.
 */
export class GitReader extends GitFiles implements RepositoryReader {
  /** What was read of commits, by question. */
  readonly #kept = new Map<string, string | boolean>();

  async head(): Promise<Head> {
    const { code, stdout } = await this.execute([
      'rev-parse',
      'HEAD',
      '--symbolic-full-name',
      'HEAD',
    ]);
    // Before the first commit there is none to name; the branch has a name all the same.
    const [commit, ref] =
      code === 0
        ? stdout.toString('utf8').split('\n')
        : [undefined, await this.line(['symbolic-ref', '-q', 'HEAD'])];
    const branch =
      ref?.startsWith('refs/heads/') === true ? ref.slice('refs/heads/'.length) : undefined;
    return { ...(branch && { branch }), ...(commit && { commit }) };
  }

  async operation(): Promise<Operation | undefined> {
    const markers: readonly (readonly [string, Operation])[] = [
      ['rebase-merge', 'rebase'],
      // git am shares the folder of rebase, and git rebase --abort refuses to end it.
      ['rebase-apply/applying', 'am'],
      ['rebase-apply', 'rebase'],
      ['MERGE_HEAD', 'merge'],
      ['CHERRY_PICK_HEAD', 'cherry-pick'],
      ['REVERT_HEAD', 'revert'],
      ['BISECT_LOG', 'bisect'],
    ];
    const { stdout } = await this.run([
      'rev-parse',
      ...markers.flatMap(([file]) => ['--git-path', file]),
    ]);
    const files = stdout.toString('utf8').split('\n');
    for (const [index, [, operation]] of markers.entries()) {
      const file = files[index];
      if (
        file &&
        (await access(path.resolve(this.root, file)).then(
          () => true,
          () => false,
        ))
      )
        return operation;
    }
    return undefined;
  }

  async locks(): Promise<Locks> {
    const folders = await this.gitFolders();
    const [files, processes] = await Promise.all([
      lockFiles(folders),
      gitProcesses([this.root, ...folders]),
    ]);
    return { files, processes };
  }

  /** The git directory of this worktree, and the one that all worktrees share. Absolute paths. */
  protected async gitFolders(): Promise<string[]> {
    const found = await this.lines(['rev-parse', '--git-dir', '--git-common-dir']);
    return [...new Set(found.map(folder => path.resolve(this.root, folder)))];
  }

  async textAt(commit: string, file: string): Promise<string | undefined> {
    const name = `${commit}:${this.relative(file)}`;
    return await this.#once([commit], `text ${name}`, async () => {
      const { code, stdout } = await this.execute(['cat-file', '--filters', name]);
      return code === 0 ? stdout.toString('utf8') : undefined;
    });
  }

  async commitsOf(files: readonly string[], most: number): Promise<string[]> {
    if (files.length === 0) return [];
    return await this.lines([
      'log',
      '--first-parent',
      `--max-count=${most}`,
      '--format=%H',
      'HEAD',
      '--',
      ...files.map(file => this.literal(file)),
    ]);
  }

  async changedIn(commit: string): Promise<string[]> {
    return await this.files([
      'diff-tree',
      '--root',
      '--no-commit-id',
      '--name-only',
      '--no-renames',
      '-r',
      '-m',
      '--first-parent',
      '-z',
      commit,
    ]);
  }

  async parent(commit: string): Promise<string | undefined> {
    return await this.#once([commit], `parent ${commit}`, () => this.commitOf(`${commit}^`));
  }

  async isOnBranch(commit: string): Promise<boolean> {
    const found = await this.lines([
      'for-each-ref',
      '--count=1',
      '--contains',
      commit,
      'refs/heads',
    ]);
    return found.length > 0;
  }

  async contains(commit: string, ancestor: string): Promise<boolean | undefined> {
    return await this.#once([commit, ancestor], `contains ${commit} ${ancestor}`, async () => {
      const { code } = await this.execute(['merge-base', '--is-ancestor', ancestor, commit]);
      return code === 0 ? true : code === 1 ? false : undefined;
    });
  }

  async distance(from: string, to: string): Promise<number> {
    return Number(await this.line(['rev-list', '--count', '--end-of-options', `${from}..${to}`]));
  }

  async messages(
    from: string | undefined,
    to: string,
    folders: readonly string[] = [],
  ): Promise<string[]> {
    const { stdout } = await this.run([
      'log',
      '-z',
      '--format=%B',
      '--end-of-options',
      from === undefined ? to : `${from}..${to}`,
      '--',
      ...folders.map(folder => `:(literal)${relativePath(this.root, folder)}`),
    ]);
    return stdout
      .toString('utf8')
      .split('\0')
      .map(message => message.trim())
      .filter(message => message !== '');
  }

  async localTag(name: string): Promise<TagRef | undefined> {
    const ref = `refs/tags/${name}`;
    const found = await this.lines([
      'for-each-ref',
      '--format=%(refname) %(objecttype) %(objectname) %(*objecttype) %(*objectname)',
      ref,
    ]);
    // The pattern also names what stands below it.
    const [, type, object, innerType, inner] =
      found.map(line => line.split(' ')).find(([name]) => name === ref) ?? [];
    // A tag may stand on a tag.
    const commit =
      type === 'commit'
        ? object
        : innerType === 'commit'
          ? inner
          : type === undefined
            ? undefined
            : await this.commitOf(ref);
    return commit === undefined || object === undefined
      ? undefined
      : { object, commit, annotated: type === 'tag' };
  }

  async tagSignature(name: string): Promise<Signature | undefined> {
    const output = await this.line([
      'for-each-ref',
      '--format=%(taggername) %(taggeremail)%00%(taggerdate:unix)%00%(contents)',
      `refs/tags/${name}`,
    ]);
    return signatureOf(output);
  }

  async signature(commit: string): Promise<Signature | undefined> {
    return signatureOf(
      await this.line([
        'log',
        '-1',
        '--format=%an <%ae> %at%x00%ct%x00%B',
        '--end-of-options',
        commit,
      ]),
    );
  }

  async commitsAfter(from: string, to = 'HEAD'): Promise<string[]> {
    return await this.lines([
      'rev-list',
      '--first-parent',
      '--reverse',
      '--end-of-options',
      `${from}..${to}`,
    ]);
  }

  async tags(): Promise<string[]> {
    return await this.lines(['tag', '--list', '--merged', 'HEAD', '--sort=-creatordate']).catch(
      () => [],
    );
  }

  async isTagName(name: string): Promise<boolean> {
    if (name.startsWith('-')) return false;
    return (await this.execute(['check-ref-format', `refs/tags/${name}`])).code === 0;
  }

  async remotes(): Promise<string[]> {
    return await this.lines(['remote']);
  }

  async knownDefaultBranch(remote: string): Promise<string | undefined> {
    const found = await this.line(['symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`]);
    return found?.slice(`refs/remotes/${remote}/`.length);
  }

  async upstream(branch: string): Promise<Upstream | undefined> {
    const found = await this.line([
      'for-each-ref',
      '--format=%(upstream:remotename) %(upstream:remoteref)',
      `refs/heads/${branch}`,
    ]);
    const [, remote, name] = /^(\S+) refs\/heads\/(.+)$/.exec(found ?? '') ?? [];
    return remote === undefined || name === undefined ? undefined : { remote, branch: name };
  }

  async remoteUrls(remote: string): Promise<string[]> {
    const found = await Promise.all([
      this.line(['remote', 'get-url', '--push', '--', remote]),
      this.line(['remote', 'get-url', '--', remote]),
      this.line(['config', '--get', `remote.${remote}.url`]),
    ]);
    return [...new Set(found.filter(url => url !== undefined))];
  }

  async followsTags(): Promise<boolean> {
    return (await this.line(['config', '--type=bool', '--get', 'push.followTags'])) === 'true';
  }

  async identity(): Promise<string | undefined> {
    // useConfigOnly as the git extension commits: a name guessed from the host is no identity.
    const [author, committer] = await Promise.all(
      ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map(name =>
        this.line(['-c', 'user.useConfigOnly=true', 'var', name]),
      ),
    );
    return committer && author?.replace(/ \d+ [+-]\d+$/, '');
  }

  async remoteRefs(remote: string, refs: readonly string[]): Promise<RemoteRefs> {
    const args = [
      'ls-remote',
      '--symref',
      '--',
      remote,
      'HEAD',
      ...refs.flatMap(ref => [ref, `${ref}^{}`]),
    ];
    const { code, stdout, stderr } = await this.execute(args, NETWORK_TIMEOUT_MS);
    if (code !== 0) throw gitFailure('read', stderr, remote);
    const wanted = new Set(refs.flatMap(ref => [ref, `${ref}^{}`]));
    const found = new Map<string, string>();
    let defaultBranch: string | undefined;
    for (const line of stdout.toString('utf8').split('\n')) {
      const [value = '', ref = ''] = line.split('\t');
      // Patterns also match the ends of longer names.
      if (wanted.has(ref)) found.set(ref, value);
      if (ref === 'HEAD' && value.startsWith('ref: refs/heads/'))
        defaultBranch = value.slice('ref: refs/heads/'.length);
    }
    return { refs: found, ...(defaultBranch !== undefined && { defaultBranch }) };
  }

  /** Asks once what cannot change: a question about commits that are named in full. A commit that is not here may still come. */
  async #once<T extends string | boolean>(
    commits: readonly string[],
    question: string,
    ask: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    if (!commits.every(commit => OBJECT_NAME.test(commit))) return await ask();
    if (this.#kept.has(question)) return this.#kept.get(question) as T;
    const answer = await ask();
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    if (answer !== undefined) this.#kept.set(question, answer);
    return answer;
  }

  protected async commitOf(ref: string): Promise<string | undefined> {
    return await this.line([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${ref}^{commit}`,
    ]);
  }
}

/** @param output author, time and message with NUL between them */
function signatureOf(output: string | undefined): Signature | undefined {
  const [author, at, message] = output?.split('\0') ?? [];
  return author === undefined || at === undefined || message === undefined || at === ''
    ? undefined
    : { author, at: Number(at), message: message.trim() };
}
