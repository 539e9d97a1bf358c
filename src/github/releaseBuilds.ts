import type { Run } from './model';
import { eventOf, type RunOrigin } from './runPlan';
import { dispatch } from './workflows/event';
import { buildFolder } from './workflows/builds';
import { publishedBuilds, type PublishedBuilds } from './workflows/publishedBuilds';
import { dispatchFor } from './workflows/dispatchInputs';
import { analyzeTriggers, type ReleaseQuestion, type Start } from './workflows/analyzeTriggers';
import { finder } from './workflows/walk';
import type { Workflow } from './workflows/workflow';

/**
 * What a run builds, by its workflow file; undefined where that is not among the files.
 * @param workflows the files as they were in the run's commit
 */
export function buildsOfRun(
  workflows: readonly Workflow[],
  run: Run,
  origin: RunOrigin,
): PublishedBuilds | undefined {
  const workflow = workflows.find(({ path }) => path === run.path);
  return workflow && publishedBuilds(workflow, eventOf(run, origin), finder(workflows));
}

/**
 * What a release builds: the workflow that its tag or its Release starts and that publishes, else the one that the push of
 * the branch starts, else the one that can be dispatched to publish. Several that build in different folders publish one
 * distribution each. Undefined where none is sure to publish, or more than one publishes what may be the same.
 */
export function buildsOfRelease(
  workflows: readonly Workflow[],
  question: ReleaseQuestion,
): PublishedBuilds | undefined {
  const find = finder(workflows);
  const { onBranchPush, onTagPush, onRelease } = analyzeTriggers(workflows, question);
  const uploads = ({ effects }: Start) =>
    effects.uploads.some(({ index, runs }) => runs !== 'no' && index !== 'testpypi');
  const byTag = [...onTagPush, ...onRelease].filter(uploads);
  const publishing = byTag.length > 0 ? byTag : onBranchPush.filter(uploads);
  if (publishing.length > 0) {
    const byWorkflow = new Map(publishing.map(start => [start.workflow, start]));
    const [only] = byWorkflow.values();
    if (byWorkflow.size === 1 && only !== undefined)
      return publishedBuilds(only.workflow, only.event, find);
    return ofDifferentFolders(
      [...byWorkflow.values()].map(({ workflow, event }) => publishedBuilds(workflow, event, find)),
    );
  }
  const ref = `refs/tags/${question.tag}`;
  const [choice, ...others] = workflows.flatMap(
    workflow => dispatchFor(workflow, 'pypi', ref, find, question.repository) ?? [],
  );
  if (choice === undefined || others.length > 0) return undefined;
  return publishedBuilds(choice.workflow, dispatch(ref, choice.inputs, question.repository), find);
}

/** What several workflows build; undefined where two of them may build the same distribution. */
function ofDifferentFolders(all: readonly PublishedBuilds[]): PublishedBuilds | undefined {
  const folders = all.map(
    ({ builds }) => new Set(builds.filter(({ known }) => known).map(buildFolder)),
  );
  const areApart = folders.every(
    (one, at) =>
      one.size > 0 &&
      folders.slice(at + 1).every(other => [...one].every(folder => !other.has(folder))),
  );
  return areApart
    ? {
        builds: all.flatMap(({ builds }) => builds),
        unread: all.flatMap(({ unread }) => unread),
      }
    : undefined;
}
