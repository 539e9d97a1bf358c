import { execFileSync } from 'node:child_process';
import { git, GIT_ENV } from '../../fixtures/git';

export interface MirroredRef {
  /** Full name, such as `refs/tags/v1`. */
  readonly name: string;
  /** Object that the ref names: of an annotated tag, the tag. */
  readonly sha: string;
  readonly type: string;
  /** The commit. */
  readonly commit: string;
}

export interface MirroredCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Refs of a bare repository, sorted by name. */
export function readRefs(bare: string): MirroredRef[] {
  return git(bare, 'for-each-ref', '--format=%(refname) %(objectname) %(objecttype) %(*objectname)')
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [name = '', sha = '', type = '', peeled = ''] = line.split(' ');
      return { name, sha, type, commit: peeled === '' ? sha : peeled };
    });
}

export function readRef(bare: string, name: string): MirroredRef | undefined {
  return readRefs(bare).find(ref => ref.name === name);
}

/** The commit that a branch, a tag or a SHA means. */
export function resolveCommit(bare: string, revision: string): string | undefined {
  if (/^[0-9a-f]{40}$/.test(revision) && readCommit(bare, revision) !== undefined) return revision;
  for (const candidate of [`refs/heads/${revision}`, `refs/tags/${revision}`, revision]) {
    const sha = attempt(() =>
      git(bare, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${candidate}^{commit}`),
    );
    if (
      sha !== undefined &&
      (candidate !== revision || /^(?:refs\/|[0-9a-f]{4,40}$)/.test(revision))
    )
      return sha;
  }
  return undefined;
}

const COMMIT_FORMAT = ['%H', '%T', '%P', '%an', '%ae', '%at', '%cn', '%ce', '%ct', '%B'].join(
  '%x00',
);

export function readCommits(bare: string, revision: string, count: number): MirroredCommit[] {
  const text =
    attempt(() =>
      git(
        bare,
        'log',
        '-z',
        `--max-count=${String(count)}`,
        `--format=${COMMIT_FORMAT}%x01`,
        revision,
        '--',
      ),
    ) ?? '';
  return text
    .split('\x01')
    .map(entry => entry.replace(/^\0/, ''))
    .filter(entry => entry !== '')
    .map(entry => {
      const [
        sha = '',
        tree = '',
        parents = '',
        an = '',
        ae = '',
        at = '',
        cn = '',
        ce = '',
        ct = '',
        message = '',
      ] = entry.split('\0');
      return {
        sha,
        tree,
        parents: parents === '' ? [] : parents.split(' '),
        author: { name: an, email: ae, time: Number(at) * 1000 },
        committer: { name: cn, email: ce, time: Number(ct) * 1000 },
        message: message.trimEnd(),
      };
    });
}

/** What was read of a commit by its full SHA, which never changes once it is there. */
const remembered = new Map<string, unknown>();

function remember<T>(bare: string, revision: string, what: string, read: () => T): T {
  if (!/^[0-9a-f]{40}$/.test(revision)) return read();
  const key = `${bare}\0${revision}\0${what}`;
  if (remembered.has(key)) return remembered.get(key) as T;
  const value = read();
  if (value !== undefined) remembered.set(key, value);
  return value;
}

export function readCommit(bare: string, sha: string): MirroredCommit | undefined {
  return remember(bare, sha, 'commit', () => readCommits(bare, sha, 1)[0]);
}

/** A file of a commit, or undefined where it has none of that name. */
export function readFileAt(bare: string, revision: string, path: string): Buffer | undefined {
  return remember(bare, revision, `file ${path}`, () =>
    attempt(() => {
      return execFileSync('git', ['cat-file', 'blob', `${revision}:${path}`], {
        cwd: bare,
        env: { ...process.env, ...GIT_ENV },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    }),
  );
}

/** Files and folders directly in a folder of a commit. */
export function listFolderAt(
  bare: string,
  revision: string,
  folder: string,
): { readonly path: string; readonly type: string; readonly sha: string; readonly size: number }[] {
  const text = remember(bare, revision, `folder ${folder}`, () =>
    attempt(() =>
      git(bare, 'ls-tree', '-z', '-l', revision, '--', folder === '' ? '.' : `${folder}/`),
    ),
  );
  return (text ?? '')
    .split('\0')
    .filter(line => line !== '')
    .flatMap(line => {
      const match = /^\d+ (\w+) ([0-9a-f]+) +(-|\d+)\t(.+)$/s.exec(line);
      return match === null
        ? []
        : [
            {
              path: match[4]!,
              type: match[1]!,
              sha: match[2]!,
              size: match[3] === '-' ? 0 : Number(match[3]),
            },
          ];
    });
}

export function differs(bare: string, a: string, b: string, path: string): boolean {
  return attempt(() => git(bare, 'diff', '--quiet', a, b, '--', path)) === undefined;
}

/** Text of an annotated tag. */
export function readTag(
  bare: string,
  sha: string,
):
  | {
      readonly name: string;
      readonly message: string;
      readonly tagger: Signature;
      readonly commit: string;
    }
  | undefined {
  const text = attempt(() => git(bare, 'cat-file', 'tag', sha));
  if (text === undefined) return undefined;
  const [head = '', ...message] = text.split('\n\n');
  const tagger = /^tagger (.*) <(.*)> (\d+)/m.exec(head);
  return {
    name: /^tag (.+)$/m.exec(head)?.[1] ?? '',
    commit: /^object (.+)$/m.exec(head)?.[1] ?? '',
    message: message.join('\n\n'),
    tagger: {
      name: tagger?.[1] ?? '',
      email: tagger?.[2] ?? '',
      time: Number(tagger?.[3] ?? 0) * 1000,
    },
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
