import { createHash } from 'node:crypto';
import { access, readlink } from 'node:fs/promises';
import type { FileStatus, IndexEntry } from '../release/repository';
import { gitFailure } from './gitFailure';
import { GitRunner, inPortions } from './gitRunner';

/** Reads what is in the working tree and the index of a repository, compared with its commits. */
export class GitFiles extends GitRunner {
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

  /**
   * Compares object names and not what `git diff` names: that passes over files that are marked `assume-unchanged` or
   * `skip-worktree`. Contents are named as git would commit them, after its filters and line ends.
   */
  async differing(commit: string, files: readonly string[]): Promise<Set<string>> {
    const inCommit = new Map(
      (await this.treeEntries(commit, files)).map(({ file, object }) => [
        this.absolute(file),
        object,
      ]),
    );
    const there = await Promise.all(
      files.map(file =>
        access(file).then(
          () => true,
          () => false,
        ),
      ),
    );
    const onDisk = files.filter((_, index) => there[index]);
    const names = await this.objectNames(onDisk);
    const differing = new Set(files.filter((file, index) => !there[index] && inCommit.has(file)));
    for (const [index, file] of onDisk.entries()) {
      const object = inCommit.get(file);
      if (object !== undefined && !isNamed(names[index] ?? '', object)) differing.add(file);
    }
    return differing;
  }

  async treeEntries(commit: string, files: readonly string[]): Promise<IndexEntry[]> {
    const found: IndexEntry[] = [];
    for (const portion of inPortions(files)) {
      const { stdout } = await this.run([
        'ls-tree',
        '-z',
        '--full-tree',
        commit,
        '--',
        ...portion.map(file => this.relative(file)),
      ]);
      for (const entry of stdout.toString('utf8').split('\0')) {
        const [, mode, object, file] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
        if (mode !== undefined && object !== undefined && file !== undefined)
          found.push({ mode, object, file });
      }
    }
    return found;
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

  async objectName(file: string, text: string): Promise<string> {
    const { stdout } = await this.run(
      ['hash-object', '--stdin', '--path', this.relative(file)],
      text,
    );
    return stdout.toString('utf8').trim();
  }

  async indexEntries(files: readonly string[]): Promise<IndexEntry[]> {
    const found = await Promise.all(
      inPortions(files).map(portion =>
        this.run(['ls-files', '--stage', '-z', '--', ...portion.map(file => this.literal(file))]),
      ),
    );
    return found.flatMap(({ stdout }) =>
      stdout
        .toString('utf8')
        .split('\0')
        .flatMap(line => {
          const [, mode, object, file] = /^(\d+) ([0-9a-f]+) 0\t(.+)$/s.exec(line) ?? [];
          return mode === undefined || object === undefined || file === undefined
            ? []
            : [{ file, mode, object }];
        }),
    );
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

  /** What git would name the contents of files on disk, after its filters. A link is named by where it leads. */
  protected async objectNames(files: readonly string[]): Promise<string[]> {
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
}

/** Whether an object has the name of {@link GitFiles.objectNames}: a link's object holds the path that it leads to. */
function isNamed(name: string, object: string): boolean {
  if (!name.startsWith('link ')) return name === object;
  const target = Buffer.from(name.slice('link '.length), 'utf8');
  return (
    createHash(object.length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${target.length}\0`)
      .update(target)
      .digest('hex') === object
  );
}
