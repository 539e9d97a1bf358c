import * as l10n from '@vscode/l10n';
import { writeReleaseFiles } from '../commitContents';
import { type Fact, type Observation, ReleaseError } from '../fact';
import type { ReleaseContext } from '../releaseContext';

/** Fact 3: the changelog has a section for X. It has a part in a release where the package keeps one. */
export const changelog: Fact = {
  id: 'changelog',

  title: () => l10n.t('Changelog'),

  isPartOf: async context => (await context.writtenChangelog()) !== undefined,

  async observe(context): Promise<Observation> {
    const { version } = context;
    const { log, file } = keptBy(context);
    const found = await context.releaseCommit();
    const plan =
      found.state === 'found' && (await log.isIn(found.commit))
        ? { kind: 'present' as const }
        : await log.plan();
    switch (plan?.kind) {
      case undefined:
        return {
          state: 'conflict',
          detail: l10n.t('{0} is no longer there', file),
          advice: l10n.t('Restore it, or abandon this release and start again.'),
        };
      case 'present':
        return { state: 'holds', detail: l10n.t('{0} is in {1}', version.semver, file) };
      case 'date':
        return {
          state: 'missing',
          detail: l10n.t('Put the date into the section for {0} in {1}', version.semver, file),
        };
      case 'promote':
        return {
          state: 'missing',
          detail: l10n.t('Promote Unreleased to {0} in {1}', version.semver, file),
        };
      case 'propose':
        return {
          state: 'missing',
          detail: (await log.isOpen())
            ? l10n.t('Add a section for {0} to {1}, once its text is decided', version.semver, file)
            : l10n.t('Add a section for {0} to {1}', version.semver, file),
        };
      case 'byHand':
        return { state: 'conflict', detail: plan.detail.replace(/\.$/, ''), advice: plan.advice };
    }
  },

  make: writeReleaseFiles,
};

function keptBy({ changelog: log, tree }: ReleaseContext) {
  if (log === undefined)
    throw new ReleaseError(
      l10n.t('The package keeps no changelog.'),
      l10n.t('Abandon this release and start again.'),
    );
  return { log, file: tree.relative(log.file) };
}
