import * as l10n from '@vscode/l10n';
import { reasonInvalidExpression } from './expression';
import { parseTriggers } from './parseTriggers';
import type {
  Condition,
  Permissions,
  Workflow,
  WorkflowJob,
  WorkflowProblem,
  WorkflowStep,
} from './workflow';
import {
  child,
  entry,
  listOf,
  parseYaml,
  textOf,
  textsOf,
  type Position,
  type Scalar,
  type YamlNode,
} from './yaml';

/** What a workflow file says, and what is wrong with it. Without a workflow the file could not be read at all. */
export interface ParsedWorkflow {
  readonly workflow: Workflow | undefined;
  readonly problems: readonly WorkflowProblem[];
}

/** Reads a workflow file. @param path from the root of the repository, with `/` */
export function parseWorkflow(path: string, text: string): ParsedWorkflow {
  const problems: WorkflowProblem[] = [];
  const report = (start: Position, message: string) =>
    void problems.push({ severity: 'error', file: path, start, message });
  const parsed = parseYaml(text);
  if ('failures' in parsed) {
    for (const { start, message } of parsed.failures)
      report(start, l10n.t('Not valid YAML: {0}', message));
    return { workflow: undefined, problems };
  }
  const { root } = parsed;
  const on = child(root, 'on');
  const jobs = entry(root, 'jobs');
  if (on === undefined) report(root.start, l10n.t('The workflow has no "on": nothing starts it.'));
  if (jobs?.value.kind !== 'map')
    report(jobs?.start ?? root.start, l10n.t('The workflow has no "jobs".'));
  if (on === undefined || jobs?.value.kind !== 'map') return { workflow: undefined, problems };
  const ids = new Set(jobs.value.entries.keys());
  const workflow: Workflow = {
    path,
    name: textOf(child(root, 'name')) ?? path,
    triggers: parseTriggers(on, report),
    permissions: permissions(child(root, 'permissions')),
    hasConcurrency:
      child(root, 'concurrency') !== undefined ||
      [...jobs.value.entries.values()].every(
        ({ value }) => child(value, 'concurrency') !== undefined,
      ),
    env: textsOf(child(root, 'env')),
    jobs: [...jobs.value.entries].map(([id, { start, value }]) => {
      const found = job(id, start, value, ids, report);
      return {
        ...found,
        workingDirectory: found.workingDirectory ?? defaultOf(root, 'working-directory'),
        steps: found.steps.map(step => withShell(step, defaultOf(root, 'shell'))),
      };
    }),
  };
  return {
    workflow,
    problems: problems.sort(
      (a, b) => a.start.line - b.start.line || a.start.column - b.start.column,
    ),
  };
}

type Report = (start: Position, message: string) => void;

function job(
  id: string,
  start: Position,
  node: YamlNode,
  ids: ReadonlySet<string>,
  report: Report,
): WorkflowJob {
  const uses = textOf(child(node, 'uses'));
  const steps = child(node, 'steps');
  const runsOn = child(node, 'runs-on');
  if (uses === undefined && runsOn === undefined)
    report(start, l10n.t('The job "{0}" has neither "runs-on" nor "uses".', id));
  const needs = listOf(child(node, 'needs'));
  for (const need of needs) {
    if (!ids.has(String(need.value)))
      report(
        need.start,
        l10n.t(
          'The job "{0}" needs "{1}", which isn\'t a job of this workflow.',
          id,
          String(need.value),
        ),
      );
  }
  const environment = child(node, 'environment');
  const container = child(node, 'container');
  const secrets = child(node, 'secrets');
  return {
    id,
    start,
    uses,
    name: textOf(child(node, 'name')),
    if: condition(node, report),
    needs: needs.map(({ value }) => String(value)),
    runsOn: listOf(runsOn?.kind === 'map' ? child(runsOn, 'labels') : runsOn).map(({ value }) =>
      String(value),
    ),
    environment: textOf(environment?.kind === 'map' ? child(environment, 'name') : environment),
    permissions: permissions(child(node, 'permissions')),
    env: textsOf(child(node, 'env')),
    matrix: child(child(node, 'strategy'), 'matrix'),
    continueOnError: textOf(child(node, 'continue-on-error')),
    with: scalars(child(node, 'with')),
    secrets: textOf(secrets) === 'inherit' ? 'inherit' : textsOf(secrets),
    container: textOf(container?.kind === 'map' ? child(container, 'image') : container),
    containerEnv: textsOf(child(container, 'env')),
    services: servicesOf(child(node, 'services')),
    workingDirectory: defaultOf(node, 'working-directory'),
    steps:
      steps?.kind === 'list'
        ? steps.items.map(item => withShell(parseStep(item, report), defaultOf(node, 'shell')))
        : [],
  };
}

/** A key of `defaults.run` of a workflow or job. */
function defaultOf(node: YamlNode, key: 'working-directory' | 'shell'): string | undefined {
  return textOf(child(child(child(node, 'defaults'), 'run'), key));
}

function withShell(step: WorkflowStep, shell: string | undefined): WorkflowStep {
  return step.run === undefined ? step : { ...step, shell: step.shell ?? shell };
}

function servicesOf(node: YamlNode | undefined): WorkflowJob['services'] {
  return node?.kind === 'map'
    ? [...node.entries.values()].map(({ value }) => ({
        image: textOf(child(value, 'image')) ?? '',
        env: textsOf(child(value, 'env')),
      }))
    : [];
}

/** Reads a step of a job or of a composite action. */
export function parseStep(node: YamlNode, report: Report): WorkflowStep {
  return {
    start: node.start,
    id: textOf(child(node, 'id')),
    name: textOf(child(node, 'name')),
    if: condition(node, report),
    ...actionOf(node),
    run: textOf(child(node, 'run')),
    env: textsOf(child(node, 'env')),
    continueOnError: textOf(child(node, 'continue-on-error')),
    workingDirectory: textOf(child(node, 'working-directory')),
    shell: textOf(child(node, 'shell')),
  };
}

/** The action of a step with its inputs; one that runs another action again after a failure stands for that one. */
function actionOf(node: YamlNode): Pick<WorkflowStep, 'uses' | 'with'> {
  const uses = textOf(child(node, 'uses'));
  const given = textsOf(child(node, 'with'));
  const { action, with: inputs = '' } = given;
  if (action === undefined || !/^wandalen\/wretry\.action@/i.test(uses ?? ''))
    return { uses, with: given };
  const parsed = parseYaml(inputs);
  return { uses: action, with: 'root' in parsed ? textsOf(parsed.root) : {} };
}

function condition(node: YamlNode, report: Report): Condition | undefined {
  const found = child(node, 'if');
  const text = textOf(found);
  if (found === undefined || text === undefined || text.trim() === '') return undefined;
  const reason = reasonInvalidExpression(text);
  if (reason !== undefined) report(found.start, l10n.t('Not a valid expression: {0}', reason));
  return { text, start: found.start };
}

function permissions(node: YamlNode | undefined): Permissions | undefined {
  if (node === undefined) return undefined;
  const all = textOf(node);
  if (all === 'read-all' || all === 'write-all') return all;
  return textsOf(node);
}

function scalars(node: YamlNode | undefined): Readonly<Record<string, Scalar>> {
  if (node?.kind !== 'map') return {};
  return Object.fromEntries(
    [...node.entries].map(([key, { value }]) => [
      key,
      value.kind === 'scalar' ? value.value : null,
    ]),
  );
}
