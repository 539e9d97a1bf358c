import * as vscode from 'vscode';
import { COMMANDS } from '../../ids';
import { nextFreeVersion } from '../../cratesIndex/nextFree';
import { intendedVersion, type Intent } from '../../release/intent';
import { CommandError } from '../notify';
import { openPage } from '../openPage';
import { Dialog, follow } from '../pick/dialog';
import { packageStep } from '../pick/pickPackage';
import { crateOffers, distributionOffers, type Withdrawal } from '../pick/withdrawOffers';
import { typeInTerminal } from '../services/installTools';
import type { Services } from '../services/services';
import { memberSessions, type Session } from '../services/sessions';
import { planStep } from './planAndRun';

/**
 * *Yank…*: says what PyPI and crates.io can do about a release that must not be used, opens it, and offers the next
 * version. Nothing is withdrawn from here.
 */
export async function yankRelease(services: Services, target: unknown): Promise<void> {
  await Dialog.run(
    await packageStep(services, target, pkg => async dialog => {
      const session = await services.workspace.sessions.open(pkg);
      const intent = await services.release.intents.now(session);
      const version = intendedVersion(intent);
      const next = nextFreeVersion(version, []);
      const seen = await offers(services, session, intent);
      if (seen.length === 0)
        throw new CommandError(vscode.l10n.t('No index has {0} {1}.', pkg.name, version.semver));
      return follow(
        await dialog.pick<Withdrawal>({
          title: vscode.l10n.t('Withdraw {0} {1}', pkg.name, version.semver),
          placeholder: vscode.l10n.t(
            'A yanked version stays for those who pin it, and its number is never free again',
          ),
          items: [
            ...seen,
            {
              icon: 'rocket',
              label: vscode.l10n.t('Release {0} in its place', next.semver),
              description: vscode.l10n.t('the next version, with the fault corrected'),
              value: { kind: 'next', version: next },
            },
          ],
          ...dialog.position(1),
        }),
        chosen => async after => {
          if (chosen.kind === 'next')
            return await planStep(services, session, {
              what: chosen.version,
              scope: 'release',
              canConfirm: true,
            })(after);
          after.dispose();
          if (chosen.kind === 'page') await openPage(chosen.page);
          else if (chosen.kind === 'verify')
            await vscode.commands.executeCommand(COMMANDS.verifyOnIndex, { pkg });
          else typeInTerminal('cargo', chosen.command, session.repository.root);
          return undefined;
        },
      );
    }),
  );
}

async function offers({ store, registries }: Services, session: Session, intent: Intent) {
  const { published, publishedCrates } = store.value;
  const version = intendedVersion(intent);
  const members = await memberSessions(session, intent);
  const pages = [session, ...members].flatMap(({ pkg }) => {
    const index = registries.indexes.indexOf({ pkg });
    return index === undefined
      ? []
      : distributionOffers(pkg.name, index, version, published.get(pkg.manifest));
  });
  const crates = await registries.crates.publishing({ session, intent }, false);
  return [
    ...pages,
    ...(crates === undefined
      ? []
      : crateOffers(crates.name, version, publishedCrates.get(session.pkg.manifest))),
  ];
}
