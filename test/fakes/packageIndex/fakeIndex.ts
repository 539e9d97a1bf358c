import { normalizedName } from '../../../src/base/names';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PackageIndex } from '../../../src/packageIndex/packageIndex';
import { parseFileName } from '../../../src/packageIndex/wheelName';
import { htmlPage, jsonPage, versionPage, type FakeFile } from './pages';
import { listen } from '../listen';

/** What goes wrong with the next answers: a status, an answer that never comes, one that breaks off, or one that is no index page. */
export type Trouble =
  | { readonly status: number; readonly headers?: Record<string, string> }
  | 'silent'
  | 'cut'
  | 'nonsense';

/**
 * A package index over HTTP on loopback: the Simple API in JSON (PEP 691) and HTML (PEP 503), and PyPI's JSON API.
 * Uploads reach what it serves at once; with {@link holdPages} the pages that pip reads stay as they are, as behind a CDN.
 */
export class FakeIndex {
  readonly #projects = new Map<string, FakeFile[]>();
  readonly #statuses = new Map<string, string>();
  #held: Map<string, FakeFile[]> | undefined;
  #troubles: Trouble[] = [];
  /** `GET /simple/budtiktok/ application/…` of every request, in order. */
  readonly requests: {
    readonly path: string;
    readonly accept: string;
    readonly userAgent: string;
  }[] = [];
  /** Whether the Simple API answers in HTML alone, as many private indexes do. */
  htmlOnly = false;
  /** When the first file of a project is uploaded, in milliseconds since 1970; each further one follows a second later. */
  uploadedFrom = Date.UTC(2026, 0, 1);

  private constructor(readonly server: Server) {}

  static async start(): Promise<FakeIndex> {
    const server = createServer();
    const index = new FakeIndex(server);
    server.on('request', (request, response) => index.#answer(request, response));
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

  /** The index as the product sees it: with the JSON API as PyPI has it, or without. */
  asIndex(options: { json: boolean } = { json: true }): PackageIndex {
    return {
      id: 'other',
      name: 'fake',
      simple: `${this.address}/simple/`,
      ...(options.json && { json: `${this.address}/pypi/` }),
    };
  }

  /** Uploads files by their names; sizes, hashes and times are made up, and differ from file to file. */
  upload(project: string, ...fileNames: string[]): void {
    const files = this.#projects.get(normalizedName(project)) ?? [];
    this.#projects.set(normalizedName(project), files);
    for (const fileName of fileNames) {
      if (files.some(file => file.fileName === fileName))
        throw new Error(`File already exists: ${fileName}`);
      files.push({
        fileName,
        version: parseFileName(fileName, project)?.version ?? '0',
        sha256: createHash('sha256').update(fileName).digest('hex'),
        size: 1000 + fileName.length,
        uploaded: new Date(this.uploadedFrom + files.length * 1000).toISOString(),
        requiresPython: '>=3.8',
        yanked: false,
      });
    }
  }

  /** Nothing is on the index any more. */
  forget(): void {
    this.#projects.clear();
  }

  yank(project: string, version: string, reason: string): void {
    const files = this.#projects.get(normalizedName(project)) ?? [];
    this.#projects.set(
      normalizedName(project),
      files.map(file => (file.version === version ? { ...file, yanked: reason } : file)),
    );
  }

  setStatus(project: string, status: string): void {
    this.#statuses.set(normalizedName(project), status);
  }

  /** From now on the Simple API serves what it serves now. */
  holdPages(): void {
    this.#held = new Map([...this.#projects].map(([name, files]) => [name, [...files]]));
  }

  releasePages(): void {
    this.#held = undefined;
  }

  /** The next answers, one each. */
  trouble(...troubles: Trouble[]): void {
    this.#troubles.push(...troubles);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    const accept = request.headers.accept ?? '';
    this.requests.push({ path, accept, userAgent: request.headers['user-agent'] ?? '' });
    const trouble = this.#troubles.shift();
    if (trouble !== undefined) {
      this.#misbehave(trouble, response);
      return;
    }
    const [, api, name = '', version, json] = path.split('/').map(decodeURIComponent);
    if (name !== normalizedName(name)) {
      send(
        response,
        301,
        { location: path.replace(encodeURIComponent(name), normalizedName(name)) },
        '',
      );
    } else if (api === 'simple') {
      this.#simple(name, accept, response);
    } else if (api === 'pypi' && version !== undefined && json === 'json') {
      const page = versionPage(version, this.#projects.get(name) ?? []);
      send(
        response,
        page === undefined ? 404 : 200,
        { 'content-type': 'application/json' },
        page ?? '{"message": "Not Found"}',
      );
    } else {
      send(response, 404, {}, '');
    }
  }

  #simple(name: string, accept: string, response: ServerResponse): void {
    const files = (this.#held ?? this.#projects).get(name);
    const page = { name, files: files ?? [], status: this.#statuses.get(name) };
    if (files === undefined) {
      send(response, 404, { 'content-type': 'text/html' }, '404 Not Found');
    } else if (!this.htmlOnly && accept.includes('application/vnd.pypi.simple.v1+json')) {
      send(
        response,
        200,
        { 'content-type': 'application/vnd.pypi.simple.v1+json' },
        jsonPage(page),
      );
    } else {
      send(response, 200, { 'content-type': 'text/html; charset=utf-8' }, htmlPage(page));
    }
  }

  #misbehave(trouble: Trouble, response: ServerResponse): void {
    if (trouble === 'silent') return;
    if (trouble === 'cut') {
      response.writeHead(200, {
        'content-type': 'application/vnd.pypi.simple.v1+json',
        'content-length': '5000',
      });
      response.write('{"meta": {"api-ver', () => response.destroy());
    } else if (trouble === 'nonsense') {
      send(
        response,
        200,
        { 'content-type': 'application/vnd.pypi.simple.v1+json' },
        '{"meta": {"api-version": "2.0"}, "files": []}',
      );
    } else {
      send(response, trouble.status, trouble.headers ?? {}, 'trouble');
    }
  }
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string,
): void {
  response.writeHead(status, headers).end(body);
}
