import * as vscode from 'vscode';
import { sshHost } from '../../git/sshHost';
import { kindOfHost, parseRemoteUrl, type RepositoryAddress } from '../../github/address';
import type { GitHubClient } from '../../github/client';
import { signedOut } from '../../github/failure';
import type { Repository } from '../../release/repository';
import { enterpriseUri, type GitHubSignIn } from './gitHubSignIn';

/** Finds repositories on GitHub and gives clients for them. Octokit is loaded with the first client. */
export class GitHub {
  readonly #clients = new Map<string, { readonly token: string; readonly client: GitHubClient }>();
  readonly #aliases = new Map<string, Promise<string>>();

  constructor(
    readonly signIn: GitHubSignIn,
    private readonly userAgent: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Where a remote is on GitHub; undefined where it is elsewhere. Asks no network. */
  async addressOf(repository: Repository, remote: string): Promise<RepositoryAddress | undefined> {
    for (const url of await repository.remoteUrls(remote)) {
      const found = parseRemoteUrl(url);
      if (found === undefined) continue;
      const { owner, name, isSsh } = found;
      const hosts =
        isSsh && !(await this.#isGitHub(found.host))
          ? [await this.#behindAlias(found.host, repository.root)]
          : [found.host];
      for (const host of hosts) if (await this.#isGitHub(host)) return { host, owner, name };
    }
    return undefined;
  }

  /** A client with the account that is signed in; undefined where none is. It sends no request. */
  async silentClient(address: RepositoryAddress): Promise<GitHubClient | undefined> {
    const token = await this.signIn.silently(address.host);
    return token === undefined ? undefined : await this.#client(address, token);
  }

  /** A client, after asking to sign in where no account is. @throws GitHubFailure */
  async client(address: RepositoryAddress): Promise<GitHubClient> {
    return await this.#client(address, await this.signIn.asking(address.host));
  }

  /** As {@link silentClient}, for what cannot go on without. @throws GitHubFailure */
  async signedInClient(address: RepositoryAddress): Promise<GitHubClient> {
    const client = await this.silentClient(address);
    if (client === undefined) throw signedOut(address.host);
    return client;
  }

  async #client(address: RepositoryAddress, token: string): Promise<GitHubClient> {
    const key = `${address.host}/${address.owner}/${address.name}`.toLowerCase();
    const known = this.#clients.get(key);
    // With another account the answers that are kept are another's.
    if (known?.token === token) return known.client;
    const { GitHubClient } = await import('../../github/client');
    const client = await GitHubClient.create(address, token, {
      userAgent: this.userAgent,
      log: line => this.log.debug(line),
    });
    this.#clients.set(key, { token, client });
    return client;
  }

  /** Known by name, named by the user's settings, or a token was entered for it. */
  async #isGitHub(host: string): Promise<boolean> {
    return kindOfHost(host, enterpriseUri()) !== undefined || (await this.signIn.hasToken(host));
  }

  #behindAlias(alias: string, root: string): Promise<string> {
    const { isTrusted } = vscode.workspace;
    const known = this.#aliases.get(alias) ?? sshHost(alias, { root, isTrusted });
    this.#aliases.set(alias, known);
    return known;
  }
}
