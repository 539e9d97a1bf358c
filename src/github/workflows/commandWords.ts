import { type Command } from './shell';

/** The value of an option: `--target x`, `--target=x`, `-t x`, `-tx`. */
export function option(words: readonly string[], ...names: readonly string[]): string | undefined {
  return options(words, ...names)[0];
}

/** All values of an option that may be given more than once, or with several values after it. */
export function options(words: readonly string[], ...names: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    if (names.includes(word)) {
      const end = words.slice(at + 1, at + 50).findIndex(next => next.startsWith('-'));
      return words.slice(at + 1, end === -1 ? at + 50 : at + 1 + end);
    }
    const name = names.find(name => name.startsWith('--') && word.startsWith(`${name}=`));
    return name === undefined ? [] : [word.slice(name.length + 1)];
  });
}

/** Whether a command is one of a tool, whatever runs the tool: `twine upload`, `python -m twine upload`, `uvx twine upload`. */
export function isTool(command: Command, tool: string, ...subcommands: readonly string[]): boolean {
  const words = withoutRunner(command.words);
  return (
    toolName(words) === tool &&
    (subcommands.length === 0 || words.slice(1).some(word => subcommands.includes(word)))
  );
}

/** The name of a program without its folder, ending, version and extras: `twine` of `/opt/twine.exe` and `twine[x]@6`. */
export function toolName(words: readonly string[]): string {
  const file = (words[0] ?? '').split(/[\\/]/).at(-1) ?? '';
  if (file === '[' || file === '[[') return file;
  return (file.split(/[=@[]/, 1)[0] ?? '').replace(/\.exe$/, '').toLowerCase();
}

/** Options of runners that have a value after them. */
const WITH_VALUE = new Set([
  '--with',
  '--with-requirements',
  '--python',
  '-p',
  '--group',
  '--only-group',
  '--extra',
  '--from',
  '--package',
  '--project',
  '--directory',
  '--env-file',
  '--index',
  '--spec',
  '-e',
  '--environment',
  '--manifest-path',
  '-n',
  '--name',
  '--prefix',
]);

/** Programs that run scripts which a project defines, whatever those are called. */
const PROJECT_RUNNERS = new Set(['uv', 'poetry', 'pdm', 'rye', 'pixi', 'pipenv', 'hatch']);

/** Whether a project may say what a command does: `hatch run test` is no `test` of the shell. */
export function isProjectScript(words: readonly string[]): boolean {
  return PROJECT_RUNNERS.has(toolName(words)) && withoutRunner(words) !== words;
}

/** Whether a program is a file of the repository, and none of a virtual environment: `ci/twine`. */
export function isProjectProgram(program: string): boolean {
  return (
    /[\\/]/.test(program) &&
    !/(?:^|[\\/])\.?v?env[\w.-]*[\\/](?:bin|Scripts)[\\/]|^[~/]|^[A-Za-z]:|^[$%]/.test(program)
  );
}

/** The environment that the programs in front of a command change. */
export interface StartedEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Whether variables of the step may be missing: `env -i`, `env -u`, `sudo` without `-E`. */
  readonly isCut: boolean;
}

export function startedEnvironment(words: readonly string[]): StartedEnvironment {
  const own = words.slice(0, words.length - withoutRunner(words).length);
  const name = toolName(own);
  const env: Record<string, string> = {};
  for (const word of own) {
    const [, key, value] = /^(\w+)=([^]*)$/.exec(word) ?? [];
    if (key !== undefined && value !== undefined) env[key] = value;
  }
  const isCut =
    name === 'env'
      ? own.some(word => /^(?:-i?u?$|-i|-u|--ignore|--unset)/.test(word))
      : name === 'sudo' && !own.some(word => /^(?:-\w*E|--preserve-env$)/.test(word));
  return { env, isCut };
}

/** A command without what runs it: `python -m`, `uvx`, `pipx run`, `uv run`, `poetry run` and the like. */
export function withoutRunner(words: readonly string[]): readonly string[] {
  let rest = words;
  for (let depth = 0; depth < 10; depth++) {
    const inner = insideRunner(rest);
    if (inner === undefined || inner.length === 0) return rest;
    rest = inner;
  }
  return rest;
}

/** Programs that only start the command after their options, with the options that have a value after them. */
const STARTERS: Readonly<Record<string, readonly string[]>> = {
  exec: ['-a'],
  time: ['-f', '-o', '--format', '--output'],
  sudo: ['-u', '-g', '-C', '-h', '-p', '-r', '-t', '-U', '-D', '-R', '-T', '--user', '--group'],
  command: [],
  builtin: [],
  env: ['-u', '-C', '--unset', '--chdir'],
  nohup: [],
};

function insideRunner(words: readonly string[]): readonly string[] | undefined {
  const name = toolName(words);
  const withValue = Object.hasOwn(STARTERS, name) ? STARTERS[name] : undefined;
  if (withValue !== undefined) {
    let at = 1;
    while (words[at]?.startsWith('-') === true || /^\w+=/.test(words[at] ?? '')) {
      // `env -S` splits a text of its own, and `command -v` only looks for a program.
      if (/^(?:-S|--split-string|-[vV]$)/.test(words[at] ?? '') && name !== 'sudo')
        return undefined;
      at += withValue.includes(words[at] ?? '') ? 2 : 1;
    }
    return at < words.length ? words.slice(at) : undefined;
  }
  const [, second, third] = words;
  if (/^(?:python(?:\d(?:\.\d+)?t?)?|py|pypy\d?)$/.test(name)) {
    const end = words.slice(1).findIndex(word => !word.startsWith('-'));
    const options = words.slice(1, end === -1 ? undefined : 1 + end);
    return options.at(-1) === '-m' ? words.slice(1 + options.length) : undefined;
  }
  if (name === 'uvx') return afterOptions(words.slice(1));
  if (name === 'pipx' && second === 'run') return afterOptions(words.slice(2));
  if (name === 'uv' && second === 'tool' && third === 'run') return afterOptions(words.slice(3));
  if (name === 'rustup' && second === 'run') return afterOptions(words.slice(2)).slice(1);
  if (
    (PROJECT_RUNNERS.has(name) || /^(?:conda|mamba|micromamba)$/.test(name)) &&
    name !== 'hatch' &&
    second === 'run'
  )
    return afterOptions(words.slice(2));
  if (name === 'hatch') {
    const rest = afterOptions(words.slice(1));
    return rest[0] === 'run' ? afterOptions(rest.slice(1)) : undefined;
  }
  return undefined;
}

function afterOptions(words: readonly string[]): readonly string[] {
  let at = 0;
  while (words[at]?.startsWith('-') === true) at += WITH_VALUE.has(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}

/** Options of many tools without a value after them. */
const FLAGS =
  /^(?:-[qvnsyhV]+|-vv+|--(?:quiet|verbose|no-interaction|no-ansi|no-cache|offline|locked|frozen|no-color|silent|no-progress|yes|version|help|preview|no-config|no-plugins|ansi|debug|native-tls|no-pager)|--[^\s=]+=\S*)$/;

/** The subcommand of a tool. One that may be the value of an option before it is one only if no other word can be. */
export function subcommandOf(words: readonly string[]): string | undefined {
  const at = words.findIndex((word, index) => index > 0 && !/^[-+]/.test(word));
  if (at === -1) return words[1];
  const before = words[at - 1] ?? '';
  const isSure = at === 1 || !before.startsWith('-') || FLAGS.test(before);
  const other = isSure
    ? undefined
    : words.slice(at + 1).find(word => /^(?:publish|upload|push|release)$/.test(word));
  return other ?? words[at];
}

/** Whether a word is a word of its own and not the value of an option. */
export function isOwnWord(words: readonly string[], at: number): boolean {
  const before = words[at - 1] ?? '';
  return at === 1 || !before.startsWith('-') || FLAGS.test(before);
}
