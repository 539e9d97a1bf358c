import * as l10n from '@vscode/l10n';
import { ReleaseError, type Fact, type Observation } from '../fact';

/** Fact 10: the package index serves every file that the builds were to put there. It is seen, and never made from here. */
export const index: Fact = {
  id: 'index',

  title: ({ publishing }) => l10n.t('On {0}', publishing?.name ?? 'PyPI'),

  async observe(context): Promise<Observation> {
    const { publishing, hosting, version } = context;
    if (publishing === undefined) {
      return {
        state: 'unknown',
        detail: l10n.t('published to no package index'),
        advice: l10n.t('Look where the package is published.'),
      };
    }
    if (publishing.state === 'unknown')
      return { state: 'unknown', detail: publishing.detail, advice: publishing.advice };
    const found = await context.releaseCommit();
    if (found.state !== 'found') return AWAITED();
    // Asked before an upload can have happened, an index may remember for long that there was none.
    if (hosting?.state !== 'seen') {
      return {
        state: 'unknown',
        detail: l10n.t('{0} has not been asked', publishing.name),
        advice: l10n.t(
          'Run Verify on PyPI to compare its files with those that the workflow builds.',
        ),
      };
    }
    if ((await context.builds(hosting.host, found.commit)).state !== 'done') return AWAITED();
    return await publishing.index.observe(found.commit, version);
  },

  make: () =>
    Promise.reject(
      new ReleaseError(
        l10n.t('Files reach the package index from the workflow alone.'),
        l10n.t('Start it with Run Release Workflow…, then run Verify on PyPI.'),
      ),
    ),
};

const AWAITED = (): Observation => ({
  state: 'missing',
  detail: l10n.t('Uploaded once the platform builds have succeeded'),
});
