import type { BlobStore } from './blobStore';
import type { Run } from './actions/run';
import type { DeviceSignIn } from './deviceFlow';
import type { Repository } from './repository';
import type { Rate, Token } from './tokens';

/** Everything that the fake knows. */
export interface World {
  /** Base of the API, without a slash at its end. */
  url: string;
  /** Base of the web pages that the answers point to. */
  webUrl: string;
  readonly enterprise: boolean;
  readonly now: () => number;
  readonly tokens: Map<string, Token>;
  /** Sign-ins that are in progress, by the code that the program keeps for itself. */
  readonly devices: Map<string, DeviceSignIn>;
  readonly repositories: Repository[];
  readonly anonymousRate: Rate;
  readonly blobs: BlobStore;
  /** Does GitHub serve a job's log when the job is done, or only when its run is? */
  logsAfter: 'job' | 'run';
  /** Milliseconds after which the logs of a job are gone. */
  logsExpireAfter: number;
  /** Milliseconds between an event and the moment when its runs can be listed. */
  runsAppearAfter: number;
  /** Does the list of a run's latest jobs hold those too that a re-run kept? Documented so; in May 2025 GitHub left them out for a time. */
  keptJobsListed: boolean;
  readonly nextId: () => number;
  readonly userId: (login: string) => number;
  readonly runStarted: (run: Run) => void;
  /** Makes a token of a user. */
  readonly grant: (login: string, scopes: readonly string[]) => string;
}

/** Login of the user that acts with a workflow's GITHUB_TOKEN. What it does starts no workflow. */
export const BOT = 'github-actions[bot]';

export function findRepository(world: World, fullName: string): Repository | undefined {
  return world.repositories.find(
    ({ owner, name }) => `${owner}/${name}`.toLowerCase() === fullName.toLowerCase(),
  );
}
