import * as vscode from 'vscode';
import { describeAddress, parseRemoteUrl } from '../../github/address';
import type { GitHubClient } from '../../github/client';
import { GitHubFailure } from '../../github/failure';
import { CommandError, notifyInfo } from '../notify';
import { clientFor, type HostedPackage, openHosted, pickHosted } from '../services/hostedPackage';
import { pickPackage } from '../pick/pickPackage';
import type { Services } from '../services/services';

/** *Sign In to GitHub*: VS Code's session, or a token where no provider works. */
export async function signIn(services: Services, target: unknown): Promise<void> {
  const hosted = await pickHosted(services, target);
  if (hosted === undefined) return;
  if (!(await isOfUse(await clientFor(services, hosted)))) {
    await services.github.signIn.anew(hosted.address.host);
    await see(await clientFor(services, hosted));
  }
  await services.release.status.refreshRuns(hosted.session.repository.root);
}

/** *Use a GitHub Token…*: asks for a token and keeps it for the repository's host. */
export async function useGitHubToken(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  const session = await services.workspace.sessions.open(pkg);
  const { remote } = await services.release.intents.now(session);
  // Entering a token for a host is what says that it is a GitHub Enterprise Server.
  const host =
    (await services.github.addressOf(session.repository, remote))?.host ??
    (await session.repository.remoteUrls(remote))
      .map(url => parseRemoteUrl(url)?.host)
      .find(found => found !== undefined);
  if (host === undefined)
    throw new CommandError(
      vscode.l10n.t('The remote {0} is a folder, not a repository on GitHub.', remote),
    );
  if ((await services.github.signIn.enterToken(host)) === undefined) return;
  const hosted: HostedPackage = await openHosted(services, pkg);
  await see(await clientFor(services, hosted));
  await services.release.status.refreshRuns(session.repository.root);
  void notifyInfo(
    vscode.l10n.t(
      'The token is kept for {0}, and can see {1}.',
      host,
      describeAddress(hosted.address),
    ),
  );
}

/** *Forget the GitHub Token*. */
export async function forgetGitHubToken(services: Services, target: unknown): Promise<void> {
  const hosted = await pickHosted(services, target);
  if (hosted === undefined) return;
  await services.github.signIn.forgetToken(hosted.address.host);
  void notifyInfo(vscode.l10n.t('No token is kept for {0} any more.', hosted.address.host));
}

/** Whether a sign-in is accepted, and can do what a release needs. */
async function isOfUse(client: GitHubClient): Promise<boolean> {
  try {
    await see(client);
  } catch (error) {
    if (
      !(error instanceof GitHubFailure) ||
      (error.reason !== 'expired' && error.reason !== 'scope')
    )
      throw error;
    return false;
  }
  const { scopes } = client;
  return scopes === undefined || (scopes.includes('repo') && scopes.includes('workflow'));
}

async function see(client: GitHubClient): Promise<void> {
  await client.rest.repos.get(client.repository);
}
