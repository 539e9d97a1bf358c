import type { Services } from '../../services';
import { pickBuilt } from './pickBuilt';
import { showEnded } from './showEnded';

/** *Test Wheel in a Fresh venv*: builds a wheel, installs it where nothing else is, and imports it. */
export async function testWheel(services: Services, target: unknown): Promise<void> {
  const released = await pickBuilt(services, target);
  if (released !== undefined) await showEnded(await services.local.run(released, { command: 'test' }));
}
