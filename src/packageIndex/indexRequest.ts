import * as l10n from '@vscode/l10n';
import { IndexFailure } from './packageIndex';

export interface RequestOptions {
  /** The client's name, version and contact, as PyPI and crates.io ask for in their documentation. */
  readonly userAgent: string;
  /** Milliseconds for one answer, headers and body. */
  readonly timeout?: number;
  readonly fetch?: typeof fetch;
}

/** What a server answered. */
export interface Answer {
  readonly text: string;
  /** The content type, in lower case. */
  readonly type: string;
  /** The address after redirects. */
  readonly address: string;
  readonly etag?: string;
  /** The server says that nothing changed since the `if-none-match` of the question (HTTP 304). */
  readonly isUnchanged: boolean;
}

const TIMEOUT = 20_000;

/** Bytes of the longest answer that is read. The longest pages of PyPI have some ten megabytes. */
const LONGEST = 100_000_000;

/**
 * Asks an index one question, without credentials.
 *
 * @param name of the index, for messages
 * @throws IndexFailure, or the reason of `signal` where it was aborted
 */
export async function ask(
  name: string,
  address: string,
  headers: Readonly<Record<string, string>>,
  options: RequestOptions,
  signal?: AbortSignal,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(options.timeout ?? TIMEOUT);
  const request = options.fetch ?? fetch;
  try {
    const response = await request(address, {
      // Caches on the way are asked to look again; a CDN may answer from its own all the same.
      headers: { ...headers, 'user-agent': options.userAgent, 'cache-control': 'no-cache' },
      // A name that is not normalised is redirected, and mirrors redirect to their stores.
      redirect: 'follow',
      credentials: 'omit',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const isUnchanged = response.status === 304 && headers['if-none-match'] !== undefined;
    if (!response.ok && !isUnchanged) {
      await response.body?.cancel();
      throw refused(name, response);
    }
    const etag = response.headers.get('etag');
    return {
      text: await bodyOf(response),
      type: (response.headers.get('content-type') ?? '').toLowerCase(),
      address: response.url || address,
      ...(etag !== null && { etag }),
      isUnchanged,
    };
  } catch (error) {
    if (error instanceof IndexFailure) throw error;
    signal?.throwIfAborted();
    throw timeout.aborted ? slow(name, error) : unreachable(name, error);
  }
}

/** An answer that is not what the protocol of the index promises. */
export function unreadable(name: string, cause: unknown, advice: string): IndexFailure {
  return new IndexFailure(
    'badAnswer',
    l10n.t(
      '{0} gave an answer that cannot be read ({1}).',
      name,
      cause instanceof Error ? cause.message : String(cause),
    ),
    advice,
    undefined,
    { cause },
  );
}

function refused(name: string, response: Response): IndexFailure {
  const { status } = response;
  if (status === 404 || status === 410) {
    return new IndexFailure(
      'notFound',
      l10n.t('{0} has no such project or version.', name),
      l10n.t('Check the name, or publish it first.'),
    );
  }
  if (status === 451) {
    return new IndexFailure(
      'withheld',
      l10n.t('{0} withholds this for legal reasons (HTTP 451).', name),
      l10n.t('Ask the administrators of the index.'),
    );
  }
  if (status === 429) {
    return new IndexFailure(
      'rateLimited',
      l10n.t('{0} limits how often it is asked (HTTP 429).', name),
      l10n.t('Wait some minutes and try again.'),
      retryAfter(response.headers.get('retry-after')),
    );
  }
  if (status === 401 || status === 403 || status === 407) {
    return new IndexFailure(
      'denied',
      l10n.t('{0} does not answer without credentials (HTTP {1}).', name, status),
      l10n.t('Only public indexes can be checked. Look at it in the browser.'),
    );
  }
  return new IndexFailure(
    'server',
    l10n.t('{0} failed (HTTP {1}).', name, status),
    l10n.t('Look at its status page, and try again later.'),
    retryAfter(response.headers.get('retry-after')),
  );
}

function slow(name: string, cause: unknown): IndexFailure {
  return new IndexFailure(
    'timeout',
    l10n.t('{0} did not answer in time.', name),
    l10n.t('Check the network, and try again.'),
    undefined,
    { cause },
  );
}

function unreachable(name: string, cause: unknown): IndexFailure {
  return new IndexFailure(
    'offline',
    l10n.t('{0} cannot be reached ({1}).', name, deepest(cause)),
    l10n.t('Check the network and the proxy settings, and try again.'),
    undefined,
    { cause },
  );
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
