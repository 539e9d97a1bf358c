import * as vscode from 'vscode';
import { developmentAfterRelease } from '../../release/nextDevelopment';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import { CommandError, notifyInfo } from '../notify';
import { Dialog } from '../pick/dialog';
import { packageStep, pickPackage } from '../pick/pickPackage';
import type { Services } from '../services/services';
import type { Session } from '../services/sessions';
import { planStep } from './planAndRun';

/**
 * *Next Development Version*: sets the files to the version that the repository had after earlier releases. Where a release
 * has just been done it asks first, and says nothing where the repository has no such versions.
 */
export async function nextDevelopment(services: Services, target: unknown): Promise<void> {
  const isOffer = typeof target === 'object' && target !== null && 'isOffer' in target;
  if (isOffer && !(await isWanted(services, target))) return;
  await Dialog.run(
    await packageStep(services, target, pkg => async dialog => {
      const session = await services.workspace.sessions.open(pkg);
      const next = await developmentVersion(services, session);
      if (next === undefined)
        throw new CommandError(
          vscode.l10n.t(
            'The files of {0} held no development version for Cargo and Python before its last release. Use Bump Version.',
            pkg.name,
          ),
        );
      return await planStep(services, session, { what: next, scope: 'files', canConfirm: true })(
        dialog,
      );
    }),
  );
}

async function isWanted(services: Services, target: unknown): Promise<boolean> {
  const pkg = await pickPackage(services, target);
  const next =
    pkg && (await developmentVersion(services, await services.workspace.sessions.open(pkg)));
  if (pkg === undefined || next === undefined) return false;
  const set = vscode.l10n.t('Set to {0}', next.semver);
  const answer = await notifyInfo(
    vscode.l10n.t(
      '{0} is released. Between releases this repository has a development version; the next is {1}.',
      pkg.name,
      next.semver,
    ),
    set,
  );
  return answer === set;
}

/** The development version after the newest release, which the files still hold; undefined where the history has none. */
async function developmentVersion(
  { release: { intents } }: Services,
  session: Session,
): Promise<ReleaseVersion | undefined> {
  return await developmentAfterRelease(session.tree, await intents.currentVersion(session));
}
