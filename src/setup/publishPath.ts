import { dispatch, type WorkflowEvent } from '../github/workflows/event';
import { dispatchFor } from '../github/workflows/dispatchInputs';
import { analyzeTriggers, type Firing } from '../github/workflows/analyzeTriggers';
import { finder } from '../github/workflows/walk';
import { uploadJobs, type UploadJob } from '../github/workflows/uploadJobs';
import type { FindWorkflow } from '../github/workflows/walk';
import type { Workflow } from '../github/workflows/workflow';
import type { SetupFacts } from './setupFacts';

/** One way on which files get to an index: by the release, by hand where no release does it, or as a trial on TestPyPI. */
export interface PublishRoute {
  readonly kind: 'release' | 'byHand' | 'trial';
  readonly workflow: Workflow;
  readonly event: WorkflowEvent;
  readonly jobs: readonly UploadJob[];
}

/** What the workflow files of a repository lead to. */
export interface PublishPath {
  readonly firing: Firing;
  readonly routes: readonly PublishRoute[];
  readonly find: FindWorkflow;
}

export function findRoutes({
  workflows: files,
  question,
  branch,
}: Pick<SetupFacts, 'workflows' | 'question' | 'branch'>): PublishPath {
  const workflows = files.flatMap(({ workflow }) => workflow ?? []);
  const find = finder(workflows);
  const firing = analyzeTriggers(workflows, {
    ...question,
    unreadable: files.flatMap(({ workflow, problems }) => (workflow === undefined ? problems : [])),
  });
  const route = (
    kind: PublishRoute['kind'],
    workflow: Workflow,
    event: WorkflowEvent,
  ): readonly PublishRoute[] => {
    const jobs = uploadJobs(workflow, event, find);
    return jobs.length === 0 ? [] : [{ kind, workflow, event, jobs }];
  };
  const byRelease = [...firing.onBranchPush, ...firing.onTagPush, ...firing.onRelease].flatMap(
    ({ workflow, event }) => route('release', workflow, event),
  );
  const started = (index: 'pypi' | 'testpypi', ref: string, kind: PublishRoute['kind']) =>
    workflows.flatMap(workflow => {
      const choice = dispatchFor(workflow, index, ref, find, question.repository);
      return choice === undefined
        ? []
        : route(kind, workflow, dispatch(ref, choice.inputs, question.repository));
    });
  return {
    firing,
    find,
    routes: [
      ...byRelease,
      ...(byRelease.length === 0 ? started('pypi', `refs/tags/${question.tag}`, 'byHand') : []),
      ...started('testpypi', `refs/heads/${branch}`, 'trial'),
    ],
  };
}

/** The jobs that upload on any path, each once for each index, with the refs that they run on. */
export function jobsOf(
  routes: readonly PublishRoute[],
): readonly (UploadJob & { readonly route: PublishRoute })[] {
  return [
    ...new Map(
      routes
        .toReversed()
        .flatMap(route =>
          route.jobs.map(
            job =>
              [
                `${job.upload.place.file} ${job.upload.job} ${job.upload.index}`,
                { ...job, route },
              ] as const,
          ),
        ),
    ).values(),
  ].toReversed();
}
