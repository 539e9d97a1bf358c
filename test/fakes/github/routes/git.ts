import {
  listFolderAt,
  readCommit,
  readCommits,
  readFileAt,
  readRefs,
  readTag,
  resolveCommit,
} from '../gitMirror';
import { notFound, ok, paginate, Refusal, type Json, type RepositoryCall } from '../http';
import { commitJson, refJson, tagObjectJson } from '../json/git';
import { repositoryJson, repositoryPage, repositoryUrl } from '../json/repositories';
import { get, type RepositoryRoute } from '../router';
import { classicOf } from './rules';

export const gitRoutes: readonly RepositoryRoute[] = [
  get('', 'read', ({ world, repository, token }) => ok(repositoryJson(world, repository, token))),

  get('/git/ref/{ref}', 'read', ({ world, repository, params }) => {
    const ref = readRefs(repository.bare).find(({ name }) => name === `refs/${params['ref']!}`);
    if (ref === undefined) throw notFound();
    return ok(refJson(world, repository, ref));
  }),
  get('/git/matching-refs/{ref}', 'read', ({ world, repository, params }) => {
    return ok(
      readRefs(repository.bare)
        .filter(({ name }) => name.startsWith(`refs/${params['ref']!}`))
        .map(ref => refJson(world, repository, ref)),
    );
  }),
  get('/git/tags/{tag_sha}', 'read', ({ world, repository, params }) => {
    const tag = readTag(repository.bare, params['tag_sha']!);
    if (tag === undefined) throw notFound();
    return ok(tagObjectJson(world, repository, params['tag_sha']!, tag));
  }),

  get('/branches', 'read', call => {
    const { page, headers } = paginate(
      call,
      readRefs(call.repository.bare).filter(({ name }) => name.startsWith('refs/heads/')),
    );
    return ok(
      page.map(({ name, commit }) => ({
        name: name.slice('refs/heads/'.length),
        protected:
          classicOf({ ...call, params: { branch: name.slice('refs/heads/'.length) } }) !==
          undefined,
        commit: {
          sha: commit,
          url: `${repositoryUrl(call.world, call.repository)}/commits/${commit}`,
        },
      })),
      headers,
    );
  }),
  get('/branches/{branch}', 'read', call => {
    const { world, repository, params } = call;
    const name = params['branch']!;
    const ref = readRefs(repository.bare).find(branch => branch.name === `refs/heads/${name}`);
    const commit = ref === undefined ? undefined : readCommit(repository.bare, ref.commit);
    if (commit === undefined) throw new Refusal(404, 'Branch not found');
    const url = `${repositoryUrl(world, repository)}/branches/${name}`;
    return ok({
      name,
      commit: commitJson(world, repository, commit),
      _links: { self: url, html: `${repositoryPage(world, repository)}/tree/${name}` },
      protected: classicOf(call) !== undefined,
      protection: { enabled: classicOf(call) !== undefined },
      protection_url: `${url}/protection`,
    });
  }),
  get('/tags', 'read', call => {
    const { world, repository } = call;
    const { page, headers } = paginate(
      call,
      readRefs(repository.bare)
        .filter(({ name }) => name.startsWith('refs/tags/'))
        .reverse(),
    );
    return ok(
      page.map(({ name, commit }) => {
        const tag = name.slice('refs/tags/'.length);
        const url = repositoryUrl(world, repository);
        return {
          name: tag,
          commit: { sha: commit, url: `${url}/commits/${commit}` },
          zipball_url: `${url}/zipball/${name}`,
          tarball_url: `${url}/tarball/${name}`,
          node_id: Buffer.from(name).toString('base64url'),
        };
      }),
      headers,
    );
  }),

  get('/commits', 'read', call => {
    const { world, repository, query } = call;
    const start = commitOf(call, query.get('sha') ?? repository.defaultBranch);
    const { page, headers } = paginate(call, readCommits(repository.bare, start, 1000));
    return ok(
      page.map(commit => commitJson(world, repository, commit)),
      headers,
    );
  }),
  get('/commits/{ref}', 'read', call => {
    const { world, repository, params } = call;
    const commit = readCommit(repository.bare, commitOf(call, params['ref']!));
    if (commit === undefined) throw notFound();
    return ok({
      ...commitJson(world, repository, commit),
      stats: { additions: 0, deletions: 0, total: 0 },
      files: [],
    });
  }),

  get('/contents/{path}', 'read', call => {
    const { world, repository, params, query } = call;
    const revision = commitOf(call, query.get('ref') ?? repository.defaultBranch, 404);
    const path = params['path']!.replace(/\/$/, '');
    const entry = (file: {
      readonly path: string;
      readonly type: string;
      readonly sha: string;
      readonly size: number;
    }): Readonly<Record<string, Json>> => {
      const url = `${repositoryUrl(world, repository)}/contents/${file.path}`;
      const git = `${repositoryUrl(world, repository)}/git/${file.type}s/${file.sha}`;
      const html = `${repositoryPage(world, repository)}/${file.type}/${revision}/${file.path}`;
      return {
        name: file.path.split('/').pop()!,
        path: file.path,
        sha: file.sha,
        size: file.size,
        url,
        html_url: html,
        git_url: git,
        download_url: null,
        type: file.type === 'tree' ? 'dir' : 'file',
        _links: { self: url, git, html },
      };
    };
    const content = readFileAt(repository.bare, revision, path);
    const parent = listFolderAt(repository.bare, revision, path.split('/').slice(0, -1).join('/'));
    const file = parent.find(known => known.path === path);
    if (content !== undefined && file !== undefined)
      return ok({ ...entry(file), encoding: 'base64', content: content.toString('base64') });
    const files = listFolderAt(repository.bare, revision, path);
    if (files.length === 0) throw notFound();
    return ok(files.map(entry));
  }),
];

/** @throws Refusal 422 (or what is asked for) where a revision does not exist */
function commitOf(
  { repository }: RepositoryCall,
  revision: string,
  otherwise: 404 | 422 = 422,
): string {
  const commit = resolveCommit(repository.bare, revision);
  if (commit === undefined) throw new Refusal(otherwise, `No commit found for SHA: ${revision}`);
  return commit;
}
