import * as l10n from '@vscode/l10n';
import type { ReleaseContext } from './releaseContext';
import { GitFailure } from './repository';

/** What was seen of the remote, or why it could not be seen. */
export type RemoteView =
  | {
      readonly state: 'seen';
      readonly refs: ReadonlyMap<string, string>;
      readonly defaultBranch?: string;
    }
  | { readonly state: 'unknown'; readonly detail: string; readonly advice: string };

/** Reads the refs of a release from its remote, where the network may be used. */
export async function readRemote({
  intent: { remote, remoteBranch, tag, pullRequest },
  parts,
  repository,
  askRemote,
}: Pick<ReleaseContext, 'intent' | 'parts' | 'repository' | 'askRemote'>): Promise<RemoteView> {
  if (!askRemote) {
    return {
      state: 'unknown',
      detail: l10n.t('{0} has not been asked', remote),
      advice: l10n.t('Check the remote to see its state.'),
    };
  }
  try {
    const seen = await repository.remoteRefs(remote, [
      `refs/heads/${remoteBranch}`,
      ...[tag, ...parts.map(({ intent }) => intent.tag)].map(name => `refs/tags/${name}`),
      ...(pullRequest === undefined ? [] : [`refs/heads/${pullRequest.branch}`]),
    ]);
    return { state: 'seen', ...seen };
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    return {
      state: 'unknown',
      detail: l10n.t('{0} did not answer', remote),
      advice: `${error.message} ${error.advice}`.trim(),
    };
  }
}
