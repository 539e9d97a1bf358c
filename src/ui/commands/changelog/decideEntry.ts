import * as vscode from 'vscode';
import { parseReleaseVersion } from '../../../versions/releaseVersion';
import { entryOwner } from '../../changelog/entryDocuments';
import { CommandError } from '../../errors';
import { planAndCarryOut } from '../../planAndCarryOut';
import type { Services } from '../../services';
import { packagesOf } from '../../state';

/** *Use This Changelog Entry*: back to the plan, with the entry in it. */
export async function useChangelogEntry(services: Services, target: unknown): Promise<void> {
  await decide(services, target, async uri => {
    const entry = (await services.entries.read(uri)).trim();
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
  await services.manifests.current();
  const pkg = packagesOf(services.store.value).find(({ manifest }) => manifest === owner.manifest);
  if (pkg === undefined)
    throw new CommandError(vscode.l10n.t('{0} is no longer in this workspace.', owner.package));
  const underWay = services.intents.of(pkg);
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
  await planAndCarryOut(
    services,
    await services.sessions.open(pkg),
    underWay ?? version.version,
    'release',
    true,
    decided,
  );
}
