import * as l10n from '@vscode/l10n';
import { describeProblem, obstacles } from '../manifests/versionPlan';
import { ReleaseError } from './fact';
import type { ReleaseContext } from './releaseContext';

/** Writes all files of a release at once, whichever of their facts comes first. @throws ReleaseError, WriteError */
export async function writeReleaseFiles(context: ReleaseContext): Promise<void> {
  const [refusal] = obstacles(await context.plan());
  if (refusal !== undefined) {
    throw new ReleaseError(
      describeProblem(context.tree.index.root, refusal),
      l10n.t('Change the line by hand, then try again.'),
    );
  }
  const changelog = await context.writtenChangelog();
  if ((await changelog?.isOpen()) === true) {
    throw new ReleaseError(
      l10n.t('Nothing has been written about {0} in the changelog.', context.version.semver),
      l10n.t('Run Resume Release, and write the entry or leave the changelog as it is.'),
    );
  }
  await context.tree.write(await context.changes());
}
