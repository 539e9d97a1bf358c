import * as vscode from 'vscode';
import { planAndCarryOut } from '../planAndCarryOut';
import { settleSource } from '../pick/answerQuestions';
import { pickPackage } from '../pick/pickPackage';
import { pickVersion } from '../pick/pickVersion';
import { pick } from '../pick/show';
import type { Services } from '../services';
import { resume } from './resumeRelease';

/** *Bump & Release*: package, version, plan, and then everything up to the tag on the remote. */
export async function bumpAndRelease(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  // Without git nothing is asked first.
  await services.sessions.open(pkg);
  const underWay = services.intents.of(pkg);
  if (underWay !== undefined) {
    const answer = await pick<'resume' | 'abandon'>({
      title: vscode.l10n.t('{0} {1} is under way', underWay.package, underWay.version),
      placeholder: vscode.l10n.t('It was confirmed, and is not done yet'),
      items: [
        {
          label: vscode.l10n.t('$(debug-continue) Resume {0}', underWay.version),
          description: vscode.l10n.t('goes on at the first missing fact'),
          value: 'resume',
        },
        {
          label: vscode.l10n.t('$(close) Abandon {0} and choose another version', underWay.version),
          description: vscode.l10n.t('leaves files, commits and tags as they are'),
          value: 'abandon',
        },
      ],
    });
    if (answer.kind !== 'picked') return;
    if (answer.value === 'resume') {
      await resume(services, pkg);
      return;
    }
    await services.releases.abandon(pkg);
  }
  const settled = await settleSource(services, pkg);
  if (settled === undefined) return;
  const session = await services.sessions.open(settled);
  const version = await pickVersion(session, true);
  if (version !== undefined) await planAndCarryOut(services, session, version, 'release', true);
}
