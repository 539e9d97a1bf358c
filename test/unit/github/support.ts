import { GitHubClient, type ClientOptions } from '../../../src/github/client';
import { GitHubFailure } from '../../../src/github/failure';
import type { Job, Run } from '../../../src/github/model';
import type { FakeGitHub } from '../../fakes/github/fakeGitHub';
import type { FakeGitHubOptions, RepositoryOptions } from '../../fakes/github/options';
import type { Files } from '../../fixtures/files';
import { REPO, scene, type Scene } from '../fakes/support';

export { closeScenes } from '../fakes/support';

export const USER_AGENT = 'budtiktok-release/0.0.0';

/** A scene, and the client of the extension that looks at it. */
export interface Connection extends Scene {
  readonly client: GitHubClient;
  /** What the client has logged. */
  readonly lines: string[];
  /** Another client of the same repository. */
  readonly clientOf: (token: string, options?: Partial<ClientOptions>) => Promise<GitHubClient>;
}

export type ConnectOptions = FakeGitHubOptions & {
  readonly files?: Files;
  readonly repository?: Partial<RepositoryOptions>;
};

/** GitHub as github.com is, at the place where the client looks for the API of a server on this computer. */
export async function connect(options: ConnectOptions = {}): Promise<Connection> {
  const found = await scene({ base: '/api/v3', ...options });
  const lines: string[] = [];
  const address = { host: new URL(found.github.origin).host, owner: REPO.owner, name: REPO.repo };
  const clientOf = (token: string, more: Partial<ClientOptions> = {}) =>
    GitHubClient.create(address, token, {
      userAgent: USER_AGENT,
      log: line => lines.push(line),
      now: () => found.clock.now,
      ...more,
    });
  return { ...found, client: await clientOf('user-token'), lines, clientOf };
}

/** How a request failed. @throws what is no failure of GitHub; where it succeeds */
export async function failureOf(request: Promise<unknown>): Promise<GitHubFailure> {
  let result: unknown;
  try {
    result = await request;
  } catch (error) {
    if (error instanceof GitHubFailure) return error;
    throw error;
  }
  throw new Error(`It did not fail: ${JSON.stringify(result)}`);
}

/** The requests that the fake got, one line each: method, path below the repository, status. */
export function requestsOf(github: FakeGitHub, method?: string): string[] {
  return github.requests
    .filter(request => method === undefined || request.method === method)
    .map(
      request =>
        `${request.method} ${request.path.replace(`/repos/${REPO.owner}/${REPO.repo}`, '')} ${request.status}`,
    );
}

let lastId = 0;

export function job(name: string, more: Partial<Job> = {}): Job {
  return {
    id: ++lastId,
    runId: 1,
    attempt: 1,
    name,
    status: 'queued',
    conclusion: null,
    startedAt: null,
    completedAt: null,
    labels: [],
    url: '',
    steps: [],
    ...more,
  };
}

/** A job that has ended. */
export function ended(name: string, conclusion: string, more: Partial<Job> = {}): Job {
  return job(name, { status: 'completed', conclusion, startedAt: 0, completedAt: 60_000, ...more });
}

export function run(more: Partial<Run> = {}): Run {
  return {
    id: 1,
    workflowId: 1,
    workflow: 'Build and Publish Python Package',
    path: '.github/workflows/release.yml',
    title: 'v0.2.0',
    number: 7,
    attempt: 1,
    event: 'release',
    status: 'in_progress',
    conclusion: null,
    headSha: 'a'.repeat(40),
    headBranch: 'v0.2.0',
    url: 'https://github.com/o/n/actions/runs/1',
    createdAt: 0,
    startedAt: 0,
    updatedAt: 0,
    ...more,
  };
}
