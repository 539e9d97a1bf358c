import { readCommit } from '../gitMirror';
import { isoTime, type Json } from '../http';
import { isMergeable, labelOf, type PullRequest } from '../pullRequests';
import type { Repository } from '../repository';
import type { World } from '../world';
import { repositoryJson, repositoryPage, repositoryUrl } from './repositories';
import { nodeId, userJson } from './users';

type Fields = Readonly<Record<string, Json | undefined>>;

/** `pull-request-simple` */
export function pullRequestJson(world: World, repository: Repository, pull: PullRequest): Fields {
  const url = `${repositoryUrl(world, repository)}/pulls/${pull.number}`;
  const issue = `${repositoryUrl(world, repository)}/issues/${pull.number}`;
  const page = `${repositoryPage(world, repository)}/pull/${pull.number}`;
  const statuses = `${repositoryUrl(world, repository)}/statuses/${pull.headSha}`;
  const time = (at: number | null) => (at === null ? null : isoTime(at));
  const links = {
    self: url,
    html: page,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${repositoryUrl(world, repository)}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses,
  };
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userJson(world, pull.author),
    body: pull.body,
    labels: [],
    milestone: null,
    created_at: isoTime(pull.createdAt),
    updated_at: isoTime(pull.updatedAt),
    closed_at: time(pull.closedAt),
    merged_at: time(pull.mergedAt),
    merge_commit_sha: pull.mergeCommit ?? trial(pull),
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side(world, repository, pull.head, pull.headSha),
    base: side(world, repository, pull.base, baseSha(repository, pull)),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: 'OWNER',
    auto_merge: null,
    draft: pull.draft,
  };
}

/** `pull-request` */
export function fullPullRequestJson(
  world: World,
  repository: Repository,
  pull: PullRequest,
): Fields {
  const mergeable = pull.state === 'open' && isMergeable(repository, pull);
  return {
    ...pullRequestJson(world, repository, pull),
    merged: pull.mergedAt !== null,
    mergeable: pull.state === 'open' ? mergeable : null,
    rebaseable: null,
    mergeable_state:
      pull.state === 'closed' ? 'unknown' : pull.draft ? 'draft' : mergeable ? 'clean' : 'dirty',
    merged_by: pull.mergedBy === null ? null : userJson(world, pull.mergedBy),
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 1,
    changed_files: 1,
  };
}

/** Before the merge GitHub names a commit that tries one: it is on no branch. */
function trial(pull: PullRequest): string | null {
  return pull.state === 'open' ? pull.headSha.replace(/^./, '0') : null;
}

function baseSha(repository: Repository, pull: PullRequest): string {
  return readCommit(repository.bare, pull.mergeCommit ?? '')?.parents[0] ?? pull.headSha;
}

function side(world: World, repository: Repository, branch: string, sha: string): Fields {
  return {
    label: labelOf(repository, branch),
    ref: branch,
    sha,
    user: userJson(world, repository.owner),
    // `repository` and not `full-repository`.
    repo: {
      ...repositoryJson(world, repository, undefined),
      has_downloads: false,
      subscribers_count: undefined,
      network_count: undefined,
    },
  };
}
