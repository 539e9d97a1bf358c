import type { Firing, NotStarted, Start } from './analyzeTriggers';
import { buildFolder, buildsOf } from './builds';
import { dispatchFor, type DispatchChoice } from './dispatchInputs';
import type { OpaqueEffect, ReleaseEffect, UploadEffect } from './effects';
import type { FindWorkflow } from './walk';
import type { Workflow, WorkflowProblem } from './workflow';

/** A workflow that uploads when a release starts it. */
export interface Publisher {
  readonly start: Start;
  /** The upload that is surest, of its jobs. */
  readonly upload: UploadEffect;
  /** The jobs that upload. */
  readonly jobs: readonly string[];
}

/** A publish step that the release does not reach. */
export type Idle =
  | { readonly kind: 'notStarted'; readonly refused: NotStarted }
  | { readonly kind: 'condition'; readonly start: Start; readonly upload: UploadEffect };

/** What was not read, and may publish. */
interface Unread {
  readonly opaque: readonly OpaqueEffect[];
  readonly unreadable: readonly WorkflowProblem[];
  readonly otherServices: readonly string[];
}

/** What a plan says about the workflows of a repository. */
export type Verdict =
  /** One workflow publishes, or several that build different distributions. */
  | { readonly kind: 'publishes'; readonly publishers: readonly Publisher[] }
  /** The same files are uploaded by more than one run: the second finds them on the index already. */
  | { readonly kind: 'twice'; readonly publishers: readonly Publisher[] }
  /** More than one publishes; whether they upload the same files is not known. */
  | { readonly kind: 'several'; readonly publishers: readonly Publisher[] }
  /** One that publishes listens to several activities of the same Release, and starts as many runs. */
  | { readonly kind: 'severalRuns'; readonly start: Start }
  /** It publishes, but only to TestPyPI or another index. */
  | { readonly kind: 'notPyPI'; readonly publishers: readonly Publisher[] }
  /** Nothing publishes by itself, but a workflow can be started by hand. */
  | {
      readonly kind: 'dispatchOnly';
      readonly choice: DispatchChoice;
      readonly idle: readonly Idle[];
    }
  /** A workflow publishes, on an event that no release causes, such as a schedule. */
  | { readonly kind: 'otherEvents'; readonly idle: readonly Idle[] }
  /** Nothing publishes, and everything was read. */
  | { readonly kind: 'nothing'; readonly idle: readonly Idle[] }
  /** No step was found that publishes, but some were not read. */
  | ({
      readonly kind: 'unknown';
      readonly choice: DispatchChoice | undefined;
      readonly idle: readonly Idle[];
    } & Unread)
  /** A workflow makes the Release with GITHUB_TOKEN: one that waits for the Release may not start. */
  | {
      readonly kind: 'releaseByBot';
      readonly creator: Start;
      readonly creation: ReleaseEffect;
      readonly waiting: readonly Start[];
      readonly choice: DispatchChoice | undefined;
    }
  /** A workflow makes the Release too, and nothing waits for it, or its token starts what waits. */
  | {
      readonly kind: 'releaseByWorkflow';
      readonly creator: Start;
      readonly creation: ReleaseEffect;
    };

type Facts = Omit<Firing, 'verdicts'>;

/** @param find finds called workflows */
export function verdictsOf(facts: Facts, find: FindWorkflow): readonly Verdict[] {
  return [publishing(facts, find), ...severalRuns(facts), ...creations(facts, find)];
}

function publishing(facts: Facts, find: FindWorkflow): Verdict {
  const starts = [...facts.onBranchPush, ...facts.onTagPush, ...facts.onRelease];
  const publishers = starts.flatMap(start => publisherOf(start, isRelease) ?? []);
  const certain = publishers.filter(
    ({ upload }) => upload.runs === 'yes' && upload.index === 'pypi',
  );
  const [first, ...others] = certain.length > 0 ? certain : publishers;
  if (first !== undefined)
    return others.length === 0
      ? { kind: 'publishes', publishers: [first] }
      : several([first, ...others], certain.length > 0, find);
  const unread = unreadOf(facts, starts);
  const isSuspected =
    unread.opaque.some(({ publishes }) => publishes === 'likely') || unread.unreadable.length > 0;
  const trials = starts.flatMap(start => publisherOf(start, () => true) ?? []);
  const choice = choiceOf(facts, find);
  if (trials.length > 0 && choice === undefined && !isSuspected)
    return { kind: 'notPyPI', publishers: trials };
  const idle = idleOf(facts, starts);
  if (choice !== undefined && !isSuspected) return { kind: 'dispatchOnly', choice, idle };
  const all = {
    ...unread,
    opaque: [...unread.opaque, ...facts.onDispatch.flatMap(start => opaqueOf(start))],
  };
  if (all.opaque.length > 0 || all.unreadable.length > 0 || all.otherServices.length > 0)
    return { kind: 'unknown', choice, idle, ...all };
  const elsewhere = idle.filter(isOfOtherEvent);
  return elsewhere.length > 0
    ? { kind: 'otherEvents', idle: elsewhere }
    : { kind: 'nothing', idle };
}

function isRelease({ index }: UploadEffect): boolean {
  return index === 'pypi' || index === 'unknown';
}

/** The upload of a start that is surest, with the jobs that upload; jobs of one run do not publish the same files twice. */
function publisherOf(
  start: Start,
  counts: (upload: UploadEffect) => boolean,
): Publisher | undefined {
  const uploads = start.effects.uploads.filter(upload => upload.runs !== 'no' && counts(upload));
  const upload =
    uploads.find(({ runs, index }) => runs === 'yes' && index === 'pypi') ??
    uploads.find(({ runs }) => runs === 'yes') ??
    uploads[0];
  return upload && { start, upload, jobs: [...new Set(uploads.map(({ job }) => job))] };
}

/**
 * Several that publish. That they upload the same files is known of one workflow that starts twice, and of two that have a
 * build in common. Wheels of different systems may be uploaded by different workflows.
 */
function several(
  publishers: readonly Publisher[],
  isCertain: boolean,
  find: FindWorkflow,
): Verdict {
  if (!isCertain) {
    // What a workflow does for the tag counts more than what it does for the branch.
    const [first, ...others] = new Map(
      publishers.map(publisher => [publisher.start.workflow, publisher]),
    ).values();
    return first === undefined || others.length > 0
      ? { kind: 'several', publishers }
      : { kind: 'publishes', publishers: [first] };
  }
  const described = publishers.map(publisher => ({ publisher, ...filesOf(publisher, find) }));
  const same = described.filter(one =>
    described.some(
      other =>
        other !== one &&
        (other.publisher.start.workflow === one.publisher.start.workflow ||
          [...one.builds].some(build => other.builds.has(build))),
    ),
  );
  if (same.length > 1) return { kind: 'twice', publishers: same.map(({ publisher }) => publisher) };
  const areApart = described.every(
    (one, at) =>
      one.isRead &&
      described
        .slice(at + 1)
        .every(
          other => other.isRead && [...one.folders].every(folder => !other.folders.has(folder)),
        ),
  );
  return { kind: areApart ? 'publishes' : 'several', publishers };
}

function filesOf({ start }: Publisher, find: FindWorkflow) {
  const builds = buildsOf(start.workflow, start.event, find).filter(({ known }) => known);
  return {
    isRead: builds.length > 0,
    folders: new Set(builds.map(buildFolder)),
    builds: new Set(
      builds
        .filter(({ certain }) => certain)
        .map(build =>
          JSON.stringify([
            buildFolder(build),
            build.kind,
            build.target,
            build.kind === 'sdist' ? [] : build.labels,
            build.manylinux,
            build.interpreters,
            build.pythonVersions,
          ]),
        ),
    ),
  };
}

function opaqueOf({ effects }: Start): readonly OpaqueEffect[] {
  return effects.opaque.filter(({ runs, publishes }) => runs !== 'no' && publishes !== 'no');
}

function unreadOf({ question }: Facts, starts: readonly Start[]): Unread {
  return {
    opaque: starts.flatMap(opaqueOf),
    unreadable: question.unreadable ?? [],
    otherServices: question.otherServices ?? [],
  };
}

/** The first workflow that publishes when it is started by hand: on the tag, or on the branch. */
function choiceOf(facts: Facts, find: FindWorkflow): DispatchChoice | undefined {
  for (const { workflow } of facts.onDispatch) {
    const choice = choose(workflow, facts, find);
    if (choice !== undefined) return choice;
  }
  return undefined;
}

function choose(
  workflow: Workflow,
  { question: { tag, branch, repository } }: Facts,
  find: FindWorkflow,
): DispatchChoice | undefined {
  return (
    dispatchFor(workflow, 'pypi', `refs/tags/${tag}`, find, repository) ??
    (branch === undefined
      ? undefined
      : dispatchFor(workflow, 'pypi', `refs/heads/${branch}`, find, repository))
  );
}

function severalRuns(facts: Facts): readonly Verdict[] {
  return facts.onRelease
    .filter(
      ({ activities, effects }) =>
        activities.length > 1 &&
        effects.uploads.some(upload => upload.runs === 'yes' && isRelease(upload)),
    )
    .map(start => ({ kind: 'severalRuns', start }));
}

function creations(facts: Facts, find: FindWorkflow): readonly Verdict[] {
  const waiting = facts.onRelease.filter(({ effects }) =>
    effects.uploads.some(upload => upload.runs !== 'no' && isRelease(upload)),
  );
  return facts.onTagPush.flatMap((creator): Verdict[] => {
    const creation = creator.effects.releases.find(
      ({ runs, draft }) => runs !== 'no' && draft !== true,
    );
    if (creation === undefined) return [];
    if (waiting.length === 0 || creation.token.kind !== 'github')
      return [{ kind: 'releaseByWorkflow', creator, creation }];
    const choice = waiting
      .map(({ workflow }) => choose(workflow, facts, find))
      .find(found => found !== undefined);
    return [{ kind: 'releaseByBot', creator, creation, waiting, choice }];
  });
}

function idleOf(facts: Facts, starts: readonly Start[]): readonly Idle[] {
  return [
    ...facts.notStarted
      .filter(
        ({ couldPublish, workflow }) =>
          // One that follows another workflow starts all the same.
          couldPublish &&
          !starts.some(
            ({ workflow: started, event }) => started === workflow && event.name === 'workflow_run',
          ),
      )
      .map(refused => ({ kind: 'notStarted' as const, refused })),
    ...starts.flatMap(start =>
      start.effects.uploads.map(upload => ({ kind: 'condition' as const, start, upload })),
    ),
  ];
}

/** Whether what publishes waits for something that is no part of a release, such as a schedule. */
function isOfOtherEvent(idle: Idle): boolean {
  return (
    idle.kind === 'notStarted' &&
    idle.refused.refusal.kind === 'otherEvents' &&
    idle.refused.refusal.events.some(
      event => event !== 'workflow_dispatch' && event !== 'workflow_call',
    )
  );
}
