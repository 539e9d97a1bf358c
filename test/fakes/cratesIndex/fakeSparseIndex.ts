import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CrateRegistry } from '../../../src/cratesIndex/crateRegistry';
import { canonicalCrate } from '../../../src/cratesIndex/indexLines';
import { indexPath } from '../../../src/cratesIndex/sparseIndex';
import { listen } from '../listen';

/** A published version, as the index writes it. */
interface Line {
  readonly name: string;
  readonly vers: string;
  readonly deps: readonly unknown[];
  readonly cksum: string;
  readonly features: Record<string, unknown>;
  yanked: boolean;
  readonly links: string | null;
  readonly rust_version?: string | undefined;
  readonly pubtime?: string | undefined;
}

/** What goes wrong with the next answers. */
export type Trouble =
  { readonly status: number; readonly body?: string; readonly type?: string } | 'silent' | 'cut';

/**
 * A registry over HTTP on loopback: a sparse index, downloads, and the web API that `cargo publish` and `cargo yank` use
 * (Cargo reference, "Running a Registry"). A version is taken once; a dependency has to be there before.
 */
export class FakeSparseIndex {
  readonly #crates = new Map<string, Line[]>();
  readonly #files = new Map<string, Buffer>();
  readonly #troubles: Trouble[] = [];
  /** `GET /de/mo/demo` of every request, in order. */
  readonly requests: string[] = [];
  /** Headers of every request, in order. */
  readonly headers: IncomingMessage['headers'][] = [];
  /** The token that uploads need. */
  token = 'fake-token';
  /** How many requests for a crate's file still get the answer from before its last upload. */
  delay = 0;
  #delayed = new Map<string, { left: number; before: string | undefined }>();
  /** The crates whose upload is refused, with the text of the refusal. */
  readonly refused = new Map<string, string>();
  needsToken = false;

  private constructor(readonly server: Server) {}

  static async start(): Promise<FakeSparseIndex> {
    const server = createServer();
    const index = new FakeSparseIndex(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => index.#answer(request, Buffer.concat(chunks), response));
    });
    await listen(server);
    return index;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The registry as the product sees it. */
  asRegistry(more: Partial<CrateRegistry> = {}): CrateRegistry {
    return { id: 'fake', name: 'fake', index: `${this.address}/index/`, isMirror: false, ...more };
  }

  /** Publishes a version, as an upload that is over. */
  publish(
    name: string,
    version: string,
    more: { readonly rustVersion?: string; readonly publishedAt?: number } = {},
  ): void {
    this.#add({
      name,
      vers: version,
      deps: [],
      cksum: createHash('sha256').update(`${name} ${version}`).digest('hex'),
      features: {},
      yanked: false,
      links: null,
      rust_version: more.rustVersion,
      pubtime:
        more.publishedAt === undefined ? undefined : new Date(more.publishedAt).toISOString(),
    });
  }

  /** No crate is in the registry any more. */
  forget(): void {
    this.#crates.clear();
    this.#files.clear();
  }

  yank(name: string, version: string, yanked = true): void {
    const line = this.#crates.get(canonicalCrate(name))?.find(({ vers }) => vers === version);
    if (line === undefined) throw new Error(`no ${name} ${version}`);
    line.yanked = yanked;
  }

  /** The versions of a crate, in the order of their upload. */
  versions(name: string): string[] {
    return (this.#crates.get(canonicalCrate(name)) ?? []).map(({ vers }) => vers);
  }

  /** The next answers, one each. */
  trouble(...troubles: Trouble[]): void {
    this.#troubles.push(...troubles);
  }

  #add(line: Line): void {
    const key = canonicalCrate(line.name);
    const path = indexPath(line.name);
    if (this.delay > 0 && path !== undefined)
      this.#delayed.set(path, { left: this.delay, before: this.#text(path) });
    const lines = this.#crates.get(key) ?? [];
    lines.push(line);
    this.#crates.set(key, lines);
  }

  #text(path: string): string | undefined {
    const lines = [...this.#crates.values()].find(
      ([first]) => first && indexPath(first.name) === path,
    );
    return lines?.map(line => `${JSON.stringify(line)}\n`).join('');
  }

  #answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const { method = 'GET', url = '/' } = request;
    this.requests.push(`${method} ${url}`);
    this.headers.push(request.headers);
    const trouble = this.#troubles.shift();
    if (trouble !== undefined) {
      misbehave(trouble, response);
      return;
    }
    if (this.needsToken && request.headers.authorization !== this.token)
      send(response, 401, 'text/plain', 'token please');
    else if (url === '/index/config.json')
      send(
        response,
        200,
        'application/json',
        JSON.stringify({
          dl: `${this.address}/dl`,
          api: this.address,
          ...(this.needsToken && { 'auth-required': true }),
        }),
      );
    else if (url.startsWith('/index/')) this.#index(url.slice('/index/'.length), request, response);
    else if (url.startsWith('/dl/')) this.#download(url, response);
    else if (request.headers.authorization !== this.token)
      refuse(response, 403, 'must be logged in to perform that action');
    else if (method === 'PUT' && url === '/api/v1/crates/new') this.#upload(body, response);
    else this.#yankRequest(method, url, response);
  }

  #index(path: string, request: IncomingMessage, response: ServerResponse): void {
    const delayed = this.#delayed.get(path);
    let text = this.#text(path);
    if (delayed !== undefined && delayed.left > 0) {
      delayed.left--;
      text = delayed.before;
    }
    if (text === undefined) {
      send(response, 404, 'text/html', '<html>not found</html>');
      return;
    }
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { 'content-type': 'text/plain', etag }).end(text);
  }

  #download(url: string, response: ServerResponse): void {
    const [, , name = '', version = ''] = url.split('/');
    const file = this.#files.get(`${name} ${version}`);
    if (file === undefined) send(response, 404, 'text/plain', '');
    else response.writeHead(200, { 'content-type': 'application/gzip' }).end(file);
  }

  /** The body of an upload: the length of the JSON, the JSON, the length of the .crate file, the file. */
  #upload(body: Buffer, response: ServerResponse): void {
    const length = body.readUInt32LE(0);
    const fields = JSON.parse(body.subarray(4, 4 + length).toString()) as Record<string, unknown>;
    const file = body.subarray(8 + length);
    const [name, vers] = [String(fields['name']), String(fields['vers'])];
    const refusal = this.refused.get(name) ?? this.#refusal(name, vers, fields);
    if (refusal !== undefined) {
      refuse(response, 400, refusal);
      return;
    }
    const dependencies = fields['deps'] as Record<string, unknown>[];
    this.#files.set(`${name} ${vers}`, file);
    this.#add({
      name,
      vers,
      deps: dependencies.map(dependency => ({
        name: dependency['explicit_name_in_toml'] ?? dependency['name'],
        req: dependency['version_req'],
        features: dependency['features'],
        optional: dependency['optional'],
        default_features: dependency['default_features'],
        target: dependency['target'],
        kind: dependency['kind'],
        registry: dependency['registry'] ?? null,
        package: dependency['explicit_name_in_toml'] === undefined ? null : dependency['name'],
      })),
      cksum: createHash('sha256').update(file).digest('hex'),
      features: fields['features'] as Record<string, unknown>,
      yanked: false,
      links: null,
      rust_version: fields['rust_version'] as string | undefined,
    });
    send(
      response,
      200,
      'application/json',
      '{"warnings":{"invalid_categories":[],"invalid_badges":[],"other":[]}}',
    );
  }

  #refusal(name: string, version: string, fields: Record<string, unknown>): string | undefined {
    const existing = this.#crates.get(canonicalCrate(name)) ?? [];
    const [first] = existing;
    if (first !== undefined && first.name !== name)
      return `crate was previously named \`${first.name}\``;
    if (existing.some(({ vers }) => vers === version))
      return `crate version \`${version}\` is already uploaded`;
    const absent = ['description', 'license'].filter(
      key => fields[key] === null || fields[key] === undefined,
    );
    if (absent.length > 0) return `missing or empty metadata fields: ${absent.join(', ')}`;
    const open = (fields['deps'] as { name: string }[]).find(
      dependency => !this.#crates.has(canonicalCrate(dependency.name)),
    );
    return open && `no known crate named \`${open.name}\``;
  }

  #yankRequest(method: string, url: string, response: ServerResponse): void {
    const [, name = '', version = '', action] =
      /^\/api\/v1\/crates\/([^/]+)\/([^/]+)\/((?:un)?yank)$/.exec(url) ?? [];
    if (action === undefined || !this.versions(name).includes(version)) {
      refuse(response, 404, `${method} ${url} is not known`);
      return;
    }
    this.yank(name, version, action === 'yank');
    send(response, 200, 'application/json', '{"ok":true}');
  }
}

function misbehave(trouble: Trouble, response: ServerResponse): void {
  if (trouble === 'silent') return;
  if (trouble === 'cut') {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '5000' });
    response.write('{"name":"de', () => response.destroy());
  } else send(response, trouble.status, trouble.type ?? 'text/plain', trouble.body ?? 'trouble');
}

function refuse(response: ServerResponse, status: number, detail: string): void {
  send(response, status, 'application/json', JSON.stringify({ errors: [{ detail }] }));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
