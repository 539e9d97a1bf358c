import * as vscode from 'vscode';
import { UserFacingError } from '../../base/errors';
import { describeAddress, GitHubHost, type RepositoryAddress, webOf } from '../../github/address';
import type { CiVerdict } from '../../release/check';
import type { Hosting } from '../../release/hosting';
import type { Intent } from '../../release/intent';
import {
  NOT_PROTECTED,
  type Protection,
  type ReleaseProtection,
  strictest,
} from '../../release/protection';
import type { Repository, RepositoryReader } from '../../release/repository';
import type { GitHub } from './gitHub';
import type { WatchedRuns } from './watchedRuns';
import type { WorkflowFiles } from './workflowFiles';

/** How far a question to GitHub may go: not at all, with the account that is signed in, or after asking to sign in. */
export type Asking = 'never' | 'silently' | 'ask';

/** Where the remotes of repositories are hosted, as the facts of a release ask for it. */
export class Hosts {
  constructor(
    private readonly gitHub: GitHub,
    private readonly runs: WatchedRuns,
    private readonly workflows: WorkflowFiles,
  ) {}

  addressOf(repository: Repository, remote: string): Promise<RepositoryAddress | undefined> {
    return this.gitHub.addressOf(repository, remote);
  }

  /** @returns undefined where there is no address on GitHub @throws GitHubFailure where `ask` was declined */
  async hosting(
    repository: Repository,
    address: RepositoryAddress | undefined,
    asking: Asking,
  ): Promise<Hosting | undefined> {
    if (address === undefined) return undefined;
    if (asking === 'never') {
      return {
        state: 'unknown',
        detail: vscode.l10n.t('{0} has not been asked', address.host),
        advice: vscode.l10n.t('Check the remote to see its state.'),
      };
    }
    const client =
      asking === 'ask'
        ? await this.gitHub.client(address)
        : await this.gitHub.silentClient(address);
    if (client === undefined) {
      return {
        state: 'unknown',
        detail: vscode.l10n.t('no account is signed in to {0}', address.host),
        advice: vscode.l10n.t(
          'Sign in to see the Release and the builds of {0}.',
          describeAddress(address),
        ),
      };
    }
    return {
      state: 'seen',
      host: new GitHubHost(client, commit => this.runs.builds(repository, client, commit)),
    };
  }

  /**
   * What protects the branch and the tag of a release: by the user's setting `git.branchProtection`, and by the rules on
   * GitHub, as far as an account is signed in and may see them.
   */
  async protection(
    repository: RepositoryReader,
    address: RepositoryAddress | undefined,
    { remoteBranch, tag }: Pick<Intent, 'remoteBranch' | 'tag'>,
  ): Promise<ReleaseProtection> {
    // The git extension reads its setting with this library.
    const { default: picomatch } = await import('picomatch');
    const patterns = vscode.workspace
      .getConfiguration('git', vscode.Uri.file(repository.root))
      .get<unknown>('branchProtection');
    const named = (Array.isArray(patterns) ? patterns : [patterns]).filter(
      (pattern): pattern is string => typeof pattern === 'string' && pattern.trim() !== '',
    );
    const bySetting: Protection = named.some(pattern => picomatch.isMatch(remoteBranch, pattern))
      ? { state: 'refused', detail: 'git.branchProtection' }
      : NOT_PROTECTED;
    const client = address && (await this.gitHub.silentClient(address));
    if (client === undefined) return { branch: bySetting, tag: NOT_PROTECTED };
    try {
      const { branchProtection, tagProtection } = await import('../../github/protection');
      const [branch, ofTag] = await Promise.all([
        branchProtection(client, remoteBranch),
        tagProtection(client, tag),
      ]);
      return { branch: strictest([branch, bySetting]), tag: ofTag };
    } catch (error) {
      if (!(error instanceof UserFacingError)) throw error;
      // The push itself says whether it is refused.
      return { branch: bySetting, tag: NOT_PROTECTED };
    }
  }

  /** The state of CI on a commit, with the account that is signed in. */
  async ci(
    repository: RepositoryReader,
    address: RepositoryAddress,
    commit: string,
  ): Promise<CiVerdict> {
    const { host, owner, name } = address;
    const client = await this.gitHub.silentClient(address);
    if (client === undefined) {
      return {
        state: 'notAsked',
        detail: vscode.l10n.t('Not asked: no account is signed in to {0}', host),
        advice: vscode.l10n.t('Sign in to GitHub to see how CI stands.'),
      };
    }
    try {
      const { commitChecks } = await import('../../github/commitChecks');
      const checks = await commitChecks(client, commit, runs =>
        this.workflows.releaseRuns(repository, runs, { repository: `${owner}/${name}` }),
      );
      if (checks === undefined) return { state: 'notPushed' };
      return {
        state: 'reported',
        ...checks,
        url: `${webOf(host)}/${owner}/${name}/commit/${commit}/checks`,
      };
    } catch (error) {
      if (!(error instanceof UserFacingError)) throw error;
      return { state: 'unknown', detail: error.message, advice: error.advice };
    }
  }
}
