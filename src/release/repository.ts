import { UserFacingError } from '../base/errors';

/**
 * What a release asks of a git repository. Reading never changes anything; every write is one that a person could undo
 * or repeat by hand. Paths are absolute. Implemented over VS Code's git extension in `git/`, and over plain git in tests.
 */
export interface Repository extends RepositoryReader {
  /**
   * Commits exactly these files as they are on disk.
   * @throws GitFailure; the index is then as it was before
   */
  commit(files: readonly string[], message: string): Promise<void>;
  /** Creates an annotated tag on a commit. @throws GitFailure */
  tag(name: string, message: string, commit: string): Promise<void>;
  /** Pushes one refspec, never by force. That it returns is no proof: ask the remote. @throws GitFailure */
  push(remote: string, refspec: string): Promise<void>;
  /** Fetches one refspec. @throws GitFailure */
  fetch(remote: string, refspec: string): Promise<void>;
  /** Deletes a local tag. @param object what it has to be. @throws GitFailure where it is another object */
  deleteTag(name: string, object: string): Promise<void>;
  /** Deletes a branch of a remote. @param object what it has to be. @throws GitFailure where it is another object */
  deleteRemoteBranch(remote: string, branch: string, object: string): Promise<void>;
  /** Sets a branch from a commit back to its parent; index and files stay. @throws GitFailure where the branch has moved */
  uncommit(branch: string, commit: string): Promise<void>;
  /** Moves the checked out branch to a commit. @throws GitFailure where that would overwrite a change of a file */
  moveHead(from: string, to: string): Promise<void>;
  /** What would make a commit of these files, its signature or its push fail. Tries a signature where git signs. */
  condition(remote: string, files: readonly string[]): Promise<Condition>;
  /** Removes lock files that were left by git processes which ended. @throws GitFailure while git is at work here */
  removeLocks(locks: readonly LockFile[]): Promise<void>;
  /** Makes the index hold these entries, and nothing of the files that have none. @throws GitFailure */
  restoreIndex(files: readonly string[], entries: readonly IndexEntry[]): Promise<void>;
}

export interface RepositoryReader {
  /** Absolute path of the top folder. */
  readonly root: string;
  head(): Promise<Head>;
  /** What git is in the middle of, if anything. */
  operation(): Promise<Operation | undefined>;
  status(): Promise<readonly FileStatus[]>;
  /** Lock files that git has left or holds, and the git processes that are at work here. */
  locks(): Promise<Locks>;
  /**
   * Those of the files that a commit holds with another content than they have on disk. Contents are compared, so that
   * nothing that hides a change from `git diff` hides it here.
   */
  differing(commit: string, files: readonly string[]): Promise<Set<string>>;
  /** The text of a file in a commit, as git would check it out; undefined where the commit has no such file. */
  textAt(commit: string, file: string): Promise<string | undefined>;
  /** The name of the object that git would commit for a text in a file, after its filters and line ends. */
  objectName(file: string, text: string): Promise<string>;
  /** What a commit holds of files. */
  treeEntries(commit: string, files: readonly string[]): Promise<readonly IndexEntry[]>;
  /** What the index holds of files. */
  indexEntries(files: readonly string[]): Promise<readonly IndexEntry[]>;
  /** Tracked files on disk that hold a text, letter for letter. */
  filesContaining(text: string): Promise<readonly string[]>;
  /**
   * What is on disk of every tracked file, by absolute path: the name of the object that git would keep it as, equal for
   * equal content. Files that are gone are left out; what cannot be named, such as a submodule with changes, is undefined.
   */
  contents(): Promise<ReadonlyMap<string, string | undefined>>;
  /** Those of the files that git tracks. */
  tracked(files: readonly string[]): Promise<Set<string>>;
  /** The first-parent commits, newest first, that changed any of the files. */
  commitsOf(files: readonly string[], most: number): Promise<readonly string[]>;
  /** Absolute paths of the files that a commit changed against its first parent. */
  changedIn(commit: string): Promise<readonly string[]>;
  parent(commit: string): Promise<string | undefined>;
  /** Whether any local branch contains a commit. */
  isOnBranch(commit: string): Promise<boolean>;
  /** Who made a commit, when, and with which message; undefined where it is not in this clone. */
  signature(commit: string): Promise<Signature | undefined>;
  /** The commits between `from` and another one (HEAD unless it is named) along first parents, oldest first. */
  commitsAfter(from: string, to?: string): Promise<readonly string[]>;
  /** Whether `ancestor` is contained in `commit`; undefined where one of them is not in this clone. */
  contains(commit: string, ancestor: string): Promise<boolean | undefined>;
  /** How many commits are in `to` and not in `from`. */
  distance(from: string, to: string): Promise<number>;
  /**
   * Messages of the commits in `to` and not in `from` (all where it is left out), newest first.
   * @param folders absolute; only commits that change something in one of them are listed
   */
  messages(
    from: string | undefined,
    to: string,
    folders?: readonly string[],
  ): Promise<readonly string[]>;
  localTag(name: string): Promise<TagRef | undefined>;
  /** Who made an annotated tag of this clone, when, and with which message. */
  tagSignature(name: string): Promise<Signature | undefined>;
  /** Names of all tags that HEAD contains. */
  tags(): Promise<readonly string[]>;
  isTagName(name: string): Promise<boolean>;
  remotes(): Promise<readonly string[]>;
  /** The default branch of a remote as it was when the repository was cloned, without asking the remote. */
  knownDefaultBranch(remote: string): Promise<string | undefined>;
  upstream(branch: string): Promise<Upstream | undefined>;
  /** Where this clone last saw a branch of a remote; undefined where it has not fetched it. */
  trackingBranch(remote: string, branch: string): Promise<string | undefined>;
  /** The addresses of a remote, the one that is pushed to first: as git rewrites them (`insteadOf`), and as they are configured. */
  remoteUrls(remote: string): Promise<readonly string[]>;
  /** Whether `push.followTags` is set, so that a push takes along every annotated tag that the remote lacks. */
  followsTags(): Promise<boolean>;
  /** Who would be the author of a commit, or undefined where git has no name or e-mail address for its author or its committer. */
  identity(): Promise<string | undefined>;
  /** Asks the remote itself, over the network. @throws GitFailure */
  remoteRefs(remote: string, refs: readonly string[]): Promise<RemoteRefs>;
  /** Gives up what waits for a remote: it fails as if the remote were unreachable. */
  stop(): void;
}

/** `branch` is absent while HEAD is detached, `commit` before the first commit. */
export interface Head {
  readonly branch?: string;
  readonly commit?: string;
}

export type Operation = 'am' | 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect';

/** The command that ends an operation and restores the state before it. */
export const abortCommand = (operation: Operation): string =>
  operation === 'bisect' ? 'git bisect reset' : `git ${operation} --abort`;

/** What a release depends on beside its files. */
export interface Condition {
  /** Whether the clone holds a part of the history only. */
  readonly isShallow: boolean;
  /** Those of the files whose changes git does not see. */
  readonly hidden: readonly {
    readonly file: string;
    readonly flag: 'assume-unchanged' | 'skip-worktree';
  }[];
  /** Manifests and lock files that a sparse checkout leaves out. */
  readonly leftOut: readonly string[];
  /** Names of the hooks that will run. */
  readonly hooks: readonly string[];
  /** Where the remote is pushed to; usually one address. */
  readonly pushUrls: readonly string[];
  readonly fetchUrl: string | undefined;
  readonly locks: Locks;
  /** Whether the working tree and the git directory can be written to. */
  readonly isWritable: boolean;
  /** On the disk of the working tree; undefined where the system does not say. */
  readonly freeBytes: number | undefined;
  /** `waits`: no signature within some seconds, because someone has to type a passphrase. */
  readonly signing: 'off' | 'works' | 'waits' | { readonly failed: string };
}

/** A lock file of git in the repository's own git directory. */
export interface LockFile {
  /** Absolute path. */
  readonly file: string;
  /** Milliseconds since it was made. */
  readonly ageMs: number;
}

export interface Locks {
  readonly files: readonly LockFile[];
  /** Ids of the git processes at work in the repository; undefined where the system does not show them. */
  readonly processes: readonly number[] | undefined;
}

/** A file that differs from HEAD, as in `git status --porcelain`: staged, changed on disk, or not tracked. */
export interface FileStatus {
  readonly file: string;
  readonly staged: boolean;
  readonly changed: boolean;
  readonly untracked: boolean;
  readonly conflicted: boolean;
}

/** Of a commit or an annotated tag. */
export interface Signature {
  /** Name and e-mail address of the author or tagger, and the author's date. A rebase keeps all of it. */
  readonly author: string;
  /** When it was made, in seconds since the epoch. */
  readonly at: number;
  readonly message: string;
}

export interface TagRef {
  /** Object name of the tag: of the commit itself where the tag is lightweight. */
  readonly object: string;
  /** The commit that the tag leads to in the end. */
  readonly commit: string;
  /** A lightweight tag has no author, date or message of its own. */
  readonly annotated: boolean;
}

export interface Upstream {
  readonly remote: string;
  /** Name of the branch on the remote, without `refs/heads/`. */
  readonly branch: string;
}

/** A file in git's index or in a commit, as `git ls-files --stage` and `git ls-tree` print it. */
export interface IndexEntry {
  /** Path below the repository's top folder, with "/". */
  readonly file: string;
  /** Octal, such as "100644". */
  readonly mode: string;
  /** Object name. */
  readonly object: string;
}

/** What a remote said about itself just now. */
export interface RemoteRefs {
  /** Object names by full ref name; `refs/tags/x^{}` is the commit of an annotated tag. */
  readonly refs: ReadonlyMap<string, string>;
  /** The branch that its HEAD names, without `refs/heads/`. */
  readonly defaultBranch?: string;
}

/** Why git did not do what it was asked. */
export type GitFailureReason =
  | 'authentication'
  | 'unreachable'
  | 'noSuchRemote'
  | 'notFastForward'
  | 'refused'
  | 'protected'
  | 'tagExists'
  | 'hook'
  | 'identity'
  | 'signing'
  | 'locked'
  | 'remoteLocked'
  | 'notOwned'
  | 'moved'
  | 'sparse'
  | 'other';

/** A git command that failed. Message and advice are for people; `output` is what git said. */
export class GitFailure extends UserFacingError<GitFailureReason> {
  override readonly name = 'GitFailure';

  constructor(
    reason: GitFailureReason,
    message: string,
    readonly output: string,
    advice = '',
  ) {
    super(reason, message, advice);
  }
}

/** Replaces a repository where there is no git: every question fails with the same reason. */
export function noRepository(root: string, reason: string): Repository {
  return new Proxy({ root } as Repository, {
    get: (target, name) =>
      name === 'root'
        ? target.root
        : name === 'stop'
          ? () => undefined
          : () => Promise.reject(new GitFailure('other', reason, '')),
  });
}

/** The commit that a tag of a remote leads to: the peeled object of an annotated tag, the object itself otherwise. */
export function peeled(refs: ReadonlyMap<string, string>, tag: string): string | undefined {
  return refs.get(`refs/tags/${tag}^{}`) ?? refs.get(`refs/tags/${tag}`);
}

/** An object name as people read it. */
export function short(commit: string): string {
  return commit.slice(0, 7);
}
