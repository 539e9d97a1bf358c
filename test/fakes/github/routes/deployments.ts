import { environmentOf, settle } from '../actions/settle';
import { latestAttempt, type Job, type Run } from '../actions/run';
import { advance } from '../actions/control';
import { readCommit } from '../gitMirror';
import {
  fields,
  isoTime,
  notFound,
  ok,
  paginate,
  Refusal,
  validationFailed,
  type Json,
  type RepositoryCall,
} from '../http';
import { repositoryPage, repositoryUrl } from '../json/repositories';
import { nodeId, userJson } from '../json/users';
import { addEnvironmentTo, type Environment } from '../repository';
import { get, post, put, type RepositoryRoute } from '../router';
import { makeKeyPair } from '../secrets';
import { runOf } from './runs';

export const deploymentRoutes: readonly RepositoryRoute[] = [
  get('/actions/runs/{run_id}/pending_deployments', 'read', call => {
    const { world, repository, token } = call;
    const run = runOf(call);
    return ok(
      pending(run).map(({ environment, jobs }) => ({
        environment: {
          id: environment.id,
          node_id: nodeId('EN', environment.id),
          name: environment.name,
          url: `${repositoryUrl(world, repository)}/environments/${encodeURIComponent(environment.name)}`,
          html_url: `${repositoryPage(world, repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
        },
        wait_timer: environment.waitTimer,
        wait_timer_started_at: environment.waitTimer > 0 ? isoTime(jobs[0]!.createdAt) : null,
        current_user_can_approve:
          token !== undefined && environment.reviewers.includes(token.login),
        reviewers: environment.reviewers.map(login => ({
          type: 'User',
          reviewer: userJson(world, login),
        })),
      })),
    );
  }),
  post('/actions/runs/{run_id}/pending_deployments', 'write', call => {
    const { world, body } = call;
    const login = call.token!.login;
    const run = runOf(call);
    const { environment_ids: ids, state, comment } = fields(body);
    if (
      !Array.isArray(ids) ||
      (state !== 'approved' && state !== 'rejected') ||
      typeof comment !== 'string'
    ) {
      throw validationFailed({
        resource: 'Deployment',
        code: 'missing_field',
        field: 'environment_ids',
        message: 'environment_ids, state and comment are required',
      });
    }
    const chosen = pending(run).filter(({ environment }) => ids.includes(environment.id));
    if (chosen.length === 0 || chosen.length !== ids.length)
      throw new Refusal(422, 'There are no pending deployment requests for these environments');
    if (chosen.some(({ environment }) => !environment.reviewers.includes(login)))
      throw new Refusal(403, 'You are not allowed to approve or reject this deployment');
    run.approvals.push({
      environments: chosen.map(({ environment }) => environment.name),
      state,
      user: login,
      comment,
    });
    for (const job of chosen.flatMap(({ jobs }) => jobs))
      advance(
        world,
        run,
        job,
        state === 'approved' ? { status: 'queued' } : { conclusion: 'failure' },
      );
    settle(world, run);
    return ok(chosen.map(({ environment }) => deployment(call, run, environment)));
  }),
  get('/actions/runs/{run_id}/approvals', 'read', call =>
    ok(
      runOf(call).approvals.map(({ environments, state, user, comment }) => ({
        environments: call.repository.environments
          .filter(({ name }) => environments.includes(name))
          .map(environment => plainEnvironmentJson(call, environment)),
        state,
        user: userJson(call.world, user),
        comment,
      })),
    ),
  ),

  get('/environments', 'read', call => {
    const { environments } = call.repository;
    const { page, headers } = paginate(call, environments);
    return ok(
      {
        total_count: environments.length,
        environments: page.map(environment => environmentJson(call, environment)),
      },
      headers,
    );
  }),
  get('/environments/{environment_name}/deployment-branch-policies', 'read', call => {
    const { branchPolicy } = namedEnvironment(call);
    if (branchPolicy === null || branchPolicy === 'protected')
      return ok({ total_count: 0, branch_policies: [] });
    const { page, headers } = paginate(call, branchPolicy);
    return ok(
      {
        total_count: branchPolicy.length,
        branch_policies: page.map(({ id, name, type }) => ({
          id,
          node_id: nodeId('GABP', id),
          name,
          type,
        })),
      },
      headers,
    );
  }),
  get('/environments/{environment_name}', 'read', call =>
    ok(environmentJson(call, namedEnvironment(call))),
  ),
  put('/environments/{environment_name}', 'admin', call => {
    const { world, repository, params, body } = call;
    const waitTimer = fields(body)['wait_timer'];
    const made = {
      id: world.nextId(),
      name: params['environment_name']!,
      now: world.now(),
      keys: makeKeyPair(),
    };
    return ok(
      environmentJson(
        call,
        addEnvironmentTo(repository, typeof waitTimer === 'number' ? { ...made, waitTimer } : made),
      ),
    );
  }),
];

/** @throws Refusal 404 */
export function namedEnvironment({ repository, params }: RepositoryCall): Environment {
  const environment = repository.environments.find(
    ({ name }) => name === params['environment_name'],
  );
  if (environment === undefined) throw notFound();
  return environment;
}

function pending(run: Run): { readonly environment: Environment; readonly jobs: readonly Job[] }[] {
  const waiting = latestAttempt(run).jobs.filter(({ status }) => status === 'waiting');
  return run.repository.environments.flatMap(environment => {
    const jobs = waiting.filter(job => environmentOf(run, job) === environment.name);
    return jobs.length > 0 ? [{ environment, jobs }] : [];
  });
}

function plainEnvironmentJson(
  { world, repository }: RepositoryCall,
  environment: Environment,
): Readonly<Record<string, Json>> {
  const time = isoTime(environment.createdAt);
  return {
    id: environment.id,
    node_id: nodeId('EN', environment.id),
    name: environment.name,
    url: `${repositoryUrl(world, repository)}/environments/${encodeURIComponent(environment.name)}`,
    html_url: `${repositoryPage(world, repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
    created_at: time,
    updated_at: time,
  };
}

/** `environment` */
function environmentJson(
  call: RepositoryCall,
  environment: Environment,
): Readonly<Record<string, Json>> {
  return {
    ...plainEnvironmentJson(call, environment),
    protection_rules: [
      ...(environment.waitTimer > 0
        ? [
            {
              id: environment.id + 1,
              node_id: nodeId('GA', environment.id + 1),
              type: 'wait_timer',
              wait_timer: environment.waitTimer,
            },
          ]
        : []),
      ...(environment.reviewers.length > 0
        ? [
            {
              id: environment.id + 2,
              node_id: nodeId('GA', environment.id + 2),
              type: 'required_reviewers',
              prevent_self_review: false,
              reviewers: environment.reviewers.map(login => ({
                type: 'User',
                reviewer: userJson(call.world, login),
              })),
            },
          ]
        : []),
      ...(environment.branchPolicy !== null
        ? [
            {
              id: environment.id + 3,
              node_id: nodeId('GA', environment.id + 3),
              type: 'branch_policy',
            },
          ]
        : []),
    ],
    deployment_branch_policy:
      environment.branchPolicy === null
        ? null
        : {
            protected_branches: environment.branchPolicy === 'protected',
            custom_branch_policies: environment.branchPolicy !== 'protected',
          },
  };
}

/** `deployment` */
function deployment(
  { world, repository }: RepositoryCall,
  run: Run,
  environment: Environment,
): Readonly<Record<string, Json>> {
  const id = environment.id * 1000 + run.number;
  const url = `${repositoryUrl(world, repository)}/deployments/${String(id)}`;
  const time = isoTime(readCommit(repository.bare, run.headSha)?.committer.time ?? run.createdAt);
  return {
    url,
    id,
    node_id: nodeId('DE', id),
    sha: run.headSha,
    ref: run.headBranch,
    task: 'deploy',
    payload: {},
    original_environment: environment.name,
    environment: environment.name,
    description: null,
    creator: userJson(world, run.actor),
    created_at: time,
    updated_at: time,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(world, repository),
    transient_environment: false,
    production_environment: false,
  };
}
