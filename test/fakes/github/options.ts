import type { Permission } from './tokens';

export interface FakeGitHubOptions {
  /** Behaves as GitHub Enterprise Server 3.19, below `/api/v3`. */
  readonly enterprise?: boolean;
  /** Path before every route: `/api/v3` where it behaves as GitHub Enterprise Server, else none. */
  readonly base?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Looks at the git repository before each request about it, so that pushes are seen without a hook; true by default. */
  readonly autoSync?: boolean;
  /** When the log of a job can be read: as soon as it is done (the default), or when its run is. */
  readonly logsAfter?: 'job' | 'run';
  /** Milliseconds after which the logs of a job are gone; never by default. */
  readonly logsExpireAfter?: number;
  /** Milliseconds between an event and the moment when its runs can be listed; 0 by default. */
  readonly runsAppearAfter?: number;
  /** false: the list of a run's latest jobs leaves out those that a re-run kept, as GitHub did for a time; true by default. */
  readonly keptJobsListed?: boolean;
  /** Requests of a user in an hour; 5000 by default. */
  readonly rateLimit?: number;
}

export interface RepositoryOptions {
  readonly owner: string;
  readonly name: string;
  /** Folder of the bare git repository that it mirrors. */
  readonly bare: string;
  readonly private?: boolean;
  /** `main` by default. */
  readonly defaultBranch?: string;
  readonly ownerIsOrganization?: boolean;
  readonly formerNames?: readonly string[];
  /** By login; without any, everyone who is signed in is an administrator. */
  readonly permissions?: Readonly<Record<string, Permission>>;
  readonly immutableReleases?: boolean;
  /** Login of the one who pushes with git; the first token's by default. */
  readonly pusher?: string;
}
