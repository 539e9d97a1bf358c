import { evaluateText, type Contexts } from './expression';
import { commandsOf, isTool, option, wordsOf } from './shell';
import type { WorkflowStep } from './workflow';

/** Where a step uploads to. `unknown` turns on something that is known only when the workflow runs. */
export type IndexKind = 'pypi' | 'testpypi' | 'other' | 'unknown';

/** A step that uploads to a package index. */
export interface Upload {
  readonly index: IndexKind;
  /** The action or command, such as `twine upload`. */
  readonly by: string;
  /** Whether files that are there already are passed over, so that a run can be green and publish nothing. */
  readonly skipExisting: boolean;
  /** Whether it signs in by OpenID Connect and no token; undefined where that cannot be told. */
  readonly trusted: boolean | undefined;
}

const MATURIN_ACTION = /^(?:pyo3|messense)\/maturin-action(?:@|$)/i;

/** What a step uploads, or undefined. @param env of workflow, job and step together */
export function uploadOf(
  step: WorkflowStep,
  contexts: Contexts,
  env: Readonly<Record<string, string>>,
): Upload | undefined {
  const fill = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : (evaluateText(text, contexts) ?? UNKNOWN);
  if (step.uses !== undefined) return uploadOfAction(step.uses, step.with, env, fill);
  if (step.run === undefined) return undefined;
  for (const command of commandsOf(step.run)) {
    const found = TOOLS.find(({ tool, subcommands }) => isTool(command, tool, ...subcommands));
    if (found === undefined) continue;
    const subcommand = found.subcommands.find(name => command.words.includes(name)) ?? '';
    return uploadOfTool(
      found,
      `${found.tool} ${subcommand}`,
      command.words,
      { ...env, ...command.env },
      fill,
    );
  }
  return undefined;
}

/** Whether a step uses the action of maturin, under its new or its old owner. */
export function isMaturinAction(uses: string | undefined): boolean {
  return uses !== undefined && MATURIN_ACTION.test(uses);
}

type Fill = (text: string | undefined) => string | undefined;

/** Stands for what an expression does not yet say. */
const UNKNOWN = '\0';

function uploadOfAction(
  uses: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
  fill: Fill,
): Upload | undefined {
  const name = (uses.split('@', 1)[0] ?? '').toLowerCase();
  const input = (key: string) => fill(inputs[key] ?? inputs[key.replaceAll('-', '_')]);
  if (name === 'pypa/gh-action-pypi-publish') {
    return {
      by: 'pypa/gh-action-pypi-publish',
      index: indexOf(input('repository-url') ?? ''),
      skipExisting: input('skip-existing') === 'true',
      trusted: inputs['password'] === undefined,
    };
  }
  if (name === 'jrubics/poetry-publish')
    return {
      by: 'JRubics/poetry-publish',
      index: indexOf(input('repository_url') ?? ''),
      skipExisting: false,
      trusted: false,
    };
  if (MATURIN_ACTION.test(uses)) {
    const command = fill(inputs['command']) ?? 'build';
    if (command !== 'publish' && command !== 'upload') return undefined;
    const [maturin] = TOOLS;
    return (
      maturin &&
      uploadOfTool(maturin, `maturin ${command}`, wordsOf(inputs['args'] ?? ''), env, fill)
    );
  }
  return undefined;
}

interface Tool {
  readonly tool: string;
  readonly subcommands: readonly string[];
  /** Options that name an index, in a configuration or by URL. */
  readonly indexOptions: readonly string[];
  /** Variables that do the same. */
  readonly indexVariables: readonly string[];
  readonly skipOptions: readonly string[];
  /** Variables with a token or password. */
  readonly tokenVariables: readonly string[];
  readonly tokenOptions: readonly string[];
}

const TOOLS: readonly Tool[] = [
  {
    tool: 'maturin',
    subcommands: ['publish', 'upload'],
    indexOptions: ['--repository-url', '--repository', '-r'],
    indexVariables: ['MATURIN_REPOSITORY_URL', 'MATURIN_REPOSITORY'],
    skipOptions: ['--skip-existing'],
    tokenVariables: ['MATURIN_PYPI_TOKEN', 'MATURIN_PASSWORD'],
    tokenOptions: ['--password', '-p', '--token'],
  },
  {
    tool: 'twine',
    subcommands: ['upload'],
    indexOptions: ['--repository-url', '--repository', '-r'],
    indexVariables: ['TWINE_REPOSITORY_URL', 'TWINE_REPOSITORY'],
    skipOptions: ['--skip-existing'],
    tokenVariables: ['TWINE_PASSWORD'],
    tokenOptions: ['--password', '-p'],
  },
  {
    tool: 'uv',
    subcommands: ['publish'],
    indexOptions: ['--publish-url', '--index'],
    indexVariables: ['UV_PUBLISH_URL', 'UV_PUBLISH_INDEX'],
    skipOptions: ['--check-url'],
    tokenVariables: ['UV_PUBLISH_TOKEN', 'UV_PUBLISH_PASSWORD'],
    tokenOptions: ['--token', '-t', '--password', '-p'],
  },
  {
    tool: 'poetry',
    subcommands: ['publish'],
    indexOptions: ['--repository', '-r'],
    indexVariables: [],
    skipOptions: ['--skip-existing'],
    tokenVariables: ['POETRY_PYPI_TOKEN_PYPI', 'POETRY_HTTP_BASIC_PYPI_PASSWORD'],
    tokenOptions: ['--password', '-p'],
  },
  {
    tool: 'hatch',
    subcommands: ['publish'],
    indexOptions: ['--repo', '-r'],
    indexVariables: ['HATCH_INDEX_REPO'],
    skipOptions: [],
    tokenVariables: ['HATCH_INDEX_AUTH'],
    tokenOptions: ['--auth', '-a'],
  },
  {
    tool: 'pdm',
    subcommands: ['publish'],
    indexOptions: ['--repository', '-r'],
    indexVariables: ['PDM_PUBLISH_REPO'],
    skipOptions: ['--skip-existing'],
    tokenVariables: ['PDM_PUBLISH_PASSWORD'],
    tokenOptions: ['--password', '-P'],
  },
  {
    tool: 'flit',
    subcommands: ['publish'],
    indexOptions: ['--repository'],
    indexVariables: ['FLIT_INDEX_URL'],
    skipOptions: [],
    tokenVariables: ['FLIT_PASSWORD'],
    tokenOptions: [],
  },
];

function uploadOfTool(
  tool: Tool,
  by: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  fill: Fill,
): Upload | undefined {
  if (words.includes('--dry-run')) return undefined;
  const variable = tool.indexVariables.map(name => env[name]).find(value => value !== undefined);
  const named = fill(option(words, ...tool.indexOptions) ?? variable) ?? '';
  const token =
    tool.tokenVariables.some(name => env[name] !== undefined) ||
    option(words, ...tool.tokenOptions) !== undefined;
  // An option may hide in an expression of its own.
  const hidden = words.some(
    word => word.startsWith('${{') && (fill(word) ?? UNKNOWN).includes(UNKNOWN),
  );
  return {
    by,
    index: named === '' && hidden ? 'unknown' : indexOf(named),
    skipExisting: tool.skipOptions.some(
      name => option(words, name) !== undefined || words.includes(name),
    ),
    trusted: token ? false : undefined,
  };
}

/** An index by its URL or by the name that it has in a .pypirc. */
function indexOf(name: string): IndexKind {
  const text = name.trim().toLowerCase();
  if (text.includes(UNKNOWN) || text.startsWith('$')) return 'unknown';
  if (/\btest[-_.]?pypi\b|^https?:\/\/test\.pypi\.org\b/.test(text)) return 'testpypi';
  return text === '' || text === 'pypi' || /^https?:\/\/(?:upload\.)?pypi\.org\b/.test(text)
    ? 'pypi'
    : 'other';
}
