import { parseArgs } from 'node:util';
import { type Phase, PHASES } from '../versions/releaseVersion';
import type { Level } from '../versions/semver';
import { CliError, type CommandName, COMMANDS, usage } from './usage';
/** Which bump `--bump` asks for; the words are those of {@link Bump}, with `prerelease` for `next`. */
export type BumpWord =
  | { readonly kind: 'level'; readonly level: Level }
  | { readonly kind: 'pre'; readonly level?: Level; readonly phase: Phase }
  | { readonly kind: 'next' }
  | { readonly kind: 'final' };

export type Target =
  | { readonly kind: 'bump'; readonly word: string; readonly bump: BumpWord }
  | { readonly kind: 'to'; readonly text: string };

export interface CheckArguments {
  readonly command: 'check';
  readonly dir: string;
  readonly package?: string;
  readonly tag?: string;
  /** The values that settle questions, by the question's id. */
  readonly answers: ReadonlyMap<string, string>;
  readonly format: 'text' | 'github' | 'json';
}

export interface PlanArguments {
  readonly command: 'plan' | 'bump';
  readonly dir: string;
  readonly package?: string;
  readonly target: Target;
  /** Packages with a version of their own that are bumped in the same run, in their order. */
  readonly with: readonly { readonly package: string; readonly target: Target }[];
  /** The values that settle questions, by the question's id. */
  readonly answers: ReadonlyMap<string, string>;
  /** Whether all other files are searched for the version, too. */
  readonly search: boolean;
  readonly format: 'text' | 'json';
}

export type Arguments =
  | CheckArguments
  | PlanArguments
  | { readonly command: 'help'; readonly about?: CommandName }
  | { readonly command: 'version' }
  | { readonly command: 'schema'; readonly of: CommandName };

/** Arguments that make no sense. The message says what is right. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';

  constructor(message: string, command?: CommandName) {
    const [line = ''] = usage(command).split('\n', 1);
    super(
      `${message}\n${line}\nSee budtiktok-release ${command === undefined ? '' : `${command} `}--help.`,
    );
  }
}

const COMMON = {
  help: { type: 'boolean', short: 'h' },
  schema: { type: 'boolean' },
  json: { type: 'boolean' },
  package: { type: 'string' },
} as const;
const CHECK = {
  ...COMMON,
  tag: { type: 'string' },
  format: { type: 'string' },
  answer: { type: 'string', multiple: true },
} as const;
const PLAN = {
  ...COMMON,
  bump: { type: 'string' },
  to: { type: 'string' },
  with: { type: 'string', multiple: true },
  answer: { type: 'string', multiple: true },
  search: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readArguments(argv: readonly string[]): Arguments {
  const [first, ...rest] = argv;
  switch (first) {
    case undefined:
      throw new UsageError('A command is missing.');
    case '--help':
    case '-h':
    case 'help': {
      const about = COMMANDS.find(name => name === rest[0]);
      return { command: 'help', ...(about && { about }) };
    }
    case '--version':
    case '-V':
      return { command: 'version' };
    case 'check':
      return readCheck(rest);
    case 'plan':
    case 'bump':
      return readPlan(first, rest);
    default:
      throw new UsageError(
        `${first.startsWith('-') ? 'The command comes first' : 'There is no such command'}: "${first}".`,
      );
  }
}

function readCheck(args: string[]): Arguments {
  const { values, positionals } = parsed('check', () =>
    parseArgs({ args, options: CHECK, allowPositionals: true }),
  );
  if (values.help === true) return { command: 'help', about: 'check' };
  if (values.schema === true) return { command: 'schema', of: 'check' };
  const format = values.format ?? (values.json === true ? 'json' : 'text');
  if (format !== 'text' && format !== 'github' && format !== 'json') {
    throw new UsageError(`--format is text, github or json, and not "${format}".`, 'check');
  }
  if (values.json === true && format !== 'json')
    throw new UsageError(`--json and --format ${format} exclude each other.`, 'check');
  if (values.tag === '') throw new UsageError('--tag is empty.', 'check');
  return {
    command: 'check',
    dir: directory('check', positionals),
    answers: readAnswers('check', values.answer ?? []),
    format,
    ...(values.package !== undefined && { package: values.package }),
    ...(values.tag !== undefined && { tag: values.tag }),
  };
}

function readPlan(command: 'plan' | 'bump', args: string[]): Arguments {
  const { values, positionals } = parsed(command, () =>
    parseArgs({ args, options: PLAN, allowPositionals: true }),
  );
  if (values.help === true) return { command: 'help', about: command };
  if (values.schema === true) return { command: 'schema', of: command };
  return {
    command,
    dir: directory(command, positionals),
    target: readTarget(command, values.bump, values.to),
    with: readWith(command, values.with ?? []),
    answers: readAnswers(command, values.answer ?? []),
    search: values.search === true,
    format: values.json === true ? 'json' : 'text',
    ...(values.package !== undefined && { package: values.package }),
  };
}

function parsed<T>(command: CommandName, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The message goes on with advice about positionals that start with a dash.
    throw new UsageError(`${error.message.split('. ', 1)[0] ?? ''}.`, command);
  }
}

function directory(command: CommandName, positionals: readonly string[]): string {
  const [dir = '.', ...more] = positionals;
  if (more.length > 0)
    throw new UsageError(`One folder at most, and not also "${more.join('", "')}".`, command);
  return dir;
}

function readTarget(
  command: CommandName,
  bump: string | undefined,
  to: string | undefined,
): Target {
  if (bump !== undefined && to !== undefined)
    throw new UsageError('--bump and --to exclude each other.', command);
  if (to !== undefined) return { kind: 'to', text: to };
  if (bump === undefined)
    throw new UsageError('Either --bump or --to has to say which version is next.', command);
  const word = readBump(bump);
  if (word === undefined) throw new UsageError(`"${bump}" is no bump.`, command);
  return { kind: 'bump', word: bump, bump: word };
}

/** `--with NAME=BUMP` or `--with NAME=VERSION`. */
function readWith(command: CommandName, texts: readonly string[]): PlanArguments['with'] {
  return texts.map(text => {
    const at = text.lastIndexOf('=');
    const word = text.slice(at + 1);
    if (at <= 0 || word === '')
      throw new UsageError(`--with is NAME=BUMP or NAME=VERSION, and not "${text}".`, command);
    const bump = readBump(word);
    return {
      package: text.slice(0, at),
      target: bump === undefined ? { kind: 'to', text: word } : { kind: 'bump', word, bump },
    };
  });
}

function readBump(text: string): BumpWord | undefined {
  if (text === 'prerelease') return { kind: 'next' };
  if (text === 'final') return { kind: 'final' };
  const isLevel = (word: string | undefined): word is Level =>
    word === 'patch' || word === 'minor' || word === 'major';
  const phaseOf = (word: string | undefined) => PHASES.find(phase => phase === word);
  const [first, second, ...more] = text.split('-');
  if (more.length > 0) return undefined;
  if (second === undefined) {
    if (isLevel(first)) return { kind: 'level', level: first };
    const phase = phaseOf(first);
    return phase && { kind: 'pre', phase };
  }
  const phase = phaseOf(second);
  return isLevel(first) && phase !== undefined ? { kind: 'pre', level: first, phase } : undefined;
}

function readAnswers(command: CommandName, texts: readonly string[]): Map<string, string> {
  const answers = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at <= 0) throw new UsageError(`--answer is ID=VALUE, and not "${text}".`, command);
    const id = text.slice(0, at);
    if (answers.has(id)) throw new UsageError(`--answer ${id} is given twice.`, command);
    answers.set(id, text.slice(at + 1));
  }
  return answers;
}
