import * as vscode from 'vscode';
import { COMMANDS } from '../../ids';
import type { Package } from '../../manifests/package';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import { entryOwner } from '../documents/changelogEntry';
import { CommandError, notifyInfo } from '../notify';
import { tagDecides } from '../labels';
import { settleSource } from '../pick/answerQuestions';
import { packageStep, pickPackage } from '../pick/pickPackage';
import { membersStep } from '../pick/pickMembers';
import { versionStep } from '../pick/pickVersion';
import { Dialog, follow, type Step } from '../pick/dialog';
import { planStep } from './planAndRun';
import type { Services } from '../services/services';
import type { Session } from '../services/sessions';
import { packagesOf } from '../selectors';

/** *Bump & Release*: package, version, plan, and then everything up to the tag on the remote. */
export async function bumpAndRelease(services: Services, target: unknown): Promise<void> {
  await Dialog.run(
    await packageStep(services, target, pkg => dialog => startRelease(dialog, services, pkg)),
  );
}

async function startRelease(
  dialog: Dialog,
  services: Services,
  pkg: Package,
): Promise<Step | 'back' | undefined> {
  // Without git nothing is asked first.
  const session = await opened(dialog, services, pkg);
  const confirmed = await services.release.intents.of(pkg);
  if (confirmed === undefined) return await chooseVersion(dialog, services, pkg, true);
  const answer = await dialog.pick<'resume' | 'abandon'>({
    title: vscode.l10n.t('{0} {1} is in progress', confirmed.package, confirmed.version),
    placeholder: vscode.l10n.t('It was confirmed, and is not done yet'),
    ...dialog.position(1),
    items: [
      {
        icon: 'debug-continue',
        label: vscode.l10n.t('Resume {0}', confirmed.version),
        description: vscode.l10n.t('goes on at the first missing fact'),
        value: 'resume',
      },
      {
        icon: 'close',
        label: vscode.l10n.t('Abandon {0} and choose another version', confirmed.version),
        description: vscode.l10n.t('leaves files, commits and tags as they are'),
        value: 'abandon',
      },
    ],
  });
  return follow(answer, choice =>
    choice === 'resume'
      ? planStep(services, session, { what: confirmed, scope: 'release', canConfirm: true })
      : async next => {
          await services.release.runner.abandon(pkg);
          return await chooseVersion(next, services, pkg, true);
        },
  );
}

/** Asks for the version of a release, after what decides it where that is open. */
async function chooseVersion(
  dialog: Dialog,
  services: Services,
  pkg: Package,
  canConfirm: boolean,
): Promise<Step | 'back' | undefined> {
  const settled = await settleSource(dialog, services, pkg);
  if (settled === undefined) return undefined;
  const session = await services.workspace.sessions.open(settled);
  return await versionStep(
    dialog,
    services,
    session,
    true,
    version => next =>
      membersStep(next, services, session, own =>
        planStep(services, session, { what: version, scope: 'release', canConfirm, own }),
      ),
  );
}

/** The package with its repository. The git extension may still be reading it. */
async function opened(dialog: Dialog, services: Services, pkg: Package): Promise<Session> {
  return await dialog.busy(pkg.name, vscode.l10n.t('Opening the repository…'), () =>
    services.workspace.sessions.open(pkg),
  );
}

/** *Bump Version*: the same steps, as far as the files go. Nothing is committed. */
export async function bumpVersion(services: Services, target: unknown): Promise<void> {
  await Dialog.run(
    await packageStep(services, target, pkg => async dialog => {
      const settled = await settleSource(dialog, services, pkg);
      if (settled === undefined) return undefined;
      if (settled.decidedBy === 'tag') {
        dialog.dispose();
        await sayNoFile(settled);
        return undefined;
      }
      const session = await services.workspace.sessions.openFiles(settled);
      return await versionStep(dialog, services, session, false, version =>
        planStep(services, session, { what: version, scope: 'files', canConfirm: true }),
      );
    }),
  );
}

async function sayNoFile(pkg: Package): Promise<void> {
  const release = vscode.l10n.t('Bump & Release');
  const answer = await notifyInfo(
    vscode.l10n.t(
      '{0}: {1}, so there is no file to change. Bump & Release makes the tag.',
      pkg.name,
      tagDecides(pkg),
    ),
    release,
  );
  if (answer === release) await vscode.commands.executeCommand(COMMANDS.bumpAndRelease, { pkg });
}

/** *Preview Release*: the same plan, which can't be confirmed. A release in progress is previewed as it would go on. */
export async function previewRelease(services: Services, target: unknown): Promise<void> {
  await Dialog.run(
    await packageStep(services, target, pkg => async dialog => {
      const session = await opened(dialog, services, pkg);
      const confirmed = await services.release.intents.of(pkg);
      return confirmed === undefined
        ? await chooseVersion(dialog, services, pkg, false)
        : await planStep(services, session, {
            what: confirmed,
            scope: 'release',
            canConfirm: false,
          })(dialog);
    }),
  );
}

/** *Resume Release*: observes all facts again and goes on at the first missing one. */
export async function resumeRelease(services: Services, target: unknown): Promise<void> {
  await services.workspace.manifests.current();
  const pkg = await pickUnderWay(services, target);
  if (pkg !== undefined) await resume(services, pkg);
}

export async function resume(services: Services, pkg: Package): Promise<void> {
  const intent = await services.release.intents.of(pkg);
  if (intent === undefined) throw new CommandError(NONE());
  await Dialog.run(
    planStep(services, await services.workspace.sessions.open(pkg), {
      what: intent,
      scope: 'release',
      canConfirm: true,
    }),
  );
}

/** The package of a release that was confirmed and is not done. @throws CommandError where there is none */
export async function pickUnderWay(
  services: Services,
  target: unknown,
): Promise<Package | undefined> {
  await services.workspace.manifests.current();
  const packages = packagesOf(services.store.value);
  const stored = await Promise.all(packages.map(pkg => services.release.intents.of(pkg)));
  const underWay = new Set(
    packages.filter((_, index) => stored[index] !== undefined).map(({ manifest }) => manifest),
  );
  try {
    return await pickPackage(services, target, ({ manifest }) => underWay.has(manifest));
  } catch (error) {
    throw error instanceof CommandError ? new CommandError(NONE()) : error;
  }
}

const NONE = () => vscode.l10n.t('No release is in progress. Start one with Bump & Release.');

/** *Use This Changelog Entry*: back to the plan, with the entry in it. */
export async function useChangelogEntry(services: Services, target: unknown): Promise<void> {
  await decide(services, target, async uri => {
    const entry = (await services.documents.entries.read(uri)).trim();
    if (entry === '')
      throw new CommandError(
        vscode.l10n.t(
          'The entry is empty. Write what has changed, or leave the changelog as it is.',
        ),
      );
    return { entry };
  });
}

/** *Leave the Changelog as It Is*: back to the plan, which does without. */
export async function leaveChangelog(services: Services, target: unknown): Promise<void> {
  await decide(services, target, () => Promise.resolve('leave'));
}

async function decide(
  services: Services,
  target: unknown,
  decision: (uri: vscode.Uri) => Promise<{ readonly entry: string } | 'leave'>,
): Promise<void> {
  const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
  const owner = uri && entryOwner(uri);
  if (uri === undefined || owner === undefined)
    throw new CommandError(
      vscode.l10n.t('Run Bump & Release first: the entry is written from its plan.'),
    );
  await services.workspace.manifests.current();
  const pkg = packagesOf(services.store.value).find(({ manifest }) => manifest === owner.manifest);
  if (pkg === undefined)
    throw new CommandError(vscode.l10n.t('{0} is no longer in this workspace.', owner.package));
  const underWay = await services.release.intents.of(pkg);
  if (underWay !== undefined && underWay.version !== owner.version) {
    throw new CommandError(
      vscode.l10n.t(
        'This is an entry for {0}, and {1} is being released. Nothing was changed.',
        owner.version,
        underWay.version,
      ),
    );
  }
  const version = parseReleaseVersion(owner.version);
  if (!version.ok) throw new CommandError(version.reason);
  const decided = await decision(uri);
  await Dialog.run(
    planStep(services, await services.workspace.sessions.open(pkg), {
      what: underWay ?? version.version,
      scope: 'release',
      canConfirm: true,
      decision: decided,
    }),
  );
}
