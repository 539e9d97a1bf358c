import type { Artifact } from '../actions/artifact';
import { notFound, ok, paginate, Refusal, type Reply, type RepositoryCall } from '../http';
import { artifactJson } from '../json/actions';
import { get, type RepositoryRoute } from '../router';
import { runOf } from './runs';

export const artifactRoutes: readonly RepositoryRoute[] = [
  get('/actions/runs/{run_id}/artifacts', 'read', call => {
    const run = runOf(call);
    return answer(
      call,
      call.repository.artifacts.filter(artifact => artifact.run === run),
    );
  }),
  get('/actions/artifacts', 'read', call => answer(call, call.repository.artifacts)),
  get('/actions/artifacts/{artifact_id}', 'read', call =>
    ok(artifactJson(call.world, artifactOf(call))),
  ),
  // Public artifacts too are only for tokens with the scope `repo`.
  get('/actions/artifacts/{artifact_id}/zip', 'write', call => {
    const artifact = artifactOf(call);
    if (artifact.expired) throw new Refusal(410, 'Artifact has expired');
    return {
      status: 302,
      headers: { location: call.world.blobs.put(artifact.archive, 'application/zip') },
    };
  }),
];

function answer(call: RepositoryCall, artifacts: readonly Artifact[]): Reply {
  const name = call.query.get('name');
  const found = artifacts.filter(artifact => name === null || artifact.name === name);
  const { page, headers } = paginate(call, found);
  return ok(
    {
      total_count: found.length,
      artifacts: page.map(artifact => artifactJson(call.world, artifact)),
    },
    headers,
  );
}

function artifactOf({ repository, params }: RepositoryCall): Artifact {
  const artifact = repository.artifacts.find(({ id }) => id === Number(params['artifact_id']));
  if (artifact === undefined) throw notFound();
  return artifact;
}
