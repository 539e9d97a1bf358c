import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { listen } from '../listen';

/** How long a link that the API redirects to can be used, in milliseconds. */
export const LINK_LIFETIME = 60_000;

/** Another origin than the API, which serves logs and artifacts by links that are signed, and refuses a token. */
export interface BlobStore {
  readonly url: string;
  /** Puts something there and returns its link, which is valid for a minute. */
  put(body: string | Buffer, type: string): string;
  /** Requests that carried an Authorization header: a token that went where it does not belong. */
  readonly leaked: number;
  close(): Promise<void>;
}

export async function openBlobStore(now: () => number): Promise<BlobStore> {
  const blobs = new Map<
    string,
    { readonly body: string | Buffer; readonly type: string; readonly until: number }
  >();
  let leaked = 0;
  const server: Server = createServer((request, response) => {
    const blob = blobs.get(request.url ?? '');
    if (request.headers.authorization !== undefined) {
      leaked++;
      response
        .writeHead(403, { 'content-type': 'application/xml' })
        .end('<Error><Code>AuthenticationFailed</Code></Error>');
    } else if (blob === undefined || now() > blob.until) {
      response
        .writeHead(blob === undefined ? 404 : 403, { 'content-type': 'application/xml' })
        .end('<Error><Code>AuthenticationFailed</Code></Error>');
    } else {
      response
        .writeHead(200, {
          'content-type': blob.type,
          'content-length': Buffer.byteLength(blob.body),
        })
        .end(blob.body);
    }
  });
  const url = await listen(server);
  return {
    url,
    put: (body, type) => {
      const link = `/blobs/${randomUUID()}?sig=${randomUUID()}`;
      blobs.set(link, { body, type, until: now() + LINK_LIFETIME });
      return url + link;
    },
    get leaked() {
      return leaked;
    },
    close: () => close(server),
  };
}

export function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
