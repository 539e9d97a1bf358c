import type { ServerResponse } from 'node:http';
import type { FaultOptions } from './faults';
import type { World } from './world';

/** Lets a fault happen. @returns the status that is sent, 0 for none */
export function strike(
  { retryAfter = 60 }: FaultOptions,
  kind: Exclude<FaultOptions['with'], { readonly delay: number }>,
  response: ServerResponse,
  world: World,
): number {
  const send = (
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ): number => {
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      .end(
        JSON.stringify({
          message,
          documentation_url: 'https://docs.github.com/rest',
          status: String(status),
        }),
      );
    return status;
  };
  const exhausted = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-used': '5000',
    'x-ratelimit-resource': 'core',
    'x-ratelimit-reset': String(Math.ceil(world.now() / 1000) + retryAfter),
  };
  switch (kind) {
    case 'cut':
      response.socket?.destroy();
      return 0;
    case 'cutBody':
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': '1000',
      });
      response.write('{"id":', () => response.socket?.destroy());
      return 0;
    case 'hang':
      return 0;
    case 'secondary':
      return send(
        403,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        { 'retry-after': String(retryAfter) },
      );
    case 'primary':
      return send(403, 'API rate limit exceeded for user ID 1.', exhausted);
    case 'primary429':
      return send(429, 'API rate limit exceeded for user ID 1.', exhausted);
    case 'sso':
      return send(403, 'Resource protected by organization SAML enforcement.', {
        'x-github-sso': `required; url=${world.webUrl}/orgs/example/sso?authorization_request=AAAA`,
      });
    case 'html':
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Sign in</title>');
      return 200;
    default:
      return send(kind, kind >= 500 ? 'Server Error' : 'Error');
  }
}

/** Waits; ends early where the other side has gone. */
export function later(milliseconds: number, response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
