import { asksForStatus, evaluateCondition, type Contexts, type Known } from './expression';
import type { Workflow, WorkflowJob } from './workflow';

/** Whether a job will run, if all that run before it succeed. */
export type Outcome = 'yes' | 'no' | 'maybe';

/**
 * Which jobs of a workflow run in given contexts. A job is skipped with the jobs that it needs, directly or through others,
 * unless its own condition asks for their status (GitHub docs, "jobs.<job_id>.needs").
 */
export function jobOutcomes(workflow: Workflow, contexts: Contexts): ReadonlyMap<string, Outcome> {
  const jobs = new Map(workflow.jobs.map(job => [job.id, job]));
  const outcomes = new Map<string, Outcome>();
  const visit = (job: WorkflowJob, path: readonly string[]): Outcome => {
    const known = outcomes.get(job.id);
    if (known !== undefined) return known;
    // GitHub refuses jobs that need each other.
    if (path.includes(job.id)) return 'no';
    const needs = job.needs.flatMap(id => jobs.get(id) ?? []);
    for (const need of needs) visit(need, [...path, job.id]);
    const before = [...ancestors(job, jobs)].map(id => outcomes.get(id) ?? 'no');
    const success = before.includes('no') ? false : before.includes('maybe') ? undefined : true;
    const results: Known = Object.fromEntries(
      needs.map(({ id }) => [id, { partly: result(outcomes.get(id) ?? 'no') } as never]),
    );
    const text = job.if?.text;
    const condition =
      text === undefined
        ? true
        : evaluateCondition(text, { ...contexts, needs: results }, { success });
    const runs = text !== undefined && asksForStatus(text) ? condition : and(success, condition);
    const outcome = runs === undefined ? 'maybe' : runs ? 'yes' : 'no';
    outcomes.set(job.id, outcome);
    return outcome;
  };
  for (const job of workflow.jobs) visit(job, []);
  return outcomes;
}

/** Whether something runs that needs both. */
export function bothRun(a: Outcome, b: Outcome): Outcome {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'maybe' || b === 'maybe' ? 'maybe' : 'yes';
}

function ancestors(
  job: WorkflowJob,
  jobs: ReadonlyMap<string, WorkflowJob>,
  found = new Set<string>(),
): ReadonlySet<string> {
  for (const id of job.needs) {
    const need = jobs.get(id);
    if (need === undefined || found.has(id)) continue;
    found.add(id);
    ancestors(need, jobs, found);
  }
  return found;
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
