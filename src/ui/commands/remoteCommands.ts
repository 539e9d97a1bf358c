import * as vscode from 'vscode';
import { VIEWS } from '../../ids';
import type { PackageIndex } from '../../packageIndex/packageIndex';
import { intendedVersion, type Intent } from '../../release/intent';
import { ReleaseContext } from '../../release/releaseContext';
import { CommandError, notifyInfo, notifyWarning } from '../notify';
import { pickPackage } from '../pick/pickPackage';
import type { Publication } from '../services/indexes';
import { notifyCrates, notifyPublished } from '../services/notifyPublished';
import type { Services } from '../services/services';
import { offlineCause, releaseOf, remoteFacts } from '../selectors';
import type { Session } from '../services/sessions';

/** *Check Remote*: asks the remote what it has, for the facts of the release view. */
export async function checkRemote(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  await vscode.window.withProgress(
    { location: { viewId: VIEWS.release }, title: vscode.l10n.t('Asking the remote…') },
    () => services.release.status.refresh(pkg, true),
  );
  const release = releaseOf(services.store.value, pkg.manifest);
  if (release === undefined) return;
  const { note, version } = release;
  const cause = note ?? offlineCause(release);
  if (cause !== undefined) {
    void notifyWarning(
      vscode.l10n.t('{0} {1}: {2}. What is on this computer is shown.', pkg.name, version, cause),
    );
    return;
  }
  const seen = remoteFacts(release).map(({ title, observation }) =>
    vscode.l10n.t('{0}: {1}', title, observation.detail),
  );
  void notifyInfo(vscode.l10n.t('{0} {1}. {2}.', pkg.name, version, seen.join('; ')));
}

/**
 * *Verify on PyPI*: compares what the index serves with what the workflow builds, and looks at the crates of the release;
 * what is on its way is watched from then on.
 */
export async function verifyOnIndex(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  const {
    workspace: { sessions },
    release: { intents, status },
    registries: { indexes },
    store,
  } = services;
  const session = await sessions.open(pkg);
  const intent = await intents.now(session);
  const index = indexes.indexOf(session);
  const isSomewhere = index !== undefined || pkg.crates.length > 0;
  if (!isSomewhere)
    throw new CommandError(
      vscode.l10n.t('The setting budtiktok.index.check is off: no package index is asked.'),
    );
  const commit = await releasedCommit(session, intent, index?.name ?? 'crates.io');
  // Before the first look there is no fact to show it at.
  if (!store.value.releases.has(pkg.manifest)) await status.refresh(pkg, false);
  const publication = { session, intent };
  if (index !== undefined) await verifyFiles(services, publication, index, commit);
  for (const member of await indexes.builtMembers(publication)) {
    const own = indexes.indexOf(member);
    if (own !== undefined)
      await verifyFiles(services, { session: member, intent: member.intent }, own, commit);
  }
  await verifyCrates(services, publication, commit);
}

/** @throws CommandError where the version has no tag or commit yet */
async function releasedCommit(
  { pkg, tree, repository }: Session,
  intent: Intent,
  index: string,
): Promise<string> {
  const { semver } = intendedVersion(intent);
  if (pkg.decidedBy === 'tag' && (await repository.localTag(intent.tag)) === undefined) {
    throw new CommandError(
      vscode.l10n.t(
        '{0} has no tag {1} yet, so nothing of it can be on {2}.',
        pkg.name,
        intent.tag,
        index,
      ),
    );
  }
  const found = await new ReleaseContext(intent, tree, repository, {
    askRemote: false,
  }).releaseCommit();
  if (found.state !== 'found')
    throw new CommandError(
      vscode.l10n.t(
        '{0} {1} has no commit yet, so nothing of it can be on {2}.',
        pkg.name,
        semver,
        index,
      ),
    );
  return found.commit;
}

async function verifyFiles(
  { registries: { indexes, watches: indexWatches } }: Services,
  publication: Publication,
  index: PackageIndex,
  commit: string,
): Promise<void> {
  const { pkg } = publication.session;
  const version = intendedVersion(publication.intent);
  const look = await vscode.window.withProgress(
    { location: { viewId: VIEWS.release }, title: vscode.l10n.t('Asking {0}…', index.name) },
    async () => await (await indexes.files(publication, index)).look(commit, version),
  );
  if (look.observation.state !== 'inProgress') {
    await notifyPublished(index, pkg, look);
    return;
  }
  indexWatches.watch(publication, index, commit, version);
  void notifyInfo(
    vscode.l10n.t(
      '{0} {1} on {2}: {3}. It is looked at again until everything is there, for half an hour at most.',
      pkg.name,
      version.pep440,
      index.name,
      look.observation.detail,
    ),
  );
}

async function verifyCrates(
  { registries: { crates, watches: indexWatches } }: Services,
  publication: Publication,
  commit: string,
): Promise<void> {
  const { pkg } = publication.session;
  const look = await vscode.window.withProgress(
    { location: { viewId: VIEWS.release }, title: vscode.l10n.t('Asking {0}…', 'crates.io') },
    () => crates.look(publication, commit),
  );
  if (look === undefined) return;
  if (look.observation.state === 'inProgress') indexWatches.watchCrates(pkg, commit);
  else await notifyCrates(pkg, look);
}
