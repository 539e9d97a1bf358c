import * as l10n from '@vscode/l10n';
import { type Answer, ask, type RequestOptions, unreadable } from '../packageIndex/indexRequest';
import { IndexFailure } from '../packageIndex/packageIndex';
import type { CrateRegistry } from './crateRegistry';
import { type CrateVersions, readIndexLines } from './indexLines';

/** The `config.json` of a registry (Cargo reference, "Index Configuration"). */
export interface RegistryConfig {
  /** Root of the web API; a registry without one takes no crates. */
  readonly api?: string;
  readonly needsToken: boolean;
}

/** Reads one sparse index, without credentials. What has an ETag is asked for again only where it changed. */
export class SparseIndex {
  readonly #known = new Map<string, { readonly etag: string; readonly crate: CrateVersions }>();
  #config: RegistryConfig | undefined;

  constructor(
    readonly registry: CrateRegistry,
    private readonly options: RequestOptions,
  ) {}

  /** @throws IndexFailure, or the reason of `signal` where it was aborted */
  async config(signal?: AbortSignal): Promise<RegistryConfig> {
    if (this.#config !== undefined) return this.#config;
    const { text } = await this.#get('config.json', {}, signal);
    try {
      const fields: unknown = JSON.parse(text);
      if (typeof fields !== 'object' || fields === null || !('dl' in fields))
        throw new Error('no dl');
      this.#config = {
        ...('api' in fields && typeof fields.api === 'string' && { api: fields.api }),
        needsToken: 'auth-required' in fields && fields['auth-required'] === true,
      };
      return this.#config;
    } catch (cause) {
      throw this.#unreadable(cause);
    }
  }

  /**
   * The versions of a crate under exactly this name.
   *
   * @throws IndexFailure `notFound` only where the registry itself answers for its configuration, so that a page of a
   *   proxy is not taken for it; or the reason of `signal` where it was aborted
   */
  async crate(name: string, signal?: AbortSignal): Promise<CrateVersions> {
    const path = indexPath(name);
    if (path === undefined)
      throw new IndexFailure(
        'notFound',
        l10n.t('{0} is not the name of a crate.', name),
        l10n.t('Correct the name in Cargo.toml.'),
      );
    const known = this.#known.get(path);
    let answer: Answer;
    try {
      answer = await this.#get(
        path,
        known === undefined ? {} : { 'if-none-match': known.etag },
        signal,
      );
    } catch (error) {
      if (error instanceof IndexFailure && error.reason === 'notFound') await this.config(signal);
      throw error;
    }
    if (answer.isUnchanged && known !== undefined) return known.crate;
    try {
      const crate = readIndexLines(answer.text, name);
      if (answer.etag !== undefined) this.#known.set(path, { etag: answer.etag, crate });
      return crate;
    } catch (cause) {
      throw this.#unreadable(cause);
    }
  }

  #get(
    path: string,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const { name, index } = this.registry;
    return ask(
      name,
      `${index}${path}`,
      { accept: 'text/plain, application/json', ...headers },
      this.options,
      signal,
    );
  }

  #unreadable(cause: unknown): IndexFailure {
    return unreadable(
      this.registry.name,
      cause,
      l10n.t('Check that the address in the configuration of cargo is the root of a sparse index.'),
    );
  }
}

/** The file of a crate in an index (Cargo reference, "Index files"); undefined where the name cannot be one. */
export function indexPath(name: string): string | undefined {
  if (!/^[\p{L}\p{N}_-]+$/u.test(name)) return undefined;
  const lower = name.toLowerCase();
  const file = encodeURIComponent(lower);
  const part = (from: number, to: number) => encodeURIComponent(lower.slice(from, to));
  switch (lower.length) {
    case 1:
    case 2:
      return `${lower.length}/${file}`;
    case 3:
      return `3/${part(0, 1)}/${file}`;
    default:
      return `${part(0, 2)}/${part(2, 4)}/${file}`;
  }
}
