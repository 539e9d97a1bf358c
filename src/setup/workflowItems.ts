import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { buildsOf } from '../github/workflows/builds';
import { describeVerdict } from '../github/workflows/verdictWords';
import { setupProblems, type SetupProblem } from '../github/workflows/workflowProblems';
import type { Triggers, Workflow } from '../github/workflows/workflow';
import type { Verdict } from '../github/workflows/verdict';
import { describeBuilds } from './describeBuilds';
import { hardeningItems } from './hardeningItems';
import type { PublishRoute, PublishPath } from './publishPath';
import type { SetupFacts } from './setupFacts';
import type { SetupItem, SetupState } from './setupItem';
import { workflowStateItems } from './workflowStateItems';

/** What the workflow files say: what publishes, what starts it, what it builds, and what is wrong with them. */
export function workflowItems(
  facts: SetupFacts,
  { firing, routes, find }: PublishPath,
): readonly SetupItem[] {
  if (!facts.python) return [];
  const files = [...new Set(routes.map(({ workflow }) => workflow))];
  return [
    ...firing.verdicts.map((verdict, index) => verdictItem(verdict, index, facts)),
    ...files.flatMap(workflow => [
      ...workflowStateItems(workflow, facts),
      startItem(workflow, files.length > 1),
    ]),
    ...buildItems(routes, find),
    trialItem(routes),
    ...files.flatMap(hardeningItems),
    ...problems(facts, routes, find),
  ];
}

function verdictItem(verdict: Verdict, index: number, { question }: SetupFacts): SetupItem {
  const { state, detail, advice, place, canCreate } = describeVerdict(verdict, question.tag);
  return {
    id: `verdict#${index}`,
    group: 'workflow',
    state: state === 'blocks' ? 'problem' : state,
    title: l10n.t('Publishes'),
    detail,
    ...(advice !== undefined && { advice }),
    ...(place !== undefined && { place }),
    ...(canCreate === true && { actions: [{ kind: 'createWorkflow' }] }),
  };
}

function startItem({ path: file, triggers }: Workflow, isOneOfSeveral: boolean): SetupItem {
  const starts = startWords(triggers);
  const first = [triggers.release, triggers.push, triggers.workflowDispatch].find(
    trigger => trigger !== undefined,
  )?.start ?? { line: 0, column: 0 };
  return {
    id: `starts#${file}`,
    group: 'workflow',
    state: 'info',
    title: isOneOfSeveral ? l10n.t('{0} starts', path.posix.basename(file)) : l10n.t('Starts'),
    detail: starts.join('; '),
    place: { file, start: first },
  };
}

function startWords({
  release,
  push,
  workflowDispatch,
  workflowRun,
  schedule,
  others,
}: Triggers): readonly string[] {
  const inputs = (workflowDispatch?.inputs ?? []).map(({ name, options }) =>
    options.length > 0 ? `${name} = ${options.join(' | ')}` : name,
  );
  const patterns = push?.tags?.map(({ text }) => text) ?? [];
  return [
    ...(release === undefined
      ? []
      : [
          release.types === undefined
            ? l10n.t('with anything that happens to a Release')
            : l10n.t('when a Release is {0}', release.types.join(', ')),
        ]),
    ...(push === undefined
      ? []
      : [
          patterns.length > 0
            ? l10n.t('when a tag is pushed ({0})', patterns.join(', '))
            : l10n.t('with a push'),
        ]),
    ...(workflowDispatch === undefined
      ? []
      : [inputs.length > 0 ? l10n.t('by hand ({0})', inputs.join('; ')) : l10n.t('by hand')]),
    ...(workflowRun === undefined ? [] : [l10n.t('after {0}', workflowRun.workflows.join(', '))]),
    ...(schedule === undefined ? [] : [l10n.t('by a schedule')]),
    ...others.map(({ event }) => l10n.t('on {0}', event)),
  ];
}

function buildItems(
  routes: readonly PublishRoute[],
  find: PublishPath['find'],
): readonly SetupItem[] {
  const route = routes.find(({ kind }) => kind !== 'trial') ?? routes[0];
  if (route === undefined) return [];
  const builds = buildsOf(route.workflow, route.event, find);
  const [first] = builds;
  if (first === undefined) {
    return [
      {
        id: 'builds',
        group: 'workflow',
        state: 'unknown',
        title: l10n.t('Builds'),
        detail: l10n.t('no job builds with maturin as far as can be seen'),
        advice: l10n.t('What it puts on the index cannot be foretold, and is not compared.'),
        place: { file: route.workflow.path, start: { line: 0, column: 0 } },
      },
    ];
  }
  return [
    {
      id: 'builds',
      group: 'workflow',
      state: 'ok',
      title: l10n.t('Builds'),
      detail: describeBuilds(builds),
      place: first.place,
    },
  ];
}

function trialItem(routes: readonly PublishRoute[]): SetupItem {
  const item = { id: 'trial', group: 'workflow', title: l10n.t('Trial on TestPyPI') } as const;
  const route = routes.find(({ kind }) => kind === 'trial');
  if (route === undefined) {
    return {
      ...item,
      state: 'info',
      detail: l10n.t('no workflow publishes there and nowhere else when it is started by hand'),
      advice: l10n.t('A release can do without. Publish to TestPyPI uploads from this computer.'),
    };
  }
  const inputs = Object.entries(route.event.inputs ?? {}).map(
    ([name, value]) => `${name} = ${String(value)}`,
  );
  const trigger = route.workflow.triggers.workflowDispatch;
  return {
    ...item,
    state: 'ok',
    detail:
      inputs.length === 0 ? l10n.t('by hand') : l10n.t('by hand, with {0}', inputs.join(', ')),
    ...(trigger !== undefined && { place: { file: route.workflow.path, start: trigger.start } }),
  };
}

function problems(
  { workflows, project }: SetupFacts,
  routes: readonly PublishRoute[],
  find: PublishPath['find'],
): readonly SetupItem[] {
  const broken = workflows
    .flatMap(({ problems }) => problems)
    .map(problem => ({ ...problem, title: path.posix.basename(problem.file) }));
  const found = routes
    .flatMap(({ workflow, event }) => setupProblems(workflow, event, project, find))
    .map(problem => ({ ...problem, title: problemTitle(problem.kind) }));
  return folded([...broken, ...found]);
}

type Row = Pick<SetupProblem, 'file' | 'start' | 'message' | 'severity'> & {
  readonly title: string;
};

/** One row for each message of a file, with all its lines. */
function folded(rows: readonly Row[]): readonly SetupItem[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.file}#${row.title}#${row.message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else if (group.every(({ start }) => start.line !== row.start.line)) group.push(row);
  }
  return [...groups.values()].flatMap((group): readonly SetupItem[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { file, start, message, severity, title } = first;
    const lines = group.map(row => row.start.line + 1).join(', ');
    return [
      {
        id: `problem#${file}:${start.line}#${message}`,
        group: 'workflow',
        state: stateOf(severity),
        title:
          group.length === 1
            ? l10n.t('{0}, line {1}', title, lines)
            : l10n.t('{0}, lines {1}', title, lines),
        detail: message,
        place: { file, start },
      },
    ];
  });
}

function stateOf(severity: SetupProblem['severity']): SetupState {
  return severity === 'error' ? 'problem' : 'warning';
}

function problemTitle(kind: SetupProblem['kind']): string {
  switch (kind) {
    case 'idToken':
      return l10n.t('Permission');
    case 'retiredRunner':
      return l10n.t('Runner');
    case 'manylinux':
      return 'manylinux';
    case 'linuxTag':
      return l10n.t('Wheel tag');
    case 'python':
      return l10n.t('Python versions');
    case 'noSdist':
      return l10n.t('Source distribution');
    case 'passedOver':
      return l10n.t('Upload result');
  }
}
