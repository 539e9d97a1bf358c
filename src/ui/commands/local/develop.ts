import type { Services } from '../../services';
import { pickBuilt } from './pickBuilt';
import { showEnded } from './showEnded';

/** *Develop (maturin)*: builds the module into the virtual environment of the workspace. */
export async function develop(
  services: Services,
  target: unknown,
  command: 'develop' | 'developRelease' = 'develop',
): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg !== undefined) await showEnded(await services.local.run(pkg, { command }));
}
