import * as l10n from '@vscode/l10n';
import { normalizedName } from '../base/names';
import type { PackageIndex, ProjectFiles, VersionFiles } from './packageIndex';
import { type Answer, ask, type RequestOptions, unreadable } from './indexRequest';
import { readSimpleHtml, readSimpleJson, readVersionJson } from './simpleApi';

// PEP 691 "Version + Format Selection"
const ACCEPT =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';

/** Reads one index. Every call is one question over the network, nothing is kept, and no credentials are sent. */
export class IndexClient {
  readonly #options: RequestOptions;

  constructor(
    readonly index: PackageIndex,
    options: RequestOptions,
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
      throw unreadable(
        this.index.name,
        cause,
        l10n.t(
          'Check that the address is the root of a simple index (PEP 503 or PEP 691), and try again.',
        ),
      );
    }
  }

  #get(address: string, accept: string, signal: AbortSignal | undefined): Promise<Answer> {
    return ask(this.index.name, address, { accept }, this.#options, signal);
  }
}
