import { notFound, ok, paginate, textField, validationFailed, type RepositoryCall } from '../http';
import { releaseJson } from '../json/releases';
import {
  createRelease,
  generateNotes,
  latestRelease,
  updateRelease,
  type Release,
} from '../releases';
import { fullName } from '../repository';
import { get, patch, post, type RepositoryRoute } from '../router';
import { permissionOf } from '../tokens';

export const releaseRoutes: readonly RepositoryRoute[] = [
  get('/releases', 'read', call => {
    const { world, repository } = call;
    const { page, headers } = paginate(
      call,
      [...repository.releases].reverse().filter(({ draft }) => !draft || mayPush(call)),
    );
    return ok(
      page.map(release => releaseJson(world, repository, release)),
      headers,
    );
  }),
  post('/releases', 'write', ({ world, repository, token, body }) => {
    const release = createRelease(world, repository, token, body);
    return {
      status: 201,
      body: releaseJson(world, repository, release),
      headers: {
        location: `${world.url}/repos/${fullName(repository)}/releases/${String(release.id)}`,
      },
    };
  }),
  post('/releases/generate-notes', 'write', ({ world, repository, body }) => {
    const tag = textField(body, 'tag_name');
    if (tag === undefined)
      throw validationFailed({ resource: 'Release', code: 'missing_field', field: 'tag_name' });
    return ok({
      ...generateNotes(
        world,
        repository,
        tag,
        textField(body, 'target_commitish') ?? repository.defaultBranch,
        textField(body, 'previous_tag_name'),
      ),
    });
  }),
  get('/releases/latest', 'read', ({ world, repository }) => {
    const release = latestRelease(repository);
    if (release === undefined) throw notFound();
    return ok(releaseJson(world, repository, release));
  }),
  // A draft is not found by its tag, whichever account asks.
  get('/releases/tags/{tag}', 'read', ({ world, repository, params }) => {
    const release = repository.releases.find(({ tag, draft }) => !draft && tag === params['tag']);
    if (release === undefined) throw notFound();
    return ok(releaseJson(world, repository, release));
  }),
  get('/releases/{release_id}', 'read', call =>
    ok(releaseJson(call.world, call.repository, releaseOf(call))),
  ),
  patch('/releases/{release_id}', 'write', call => {
    const release = releaseOf(call);
    updateRelease(call.world, call.repository, call.token!, release, call.body);
    return ok(releaseJson(call.world, call.repository, release));
  }),
  get('/releases/{release_id}/assets', 'read', call => {
    releaseOf(call);
    return ok([]);
  }),
  get('/immutable-releases', 'admin', ({ repository }) => {
    if (!repository.immutableReleases) throw notFound();
    return ok({ enabled: true, enforced_by_owner: false });
  }),
];

function mayPush({ repository, token }: RepositoryCall): boolean {
  const permission = permissionOf(repository, token);
  return permission === 'write' || permission === 'admin';
}

function releaseOf(call: RepositoryCall): Release {
  const release = call.repository.releases.find(
    ({ id }) => id === Number(call.params['release_id']),
  );
  if (release === undefined || (release.draft && !mayPush(call))) throw notFound();
  return release;
}
