import { rerunJob as rerun } from '../../../github/runActions';
import { clientOf, pickJob } from '../../pick/pickRun';
import type { Services } from '../../services';

/** *Re-run Job*: one job again, and those that need it. */
export async function rerunJob(services: Services, target: unknown): Promise<void> {
  const found = await pickJob(services, target, ({ status }) => status === 'completed');
  if (found === undefined) return;
  await rerun(await clientOf(services, found), found.run.id, found.job.id);
  services.runs.changed(found.root, found.run, true);
}
