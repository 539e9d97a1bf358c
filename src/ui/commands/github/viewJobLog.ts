import { pickJob } from '../../pick/pickRun';
import type { Services } from '../../services';

/** *View Log*: the log of a job, at its first error. */
export async function viewJobLog(services: Services, target: unknown): Promise<void> {
  const found = await pickJob(services, target, () => true);
  if (found !== undefined) await services.jobLogs.open(found);
}
