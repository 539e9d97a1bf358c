import { skipDirective } from '../../release/commits';
import { effectsOf, type Effects } from './effects';
import {
  branchPush,
  passesFilters,
  passesBranch,
  refusalOfTag,
  releaseActivities,
  tagPush,
  type PushRefusal,
  type WorkflowEvent,
} from './event';
import { verdictsOf, type Verdict } from './verdict';
import { finder, type FindWorkflow } from './walk';
import type { Place, Workflow, WorkflowProblem } from './workflow';

/** The release that is asked about. */
export interface ReleaseQuestion {
  readonly tag: string;
  readonly prerelease: boolean;
  /** Whether a Release is published on GitHub, with the user's own token. Default: true. */
  readonly releaseEvent?: boolean;
  /** Whether it is a draft first, and published from there. Default: false. */
  readonly fromDraft?: boolean;
  /** The branch that is pushed before the tag; undefined where none is. */
  readonly branch?: string;
  /** The message of the commit that is pushed and tagged: a directive in it keeps push events from starting anything. */
  readonly message?: string;
  /** `owner/name`, where it is known. */
  readonly repository?: string;
  /** What is wrong with workflow files that could not be read: with one of them "nothing" is not known. */
  readonly unreadable?: readonly WorkflowProblem[];
  /** Configuration files of other CI services, which may publish too. */
  readonly otherServices?: readonly string[];
}

/** A workflow that an event starts. */
export interface Start {
  readonly workflow: Workflow;
  readonly event: WorkflowEvent;
  /** Where the file names the event. */
  readonly place: Place;
  /** How many runs start: one for each activity that it listens to. */
  readonly activities: readonly string[];
  readonly effects: Effects;
}

/** Why a workflow that could publish does not start. */
export type StartRefusal =
  | PushRefusal
  /** It listens to other activities of a Release. */
  | {
      readonly kind: 'activities';
      readonly types: readonly string[];
      readonly caused: readonly string[];
    }
  /** It listens to neither a push nor a Release. */
  | { readonly kind: 'otherEvents'; readonly events: readonly string[] }
  /** No Release is published in this release. */
  | { readonly kind: 'noRelease' }
  /** The message of the commit skips workflows that a push starts. */
  | { readonly kind: 'skipped'; readonly directive: string };

export interface NotStarted {
  readonly workflow: Workflow;
  readonly place: Place;
  readonly refusal: StartRefusal;
  /** Whether it has a step that uploads, under whatever condition. */
  readonly couldPublish: boolean;
}

/** What a release starts. */
export interface Firing {
  readonly question: ReleaseQuestion;
  readonly onBranchPush: readonly Start[];
  readonly onTagPush: readonly Start[];
  readonly onRelease: readonly Start[];
  /** Workflows that can be dispatched, with what they do when all inputs have their defaults. */
  readonly onDispatch: readonly Start[];
  readonly notStarted: readonly NotStarted[];
  readonly verdicts: readonly Verdict[];
}

/** Works out what the pushes of a release and its published Release start. @param workflows all that could be read */
export function analyzeTriggers(workflows: readonly Workflow[], question: ReleaseQuestion): Firing {
  const find = finder(workflows);
  const { repository } = question;
  const push = tagPush(question.tag, repository);
  const more = repository === undefined ? {} : { repository };
  const skipped = skipDirective(question.message ?? '');
  const caused =
    question.releaseEvent === false
      ? []
      : releaseActivities(question.prerelease, question.fromDraft ?? false);
  const onBranchPush: Start[] = [];
  const onTagPush: Start[] = [];
  const onRelease: Start[] = [];
  const onDispatch: Start[] = [];
  const notStarted: NotStarted[] = [];
  for (const workflow of workflows) {
    const { push: pushed, release, workflowDispatch, others } = workflow.triggers;
    const start = startOf(workflow, find);
    const refuse = (place: Place['start'], refusal: StartRefusal) =>
      void notStarted.push({
        workflow,
        place: { file: workflow.path, start: place },
        refusal,
        couldPublish: effectsOf(workflow, push, find).uploads.length > 0,
      });
    const created = others.find(({ event }) => event === 'create');
    if (pushed !== undefined) {
      const refusal = refusalOfTag(pushed, question.tag);
      if (refusal !== undefined) refuse(pushed.start, refusal);
      else if (skipped !== undefined) refuse(pushed.start, { kind: 'skipped', directive: skipped });
      else onTagPush.push(start(push, pushed.start, ['push']));
      if (question.branch !== undefined && skipped === undefined) {
        const passes = passesBranch(pushed, question.branch);
        const event = branchPush(question.branch, repository);
        const begun = start(event, pushed.start, ['push']);
        if (passes !== 'no')
          onBranchPush.push(passes === 'yes' ? begun : { ...begun, effects: maybe(begun.effects) });
      }
    }
    if (created !== undefined)
      onTagPush.push(start({ ...push, name: 'create' }, created.start, ['create']));
    if (release !== undefined) {
      const heard = caused.filter(activity => release.types?.includes(activity) ?? true);
      const [action] = heard;
      if (action !== undefined)
        onRelease.push(
          start(
            { name: 'release', ref: push.ref, action, prerelease: question.prerelease, ...more },
            release.start,
            heard,
          ),
        );
      else
        refuse(
          release.start,
          caused.length === 0
            ? { kind: 'noRelease' }
            : { kind: 'activities', types: release.types ?? [], caused },
        );
    }
    if (workflowDispatch !== undefined)
      onDispatch.push(
        start(
          { name: 'workflow_dispatch', ref: push.ref, inputs: {}, ...more },
          workflowDispatch.start,
          [],
        ),
      );
    const events = eventsElsewhere(workflow);
    if (pushed === undefined && release === undefined && created === undefined && events.length > 0)
      refuse({ line: 0, column: 0 }, { kind: 'otherEvents', events });
  }
  followRuns(workflows, onBranchPush, push, find);
  followRuns(workflows, onTagPush, push, find);
  followRuns(workflows, onRelease, push, find);
  const firing = { question, onBranchPush, onTagPush, onRelease, onDispatch, notStarted };
  return { ...firing, verdicts: verdictsOf(firing, find) };
}

function startOf(workflow: Workflow, find: FindWorkflow) {
  return (event: WorkflowEvent, at: Place['start'], activities: readonly string[]): Start => ({
    workflow,
    event,
    activities,
    place: { file: workflow.path, start: at },
    effects: effectsOf(workflow, event, find),
  });
}

/**
 * Adds the workflows that wait for the runs of those that start, up to three in a row (GitHub docs, "workflow_run"). What
 * they do depends on the run before: it is `maybe`.
 */
function followRuns(
  workflows: readonly Workflow[],
  starts: Start[],
  push: WorkflowEvent,
  find: FindWorkflow,
): void {
  for (let round = 0; round < 3; round++) {
    for (const workflow of workflows) {
      const { workflowRun } = workflow.triggers;
      const before = starts.find(start => workflowRun?.workflows.includes(start.workflow.name));
      if (workflowRun === undefined || before === undefined) continue;
      const ref = before.event.ref.replace(/^refs\/(?:tags|heads)\//, '');
      if (!passesFilters(workflowRun.branches, workflowRun.branchesIgnore, ref)) continue;
      if (starts.some(start => start.workflow === workflow && start.event.name === 'workflow_run'))
        continue;
      const begun = startOf(workflow, find)({ ...push, name: 'workflow_run' }, workflowRun.start, [
        'completed',
      ]);
      starts.push({ ...begun, effects: maybe(begun.effects) });
    }
  }
}

function maybe(effects: Effects): Effects {
  const soften = <T extends { readonly runs: 'yes' | 'no' | 'maybe' }>(
    items: readonly T[],
  ): readonly T[] => items.map(item => (item.runs === 'yes' ? { ...item, runs: 'maybe' } : item));
  return {
    uploads: soften(effects.uploads),
    crates: soften(effects.crates),
    releases: soften(effects.releases),
    elsewhere: soften(effects.elsewhere),
    opaque: soften(effects.opaque),
  };
}

function eventsElsewhere(workflow: Workflow): readonly string[] {
  const { workflowDispatch, workflowRun, schedule, others } = workflow.triggers;
  return [
    ...(workflowDispatch === undefined ? [] : ['workflow_dispatch']),
    ...(workflowRun === undefined ? [] : ['workflow_run']),
    ...(schedule === undefined ? [] : ['schedule']),
    ...others.map(({ event }) => event),
  ];
}
