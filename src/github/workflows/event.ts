import type { Contexts, Known } from './expression';
import { decidingPattern, matchesFilter } from './filterPattern';
import type { FilterPattern, PushTrigger, Workflow, WorkflowInput } from './workflow';

export type InputValue = string | number | boolean;

/** An event that starts workflows. */
export interface WorkflowEvent {
  readonly name:
    'push' | 'create' | 'release' | 'workflow_dispatch' | 'workflow_run' | (string & {});
  /** The full ref, such as `refs/tags/v0.2.0`. */
  readonly ref: string;
  /** Activity type, such as `published`. */
  readonly action?: string;
  /** Of a release. */
  readonly prerelease?: boolean;
  /** Of a dispatch. What is left out has its default. */
  readonly inputs?: Readonly<Record<string, InputValue>>;
  /** `owner/name`, where it is known. */
  readonly repository?: string;
  /** Whether what runs only after a failure counts, too. */
  readonly mayFail?: boolean;
}

export function tagPush(tag: string, repository?: string): WorkflowEvent {
  return {
    name: 'push',
    ref: `refs/tags/${tag}`,
    ...(repository === undefined ? {} : { repository }),
  };
}

export function branchPush(branch: string, repository?: string): WorkflowEvent {
  return {
    name: 'push',
    ref: `refs/heads/${branch}`,
    ...(repository === undefined ? {} : { repository }),
  };
}

export function dispatch(
  ref: string,
  inputs: Readonly<Record<string, InputValue>>,
  repository?: string,
): WorkflowEvent {
  return {
    name: 'workflow_dispatch',
    ref,
    inputs,
    ...(repository === undefined ? {} : { repository }),
  };
}

/** The contexts that an event fills, for a workflow that it starts. */
export function eventContexts(event: WorkflowEvent, workflow: Workflow): Contexts {
  // It runs on the default branch, whatever the run before was on.
  const elsewhere = event.name === 'workflow_run';
  const tag = event.ref.startsWith('refs/tags/');
  const name = event.ref.replace(/^refs\/(?:tags|heads)\//, '');
  const inputs =
    event.name === 'workflow_dispatch'
      ? inputValues(workflow.triggers.workflowDispatch?.inputs ?? [], event.inputs ?? {})
      : undefined;
  const [owner, repository] = event.repository?.split('/') ?? [];
  const payload: Record<string, Known> = {
    action: event.action ?? null,
    ref: event.name === 'release' || elsewhere ? null : event.name === 'create' ? name : event.ref,
    ref_type: event.name === 'create' ? 'tag' : null,
    release:
      event.name === 'release'
        ? { partly: { tag_name: name, prerelease: event.prerelease ?? false, draft: false } }
        : null,
    // The payload has every input as a string; the inputs context has them in their types.
    inputs:
      inputs === undefined
        ? null
        : Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, String(value)])),
    pull_request: null,
    issue: null,
    client_payload: null,
    schedule: null,
    ...(event.name === 'push' ? { created: tag, deleted: false, forced: false } : {}),
    ...(elsewhere ? {} : { workflow_run: null }),
  };
  return {
    github: {
      partly: {
        event_name: event.name,
        head_ref: '',
        base_ref: '',
        ...(elsewhere
          ? { ref_type: 'branch' }
          : { ref: event.ref, ref_name: name, ref_type: tag ? 'tag' : 'branch' }),
        workflow: workflow.name,
        event: { partly: payload },
        ...(owner === undefined || repository === undefined
          ? {}
          : { repository: `${owner}/${repository}`, repository_owner: owner }),
      },
    },
    inputs: inputs ?? {},
  };
}

/** The inputs of a run: what was given, else the default, else what GitHub takes for nothing. */
export function inputValues(
  inputs: readonly WorkflowInput[],
  given: Readonly<Record<string, InputValue>>,
): Record<string, InputValue> {
  return Object.fromEntries(
    inputs.map((input): readonly [string, InputValue] => {
      const value = given[input.name] ?? input.default;
      switch (input.type) {
        case 'boolean':
          return [input.name, value === true || value === 'true'];
        case 'number':
          return [input.name, Number(value ?? 0)];
        case 'choice':
          return [input.name, String(value ?? input.options[0] ?? '')];
        case 'environment':
        case 'string':
          return [input.name, String(value ?? '')];
      }
    }),
  );
}

/** Why a push of a tag does not start a workflow. */
export type PushRefusal =
  /** None of the tag patterns lets it in. */
  | { readonly kind: 'tags'; readonly patterns: readonly FilterPattern[] }
  /** A pattern of `tags-ignore`, or a `!` pattern of `tags`, keeps it out. */
  | { readonly kind: 'ignored'; readonly pattern: FilterPattern }
  /** There are filters for branches only. */
  | { readonly kind: 'branchesOnly' };

/**
 * Whether the push of a tag passes the filters, and if not, why. Filters for one kind of ref alone shut out the other kind,
 * and path filters are not looked at for tags (GitHub docs, "push").
 */
export function refusalOfTag(trigger: PushTrigger, tag: string): PushRefusal | undefined {
  const { tags, tagsIgnore, branches, branchesIgnore } = trigger;
  if (tags !== undefined || tagsIgnore !== undefined) return refusalOf(tags, tagsIgnore, tag);
  return branches !== undefined || branchesIgnore !== undefined
    ? { kind: 'branchesOnly' }
    : undefined;
}

/** Whether the push of a branch passes the filters. Those for paths depend on what changed since the last push. */
export function passesBranch(trigger: PushTrigger, branch: string): 'yes' | 'no' | 'maybe' {
  const { tags, tagsIgnore, branches, branchesIgnore } = trigger;
  const isOut =
    branches !== undefined || branchesIgnore !== undefined
      ? refusalOf(branches, branchesIgnore, branch) !== undefined
      : tags !== undefined || tagsIgnore !== undefined;
  if (isOut) return 'no';
  return trigger.paths === undefined && trigger.pathsIgnore === undefined ? 'yes' : 'maybe';
}

/** Whether filters let a branch or tag in. */
export function passesFilters(
  taken: readonly FilterPattern[] | undefined,
  ignored: readonly FilterPattern[] | undefined,
  name: string,
): boolean {
  return (
    (taken === undefined && ignored === undefined) || refusalOf(taken, ignored, name) === undefined
  );
}

function refusalOf(
  taken: readonly FilterPattern[] | undefined,
  ignored: readonly FilterPattern[] | undefined,
  name: string,
): PushRefusal | undefined {
  if (taken !== undefined) {
    const texts = taken.map(({ text }) => text);
    if (matchesFilter(texts, name)) return undefined;
    const keptOut = decidingPattern(texts, name);
    const pattern = taken.findLast(({ text }) => text === keptOut);
    return pattern === undefined ? { kind: 'tags', patterns: taken } : { kind: 'ignored', pattern };
  }
  const texts = (ignored ?? []).map(({ text }) => text);
  const pattern = matchesFilter(texts, name)
    ? ignored?.findLast(({ text }) => text === decidingPattern(texts, name))
    : undefined;
  return pattern === undefined ? undefined : { kind: 'ignored', pattern };
}

/**
 * The activities that publishing a Release causes. A draft that is published causes no `created`, and no `prereleased`
 * (GitHub docs, "release").
 */
export function releaseActivities(prerelease: boolean, fromDraft: boolean): readonly string[] {
  return [
    ...(fromDraft ? [] : ['created']),
    'published',
    ...(prerelease ? (fromDraft ? [] : ['prereleased']) : ['released']),
  ];
}
