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
  const pkg = picked && (await settleSource(services, picked));
  if (pkg === undefined) return;
  if (pkg.decidedBy === 'tag') {
    await sayNoFile(pkg);
    return;
  }
  const session = await services.sessions.openFiles(pkg);
  const version = await pickVersion(session, false);
  if (version !== undefined) await planAndCarryOut(services, session, version, 'files', true);
}

async function sayNoFile(pkg: Package): Promise<void> {
  const release = vscode.l10n.t('Bump & Release');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0}: {1}, so there is no file to change. Bump & Release makes the tag.',
      pkg.name,
      tagDecides(pkg),
    ),
    release,
  );
  if (answer === release) await vscode.commands.executeCommand(COMMANDS.bumpAndRelease, { pkg });
}
