import * as vscode from 'vscode';
import { COMMANDS } from '../../ids';
import type { Package } from '../../manifests/package';
import { planAndCarryOut } from '../planAndCarryOut';
import { settleSource } from '../pick/answerQuestions';
import { pickPackage } from '../pick/pickPackage';
import { pickVersion } from '../pick/pickVersion';
import type { Services } from '../services';
import { tagDecides } from '../siteWords';

/** *Bump Version*: the same road, as far as the files go. Nothing is committed. */
export async function bumpVersion(services: Services, target: unknown): Promise<void> {
  const picked = await pickPackage(services, target);
  const released = picked && (await settleSource(services, picked));
  if (released === undefined) return;
  if (released.decidedBy === 'tag') {
    await sayNoFile(released);
    return;
  }
  const session = await services.sessions.openFiles(released);
  const version = await pickVersion(session, false);
  if (version !== undefined) await planAndCarryOut(services, session, version, 'files', true);
}

async function sayNoFile(released: Package): Promise<void> {
  const release = vscode.l10n.t('Bump & Release');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0}: {1}, so there is no file to change. Bump & Release makes the tag.',
      released.name,
      tagDecides(released),
    ),
    release,
  );
  if (answer === release)
    await vscode.commands.executeCommand(COMMANDS.bumpAndRelease, { released });
}
