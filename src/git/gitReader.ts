import { access } from 'node:fs/promises';
import * as path from 'node:path';
import type {
  GitFailure,
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
import { GitHistory, signatureOf } from './gitHistory';
import { gitProcesses, lockFiles } from './lockFiles';

/** A remote that says nothing for this long is taken for unreachable. */
const NETWORK_TIMEOUT_MS = 60_000;

/** How long after that the same answer is given without another wait: one look asks a remote more than once. */
const SILENCE_MS = 5_000;

/** What `git tag --merged HEAD` and `git rev-parse HEAD` print before the first commit. */
const NO_HEAD = 'malformed object name HEAD';
const NO_COMMIT = /^fatal: ambiguous argument 'HEAD': unknown revision/m;

/**
 * Reads a repository with git itself, because the git extension's state may lag behind or leave out what a release has
 * to know (system configuration, remote refs, `.gitignore`d files). Only commands that change nothing.
 */
export class GitReader extends GitHistory implements RepositoryReader {
  /** In milliseconds. */
  protected readonly networkTimeout: number = NETWORK_TIMEOUT_MS;
  /** Remotes that were silent, with the time until which they are not asked again, in milliseconds. */
  readonly #silent = new Map<string, { readonly failure: GitFailure; readonly until: number }>();

  async head(): Promise<Head> {
    const { code, stdout, stderr } = await this.execute([
      'rev-parse',
      'HEAD',
      '--symbolic-full-name',
      'HEAD',
    ]);
    if (code !== 0 && !NO_COMMIT.test(stderr)) throw gitFailure('read', stderr, 'rev-parse');
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

  async tags(): Promise<string[]> {
    const args = ['tag', '--list', '--merged', 'HEAD', '--sort=-creatordate'];
    const { code, stdout, stderr } = await this.execute(args);
    if (code !== 0 && !stderr.includes(NO_HEAD)) throw gitFailure('read', stderr, 'tag');
    return code === 0 ? stdout.toString('utf8').split('\n').filter(Boolean) : [];
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

  async trackingBranch(remote: string, branch: string): Promise<string | undefined> {
    const ref = `refs/remotes/${remote}/${branch}`;
    return await this.line(['rev-parse', '--verify', '--quiet', '--end-of-options', ref]);
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
    const silent = this.#silent.get(remote);
    if (silent !== undefined && performance.now() < silent.until) throw silent.failure;
    const start = performance.now();
    const { code, stdout, stderr } = await this.execute(args, this.networkTimeout);
    if (code !== 0) {
      const failure = gitFailure('read', stderr, remote);
      const end = performance.now();
      // A wait that the user cancelled is shorter.
      if (end - start >= this.networkTimeout)
        this.#silent.set(remote, { failure, until: end + SILENCE_MS });
      throw failure;
    }
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
}
