import * as l10n from '@vscode/l10n';
import { normalizedName } from '../base/names';
import {
  IndexFailure,
  type PackageIndex,
  type ProjectFiles,
  type VersionFiles,
} from './packageIndex';
import { readSimpleHtml, readSimpleJson, readVersionJson } from './simpleApi';

export interface ClientOptions {
  /** Who asks, as PyPI's documentation wants it: a name, a version and a place to write to. */
  readonly userAgent: string;
  /** Milliseconds for one answer, headers and body. */
  readonly timeout?: number;
  readonly fetch?: typeof fetch;
}

const TIMEOUT = 20_000;

/** Bytes of the longest answer that is read. The longest pages of PyPI have some ten megabytes. */
const LONGEST = 100_000_000;

// PEP 691 "Version + Format Selection"
const ACCEPT =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';

/** Reads one index. Every call is one question over the network, nothing is kept, and no credentials are sent. */
export class IndexClient {
  readonly #options: ClientOptions;

  constructor(
    readonly index: PackageIndex,
    options: ClientOptions,
  ) {
    this.#options = options;
  }

  /**
   * What pip sees of a project.
   *
   * @throws IndexFailure, or the reason of `signal` where it was aborted
   */
  async project(name: string, signal?: AbortSignal): Promise<ProjectFiles> {
    const { text, type, address } = await this.#get(
      `${this.index.simple}${normalizedName(name)}/`,
      ACCEPT,
      signal,
    );
    return this.#read(() => {
      if (/^application\/(?:vnd\.pypi\.simple\.v\d+\+)?json\b/.test(type))
        return readSimpleJson(text);
      if (
        /^(?:text\/html|application\/vnd\.pypi\.simple\.v\d+\+html|application\/xhtml\+xml)\b/.test(
          type,
        )
      )
        return readSimpleHtml(text, address);
      throw new Error(`content type ${type}`);
    });
  }

  /** Whether {@link version} can be asked. */
  get hasVersions(): boolean {
    return this.index.json !== undefined;
  }

  /**
   * What has been uploaded for one version, ahead of what pip sees. Not to be asked before an upload can have happened:
   * nothing says how long the index remembers that there was no such version.
   *
   * @param version in any PEP 440 spelling
   * @throws IndexFailure, or the reason of `signal` where it was aborted
   */
  async version(name: string, version: string, signal?: AbortSignal): Promise<VersionFiles> {
    if (this.index.json === undefined) throw new Error(`${this.index.name} has no JSON API`);
    const { text } = await this.#get(
      `${this.index.json}${normalizedName(name)}/${encodeURIComponent(version)}/json`,
      'application/json',
      signal,
    );
    return this.#read(() => readVersionJson(text));
  }

  #read<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      throw new IndexFailure(
        'badAnswer',
        l10n.t(
          '{0} gave an answer that cannot be read ({1}).',
          this.index.name,
          cause instanceof Error ? cause.message : String(cause),
        ),
        l10n.t(
          'Check that the address is the root of a simple index (PEP 503 or PEP 691), and try again.',
        ),
        undefined,
        { cause },
      );
    }
  }

  async #get(
    address: string,
    accept: string,
    signal: AbortSignal | undefined,
  ): Promise<{ text: string; type: string; address: string }> {
    const timeout = AbortSignal.timeout(this.#options.timeout ?? TIMEOUT);
    const request = this.#options.fetch ?? fetch;
    try {
      const response = await request(address, {
        // Caches between here and the index are asked to look again; a CDN may answer from its own all the same.
        headers: { accept, 'user-agent': this.#options.userAgent, 'cache-control': 'no-cache' },
        // A name that is not normalised is redirected, and mirrors redirect to their stores.
        redirect: 'follow',
        credentials: 'omit',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw this.#refused(response);
      }
      return {
        text: await bodyOf(response),
        type: (response.headers.get('content-type') ?? '').toLowerCase(),
        address: response.url || address,
      };
    } catch (error) {
      if (error instanceof IndexFailure) throw error;
      signal?.throwIfAborted();
      throw timeout.aborted ? this.#slow(error) : this.#unreachable(error);
    }
  }

  #refused(response: Response): IndexFailure {
    const { status } = response;
    const { name } = this.index;
    if (status === 404 || status === 410) {
      return new IndexFailure(
        'notFound',
        l10n.t('{0} knows no such project or version.', name),
        l10n.t('Check the name, or publish it first.'),
      );
    }
    if (status === 429) {
      return new IndexFailure(
        'rateLimited',
        l10n.t('{0} asks to be left alone for a while.', name),
        l10n.t('Wait some minutes and try again.'),
        retryAfter(response.headers.get('retry-after')),
      );
    }
    if (status === 401 || status === 403 || status === 407) {
      return new IndexFailure(
        'denied',
        l10n.t('{0} does not answer without credentials (HTTP {1}).', name, status),
        l10n.t(
          'Only indexes that can be read by everybody can be checked. Look at it in the browser.',
        ),
      );
    }
    return new IndexFailure(
      'server',
      l10n.t('{0} failed (HTTP {1}).', name, status),
      l10n.t('Look at its status page, and try again later.'),
      retryAfter(response.headers.get('retry-after')),
    );
  }

  #slow(cause: unknown): IndexFailure {
    return new IndexFailure(
      'timeout',
      l10n.t('{0} did not answer in time.', this.index.name),
      l10n.t('Check the network, and try again.'),
      undefined,
      { cause },
    );
  }

  #unreachable(cause: unknown): IndexFailure {
    return new IndexFailure(
      'offline',
      l10n.t('{0} cannot be reached ({1}).', this.index.name, deepest(cause)),
      l10n.t('Check the network and the proxy settings, and try again.'),
      undefined,
      { cause },
    );
  }
}

async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > LONGEST) throw new Error('the answer is too long');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** RFC 9110 "Retry-After": seconds or a date. Gives milliseconds. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/** fetch says "fetch failed" and keeps the reason, such as ECONNREFUSED, in its causes. */
function deepest(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return deepest(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
