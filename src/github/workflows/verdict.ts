import type { FindWorkflow } from './walk';
import { dispatchFor, type DispatchChoice } from './dispatchInputs';
import type { OpaqueEffect, ReleaseEffect, UploadEffect } from './effects';
import type { Firing, NotStarted, Start } from './analyzeTriggers';
import type { Workflow, WorkflowProblem } from './workflow';

/** One upload that a release causes, with what starts it. */
export interface Publisher {
  readonly start: Start;
  readonly upload: UploadEffect;
}

/** A publish step that the release does not reach. */
export type Idle =
  | { readonly kind: 'notStarted'; readonly refused: NotStarted }
  | { readonly kind: 'condition'; readonly start: Start; readonly upload: UploadEffect };

/** What a plan has to say about the workflows of a repository. */
export type Verdict =
  /** One workflow publishes. */
  | { readonly kind: 'publishes'; readonly publisher: Publisher }
  /** More than one does: the second finds its files on the index already. */
  | { readonly kind: 'twice'; readonly publishers: readonly Publisher[] }
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
  /** Nothing publishes. */
  | { readonly kind: 'nothing'; readonly idle: readonly Idle[] }
  /** Nothing is seen to publish, but there are things that cannot be looked into. */
  | {
      readonly kind: 'unknown';
      readonly opaque: readonly OpaqueEffect[];
      readonly unreadable: readonly WorkflowProblem[];
    }
  /** A workflow makes the Release with GITHUB_TOKEN, so that one that waits for the Release may not start. */
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

/** @param find finds called workflows */
export function verdictsOf(
  firing: Omit<Firing, 'verdicts'>,
  find: FindWorkflow,
): readonly Verdict[] {
  return [...publishing(firing, find), ...severalRuns(firing), ...creations(firing, find)];
}

function publishing(firing: Omit<Firing, 'verdicts'>, find: FindWorkflow): readonly Verdict[] {
  const starts = [...firing.onTagPush, ...firing.onRelease];
  const all = starts.flatMap(start =>
    start.effects.uploads.filter(({ runs }) => runs !== 'no').map(upload => ({ start, upload })),
  );
  const publishers = perWorkflow(
    all.filter(({ upload }) => upload.index === 'pypi' || upload.index === 'unknown'),
  );
  const [first] = publishers;
  if (first !== undefined)
    return publishers.length === 1
      ? [{ kind: 'publishes', publisher: first }]
      : [{ kind: 'twice', publishers }];
  if (all.length > 0) return [{ kind: 'notPyPI', publishers: perWorkflow(all) }];
  const idle = idleOf(firing, starts);
  for (const { workflow } of firing.onDispatch) {
    const choice = choose(workflow, firing, find);
    if (choice !== undefined) return [{ kind: 'dispatchOnly', choice, idle }];
  }
  const opaque = starts.flatMap(({ effects }) =>
    effects.opaque.filter(({ runs }) => runs !== 'no'),
  );
  const unreadable = firing.question.unreadable ?? [];
  return [
    opaque.length > 0 || unreadable.length > 0
      ? { kind: 'unknown', opaque, unreadable }
      : { kind: 'nothing', idle },
  ];
}

function severalRuns(firing: Omit<Firing, 'verdicts'>): readonly Verdict[] {
  return firing.onRelease
    .filter(
      ({ activities, effects }) =>
        activities.length > 1 && effects.uploads.some(({ runs }) => runs !== 'no'),
    )
    .map(start => ({ kind: 'severalRuns', start }));
}

function creations(firing: Omit<Firing, 'verdicts'>, find: FindWorkflow): readonly Verdict[] {
  const waiting = firing.onRelease.filter(({ effects }) =>
    [...effects.uploads, ...effects.opaque].some(({ runs }) => runs !== 'no'),
  );
  return firing.onTagPush.flatMap((creator): Verdict[] => {
    const creation = creator.effects.releases.find(
      ({ runs, draft }) => runs !== 'no' && draft !== true,
    );
    if (creation === undefined) return [];
    if (waiting.length === 0 || creation.token.kind !== 'github')
      return [{ kind: 'releaseByWorkflow', creator, creation }];
    const choice = waiting
      .map(({ workflow }) => choose(workflow, firing, find))
      .find(found => found !== undefined);
    return [{ kind: 'releaseByBot', creator, creation, waiting, choice }];
  });
}

function choose(
  workflow: Workflow,
  { question }: Omit<Firing, 'verdicts'>,
  find: FindWorkflow,
): DispatchChoice | undefined {
  return dispatchFor(workflow, 'pypi', `refs/tags/${question.tag}`, find, question.repository);
}

/** One publisher for each start: jobs of one workflow do not publish the same files twice. */
function perWorkflow(publishers: readonly Publisher[]): readonly Publisher[] {
  return [
    ...new Map(publishers.toReversed().map(publisher => [publisher.start, publisher])).values(),
  ].toReversed();
}

function idleOf(firing: Omit<Firing, 'verdicts'>, starts: readonly Start[]): readonly Idle[] {
  return [
    ...firing.notStarted
      .filter(({ couldPublish }) => couldPublish)
      .map(refused => ({ kind: 'notStarted' as const, refused })),
    ...starts.flatMap(start =>
      start.effects.uploads.map(upload => ({ kind: 'condition' as const, start, upload })),
    ),
  ];
}
