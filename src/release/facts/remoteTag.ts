import * as l10n from '@vscode/l10n';
import type { Fact } from '../fact';
import { peeled, short } from '../releaseContext';

/** Fact 7: the tag on the remote leads to the release commit. */
export const remoteTag: Fact = {
  id: 'remoteTag',

  title: ({ intent }) => l10n.t('Tag on {0}', intent.remote),

  async observe(context) {
    const { intent } = context;
    const remote = await context.remote();
    if (remote.state === 'unknown') return remote;
    const there = peeled(remote.refs, intent.tag);
    if (there === undefined)
      return { state: 'missing', detail: l10n.t('Push {0} to {1}', intent.tag, intent.remote) };
    const found = await context.releaseCommit();
    if (found.state === 'found' && found.commit === there) {
      return {
        state: 'holds',
        detail: l10n.t('{0} on {1} leads to {2}', intent.tag, intent.remote, short(there)),
      };
    }
    return {
      state: 'conflict',
      detail: l10n.t(
        '{0} on {1} leads to another commit ({2})',
        intent.tag,
        intent.remote,
        short(there),
      ),
      advice: l10n.t('A tag is never moved or reused. Release another version.'),
    };
  },

  async make({ repository, intent }) {
    // One tag alone: GitHub starts no workflow for a push of more than three.
    await repository.push(intent.remote, `refs/tags/${intent.tag}:refs/tags/${intent.tag}`);
  },
};
