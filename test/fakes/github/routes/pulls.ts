import { fields, notFound, ok, paginate, type RepositoryCall } from '../http';
import { fullPullRequestJson, pullRequestJson } from '../json/pullRequests';
import {
  labelOf,
  mergePullRequest,
  type MergeMethod,
  openPullRequest,
  type PullRequest,
  settlePullRequests,
  updatePullRequest,
} from '../pullRequests';
import { get, patch, post, put, type RepositoryRoute } from '../router';

export const pullRoutes: readonly RepositoryRoute[] = [
  get('/pulls', 'read', call => {
    const { world, repository, query } = call;
    settlePullRequests(world, repository);
    const [state, head, base] = ['state', 'head', 'base'].map(name => query.get(name));
    const { page, headers } = paginate(
      call,
      [...repository.pullRequests]
        .reverse()
        .filter(
          pull =>
            (state === 'all' || pull.state === (state ?? 'open')) &&
            (head === null || head === undefined || labelOf(repository, pull.head) === head) &&
            (base === null || base === undefined || pull.base === base),
        ),
    );
    return ok(
      page.map(pull => pullRequestJson(world, repository, pull)),
      headers,
    );
  }),
  post('/pulls', 'write', ({ world, repository, token, body }) => {
    const pull = openPullRequest(world, repository, token!.login, body);
    return { status: 201, body: fullPullRequestJson(world, repository, pull) };
  }),
  get('/pulls/{pull_number}', 'read', call => {
    settlePullRequests(call.world, call.repository);
    return ok(fullPullRequestJson(call.world, call.repository, pullOf(call)));
  }),
  patch('/pulls/{pull_number}', 'write', call => {
    const { world, repository, body } = call;
    const pull = pullOf(call);
    updatePullRequest(world, repository, pull, body);
    return ok(fullPullRequestJson(world, repository, pull));
  }),
  put('/pulls/{pull_number}/merge', 'write', call => {
    const { world, repository, token, body } = call;
    const pull = pullOf(call);
    const method = (fields(body)['merge_method'] ?? 'merge') as MergeMethod;
    mergePullRequest(world, repository, pull, method, token!.login);
    return ok({
      sha: pull.mergeCommit!,
      merged: true,
      message: 'Pull Request successfully merged',
    });
  }),
];

function pullOf({ repository, params }: RepositoryCall): PullRequest {
  const pull = repository.pullRequests.find(
    ({ number }) => number === Number(params['pull_number']),
  );
  if (pull === undefined) throw notFound();
  return pull;
}
