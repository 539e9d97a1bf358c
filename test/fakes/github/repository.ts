import type { Artifact } from './actions/artifact';
import type { Run } from './actions/run';
import type { Check, CommitStatus } from './checks';
import type { Permission } from './tokens';
import type { KeyPair, Secret } from './secrets';
import type { ClassicProtection, Ruleset } from './protection';
import type { PullRequest } from './pullRequests';
import type { Release } from './releases';

/** A repository of the fake: what GitHub keeps beside the git repository that it mirrors. */
export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly private: boolean;
  /** Folder of the bare git repository. */
  readonly bare: string;
  readonly defaultBranch: string;
  readonly ownerIsOrganization: boolean;
  /** Names under which it was known before; asked for by one of them, GitHub redirects. */
  readonly formerNames: readonly string[];
  readonly permissions: Map<string, Permission>;
  /** Login of the one who pushes with git. */
  readonly pusher: string;
  readonly createdAt: number;
  /** Releases become immutable when they are published. */
  immutableReleases: boolean;
  /** Tags of immutable Releases that are gone. */
  readonly burntTags: Set<string>;
  readonly releases: Release[];
  latestReleaseId: number | undefined;
  readonly workflows: Workflow[];
  readonly runs: Run[];
  readonly artifacts: Artifact[];
  readonly environments: Environment[];
  readonly checks: Check[];
  readonly statuses: CommitStatus[];
  readonly pullRequests: PullRequest[];
  readonly rulesets: Ruleset[];
  readonly classic: ClassicProtection[];
  readonly keys: KeyPair;
  readonly secrets: Map<string, Secret>;
  readonly organizationSecrets: Map<string, Secret>;
  /** Refs as they were when they were last looked at: name to object id. */
  refs: ReadonlyMap<string, string>;
}

export type WorkflowState =
  'active' | 'deleted' | 'disabled_fork' | 'disabled_inactivity' | 'disabled_manually';

export interface Workflow {
  readonly id: number;
  readonly path: string;
  readonly createdAt: number;
  state: WorkflowState;
  runCount: number;
}

export interface Environment {
  readonly id: number;
  readonly name: string;
  /** Logins of those who have to approve; empty: no one. */
  reviewers: readonly string[];
  /** Minutes. */
  waitTimer: number;
  /** Which refs may deploy to it; all where it is null. */
  branchPolicy: BranchPolicy | null;
  readonly createdAt: number;
  readonly keys: KeyPair;
  readonly secrets: Map<string, Secret>;
}

/** Branches that are protected, or branches and tags by pattern. */
export type BranchPolicy =
  | 'protected'
  | readonly { readonly id: number; readonly name: string; readonly type: 'branch' | 'tag' }[];

export function fullName(repository: Repository): string {
  return `${repository.owner}/${repository.name}`;
}

export function addEnvironmentTo(
  repository: Repository,
  environment: {
    readonly id: number;
    readonly name: string;
    readonly now: number;
    readonly keys: KeyPair;
    readonly reviewers?: readonly string[];
    readonly waitTimer?: number;
    readonly branchPolicy?: BranchPolicy | null;
  },
): Environment {
  const known = repository.environments.find(({ name }) => name === environment.name);
  if (known !== undefined) {
    known.reviewers = environment.reviewers ?? known.reviewers;
    known.waitTimer = environment.waitTimer ?? known.waitTimer;
    known.branchPolicy = environment.branchPolicy ?? known.branchPolicy;
    return known;
  }
  const made: Environment = {
    id: environment.id,
    name: environment.name,
    reviewers: environment.reviewers ?? [],
    waitTimer: environment.waitTimer ?? 0,
    branchPolicy: environment.branchPolicy ?? null,
    createdAt: environment.now,
    keys: environment.keys,
    secrets: new Map(),
  };
  repository.environments.push(made);
  return made;
}
