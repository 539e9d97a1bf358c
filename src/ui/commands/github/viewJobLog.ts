import type { JobLog } from '../../../github/late';
import { late } from '../../github/late';
import { pickJob } from '../../pick/pickRun';
import type { Services } from '../../services';

/** *View Log*: the log of a job, at the step that was clicked, else at its first error. */
export async function viewJobLog(services: Services, target: unknown): Promise<void> {
  const found = await pickJob(services, target, () => true);
  if (found === undefined) return;
  const { firstError } = await late();
  const step = found.job.steps.find(
    ({ number }) => number === (target as { readonly step?: unknown } | undefined)?.step,
  );
  await services.jobLogs.open(found, log =>
    step?.startedAt == null ? firstError(log, found.job) : lineAt(log, step.startedAt),
  );
}

/** The log names steps by what they run and GitHub by their titles; both know when they began, GitHub to the second. */
function lineAt({ steps }: JobLog, time: number): number | undefined {
  return steps.filter(({ startedAt }) => startedAt !== undefined && startedAt < time + 1_000).at(-1)
    ?.from;
}
