import * as l10n from '@vscode/l10n';
import type {
  ActivityTrigger,
  FilterPattern,
  NamedTrigger,
  PushTrigger,
  Triggers,
  WorkflowInput,
} from './workflow';
import { reasonInvalidPattern } from './filterPattern';
import { child, entry, listOf, textOf, type Position, type YamlNode } from './yaml';

type Report = (start: Position, message: string) => void;

/** Reads `on:`, which may be one event, a list of them, or a map with what each is filtered by. */
export function parseTriggers(node: YamlNode, report: Report): Triggers {
  if (node.kind !== 'map') {
    const events = listOf(node);
    if (events.length === 0)
      report(node.start, l10n.t('"on" names no event: nothing starts this workflow.'));
    return collect(
      events.map(event => ({ event: String(event.value), start: event.start, value: undefined })),
      report,
    );
  }
  return collect(
    [...node.entries].map(([event, { start, value }]) => ({ event, start, value })),
    report,
  );
}

function collect(
  events: readonly (NamedTrigger & { readonly value: YamlNode | undefined })[],
  report: Report,
): Triggers {
  const others: NamedTrigger[] = [];
  let triggers: Omit<Triggers, 'others'> = {};
  for (const { event, start, value } of events) {
    switch (event) {
      case 'push':
        triggers = { ...triggers, push: push(start, value, report) };
        break;
      case 'release':
        triggers = { ...triggers, release: activity(start, value) };
        break;
      case 'workflow_dispatch':
        triggers = {
          ...triggers,
          workflowDispatch: { start, inputs: inputs(child(value, 'inputs'), report) },
        };
        break;
      case 'workflow_call': {
        const secrets = child(value, 'secrets');
        triggers = {
          ...triggers,
          workflowCall: {
            start,
            inputs: inputs(child(value, 'inputs'), report),
            secrets: secrets?.kind === 'map' ? [...secrets.entries.keys()] : [],
          },
        };
        break;
      }
      case 'workflow_run':
        triggers = {
          ...triggers,
          workflowRun: {
            ...activity(start, value),
            workflows: listOf(child(value, 'workflows')).map(({ value }) => String(value)),
            branches: patternsOf(value, 'branches', report),
            branchesIgnore: patternsOf(value, 'branches-ignore', report),
          },
        };
        break;
      case 'schedule':
        triggers = { ...triggers, schedule: { start } };
        break;
      default:
        others.push({ event, start });
    }
  }
  return { ...triggers, others };
}

function activity(start: Position, node: YamlNode | undefined): ActivityTrigger {
  const types = child(node, 'types');
  return {
    start,
    ...(types === undefined ? {} : { types: listOf(types).map(({ value }) => String(value)) }),
  };
}

/** The patterns of a filter; undefined where the event has none. */
function patternsOf(
  node: YamlNode | undefined,
  key: string,
  report: Report,
): readonly FilterPattern[] | undefined {
  const found = entry(node, key);
  if (found === undefined) return undefined;
  // "tags:" with nothing after it takes every tag.
  if (found.value.kind === 'scalar' && found.value.value === null)
    return [{ text: '**', start: found.start }];
  const patterns = listOf(found.value).map(({ value, start }) => ({
    text: String(value),
    start,
  }));
  for (const { text, start } of patterns) {
    const reason = reasonInvalidPattern(text);
    if (reason !== undefined) report(start, reason);
  }
  return patterns;
}

function push(start: Position, node: YamlNode | undefined, report: Report): PushTrigger {
  const filter = (key: string) => patternsOf(node, key, report);
  for (const kind of ['branches', 'tags', 'paths']) {
    const both = entry(node, `${kind}-ignore`);
    if (both !== undefined && entry(node, kind) !== undefined)
      report(
        both.start,
        l10n.t(
          '"{0}" and "{0}-ignore" can\'t be used together; put a "!" pattern into "{0}".',
          kind,
        ),
      );
  }
  return {
    start,
    branches: filter('branches'),
    branchesIgnore: filter('branches-ignore'),
    tags: filter('tags'),
    tagsIgnore: filter('tags-ignore'),
    paths: filter('paths'),
    pathsIgnore: filter('paths-ignore'),
  };
}

function inputs(node: YamlNode | undefined, report: Report): WorkflowInput[] {
  if (node?.kind !== 'map') return [];
  return [...node.entries].map(([name, { start, value }]) => {
    const type = inputType(textOf(child(value, 'type')));
    const options = listOf(child(value, 'options')).map(({ value }) => String(value));
    const fallback = child(value, 'default');
    const preset = fallback?.kind === 'scalar' ? (fallback.value ?? undefined) : undefined;
    if (type === 'choice' && options.length === 0)
      report(start, l10n.t('The choice "{0}" has no options.', name));
    if (
      type === 'choice' &&
      options.length > 0 &&
      preset !== undefined &&
      !options.includes(String(preset))
    ) {
      report(start, l10n.t('The default "{0}" isn\'t an option of "{1}".', String(preset), name));
    }
    return {
      name,
      type,
      options,
      start,
      default: preset,
      description: textOf(child(value, 'description')),
      required: textOf(child(value, 'required')) === 'true',
    };
  });
}

function inputType(text: string | undefined): WorkflowInput['type'] {
  return text === 'boolean' || text === 'number' || text === 'choice' || text === 'environment'
    ? text
    : 'string';
}
