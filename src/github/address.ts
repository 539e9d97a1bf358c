import type {
  Builds,
  HostedRelease,
  Publication,
  PullRequest,
  ReleaseHost,
  WantedPullRequest,
} from '../release/hosting';
import type { GitHubClient } from './client';
import { closePullRequest, findPullRequest, openPullRequest } from './pullRequests';
import { findRelease, publishRelease } from './releases';
/** A repository on GitHub, where its API is, and where people look at it. */
export interface RepositoryAddress {
  /** Host of the web pages and of git, with a port where it is not the usual one: `github.com`, `acme.ghe.com`, `ghe.example.com:8443`. */
  readonly host: string;
  readonly owner: string;
  readonly name: string;
}

const DOT_COM = 'github.com';

/**
 * Reads the address of a git remote: `https://host/owner/name.git`, `ssh://git@host:22/owner/name`, `git@host:owner/name.git`,
 * `git://…`. The host is as it is written, which may be an alias of ssh's configuration.
 *
 * @returns undefined for a path on disk and for what has no owner and name
 */
export function parseRemoteUrl(
  url: string,
): (RepositoryAddress & { readonly isSsh: boolean }) | undefined {
  const text = url.trim();
  const scheme = /^(https?|ssh|git|git\+ssh):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    // The form that scp has: no scheme, a colon before the path. A letter before a colon is a drive of Windows.
    const [, host, path] = /^(?:[^@/\s]+@)?([^:/\s]{2,}):(?!\/\/)(.+)$/.exec(text) ?? [];
    return host === undefined || path === undefined ? undefined : at(host, path, true);
  }
  let parsed: URL;
  try {
    // URL knows hosts and ports only for schemes of the web.
    parsed = new URL(text.replace(/^[^:]+:/, scheme === 'http' ? 'http:' : 'https:'));
  } catch {
    return undefined;
  }
  const isWeb = scheme === 'http' || scheme === 'https';
  return at(isWeb ? parsed.host : parsed.hostname, parsed.pathname, scheme.endsWith('ssh'));
}

function at(host: string, path: string, isSsh: boolean): ReturnType<typeof parseRemoteUrl> {
  const [owner = '', last = '', ...more] = decode(path)
    .split('/')
    .filter(part => part !== '');
  const name = last.replace(/\.git$/, '');
  return more.length > 0 || !isOwner(owner) || !isRepositoryName(name)
    ? undefined
    : { host: canonicalHost(host), owner, name, isSsh };
}

/** A login of a user or an organisation; those that an enterprise manages end with `_` and its short name. */
function isOwner(text: string): boolean {
  return /^[a-z\d][\w-]{0,99}$/i.test(text);
}

function isRepositoryName(text: string): boolean {
  return /^[\w.-]{1,100}$/.test(text) && text !== '.' && text !== '..';
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** GitHub answers ssh on port 443 under another name, and the web under `www`. */
function canonicalHost(host: string): string {
  const lower = host.toLowerCase();
  return lower === 'ssh.github.com' || lower === 'www.github.com' ? DOT_COM : lower;
}

/**
 * What kind of GitHub a host is. A host that no one has named as a GitHub Enterprise Server is none: it may be another
 * product, and must not be sent a token.
 *
 * @param enterprise address of the user's GitHub Enterprise Server, as in the setting `github-enterprise.uri`
 */
export function kindOfHost(
  host: string,
  enterprise: string | undefined,
): 'dotcom' | 'tenant' | 'server' | undefined {
  if (host === DOT_COM) return 'dotcom';
  if (/^[\w-]+\.ghe\.com$/.test(host)) return 'tenant';
  return enterprise !== undefined && hostOf(enterprise) === host ? 'server' : undefined;
}

/** The host of a web address, or undefined where it is none. */
export function hostOf(uri: string): string | undefined {
  try {
    return new URL(uri).host.toLowerCase() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Where the REST API of a host is: `api.github.com`, `api.TENANT.ghe.com`, `HOST/api/v3`.
 * Only a server on this computer is spoken to without TLS.
 */
export function apiOf(host: string): string {
  switch (kindOfHost(host, `https://${host}`)) {
    case 'dotcom':
      return 'https://api.github.com';
    case 'tenant':
      return `https://api.${host}`;
    case 'server':
    case undefined:
      return `${webOf(host)}/api/v3`;
  }
}

/** Where the pages of a host are. */
export function webOf(host: string): string {
  return `${/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host) ? 'http' : 'https'}://${host}`;
}

/** Name of a repository as people write it; the host only where it is not github.com. */
export function describeAddress({ host, owner, name }: RepositoryAddress): string {
  return host === DOT_COM ? `${owner}/${name}` : `${host}/${owner}/${name}`;
}

/** GitHub as the place that hosts a repository. */
export class GitHubHost implements ReleaseHost {
  readonly name: string;

  /** @param builds how the builds of a commit stand */
  constructor(
    private readonly client: GitHubClient,
    readonly builds: (commit: string) => Promise<Builds>,
  ) {
    this.name = describeAddress(client.address);
  }

  release(tag: string): Promise<HostedRelease | undefined> {
    return findRelease(this.client, tag);
  }

  async publish(tag: string, publication: Publication): Promise<void> {
    await publishRelease(this.client, tag, publication);
  }

  pullRequest(wanted: WantedPullRequest): Promise<PullRequest | undefined> {
    return findPullRequest(this.client, wanted);
  }

  openPullRequest(
    wanted: WantedPullRequest,
    text: { readonly title: string; readonly body: string },
  ): Promise<PullRequest> {
    return openPullRequest(this.client, wanted, text);
  }

  closePullRequest(number: number): Promise<void> {
    return closePullRequest(this.client, number);
  }
}
