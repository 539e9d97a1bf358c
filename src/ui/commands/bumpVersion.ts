import { planAndCarryOut } from '../planAndCarryOut';
import { pickPackage } from '../pick/pickPackage';
import { pickVersion } from '../pick/pickVersion';
import type { Services } from '../services';

/** *Bump Version*: the same road, as far as the files go. Nothing is committed. */
export async function bumpVersion(services: Services, target: unknown): Promise<void> {
  const released = await pickPackage(services, target);
  if (released === undefined) return;
  const session = await services.releases.openFiles(released);
  const version = await pickVersion(session, false);
  if (version !== undefined) await planAndCarryOut(services, session, version, 'files', true);
}
