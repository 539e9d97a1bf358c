import type { Job } from './run';

/** What GitHub serves as the log of a job: each line with its time, steps as groups, the runner's colours. */
export function logText(job: Job): string {
  const stamp = (time: number): string => `${new Date(time).toISOString().replace('Z', '0000Z')} `;
  const lines: string[] = [];
  for (const step of job.steps) {
    if (step.conclusion === 'skipped') continue;
    const begin = stamp(step.startedAt ?? job.createdAt);
    const end = stamp(step.completedAt ?? step.startedAt ?? job.createdAt);
    if (step.name === 'Set up job') {
      lines.push(
        `${begin}Current runner version: '2.320.0'`,
        `${begin}##[group]Operating System`,
        `${begin}${job.labels.join(', ')}`,
        `${begin}##[endgroup]`,
      );
    } else if (step.name === 'Complete job') {
      lines.push(`${end}Cleaning up orphan processes`);
    } else {
      lines.push(
        `${begin}##[group]${step.name.startsWith('Run ') ? step.name : `Run ${step.name}`}`,
        `${begin}\u001B[36;1m${step.name}\u001B[0m`,
        `${begin}##[endgroup]`,
        ...step.log.map(line => `${begin}${line}`),
      );
      if (step.conclusion === 'failure')
        lines.push(
          `${end}\u001B[31merror\u001B[0m: the step ${step.name} did not succeed`,
          `${end}##[error]Process completed with exit code 1.`,
        );
    }
  }
  return `\uFEFF${lines.join('\n')}\n`;
}
