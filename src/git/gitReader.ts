import { relativePath } from '../base/paths';
import { spawn } from 'node:child_process';
import { access, readlink } from 'node:fs/promises';
import * as path from 'node:path';
import {
  GitFailure,
  type FileStatus,
  type Head,
  type Operation,
  type RemoteRefs,
  type RepositoryReader,
  type TagRef,
  type Upstream,
} from '../release/repository';
import { gitFailure } from './gitFailure';

/** How to run git: which program, and the environment that lets it ask for credentials. */
export interface GitProgram {
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

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
export class GitReader implements RepositoryReader {
  /** What was read of commits, by question. */
  readonly #kept = new Map<string, string | boolean>();

  constructor(
    readonly root: string,
    protected readonly git: GitProgram,
  ) {}

  async head(): Promise<Head> {
    const { code, stdout } = await this.execute([
      'rev-parse',
      'HEAD',
      '--symbolic-full-name',
      'HEAD',
    ]);
    // Before the first commit there is none to name; the branch is told all the same.
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

  async status(): Promise<FileStatus[]> {
    const { stdout } = await this.run([
      'status',
      '--porcelain=v1',
      '-z',
      '--untracked-files=normal',
    ]);
    const fields = stdout.toString('utf8').split('\0');
    const entries: FileStatus[] = [];
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] ?? '';
      if (field === '') continue;
      const [x = ' ', y = ' '] = field;
      const conflicted = x === 'U' || y === 'U' || field.startsWith('AA') || field.startsWith('DD');
      entries.push({
        file: this.absolute(field.slice(3)),
        staged: x !== ' ' && x !== '?',
        changed: y !== ' ' && y !== '?',
        untracked: x === '?',
        conflicted,
      });
      // A rename or copy is followed by the path that it came from, which has changed as well.
      if (x === 'R' || x === 'C')
        entries.push({
          file: this.absolute(fields[++at] ?? ''),
          staged: true,
          changed: false,
          untracked: false,
          conflicted: false,
        });
    }
    return entries;
  }

  async differing(commit: string): Promise<Set<string>> {
    return new Set(await this.files(['diff', '--name-only', '-z', '--no-renames', commit, '--']));
  }

  async textAt(commit: string, file: string): Promise<string | undefined> {
    const name = `${commit}:${this.relative(file)}`;
    return await this.#once([commit], `text ${name}`, async () => {
      const { code, stdout } = await this.execute(['cat-file', '--filters', name]);
      return code === 0 ? stdout.toString('utf8') : undefined;
    });
  }

  async contents(): Promise<Map<string, string | undefined>> {
    const { stdout } = await this.run(['ls-files', '--stage', '-z']);
    const found = new Map<string, string | undefined>();
    const modules = new Set<string>();
    for (const entry of stdout.toString('utf8').split('\0')) {
      const [, mode, object, name] = /^(\d+) ([0-9a-f]+) \d\t(.+)$/s.exec(entry) ?? [];
      if (name === undefined) continue;
      found.set(this.absolute(name), object);
      if (mode === '160000') modules.add(this.absolute(name));
    }
    // Files that are as the index has them need not be read.
    const changed: string[] = [];
    const { stdout: differing } = await this.run([
      'diff-files',
      '--name-status',
      '-z',
      '--no-renames',
      '--ignore-submodules=untracked',
    ]);
    const fields = differing.toString('utf8').split('\0');
    for (let at = 0; at + 1 < fields.length; at += 2) {
      const file = this.absolute(fields[at + 1] ?? '');
      if (fields[at] === 'D') found.delete(file);
      else if (modules.has(file)) found.set(file, undefined);
      else changed.push(file);
    }
    for (const [index, object] of (await this.objectNames(changed)).entries())
      found.set(changed[index] ?? '', object);
    return found;
  }

  async tracked(files: readonly string[]): Promise<Set<string>> {
    const found = await Promise.all(
      inPortions(files).map(portion =>
        this.files(['ls-files', '-z', '--', ...portion.map(file => this.literal(file))]),
      ),
    );
    return new Set(found.flat());
  }

  async filesContaining(text: string): Promise<string[]> {
    const { code, stdout, stderr } = await this.execute([
      'grep',
      '-lzF',
      '--full-name',
      '-e',
      text,
    ]);
    // 1: nothing was found.
    if (code > 1) throw gitFailure('read', stderr, text);
    return stdout
      .toString('utf8')
      .split('\0')
      .filter(name => name !== '')
      .map(name => this.absolute(name));
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

  async contains(commit: string, ancestor: string): Promise<boolean | undefined> {
    return await this.#once([commit, ancestor], `contains ${commit} ${ancestor}`, async () => {
      const { code } = await this.execute(['merge-base', '--is-ancestor', ancestor, commit]);
      return code === 0 ? true : code === 1 ? false : undefined;
    });
  }

  async distance(from: string, to: string): Promise<number> {
    return Number(await this.line(['rev-list', '--count', `${from}..${to}`]));
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
    return commit === undefined ? undefined : { commit, annotated: type === 'tag' };
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
      this.line(['remote', 'get-url', '--push', remote]),
      this.line(['remote', 'get-url', remote]),
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

  /** What git would name the contents of files on disk, after its filters. A link is named by where it leads. */
  private async objectNames(files: readonly string[]): Promise<string[]> {
    const links = await Promise.all(files.map(file => readlink(file).catch(() => undefined)));
    const read = files.filter((_, index) => links[index] === undefined);
    const names = (
      await Promise.all(
        inPortions(read).map(portion =>
          this.lines(['hash-object', '--', ...portion.map(file => this.relative(file))]),
        ),
      )
    ).flat();
    return links.map(link => (link === undefined ? (names.shift() ?? '') : `link ${link}`));
  }

  protected async commitOf(ref: string): Promise<string | undefined> {
    return await this.line(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  }

  /** @throws GitFailure where git fails */
  protected async run(args: readonly string[]): Promise<GitOutput> {
    const output = await this.execute(args);
    if (output.code !== 0)
      throw gitFailure('read', output.stderr || output.stdout.toString('utf8'), args[0] ?? '');
    return output;
  }

  private async files(args: readonly string[]): Promise<string[]> {
    const { stdout } = await this.run(args);
    return stdout
      .toString('utf8')
      .split('\0')
      .filter(name => name !== '')
      .map(name => this.absolute(name));
  }

  private async lines(args: readonly string[]): Promise<string[]> {
    const { stdout } = await this.run(args);
    return stdout
      .toString('utf8')
      .split('\n')
      .filter(line => line !== '');
  }

  /** The only line of output, or undefined where git fails or prints nothing. */
  private async line(args: readonly string[]): Promise<string | undefined> {
    const { code, stdout } = await this.execute(args);
    return code === 0 ? stdout.toString('utf8').trim() || undefined : undefined;
  }

  private execute(args: readonly string[], timeout?: number): Promise<GitOutput> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.git.path, args, {
        cwd: this.root,
        // LC_ALL: the messages are read. GIT_OPTIONAL_LOCKS: "git status" must not hold the index against the user.
        env: {
          ...process.env,
          ...this.git.env,
          LC_ALL: 'C',
          GIT_OPTIONAL_LOCKS: '0',
          GIT_TERMINAL_PROMPT: '0',
        },
        windowsHide: true,
        ...(timeout !== undefined && { timeout }),
      });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      child.stdin.end();
      child.on('error', error => reject(new GitFailure('other', error.message, error.message)));
      child.on('close', (code, signal) =>
        resolve({
          code: code ?? 1,
          stdout: Buffer.concat(stdout),
          stderr: signal === null ? Buffer.concat(stderr).toString('utf8') : 'Connection timed out',
        }),
      );
    });
  }

  private absolute(name: string): string {
    return path.join(this.root, name);
  }

  private relative(file: string): string {
    return relativePath(this.root, file);
  }

  /** A pathspec that matches this one file, whatever characters its name has. */
  private literal(file: string): string {
    return `:(top,literal)${this.relative(file)}`;
  }
}

/** In portions, because Windows limits a command line to 32,767 characters. */
function inPortions(files: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(files.length / 100) }, (_, index) =>
    files.slice(index * 100, (index + 1) * 100),
  );
}
