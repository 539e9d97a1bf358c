import type { Job, Run } from './model';
import { type Index, type RunRow } from './runSummary';
import { effectsOf } from './workflows/effects';

import { finder } from './workflows/walk';
import { compareInList, matchJobs, placeJob } from './workflows/matchJobs';
import { promisedJobs } from './workflows/promisedJobs';
import type { InputValue, WorkflowEvent } from './workflows/event';
import type { Workflow } from './workflows/workflow';

/** What is known of a run beside what GitHub says of it. */
export interface RunOrigin {
  /** `owner/name` */
  readonly repository: string;
  /** The inputs that it was started with, where it was started from here: GitHub does not name them. */
  readonly inputs?: Readonly<Record<string, InputValue>> | undefined;
}

/** The event that started a run. */
export function eventOf(
  { event, headBranch }: Run,
  { repository, inputs }: RunOrigin,
): WorkflowEvent {
  const ref = headBranch ?? '';
  // A release names its tag, and so does the push of one; what looks like a version is no branch.
  const isTag = event === 'release' || /\d\.\d/.test(ref);
  return {
    name: event,
    ref: `refs/${isTag ? 'tags' : 'heads'}/${ref}`,
    repository,
    ...(event === 'release' && {
      action: 'published',
      prerelease: /\d-?(?:a|b|rc|dev|alpha|beta)/i.test(ref),
    }),
    ...(inputs !== undefined && { inputs }),
  };
}

/**
 * The jobs of a run in the order in which they are listed: those that GitHub has created, and those that its workflow file
 * promises. @param workflows the files as they were in the run's commit
 */
export function rowsOf(
  workflows: readonly Workflow[],
  run: Run,
  jobs: readonly Job[],
  origin: RunOrigin,
): RunRow[] {
  const workflow = workflows.find(({ path }) => path === run.path);
  const find = finder(workflows);
  const event = eventOf(run, origin);
  const promised = workflow === undefined ? [] : promisedJobs(workflow, event, find);
  const uploads = new Map(
    workflow === undefined
      ? []
      : effectsOf(workflow, event, find).uploads.map(({ job, index }) => [job, index]),
  );
  // Parts of a key that count the jobs of a matrix are not in the name of the job in the file.
  const uploadOf = (key: string) => uploads.get(key.replace(/#\d+/g, ''));
  // What was not meant to run, and did not, uploads nothing. What did run was started with inputs that are not known here.
  const uploadOfUnexpected = (of: Workflow, job: Job) =>
    job.conclusion === 'skipped' ? undefined : uploadOf(idOf(of, job));
  const { pairs, awaited, unexpected } = matchJobs(promised, jobs);
  const rows: RunRow[] = [
    ...[...new Map(pairs.map(pair => [pair.job.id, pair])).values()].map(
      ({ promised: { platform, architecture, key }, job }) =>
        row(job.name, platform, architecture, uploadOf(key), { job }),
    ),
    ...awaited.map(({ name, platform, architecture, key, runsFor }) =>
      row(
        name,
        platform,
        architecture,
        uploadOf(key),
        runsFor === 'maybe' ? { mayBeSkipped: true } : {},
      ),
    ),
    ...unexpected.map(job => {
      const { platform, architecture } = placeJob(job);
      return row(
        job.name,
        platform,
        architecture,
        workflow === undefined ? guessedIndex(job, platform) : uploadOfUnexpected(workflow, job),
        { job },
      );
    }),
  ];
  return rows.sort(compareInList);
}

function row(
  name: string,
  platform: RunRow['platform'],
  architecture: string | undefined,
  uploadsTo: Index | undefined,
  more: Partial<RunRow>,
): RunRow {
  return {
    name,
    platform,
    ...(architecture !== undefined && { architecture }),
    ...(uploadsTo !== undefined && { uploadsTo }),
    ...more,
  };
}

/** The id of a job in the file, by the name that GitHub shows. */
function idOf(workflow: Workflow, { name }: Job): string {
  const [before = ''] = name.split('(', 1);
  const base = before === name ? name : before.trimEnd();
  return workflow.jobs.find(job => (job.name ?? job.id) === base)?.id ?? base;
}

function guessedIndex({ name }: Job, platform: RunRow['platform']): Index | undefined {
  if (platform !== 'publish') return undefined;
  return /test/i.test(name) ? 'testpypi' : 'unknown';
}

/**
 * Whether a run is a release: it uploads to an index, and to another than that for trials. With which inputs a run was
 * started by hand GitHub does not say, so all of a workflow that could are taken for releases; its builds of branches are not.
 */
export function isRelease(workflows: readonly Workflow[], run: Run, origin: RunOrigin): boolean {
  const workflow = workflows.find(({ path }) => path === run.path);
  if (workflow === undefined) return false;
  const uploads = effectsOf(workflow, eventOf(run, origin), finder(workflows)).uploads.filter(
    ({ index }) => index !== 'testpypi',
  );
  return uploads.some(({ runs }) => runs !== 'no' || run.event === 'workflow_dispatch');
}

/** Whether a run is of a workflow that uploads to an index, or may be one where its file cannot be read here. */
export function canPublish(workflows: readonly Workflow[], run: Run, origin: RunOrigin): boolean {
  const workflow = workflows.find(({ path }) => path === run.path);
  return (
    workflow === undefined ||
    effectsOf(workflow, eventOf(run, origin), finder(workflows)).uploads.length > 0
  );
}
