import { execFileSync } from 'node:child_process';
import { git, GIT_ENV } from '../../fixtures/git';
import { syncRefs } from './actions/events';
import { readCommit, readRef, resolveCommit } from './gitMirror';
import { fields, flagField, Refusal, textField, validationFailed } from './http';
import { fullName, type Repository } from './repository';
import type { World } from './world';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** A pull request from a branch of the repository itself. */
export interface PullRequest {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  /** Branches, without `refs/heads/`. */
  readonly head: string;
  readonly base: string;
  /** The newest commit of its branch. It stays known after the branch is gone. */
  headSha: string;
  state: 'open' | 'closed';
  draft: boolean;
  readonly author: string;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  mergedAt: number | null;
  mergedBy: string | null;
  mergeCommit: string | null;
}

/** POST /repos/{owner}/{repo}/pulls */
export function openPullRequest(
  world: World,
  repository: Repository,
  login: string,
  body: unknown,
): PullRequest {
  const wanted = ['title', 'head', 'base'].map(name => textField(body, name));
  const [title, head = '', base = ''] = wanted;
  const missing = ['title', 'head', 'base'].find((_, index) => wanted[index] === undefined);
  if (title === undefined || missing !== undefined)
    throw validationFailed({
      resource: 'PullRequest',
      code: 'missing_field',
      field: missing ?? 'title',
    });
  const branch = head.replace(/^[^:]*:/, '');
  for (const [field, name] of [
    ['head', branch],
    ['base', base],
  ] as const)
    if (readRef(repository.bare, `refs/heads/${name}`) === undefined)
      throw validationFailed({ resource: 'PullRequest', code: 'invalid', field });
  const headSha = readRef(repository.bare, `refs/heads/${branch}`)!.commit;
  settlePullRequests(world, repository);
  const known = repository.pullRequests.find(
    pull => pull.state === 'open' && pull.head === branch && pull.base === base,
  );
  if (known !== undefined)
    throw validationFailed({
      resource: 'PullRequest',
      code: 'custom',
      message: `A pull request already exists for ${repository.owner}:${branch}.`,
    });
  if (isAncestor(repository.bare, headSha, `refs/heads/${base}`))
    throw validationFailed({
      resource: 'PullRequest',
      code: 'custom',
      message: `No commits between ${base} and ${branch}`,
    });
  const pull: PullRequest = {
    id: world.nextId(),
    number: repository.pullRequests.length + 1,
    title,
    body: textField(body, 'body') ?? null,
    head: branch,
    base,
    headSha,
    state: 'open',
    draft: flagField(body, 'draft') ?? false,
    author: login,
    createdAt: world.now(),
    updatedAt: world.now(),
    closedAt: null,
    mergedAt: null,
    mergedBy: null,
    mergeCommit: null,
  };
  repository.pullRequests.push(pull);
  return pull;
}

/** PATCH /repos/{owner}/{repo}/pulls/{pull_number} */
export function updatePullRequest(
  world: World,
  repository: Repository,
  pull: PullRequest,
  body: unknown,
): void {
  const { state } = fields(body);
  pull.title = textField(body, 'title') ?? pull.title;
  pull.body = textField(body, 'body') ?? pull.body;
  pull.updatedAt = world.now();
  if (state === 'closed' && pull.state === 'open') close(world, pull);
  if (state !== 'open' || pull.state === 'open') return;
  if (pull.mergedAt !== null || readRef(repository.bare, `refs/heads/${pull.head}`) === undefined)
    throw validationFailed({
      resource: 'PullRequest',
      code: 'invalid',
      field: 'state',
      message: 'state cannot be changed. The branch was deleted, or it is merged.',
    });
  pull.state = 'open';
  pull.closedAt = null;
}

/** What pushes and deleted branches make of the pull requests that are open. */
export function settlePullRequests(world: World, repository: Repository): void {
  for (const pull of repository.pullRequests) {
    if (pull.state === 'closed') continue;
    const head = readRef(repository.bare, `refs/heads/${pull.head}`)?.commit;
    if (head !== undefined) pull.headSha = head;
    // A push of the commits into the base branch merges it.
    if (isAncestor(repository.bare, pull.headSha, `refs/heads/${pull.base}`))
      merged(world, pull, pull.headSha, repository.pusher);
    else if (head === undefined) close(world, pull);
  }
}

/** Merges with one of the three methods. @throws Refusal 405 where it cannot be merged */
export function mergePullRequest(
  world: World,
  repository: Repository,
  pull: PullRequest,
  method: MergeMethod,
  login: string,
): void {
  settlePullRequests(world, repository);
  const { bare } = repository;
  const base = readRef(bare, `refs/heads/${pull.base}`)?.commit;
  if (
    pull.state === 'closed' ||
    base === undefined ||
    mergedTree(bare, base, pull.headSha) === undefined
  )
    throw new Refusal(405, 'Pull Request is not mergeable');
  const commit = mergedCommit(world, repository, pull, base, method, login);
  git(bare, 'update-ref', `refs/heads/${pull.base}`, commit, base);
  merged(world, pull, commit, login);
  syncRefs(world, repository, login);
}

function mergedCommit(
  world: World,
  repository: Repository,
  pull: PullRequest,
  base: string,
  method: MergeMethod,
  login: string,
): string {
  const { bare } = repository;
  const time = Math.floor(world.now() / 1000);
  const person = `${login} <${login}@users.noreply.github.com> ${time} +0000`;
  const committer = `GitHub <noreply@github.com> ${time} +0000`;
  switch (method) {
    case 'merge':
      return writeCommit(bare, {
        tree: mergedTree(bare, base, pull.headSha)!,
        parents: [base, pull.headSha],
        author: person,
        committer,
        message: `Merge pull request #${pull.number} from ${repository.owner}/${pull.head}\n\n${pull.title}`,
      });
    case 'squash':
      return writeCommit(bare, {
        tree: mergedTree(bare, base, pull.headSha)!,
        parents: [base],
        author: person,
        committer,
        message: `${pull.title} (#${pull.number})`,
      });
    case 'rebase': {
      const commits = git(bare, 'rev-list', '--reverse', `${base}..${pull.headSha}`).split('\n');
      return commits.reduce((onto, sha) => {
        const { author, message } = readCommit(bare, sha)!;
        return writeCommit(bare, {
          tree: mergedTree(bare, onto, sha)!,
          parents: [onto],
          author: `${author.name} <${author.email}> ${author.time / 1000} +0000`,
          committer: `${login} <${login}@users.noreply.github.com> ${time} +0000`,
          message,
        });
      }, base);
    }
  }
}

/** The tree of a merge; undefined where there are conflicts. */
function mergedTree(bare: string, base: string, head: string): string | undefined {
  try {
    return git(bare, 'merge-tree', '--write-tree', base, head).split('\n')[0];
  } catch {
    return undefined;
  }
}

function writeCommit(
  bare: string,
  commit: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly author: string;
    readonly committer: string;
    readonly message: string;
  },
): string {
  const text = [
    `tree ${commit.tree}`,
    ...commit.parents.map(parent => `parent ${parent}`),
    `author ${commit.author}`,
    `committer ${commit.committer}`,
    '',
    `${commit.message}\n`,
  ].join('\n');
  return execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
    cwd: bare,
    env: { ...process.env, ...GIT_ENV },
    input: text,
    encoding: 'utf8',
  }).trim();
}

/** Whether it can be merged without conflicts. */
export function isMergeable(repository: Repository, pull: PullRequest): boolean {
  const base = resolveCommit(repository.bare, pull.base);
  return base !== undefined && mergedTree(repository.bare, base, pull.headSha) !== undefined;
}

function isAncestor(bare: string, ancestor: string, of: string): boolean {
  try {
    git(bare, 'merge-base', '--is-ancestor', ancestor, of);
    return true;
  } catch {
    return false;
  }
}

function merged(world: World, pull: PullRequest, commit: string, login: string): void {
  close(world, pull);
  Object.assign(pull, { mergedAt: world.now(), mergedBy: login, mergeCommit: commit });
}

function close(world: World, pull: PullRequest): void {
  Object.assign(pull, { state: 'closed', closedAt: world.now(), updatedAt: world.now() });
}

/** `owner:branch`, as a pull request names where it comes from. */
export function labelOf(repository: Repository, branch: string): string {
  return `${fullName(repository).split('/')[0]!}:${branch}`;
}
