import type { Json } from '../http';
import { tree, words, type WorkflowFile } from './workflowFile';

export interface PushEvent {
  /** Full name of the ref, such as `refs/tags/v1.0.0`. */
  readonly ref: string;
}

/** Does a push of this ref start the workflow? Source: "Workflow syntax", on.push. */
export function startsOnPush(file: WorkflowFile, { ref }: PushEvent): boolean {
  if (!('push' in file.on)) return false;
  const filters = tree(file.on['push']);
  const kinds = {
    branches: 'branches' in filters || 'branches-ignore' in filters,
    tags: 'tags' in filters || 'tags-ignore' in filters,
  };
  const [kind, name] = ref.startsWith('refs/tags/')
    ? (['tags', ref.slice('refs/tags/'.length)] as const)
    : (['branches', ref.slice('refs/heads/'.length)] as const);
  // A workflow that filters only the one kind is not started by the other.
  if (!kinds[kind]) return !kinds.branches && !kinds.tags;
  const included = filters[kind];
  return included === undefined
    ? !matchesFilter(name, words(filters[`${kind}-ignore`]))
    : matchesFilter(name, words(included));
}

const RELEASE_TYPES = [
  'published',
  'unpublished',
  'created',
  'edited',
  'deleted',
  'prereleased',
  'released',
];

/** Does this activity of a Release start the workflow? */
export function startsOnRelease(file: WorkflowFile, activity: string): boolean {
  if (!('release' in file.on)) return false;
  const types = words(tree(file.on['release'])['types']);
  return (types.length === 0 ? RELEASE_TYPES : types).includes(activity);
}

export function dispatchInputs(
  file: WorkflowFile,
): Readonly<Record<string, Readonly<Record<string, Json>>>> | undefined {
  if (!('workflow_dispatch' in file.on)) return undefined;
  return Object.fromEntries(
    Object.entries(tree(tree(file.on['workflow_dispatch'])['inputs'])).map(([name, input]) => [
      name,
      tree(input),
    ]),
  );
}

/** Patterns one after the other; the last that matches decides, `!` takes back. */
export function matchesFilter(name: string, patterns: readonly string[]): boolean {
  return patterns.reduce((matched, pattern) => {
    const negative = pattern.startsWith('!');
    return filterPattern(negative ? pattern.slice(1) : pattern).test(name) ? !negative : matched;
  }, false);
}

/** A filter pattern as a regular expression: "Workflow syntax", filter pattern cheat sheet. */
function filterPattern(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/?|\*|\\.|[.^$|(){}\\/]/g, token => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    return token.length === 2 ? token : `\\${token}`;
  });
  return new RegExp(`^${source}$`);
}
