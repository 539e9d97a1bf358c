import {
  asksForStatus,
  evaluateCondition,
  mayHoldAfterFailure,
  type Contexts,
  type Known,
} from './expression';
import type { Workflow, WorkflowJob } from './workflow';

/** Whether a job will run, if all that run before it succeed. */
export type Outcome = 'yes' | 'no' | 'maybe';

/** So many open conditions of a job are kept. */
const MAX_OPEN = 8;

/** Whether a job runs, and which conditions of it and of the jobs that it needs are not known to hold. */
interface JobOutcome {
  readonly runs: Outcome;
  readonly open: readonly string[];
}

/**
 * Which jobs of a workflow run in given contexts. A job is skipped with the jobs that it needs, directly or through others,
 * unless its own condition asks for their status (GitHub docs, "jobs.<job_id>.needs").
 *
 * @param mayFail whether a job counts that runs only after others have failed
 */
export function jobOutcomes(
  workflow: Workflow,
  contexts: Contexts,
  mayFail = false,
): ReadonlyMap<string, JobOutcome> {
  const outcomes = new Map<string, JobOutcome>();
  /** Whether a job and all that run before it succeed. */
  const successes = new Map<string, boolean | undefined>();
  for (const job of inOrder(workflow.jobs)) {
    const needs = job.needs.filter(id => outcomes.has(id));
    const success = needs.reduce<boolean | undefined>(
      (all, id) => and(all, successes.get(id)),
      true,
    );
    const results: Known = Object.fromEntries(
      needs.map(id => [id, { partly: result(outcomes.get(id)?.runs ?? 'no') } as never]),
    );
    const text = job.if?.text;
    const holds =
      text === undefined
        ? true
        : evaluateCondition(text, { ...contexts, needs: results }, { success });
    const isAfterFailure =
      holds === false && mayFail && text !== undefined && mayHoldAfterFailure(text, contexts);
    const condition = isAfterFailure ? undefined : holds;
    const isOwn = text !== undefined && asksForStatus(text);
    const runs = isOwn ? condition : and(success, condition);
    const own = text !== undefined && condition !== true ? [text] : [];
    const before = isOwn || condition === false ? [] : needs;
    const open = [...before.flatMap(id => outcomes.get(id)?.open ?? []), ...own];
    outcomes.set(job.id, {
      runs: runs === undefined ? 'maybe' : runs ? 'yes' : 'no',
      open: [...new Set(open)].slice(0, MAX_OPEN),
    });
    successes.set(job.id, and(success, runs));
  }
  return outcomes;
}

/** Each job after those that it needs. Jobs that need each other are left out: GitHub refuses them. */
function inOrder(jobs: readonly WorkflowJob[]): readonly WorkflowJob[] {
  const byId = new Map(jobs.map(job => [job.id, job]));
  const waiting = new Map<string, number>();
  const after = new Map<string, WorkflowJob[]>();
  for (const job of jobs) {
    const needs = new Set(job.needs.filter(id => byId.has(id)));
    waiting.set(job.id, needs.size);
    for (const id of needs) {
      const others = after.get(id);
      if (others === undefined) after.set(id, [job]);
      else others.push(job);
    }
  }
  const ready = jobs.filter(({ id }) => waiting.get(id) === 0);
  for (const job of ready) {
    for (const next of after.get(job.id) ?? []) {
      const left = (waiting.get(next.id) ?? 0) - 1;
      waiting.set(next.id, left);
      if (left === 0) ready.push(next);
    }
  }
  return ready;
}

/** Whether something runs that needs both. */
export function bothRun(a: Outcome, b: Outcome): Outcome {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'maybe' || b === 'maybe' ? 'maybe' : 'yes';
}

function result(outcome: Outcome): Readonly<Record<string, Known>> {
  switch (outcome) {
    case 'yes':
      return { result: 'success' };
    case 'no':
      return { result: 'skipped', outputs: {} };
    case 'maybe':
      return {};
  }
}

function and(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}
