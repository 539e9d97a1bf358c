import type * as vscode from 'vscode';
import { UserFacingError } from '../../base/errors';
import { observeAll, RELEASE_FACTS } from '../../release/engine';
import type { Hosting } from '../../release/hosting';
import { type Intent, throughPullRequest } from '../../release/intent';
import { ReleaseContext } from '../../release/releaseContext';
import { packageSettings } from '../configuration';
import type { Hosts } from './hosts';
import type { Session } from './sessions';

/** Where a pull request is opened; undefined where the remote is not on GitHub, or the user does not sign in. */
export async function pullRequestHosting(
  hosts: Hosts,
  { repository }: Session,
  { remote }: Intent,
  log: vscode.LogOutputChannel,
): Promise<Hosting | undefined> {
  try {
    const address = await hosts.addressOf(repository, remote);
    return await hosts.hosting(repository, address, 'ask');
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error;
    log.info(error.message);
    return undefined;
  }
}

/**
 * The intent that takes the way through a pull request, where the settings or the rules of the branch ask for it.
 * @param isWanted whether the user has chosen it
 */
export async function wayOf(
  hosts: Hosts,
  { repository, tree, pkg }: Session,
  intent: Intent,
  isWanted: boolean,
): Promise<Intent> {
  const setting = packageSettings(pkg).pullRequest;
  if (intent.pullRequest !== undefined || (setting === 'never' && !isWanted)) return intent;
  if (!isWanted && setting === 'auto') {
    const address = await hosts.addressOf(repository, intent.remote);
    const { branch } = await hosts.protection(repository, address, intent);
    if (branch.state !== 'refused') return intent;
  }
  // What is on the branch already needs no way to get there.
  const context = new ReleaseContext(intent, tree, repository, { askRemote: true });
  const facts = await observeAll(
    RELEASE_FACTS.filter(({ id }) => id === 'remoteBranch'),
    context,
  );
  if (facts.some(({ observation }) => observation.state !== 'missing')) return intent;
  const taken = 'refs/heads/release';
  const { refs } = await repository.remoteRefs(intent.remote, [taken]);
  return throughPullRequest(intent, refs.has(taken));
}
