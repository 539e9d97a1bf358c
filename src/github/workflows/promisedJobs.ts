import { buildsOfJob } from './builds';
import { effectsOf } from './effects';
import type { WorkflowEvent } from './event';
import { evaluatePartly, evaluateText, hasExpression } from './expression';
import {
  architectureOf,
  architectureOfLabels,
  placeOfName,
  systemOf,
  type JobPlace,
} from './platform';
import { reachedJobs, type FindWorkflow, type ReachedJob } from './walk';
import type { Place, Workflow } from './workflow';

/** A job that a workflow file promises for an event, before GitHub has made it. */
export interface PromisedJob extends JobPlace {
  /** Different for every promised job of a workflow. */
  readonly key: string;
  /** As GitHub will show it. `…` stands for what is known only when the workflow runs. */
  readonly name: string;
  /** Whether it stands for a number of jobs that only the run knows. */
  readonly dynamic: boolean;
  readonly labels: readonly string[];
  /** May have to be approved before the job starts. */
  readonly environment: string | undefined;
  /** Ids of the jobs that must be done before. */
  readonly needs: readonly string[];
  readonly runsFor: 'yes' | 'maybe';
  readonly place: Place;
}

/**
 * The jobs that a workflow will have when an event starts it, in the order of the file.
 * @param find finds the called workflows of the same repository
 */
export function promisedJobs(
  workflow: Workflow,
  event: WorkflowEvent,
  find: FindWorkflow = () => undefined,
): readonly PromisedJob[] {
  const effects = effectsOf(workflow, event, find);
  const publishing = new Set(
    [...effects.uploads, ...effects.releases]
      .filter(({ runs }) => runs !== 'no')
      .map(({ job }) => job),
  );
  return reachedJobs(workflow, event, find).flatMap((reached): readonly PromisedJob[] => {
    const { workflow: own, job, contexts, runs } = reached;
    if (runs === 'no') return [];
    const chain = [...reached.callers, reached];
    const name = chain.map(nameOf).join(' / ');
    const labels = job.runsOn.map(label => evaluatePartly(label, contexts));
    return [
      {
        key: chain
          .map(({ job, index }) => `${job.id}${job.matrix === undefined ? '' : `#${index}`}`)
          .join(' / '),
        name,
        labels,
        ...placeOf(reached, name, labels, publishing.has(reached.path)),
        dynamic: reached.dynamic || job.uses !== undefined,
        runsFor: runs,
        environment:
          job.environment === undefined ? undefined : evaluatePartly(job.environment, contexts),
        needs: job.needs,
        place: { file: own.path, start: job.start },
      },
    ];
  });
}

/** GitHub cuts longer names (actions/runner, JobNameBuilder). */
const MAX_NAME = 100;

/**
 * A name without expressions gets the values of the matrix in parentheses after it; one with expressions is what they make
 * of it (actions/runner, MatrixBuilder).
 */
function nameOf({ job, combination, dynamic, contexts }: ReachedJob): string {
  const template = job.name !== undefined && hasExpression(job.name);
  const base = job.name === undefined || template ? job.id : job.name;
  const segments = dynamic ? ['…'] : (combination?.segments ?? []);
  const standard = segments.length === 0 ? base : `${base} (${segments.join(', ')})`;
  const name = template ? evaluatePartly(job.name, contexts) || standard : standard;
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 3)}...` : name;
}

function placeOf(
  { workflow, job, contexts }: ReachedJob,
  name: string,
  labels: readonly string[],
  publishes: boolean,
): JobPlace {
  const builds = buildsOfJob(workflow, job, contexts).filter(({ tool }) => tool !== 'frontend');
  const [wheel] = builds.filter(({ kind }) => kind === 'wheel');
  if (wheel === undefined) {
    if (publishes) return { platform: 'publish', architecture: undefined };
    if (builds.length > 0) return { platform: 'source', architecture: undefined };
  }
  const named = placeOfName(name, labels);
  if (wheel === undefined) return named;
  const target = wheel.target ?? '';
  const matrix =
    job.matrix === undefined ? '' : (evaluateText('${{ toJSON(matrix) }}', contexts) ?? '');
  const platform =
    systemOf(target) ?? systemOf(labels.join(' ')) ?? systemOf(matrix) ?? named.platform;
  return {
    platform,
    architecture:
      architectureOf(target) ??
      named.architecture ??
      architectureOf(matrix) ??
      architectureOfLabels(labels),
  };
}
