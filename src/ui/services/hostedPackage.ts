import * as vscode from 'vscode';
import { withoutCredentials } from '../../base/secrets';
import type { RepositoryAddress } from '../../github/address';
import type { GitHubClient } from '../../github/client';
import type { ReleaseQuestion } from '../../github/workflows/analyzeTriggers';
import type { Package } from '../../manifests/package';
import { intendedVersion, type Intent } from '../../release/intent';
import { CommandError } from '../notify';
import { pickPackage } from '../pick/pickPackage';
import type { Services } from './services';
import type { Session } from './sessions';
import { releaseSettings } from '../configuration';

/** A package that is released to a repository on GitHub. */
export interface HostedPackage {
  readonly session: Session;
  readonly intent: Intent;
  readonly address: RepositoryAddress;
}

/** @throws CommandError where the remote is not on GitHub */
export async function openHosted(
  { workspace: { sessions }, release: { intents }, workflows: { runs } }: Services,
  pkg: Package,
): Promise<HostedPackage> {
  const session = await sessions.open(pkg);
  const intent = await intents.now(session);
  const followed = await runs.open(session.repository, intent.remote);
  if (followed === undefined) {
    const [url = ''] = await session.repository.remoteUrls(intent.remote);
    throw new CommandError(
      vscode.l10n.t(
        'The remote {0} is not on GitHub ({1}). For GitHub Enterprise Server set github-enterprise.uri in your user settings.',
        intent.remote,
        withoutCredentials(url),
      ),
    );
  }
  return { session, intent, address: followed.address };
}

/** The package that a command is about, on GitHub. @throws CommandError */
export async function pickHosted(
  services: Services,
  target: unknown,
): Promise<HostedPackage | undefined> {
  const pkg = await pickPackage(services, target);
  return pkg === undefined ? undefined : await openHosted(services, pkg);
}

/** A client for a package, after asking to sign in. @throws GitHubFailure */
export async function clientFor(
  { github: gitHub }: Services,
  { address }: Pick<HostedPackage, 'address'>,
): Promise<GitHubClient> {
  return await gitHub.client(address);
}

/** What the workflows of a repository are asked about a release. */
export function releaseQuestion(
  intent: Intent,
  manifest: string,
  address: RepositoryAddress | undefined,
): Omit<ReleaseQuestion, 'unreadable'> {
  return {
    tag: intent.tag,
    branch: intent.branch,
    prerelease: intendedVersion(intent).pre !== undefined,
    message: intent.commitMessage,
    releaseEvent: releaseSettings(manifest).githubRelease !== 'none',
    fromDraft: releaseSettings(manifest).githubRelease === 'draft',
    ...(address !== undefined && { repository: `${address.owner}/${address.name}` }),
  };
}
