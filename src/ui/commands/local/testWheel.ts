import type { Services } from '../../services';
import { pickBuilt } from './pickBuilt';
import { showEnded } from './showEnded';

/** *Test Wheel in a Fresh venv*: builds a wheel, installs it where nothing else is, and imports it. It answers the checklist, too. */
export async function testWheel(services: Services, target: unknown): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg === undefined) return;
  const { item } = await (await services.checklists.keeper).read(pkg, 'smokeTest');
  await showEnded(
    item.answer.kind === 'task'
      ? await (await services.checklists.tasks).run(pkg, item)
      : await services.local.run(pkg, { command: 'test' }),
  );
}
