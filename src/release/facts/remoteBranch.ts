import * as l10n from '@vscode/l10n';
import { type Fact, type Observation, ReleaseError } from '../fact';
import type { ReleaseContext } from '../releaseContext';
import { short } from '../repository';

/** Fact 6: the branch on the remote contains the release commit. */
export const remoteBranch: Fact = {
  id: 'remoteBranch',

  title: ({ intent }) => l10n.t('Branch on {0}', intent.remote),

  isPartOf: ({ intent }) => Promise.resolve(intent.pullRequest === undefined),

  async observe(context) {
    const { repository, intent } = context;
    const remote = await context.remote();
    if (remote.state === 'unknown') return remote;
    const there = remote.refs.get(`refs/heads/${intent.remoteBranch}`);
    if (there === undefined)
      return {
        state: 'missing',
        detail: l10n.t('Push {0} to {1}, where it is new', intent.branch, intent.remote),
      };

    const found = await context.releaseCommit();
    if (found.state === 'found') {
      const contained = await repository.contains(there, found.commit);
      if (contained === true)
        return {
          state: 'holds',
          detail: l10n.t(
            '{0} is on {1}/{2}',
            short(found.commit),
            intent.remote,
            intent.remoteBranch,
          ),
        };
    }
    return (
      (await behindRemote(context)) ?? {
        state: 'missing',
        detail: l10n.t('Push {0} to {1}/{2}', intent.branch, intent.remote, intent.remoteBranch),
      }
    );
  },

  async make(context) {
    const { repository, intent } = context;
    const found = await context.releaseCommit();
    if (found.state !== 'found')
      throw new ReleaseError(
        l10n.t('There is no commit to push.'),
        l10n.t('Make the release commit first.'),
      );
    // The commit and not the branch: what the user commits on top of it in the meantime is not published with it.
    await repository.push(intent.remote, `${found.commit}:refs/heads/${intent.remoteBranch}`);
  },

  complete: context => fetchPushed(context, context.intent.remoteBranch),
};

/**
 * Updates the remote-tracking branch after a push whose answer was lost. The editor would show the pushed commit as one
 * that is still to be pushed.
 */
export async function fetchPushed(context: ReleaseContext, branch: string): Promise<void> {
  const { repository, intent } = context;
  const remote = await context.remote();
  const there = remote.state === 'seen' ? remote.refs.get(`refs/heads/${branch}`) : undefined;
  if (there === undefined || (await repository.trackingBranch(intent.remote, branch)) === there)
    return;
  await repository.fetch(intent.remote, `refs/heads/${branch}`);
}

/** Says so where the remote's branch has commits that are not in the checked out one; a push would be no fast-forward. */
export async function behindRemote(context: ReleaseContext): Promise<Observation | undefined> {
  const { repository, intent } = context;
  const remote = await context.remote();
  if (remote.state === 'unknown') return remote;
  const there = remote.refs.get(`refs/heads/${intent.remoteBranch}`);
  const head = (await context.head()).commit;
  const isPartOfHead =
    there === undefined ||
    (head !== undefined && (await repository.contains(head, there)) === true);
  if (isPartOfHead) return undefined;
  return {
    state: 'conflict',
    detail: l10n.t('{0}/{1} has commits that are not here', intent.remote, intent.remoteBranch),
    advice: l10n.t(
      'Pull them first (git pull --rebase), then try again. Nothing is ever pushed by force.',
    ),
  };
}
