import type { Builds, HostedRelease, Publication, ReleaseHost } from '../release/hosting';
import { describeAddress } from './address';
import type { GitHubClient } from './client';
import { findRelease, publishRelease } from './releases';

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
}
