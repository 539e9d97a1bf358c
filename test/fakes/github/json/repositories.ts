import { isoTime, type Json } from '../http';
import { fullName, type Repository } from '../repository';
import { permissionOf, type Token } from '../tokens';
import type { World } from '../world';
import { nodeId, userJson } from './users';

type Fields = Readonly<Record<string, Json | undefined>>;

const TEMPLATES: Readonly<Record<string, string>> = {
  archive: '{archive_format}{/ref}',
  assignees: '{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '{/branch}',
  collaborators: '{/collaborator}',
  comments: '{/number}',
  commits: '{/sha}',
  compare: '/compare/{base}...{head}',
  contents: '/contents/{+path}',
  contributors: '',
  deployments: '',
  downloads: '',
  events: '',
  forks: '',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '{/number}',
  keys: '{/key_id}',
  labels: '{/name}',
  languages: '',
  merges: '',
  milestones: '{/number}',
  notifications: '{?since,all,participating}',
  pulls: '{/number}',
  releases: '{/id}',
  stargazers: '',
  statuses: '/statuses/{sha}',
  subscribers: '',
  subscription: '',
  tags: '',
  teams: '',
  trees: '/git/trees{/sha}',
  hooks: '',
};

export function repositoryUrl(world: World, repository: Repository): string {
  return `${world.url}/repos/${fullName(repository)}`;
}

export function repositoryPage(world: World, repository: Repository): string {
  return `${world.webUrl}/${fullName(repository)}`;
}

/** `minimal-repository` */
export function minimalRepositoryJson(world: World, repository: Repository): Fields {
  const url = repositoryUrl(world, repository);
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: userJson(
      world,
      repository.owner,
      repository.ownerIsOrganization ? 'Organization' : 'User',
    ),
    html_url: repositoryPage(world, repository),
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(
      Object.entries(TEMPLATES).map(([name, template]) => [
        `${name}_url`,
        url +
          (template.startsWith('/') && !template.startsWith('/{')
            ? template
            : `/${name}${template}`),
      ]),
    ),
  };
}

/** `full-repository` */
export function repositoryJson(
  world: World,
  repository: Repository,
  token: Token | undefined,
): Fields {
  const permission = permissionOf(repository, token);
  const page = repositoryPage(world, repository);
  const time = isoTime(repository.createdAt);
  const may = (...allowed: readonly string[]): boolean => allowed.includes(permission);
  return {
    ...minimalRepositoryJson(world, repository),
    git_url: `${page}.git`,
    ssh_url: `git@${new URL(world.webUrl).hostname}:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: 'Rust',
    forks_count: 0,
    stargazers_count: 0,
    watchers_count: 0,
    size: 1,
    open_issues_count: 0,
    subscribers_count: 0,
    network_count: 0,
    forks: 0,
    open_issues: 0,
    watchers: 0,
    default_branch: repository.defaultBranch,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: repository.private ? 'private' : 'public',
    pushed_at: time,
    created_at: time,
    updated_at: time,
    license: null,
    ...(token === undefined
      ? {}
      : {
          permissions: {
            admin: may('admin'),
            maintain: may('admin'),
            push: may('write', 'admin'),
            triage: may('write', 'admin'),
            pull: may('read', 'write', 'admin'),
          },
        }),
  };
}
