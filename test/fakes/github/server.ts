import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { syncRefs } from './actions/events';
import { deviceFlow } from './deviceFlow';
import type { Exchange } from './exchange';
import type { Faults } from './faults';
import { notFound, Refusal, type Call, type Reply } from './http';
import { fullName, type Repository } from './repository';
import { findRoute } from './router';
import { artifactRoutes } from './routes/artifacts';
import { checkRoutes } from './routes/checks';
import { deploymentRoutes } from './routes/deployments';
import { generalRoutes, rateOf } from './routes/general';
import { gitRoutes } from './routes/git';
import { pullRoutes } from './routes/pulls';
import { releaseRoutes } from './routes/releases';
import { ruleRoutes } from './routes/rules';
import { runRoutes } from './routes/runs';
import { secretRoutes } from './routes/secrets';
import { workflowRoutes } from './routes/workflows';
import { later, strike } from './strike';
import {
  acceptedScopes,
  admit,
  authenticate,
  permissionFor,
  refuseLacking,
  type Rate,
  type Token,
} from './tokens';
import { findRepository, type World } from './world';

/** Routes below `/repos/{owner}/{repo}`. */
export const REPOSITORY_ROUTES = [
  ...checkRoutes,
  // Before the branch, whose name may hold slashes.
  ...ruleRoutes,
  ...gitRoutes,
  ...pullRoutes,
  ...releaseRoutes,
  ...workflowRoutes,
  ...runRoutes,
  ...artifactRoutes,
  ...deploymentRoutes,
  ...secretRoutes,
];

const HOUR = 60 * 60 * 1000;

export interface ServerParts {
  readonly world: World;
  readonly faults: Faults;
  /** Where requests and answers are kept. */
  readonly exchanges: Exchange[];
  /** Look at the git repository before each request about it. */
  readonly autoSync: boolean;
  /** Path before every route, such as `/api/v3`. */
  readonly base: string;
}

/** Answers one request as GitHub would, or as an injected fault has it. */
export async function handle(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { world, faults, base } = parts;
  const url = new URL(request.url ?? '/', 'http://localhost');
  const text = await readText(request);
  if (request.method === 'POST' && url.pathname === '/_fake/pushed') {
    const repository = findRepository(world, url.searchParams.get('repository') ?? '');
    if (repository !== undefined) syncRefs(world, repository, repository.pusher);
    response.writeHead(204).end();
    return;
  }
  const method = request.method ?? 'GET';
  const signIn = deviceFlow(world, method, url, text);
  if (signIn !== undefined) {
    // What is said here are secrets, and no part of the API: it is not kept.
    response
      .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify(signIn));
    return;
  }
  const path = url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname;
  const fault = faults.take(method, path);
  const seen = {
    time: world.now(),
    method,
    path,
    query: url.searchParams,
    headers: redacted(request.headers),
    body: parse(text),
  };
  const answer =
    fault === undefined || fault.after === 'effect'
      ? await respond(parts, request, url, text)
      : undefined;
  if (fault !== undefined && typeof fault.with !== 'object') {
    parts.exchanges.push({
      ...seen,
      status: strike(fault, fault.with, response, world),
      response: undefined,
      fault: fault.with,
    });
    return;
  }
  const { status, headers, body } = answer ?? (await respond(parts, request, url, text));
  if (typeof fault?.with === 'object') await later(fault.with.delay, response);
  parts.exchanges.push({
    ...seen,
    status,
    response: { status, headers, body },
    ...(fault === undefined ? {} : { fault: fault.with }),
  });
  response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
}

async function respond(
  parts: ServerParts,
  request: IncomingMessage,
  url: URL,
  text: string,
): Promise<Reply & { readonly headers: Record<string, string> }> {
  const { world } = parts;
  const headers: Record<string, string> = {
    'x-github-request-id': createHash('sha1')
      .update(String(world.nextId()))
      .digest('hex')
      .slice(0, 16)
      .toUpperCase(),
  };
  let reply: Reply;
  let rate = world.anonymousRate;
  try {
    refuseOddRequests(world, request, text);
    const token = authenticate(world, request.headers.authorization);
    rate = rateOf({ world, token });
    refuseOverLimit(world, rate);
    reply = await answer(parts, request.method ?? 'GET', url, token, parse(text), headers);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply = error.reply();
  }
  Object.assign(headers, reply.headers);
  if (reply.body !== undefined) headers['content-type'] = 'application/json; charset=utf-8';
  if (request.method === 'GET' && reply.status === 200) {
    const etag = `W/"${createHash('sha256').update(JSON.stringify(reply.body)).digest('hex')}"`;
    Object.assign(headers, { etag, 'cache-control': 'private, max-age=60, s-maxage=60' });
    if (request.headers['if-none-match'] === etag) reply = { status: 304 };
  }
  if (reply.status !== 304 && !url.pathname.endsWith('/rate_limit')) rate.used++;
  if (!world.enterprise) {
    Object.assign(headers, {
      'x-ratelimit-limit': String(rate.limit),
      'x-ratelimit-remaining': String(Math.max(0, rate.limit - rate.used)),
      'x-ratelimit-used': String(rate.used),
      'x-ratelimit-reset': String(Math.floor(rate.reset / 1000)),
      'x-ratelimit-resource': 'core',
    });
  } else {
    headers['x-github-enterprise-version'] = '3.19.0';
  }
  return { ...reply, headers };
}

async function answer(
  parts: ServerParts,
  method: string,
  url: URL,
  token: Token | undefined,
  body: unknown,
  headers: Record<string, string>,
): Promise<Reply> {
  const { world, base } = parts;
  if (!url.pathname.startsWith(`${base}/`)) throw notFound();
  const path = url.pathname.slice(base.length);
  const call = (params: Readonly<Record<string, string>>): Call => ({
    world,
    method,
    path,
    params,
    query: url.searchParams,
    body,
    token,
  });
  const match = /^\/(?:repos\/([^/]+)\/([^/]+)|repositories\/(\d+))(\/.*)?$/.exec(path);
  if (match === null) {
    const { route, params } = findRoute(generalRoutes, method, path);
    describeToken(headers, token, [], 'actions');
    return route.answer(call(params));
  }
  const [, owner = '', name = '', id, rest = ''] = match;
  const repository =
    id === undefined
      ? findRepository(world, `${owner}/${name}`)
      : world.repositories.find(known => known.id === Number(id));
  const { route, params } = findRoute(REPOSITORY_ROUTES, method, rest);
  describeToken(
    headers,
    token,
    acceptedScopes(route.need, repository),
    permissionFor(route.template),
  );
  const moved = world.repositories.find(({ formerNames }) =>
    formerNames.includes(`${owner}/${name}`),
  );
  if (repository === undefined && moved !== undefined) {
    const location = `${world.url}/repositories/${String(moved.id)}${rest}${url.search}`;
    return {
      status: method === 'GET' ? 301 : 307,
      body: {
        message: 'Moved Permanently',
        url: location,
        documentation_url: 'https://docs.github.com/rest',
      },
      headers: { location },
    };
  }
  if (repository === undefined) throw notFound();
  admit(world, token, repository, route.need);
  refuseLacking(token, route.template);
  if (parts.autoSync) syncRefs(world, repository, repository.pusher);
  return route.answer({
    ...call(params),
    path: `/repos/${fullName(repository)}${rest}`,
    repository,
  } satisfies Call & { repository: Repository });
}

function describeToken(
  headers: Record<string, string>,
  token: Token | undefined,
  accepted: readonly string[],
  permission: string,
): void {
  if (token === undefined) return;
  if (token.fineGrained) {
    headers['x-accepted-github-permissions'] =
      accepted.length > 0 ? `${permission}=write` : 'metadata=read';
  } else {
    headers['x-oauth-scopes'] = token.scopes.join(', ');
    headers['x-accepted-oauth-scopes'] = accepted.join(', ');
  }
}

/** @throws Refusal for what GitHub does not even look at */
function refuseOddRequests(world: World, request: IncomingMessage, text: string): void {
  if (request.headers['user-agent'] === undefined) {
    throw new Refusal(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
    );
  }
  const version = request.headers['x-github-api-version'];
  const known = world.enterprise ? ['2022-11-28'] : ['2022-11-28', '2026-03-10'];
  if (typeof version === 'string' && !known.includes(version))
    throw new Refusal(400, `Bad Request: "${version}" is not a supported API version.`);
  if (text !== '' && parse(text) === undefined) throw new Refusal(400, 'Problems parsing JSON');
}

function refuseOverLimit(world: World, rate: Rate): void {
  if (world.now() >= rate.reset) Object.assign(rate, { used: 0, reset: world.now() + HOUR });
  if (!world.enterprise && rate.used >= rate.limit)
    throw new Refusal(403, 'API rate limit exceeded.');
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function redacted(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name === 'authorization' ? 'redacted' : String(value),
    ]),
  );
}
