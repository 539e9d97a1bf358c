import { agreement, type Package } from '../manifests/package';
import { releaseVersion } from '../versions/releaseVersion';
import type { WrittenVersion } from '../versions/writtenVersion';
import { releaseTags, type ReleaseTag } from './releaseTags';
import type { RepositoryReader } from './repository';

/** Where a package stands. */
export interface CurrentVersion {
  /**
   * The version that its files hold, or where the git tag decides that of the newest release; undefined where none of the
   * files is legal, or nothing has been released yet.
   */
  readonly written: WrittenVersion | undefined;
  /** The tags of its releases on this branch, newest version first. */
  readonly tags: readonly ReleaseTag[];
}

/** What is offered where nothing has been released yet. */
export const FIRST_VERSION = releaseVersion([0, 1, 0]);

/** @throws GitFailure where the tag decides and git cannot be asked; otherwise there are no tags then */
export async function currentVersion(
  { name, sites, decidedBy }: Package,
  repository: Pick<RepositoryReader, 'tags'>,
  tagFormat: string,
): Promise<CurrentVersion> {
  if (decidedBy === 'tag') {
    const tags = releaseTags(await repository.tags(), name, tagFormat);
    return { written: tags[0]?.written, tags };
  }
  const tags = releaseTags(await repository.tags().catch(() => []), name, tagFormat);
  return { written: agreement(sites).current, tags };
}
