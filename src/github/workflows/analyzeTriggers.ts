import { finder, type FindWorkflow } from './walk';
import { effectsOf, type Effects } from './effects';
import {
  refusalOfTag,
  releaseActivities,
  tagPush,
  type PushRefusal,
  type WorkflowEvent,
} from './event';
import { verdictsOf, type Verdict } from './verdict';
import type { Place, Workflow, WorkflowProblem } from './workflow';

/** The release that is asked about. */
export interface ReleaseQuestion {
  readonly tag: string;
  readonly prerelease: boolean;
  /** Whether a Release is published on GitHub, with the user's own token. Default: true. */
  readonly releaseEvent?: boolean;
  /** Whether it is a draft first, and published from there. Default: false. */
  readonly fromDraft?: boolean;
  /** `owner/name`, where it is known. */
  readonly repository?: string;
  /** What is wrong with workflow files that could not be read: with one of them "nothing" cannot be told. */
  readonly unreadable?: readonly WorkflowProblem[];
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
  | { readonly kind: 'noRelease' };

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
  readonly onTagPush: readonly Start[];
  readonly onRelease: readonly Start[];
  /** Workflows that can be dispatched, with what they do when all inputs have their defaults. */
  readonly onDispatch: readonly Start[];
  readonly notStarted: readonly NotStarted[];
  readonly verdicts: readonly Verdict[];
}

/** Works out what the push of a tag and the published Release start. @param workflows all that could be read */
export function analyzeTriggers(workflows: readonly Workflow[], question: ReleaseQuestion): Firing {
  const find = finder(workflows);
  const { repository } = question;
  const push = tagPush(question.tag, repository);
  const more = repository === undefined ? {} : { repository };
  const activities =
    question.releaseEvent === false
      ? []
      : releaseActivities(question.prerelease, question.fromDraft ?? false);
  const onTagPush: Start[] = [];
  const onRelease: Start[] = [];
  const onDispatch: Start[] = [];
  const notStarted: NotStarted[] = [];
  for (const workflow of workflows) {
    const start = (
      event: WorkflowEvent,
      trigger: { readonly start: Place['start'] },
      activities: readonly string[],
    ): Start => ({
      workflow,
      event,
      activities,
      place: { file: workflow.path, start: trigger.start },
      effects: effectsOf(workflow, event, find),
    });
    const refuse = (trigger: { readonly start: Place['start'] }, refusal: StartRefusal) =>
      void notStarted.push({
        workflow,
        place: { file: workflow.path, start: trigger.start },
        refusal,
        couldPublish: effectsOf(workflow, push, find).uploads.length > 0,
      });
    const { push: pushed, release, workflowDispatch, others } = workflow.triggers;
    if (pushed !== undefined) {
      const refusal = refusalOfTag(pushed, question.tag);
      if (refusal === undefined) onTagPush.push(start(push, pushed, ['push']));
      else refuse(pushed, refusal);
    }
    const created = others.find(({ event }) => event === 'create');
    if (created !== undefined)
      onTagPush.push(start({ ...push, name: 'create' }, created, ['create']));
    if (release !== undefined) {
      const heard = activities.filter(activity => release.types?.includes(activity) ?? true);
      const [action] = heard;
      if (action !== undefined)
        onRelease.push(
          start(
            { name: 'release', ref: push.ref, action, prerelease: question.prerelease, ...more },
            release,
            heard,
          ),
        );
      else
        refuse(
          release,
          activities.length === 0
            ? { kind: 'noRelease' }
            : { kind: 'activities', types: release.types ?? [], caused: activities },
        );
    }
    if (workflowDispatch !== undefined)
      onDispatch.push(
        start(
          { name: 'workflow_dispatch', ref: push.ref, inputs: {}, ...more },
          workflowDispatch,
          [],
        ),
      );
    const elsewhere = eventsElsewhere(workflow);
    if (
      pushed === undefined &&
      release === undefined &&
      created === undefined &&
      elsewhere.length > 0
    ) {
      refuse({ start: { line: 0, column: 0 } }, { kind: 'otherEvents', events: elsewhere });
    }
  }
  followRuns(workflows, onTagPush, push, find);
  followRuns(workflows, onRelease, push, find);
  const firing = { question, onTagPush, onRelease, onDispatch, notStarted };
  return { ...firing, verdicts: verdictsOf(firing, find) };
}

/** Adds the workflows that wait for the runs of those that start. What they do turns on the run before, so it is `maybe`. */
function followRuns(
  workflows: readonly Workflow[],
  starts: Start[],
  push: WorkflowEvent,
  find: FindWorkflow,
): void {
  const names = new Set(starts.map(({ workflow }) => workflow.name));
  for (const workflow of workflows) {
    const { workflowRun } = workflow.triggers;
    if (workflowRun?.workflows.some(name => names.has(name)) !== true) continue;
    const event: WorkflowEvent = { ...push, name: 'workflow_run' };
    starts.push({
      workflow,
      event,
      activities: ['completed'],
      place: { file: workflow.path, start: workflowRun.start },
      effects: maybe(effectsOf(workflow, event, find)),
    });
  }
}

function maybe(effects: Effects): Effects {
  const soften = <T extends { readonly runs: 'yes' | 'no' | 'maybe' }>(
    items: readonly T[],
  ): readonly T[] => items.map(item => (item.runs === 'yes' ? { ...item, runs: 'maybe' } : item));
  return {
    uploads: soften(effects.uploads),
    releases: soften(effects.releases),
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
