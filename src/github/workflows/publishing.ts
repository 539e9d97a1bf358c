import {
  isOwnWord,
  option,
  options,
  startedEnvironment,
  toolName,
  withoutRunner,
} from './commandWords';
import { type Contexts, evaluatePartly } from './expression';
import { hasOpenOptions, hasOtherCase, isOtherProgram } from './openOptions';
import { runtimeVariable } from './settingsChanges';
import { type Command, wordsOf } from './shell';
import { type IndexKind, indexOf, UNKNOWN } from './uploadIndex';

/** A step that uploads to a package index. */
export interface Upload {
  readonly index: IndexKind;
  /**
   * Whether the index follows from an URL, or from a name that the tool itself knows. A name of a configuration file can
   * lead anywhere.
   */
  readonly isIndexSure: boolean;
  /** The action or command, such as `twine upload`. */
  readonly by: string;
  /** Whether it passes over files that are on the index already: a run can be green and publish nothing. */
  readonly skipExisting: boolean;
  /** Whether it signs in by OpenID Connect and no token; undefined where that is not known. */
  readonly trusted: boolean | undefined;
}

type Env = Readonly<Record<string, string>>;

const MATURIN_ACTION = /^(?:pyo3|messense)\/maturin-action(?:@|$)/i;

/** Whether a step uses the action of maturin, under its new or its old owner. */
export function isMaturinAction(uses: string | undefined): boolean {
  return uses !== undefined && MATURIN_ACTION.test(uses);
}

/** The upload of an action, or undefined. @param env of workflow, job and step together */
export function uploadOfAction(
  uses: string,
  inputs: Readonly<Record<string, string>>,
  env: Env,
  contexts: Contexts,
): Upload | undefined {
  const name = (uses.split('@', 1)[0] ?? '').toLowerCase();
  const input = (...keys: readonly string[]): string | undefined => {
    const text = keys.map(key => inputs[key]).find(value => value !== undefined);
    return text === undefined ? undefined : evaluatePartly(text, contexts);
  };
  switch (name) {
    case 'pypa/gh-action-pypi-publish':
      return {
        by: 'pypa/gh-action-pypi-publish',
        // The names of inputs have no case.
        ...indexOf(
          Object.entries(inputs).flatMap(([key, text]) =>
            /^repository[-_]url$/i.test(key) ? [evaluatePartly(text, contexts)] : [],
          ),
          [],
        ),
        skipExisting: input('skip-existing', 'skip_existing') === 'true',
        trusted: inputs['password'] === undefined,
      };
    case 'jrubics/poetry-publish':
    case 'ffurrer2/poetry-publish':
    case 'celsiusnarhwal/poetry-publish':
      return {
        by: uses.split('@', 1)[0] ?? '',
        ...indexOf([input('repository_url')], [input('repository_name')]),
        skipExisting: false,
        trusted: false,
      };
    case 'etils-actions/pypi-auto-publish':
    case 'casperdcl/deploy-pypi':
    case 'patrick-kidger/action_update_python_project':
      return {
        by: uses.split('@', 1)[0] ?? '',
        index: 'unknown',
        isIndexSure: false,
        skipExisting: false,
        trusted: undefined,
      };
    default:
      break;
  }
  if (!MATURIN_ACTION.test(uses)) return undefined;
  const command = input('command') ?? 'build';
  const words = ['maturin', command, ...wordsOf(input('args') ?? '')];
  return uploadOfCommand({ words, env: {} }, env);
}

interface Tool {
  readonly tool: string;
  readonly subcommands: readonly string[];
  /** Options and variables that name an index by its URL. */
  readonly urls: readonly string[];
  /** Options and variables that name an index by the name that it has in a configuration. */
  readonly names: readonly string[];
  /** Names that the tool knows without a configuration. */
  readonly known: readonly string[];
  readonly skipOptions: readonly string[];
  /** Variables with a token or password. */
  readonly tokenVariables: readonly string[];
  readonly tokenOptions: readonly string[];
}

const TOOLS: readonly Tool[] = [
  {
    tool: 'maturin',
    subcommands: ['publish', 'upload'],
    urls: ['--repository-url', 'MATURIN_REPOSITORY_URL'],
    names: ['--repository', '-r', 'MATURIN_REPOSITORY'],
    known: ['pypi', 'testpypi'],
    skipOptions: ['--skip-existing'],
    tokenVariables: ['MATURIN_PYPI_TOKEN', 'MATURIN_PASSWORD'],
    tokenOptions: ['--password', '-p', '--token'],
  },
  {
    tool: 'twine',
    subcommands: ['upload'],
    urls: ['--repository-url', 'TWINE_REPOSITORY_URL'],
    names: ['--repository', '-r', 'TWINE_REPOSITORY'],
    known: ['pypi', 'testpypi'],
    skipOptions: ['--skip-existing'],
    tokenVariables: ['TWINE_PASSWORD'],
    tokenOptions: ['--password', '-p'],
  },
  {
    tool: 'uv',
    subcommands: ['publish'],
    urls: ['--publish-url', 'UV_PUBLISH_URL'],
    names: ['--index', 'UV_PUBLISH_INDEX'],
    known: [],
    skipOptions: ['--check-url'],
    tokenVariables: ['UV_PUBLISH_TOKEN', 'UV_PUBLISH_PASSWORD'],
    tokenOptions: ['--token', '-t', '--password', '-p'],
  },
  {
    tool: 'poetry',
    subcommands: ['publish'],
    urls: [],
    names: ['--repository', '-r'],
    known: ['pypi'],
    skipOptions: ['--skip-existing'],
    tokenVariables: [
      'POETRY_PYPI_TOKEN_PYPI',
      'POETRY_PYPI_TOKEN_TESTPYPI',
      'POETRY_HTTP_BASIC_PYPI_PASSWORD',
    ],
    tokenOptions: ['--password', '-p'],
  },
  {
    tool: 'hatch',
    subcommands: ['publish'],
    urls: [],
    names: ['--repo', '-r', 'HATCH_INDEX_REPO'],
    known: ['main', 'test'],
    skipOptions: [],
    tokenVariables: ['HATCH_INDEX_AUTH'],
    tokenOptions: ['--auth', '-a'],
  },
  {
    tool: 'pdm',
    subcommands: ['publish'],
    urls: [],
    names: ['--repository', '-r', 'PDM_PUBLISH_REPO'],
    known: ['pypi', 'testpypi'],
    skipOptions: ['--skip-existing'],
    tokenVariables: ['PDM_PUBLISH_PASSWORD'],
    tokenOptions: ['--password', '-P'],
  },
  {
    tool: 'rye',
    subcommands: ['publish'],
    urls: ['--repository-url'],
    names: ['--repository', '-r'],
    known: ['pypi'],
    skipOptions: ['--skip-existing'],
    tokenVariables: [],
    tokenOptions: ['--token'],
  },
  {
    tool: 'flit',
    subcommands: ['publish'],
    urls: ['FLIT_INDEX_URL'],
    names: ['--repository'],
    known: ['pypi'],
    skipOptions: [],
    tokenVariables: ['FLIT_PASSWORD'],
    tokenOptions: [],
  },
  {
    tool: 'setup.py',
    subcommands: ['upload'],
    urls: [],
    names: ['--repository', '-r'],
    known: ['pypi', 'testpypi'],
    skipOptions: [],
    tokenVariables: [],
    tokenOptions: [],
  },
];

/**
 * The upload of a command of a script, or undefined.
 * @param outer the variables of workflow, job and step together
 * @param indexes URLs of the indexes that are configured, by tool and name, such as `uv testpypi`
 */
export function uploadOfCommand(
  { words: given, env: own }: Pick<Command, 'words' | 'env'>,
  outer: Env,
  indexes: ReadonlyMap<string, string> = new Map(),
): Upload | undefined {
  const words = withoutRunner(given);
  const program = toolName(words);
  // `python setup.py sdist upload`
  const name =
    /^python|^py$/.test(program) && words[1]?.endsWith('setup.py') === true ? 'setup.py' : program;
  const tool = TOOLS.find(
    ({ tool, subcommands }) =>
      tool === name && words.slice(1).some(word => subcommands.includes(word)),
  );
  const subcommand = words.slice(1).find(word => tool?.subcommands.includes(word) === true);
  if (tool === undefined || subcommand === undefined) return undefined;
  // Words before it that are no options belong to another subcommand: `poetry config publish …`.
  const isOther =
    tool.tool !== 'setup.py' &&
    words
      .slice(1, words.indexOf(subcommand))
      .some((word, at) => /^[a-z]/.test(word) && isOwnWord(words, at + 1));
  if (isOther || words.includes('--dry-run') || words.includes('--help')) return undefined;
  const started = startedEnvironment(given);
  const env = { ...outer, ...own, ...started.env };
  const plain = new Set([...tool.tokenOptions, '--username', '--user', '-u']);
  const isPlain = (at: number) => plain.has(words[at - 1] ?? '');
  const isHidden = words.some((word, at) => word.startsWith(UNKNOWN) && !isPlain(at));
  const isVariable =
    hasOpenOptions(words, [...tool.urls, ...tool.names], isPlain) ||
    started.isCut ||
    runtimeVariable({ ...own, ...started.env }) !== undefined ||
    isOtherProgram(given) ||
    hasOtherCase(env, [...tool.urls, ...tool.names]);
  const urls = valuesOf(tool.urls, words, env);
  const names = valuesOf(tool.names, words, env).map(
    name => (name === undefined ? undefined : indexes.get(`${tool.tool} ${name}`)) ?? name,
  );
  const token =
    tool.tokenVariables.some(name => env[name] !== undefined) ||
    option(words, ...tool.tokenOptions) !== undefined;
  return {
    by: `${tool.tool} ${subcommand}`,
    // An option may hide in an expression or a variable of its own.
    ...indexOf(urls, names, tool.known, isHidden, isVariable),
    skipExisting: tool.skipOptions.some(
      name => option(words, name) !== undefined || words.includes(name),
    ),
    trusted: token ? false : undefined,
  };
}

/** What options and variables say, the options first. */
function valuesOf(
  keys: readonly string[],
  words: readonly string[],
  env: Env,
): readonly (string | undefined)[] {
  const flags = keys.filter(key => key.startsWith('-'));
  const glued = flags
    .filter(flag => !flag.startsWith('--'))
    .flatMap(flag => words.filter(word => word.startsWith(flag) && word.length > 2))
    .map(word => word.slice(2));
  const given = [
    ...words.flatMap((word, at) => (flags.includes(word) ? [words[at + 1] ?? UNKNOWN] : [])),
    ...options(words, ...flags.filter(flag => flag.startsWith('--'))).filter(
      value => value !== '' && words.some(word => word.endsWith(`=${value}`)),
    ),
    ...glued,
  ];
  return given.length > 0 ? given : keys.filter(key => !key.startsWith('-')).map(key => env[key]);
}
