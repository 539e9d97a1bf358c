import * as l10n from '@vscode/l10n';
import { ReleaseError, type Fact, type Observation } from '../fact';
import type { Builds } from '../hosting';

/** Fact 9: a run of the publishing workflow exists for the release commit, and each platform job of it succeeded. */
export const builds: Fact = {
  id: 'builds',

  title: () => l10n.t('Platform builds'),

  async observe(context): Promise<Observation> {
    const { hosting } = context;
    if (hosting?.state !== 'seen') {
      return (
        hosting ?? {
          state: 'unknown',
          detail: l10n.t('the remote is not on GitHub'),
          advice: l10n.t('See where the repository builds.'),
        }
      );
    }
    const found = await context.releaseCommit();
    if (found.state !== 'found')
      return { state: 'missing', detail: l10n.t('Started by the release') };
    return observedBuilds(await context.builds(hosting.host, found.commit));
  },

  make: () =>
    Promise.reject(
      new ReleaseError(
        l10n.t('No workflow run was started for this release.'),
        l10n.t('Start one with Run Release Workflow….'),
      ),
    ),
};

/** How the builds are shown as a fact. A failed build is a conflict: whether to run it again is for a person to say. */
export function observedBuilds({ state, detail, advice = '' }: Builds): Observation {
  switch (state) {
    case 'none':
      return { state: 'missing', detail };
    case 'running':
      return { state: 'inProgress', detail };
    case 'failed':
      return { state: 'conflict', detail, advice };
    case 'done':
      return { state: 'holds', detail };
  }
}
