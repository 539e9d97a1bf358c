import type { Job, Run } from '../model';
import type { Explanation } from './explainFailure';
import type { JobLog } from './jobLog';

/** The lines of a failure with run, job and step, as Markdown for a bug report. The most telling line is marked. */
export function failureExcerpt(
  log: JobLog,
  { line, context }: Extract<Explanation, { kind: 'unknown' }>,
  { run, job }: { readonly run: Run; readonly job: Job },
): string {
  const step = log.steps.find(({ from, to }) => line !== undefined && line >= from && line <= to);
  const lines = log.lines.slice(context?.from ?? 0, (context?.to ?? -1) + 1);
  // A fence must be longer than any in the log.
  const longest = Math.max(
    2,
    ...lines.flatMap(text => text.match(/`{3,}/g)?.map(fence => fence.length) ?? []),
  );
  const fence = '`'.repeat(longest + 1);
  return [
    `${run.workflow} #${run.number}, ${job.name}${step === undefined || step.title === '' ? '' : `, ${step.title}`}`,
    job.url || run.url,
    `${fence}text`,
    ...lines.map((text, index) => `${(context?.from ?? 0) + index === line ? '> ' : '  '}${text}`),
    fence,
    '',
  ].join('\n');
}
