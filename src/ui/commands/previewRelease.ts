import { planAndCarryOut } from '../planAndCarryOut';
import { pickPackage } from '../pick/pickPackage';
import { pickVersion } from '../pick/pickVersion';
import type { Services } from '../services';

/** *Preview Release*: the same plan, which cannot be confirmed. A release under way is previewed as it would go on. */
export async function previewRelease(services: Services, target: unknown): Promise<void> {
  const released = await pickPackage(services, target);
  if (released === undefined) return;
  const session = await services.releases.open(released);
  const what = services.releases.intentOf(released) ?? await pickVersion(session, true);
  if (what !== undefined) await planAndCarryOut(services, session, what, 'release', false);
}
