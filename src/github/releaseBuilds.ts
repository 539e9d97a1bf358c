import type { Run } from './model';
import { eventOf, type RunOrigin } from './runPlan';
import { dispatch } from './workflows/event';
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
 * What a release builds: the workflows that its tag or its Release starts and that publish, else those that the push of the
 * branch starts, else the one that can be dispatched to publish. Undefined where none is sure to publish.
 */
export function buildsOfRelease(
  workflows: readonly Workflow[],
  question: ReleaseQuestion,
): PublishedBuilds | undefined {
  const find = finder(workflows);
  const { onBranchPush, onTagPush, onRelease } = analyzeTriggers(workflows, question);
  const publishing = ({ effects }: Start) =>
    effects.uploads.some(({ index, runs }) => runs !== 'no' && index !== 'testpypi');
  const byTag = [...onTagPush, ...onRelease].filter(publishing);
  const started = byTag.length > 0 ? byTag : onBranchPush.filter(publishing);
  if (started.length > 0) {
    // A workflow that starts twice builds the same files twice.
    const first = new Map(started.toReversed().map(start => [start.workflow, start]));
    const all = [...first.values()]
      .toReversed()
      .map(({ workflow, event }) => publishedBuilds(workflow, event, find));
    return {
      builds: all.flatMap(({ builds }) => builds),
      unread: [...new Set(all.flatMap(({ unread }) => unread))],
    };
  }
  const ref = `refs/tags/${question.tag}`;
  const [choice, ...others] = workflows.flatMap(
    workflow => dispatchFor(workflow, 'pypi', ref, find, question.repository) ?? [],
  );
  if (choice === undefined || others.length > 0) return undefined;
  return publishedBuilds(choice.workflow, dispatch(ref, choice.inputs, question.repository), find);
}
