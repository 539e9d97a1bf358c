import type { RepositoryAddress } from '../../github/address';
import type { ReleaseQuestion } from '../../github/workflows/analyzeTriggers';
import { intendedVersion, type Intent } from '../../release/intent';
import { releaseSettings } from '../settings';

/** What the workflows of a repository are asked about a release. */
export function releaseQuestion(
  intent: Intent,
  manifest: string,
  address: RepositoryAddress | undefined,
): Omit<ReleaseQuestion, 'unreadable'> {
  return {
    tag: intent.tag,
    branch: intent.branch,
    prerelease: intendedVersion(intent).pre !== undefined,
    releaseEvent: releaseSettings(manifest).githubRelease !== 'none',
    fromDraft: releaseSettings(manifest).githubRelease === 'draft',
    ...(address !== undefined && { repository: `${address.owner}/${address.name}` }),
  };
}
