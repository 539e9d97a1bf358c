import { planAndCarryOut } from '../planAndCarryOut';
import { settleSource } from '../pick/answerQuestions';
import { pickPackage } from '../pick/pickPackage';
import { pickVersion } from '../pick/pickVersion';
import type { Services } from '../services';

/** *Preview Release*: the same plan, which cannot be confirmed. A release under way is previewed as it would go on. */
export async function previewRelease(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  // Without git nothing is asked first.
  await services.sessions.open(pkg);
  const underWay = services.intents.of(pkg);
  const settled = underWay === undefined ? await settleSource(services, pkg) : pkg;
  if (settled === undefined) return;
  const session = await services.sessions.open(settled);
  const what = underWay ?? (await pickVersion(session, true));
  if (what !== undefined) await planAndCarryOut(services, session, what, 'release', false);
}
