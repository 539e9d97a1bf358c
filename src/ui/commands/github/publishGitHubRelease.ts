import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../../../ids';
import { CommandError } from '../../errors';
import { firstNotes } from '../../github/composeNotes';
import { pickHosted, type HostedPackage } from '../../github/hostedPackage';
import type { Services } from '../../services';

/** *Publish GitHub Release…*: opens the notes; it is published from there. */
export async function publishGitHubRelease(services: Services, target: unknown): Promise<void> {
  const hosted = await pickHosted(services, target);
  if (hosted === undefined) return;
  const { pkg } = hosted.session;
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t('Looking at the repository and its remote…'),
    },
    () => services.looks.observe(pkg, true),
  );
  const facts = services.store.value.releases.get(pkg.manifest)?.facts ?? [];
  const isThere = facts.find(({ id }) => id === 'hostedRelease')?.observation.state === 'holds';
  if (isThere && !(await editAgain(hosted.intent.tag))) return;
  const onRemote = facts.find(({ id }) => id === 'remoteTag');
  if (onRemote?.observation.state !== 'holds') {
    const release = vscode.l10n.t('Bump & Release');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        '{0} cannot be published yet. {1}: {2}.',
        hosted.intent.tag,
        onRemote?.title ?? hosted.intent.tag,
        onRemote?.observation.detail ?? '',
      ),
      release,
    );
    if (answer === release) await vscode.commands.executeCommand(COMMANDS.bumpAndRelease, { pkg });
    return;
  }
  await openNotes(services, hosted);
}

/** A Release that is published already can be given other notes. */
async function editAgain(tag: string): Promise<boolean> {
  const [edit, builds] = [vscode.l10n.t('Edit Notes'), vscode.l10n.t('Show Builds')];
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('The Release {0} is on GitHub already.', tag),
    edit,
    builds,
  );
  if (answer === builds) await vscode.commands.executeCommand(`${VIEWS.runs}.focus`);
  return answer === edit;
}

/** Opens the notes of a release whose tag is on the remote. */
export async function openNotes(services: Services, hosted: HostedPackage): Promise<void> {
  const { intent, session } = hosted;
  if (intent.tag === '') throw new CommandError(vscode.l10n.t('This release has no tag.'));
  await services.notes.open(
    { manifest: session.pkg.manifest, package: intent.package, tag: intent.tag },
    () => firstNotes(services, hosted),
  );
}
