import { rerunFailedJobs as rerun } from '../../../github/runActions';
import { stateOf } from '../../../github/runState';
import { clientOf, pickRun } from '../../pick/pickRun';
import type { Services } from '../../services';

/** *Re-run Failed Jobs*: the next attempt of the same run; what has succeeded stays. */
export async function rerunFailedJobs(services: Services, target: unknown): Promise<void> {
  const found = await pickRun(services, target, ({ run }) =>
    ['failure', 'cancelled'].includes(stateOf(run)),
  );
  if (found === undefined) return;
  await rerun(await clientOf(services, found), found.run.id);
  services.runs.changed(found.root, found.run, true);
}
