import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import { planAndCarryOut } from '../planAndCarryOut';
import { CommandError } from '../errors';
import { pickPackage } from '../pick/pickPackage';
import type { Services } from '../services';

/** *Resume Release*: observes all facts again and goes on at the first missing one, whoever made the others. */
export async function resumeRelease(services: Services, target: unknown): Promise<void> {
  await services.manifests.current();
  const pkg = await pickUnderWay(services, target);
  if (pkg !== undefined) await resume(services, pkg);
}

export async function resume(services: Services, pkg: Package): Promise<void> {
  const intent = services.intents.of(pkg);
  if (intent === undefined) throw new CommandError(NONE());
  await planAndCarryOut(services, await services.sessions.open(pkg), intent, 'release', true);
}

/** The package of a release that was confirmed and is not done. @throws CommandError where there is none */
export async function pickUnderWay(
  services: Services,
  target: unknown,
): Promise<Package | undefined> {
  try {
    return await pickPackage(services, target, pkg => services.intents.of(pkg) !== undefined);
  } catch (error) {
    throw error instanceof CommandError ? new CommandError(NONE()) : error;
  }
}

const NONE = () => vscode.l10n.t('No release is under way. Start one with Bump & Release.');
