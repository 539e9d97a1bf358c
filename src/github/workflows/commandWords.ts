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
]);

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

/** Programs that only start the command after their options. */
const STARTERS = new Set(['exec', 'time', 'sudo', 'command', 'builtin', 'env', 'nohup']);

function insideRunner(words: readonly string[]): readonly string[] | undefined {
  const name = toolName(words);
  if (STARTERS.has(name)) {
    const rest = words.slice(1);
    const at = rest.findIndex(word => !word.startsWith('-') && !/^\w+=/.test(word));
    return at === -1 ? undefined : rest.slice(at);
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
  if (['uv', 'poetry', 'pdm', 'rye', 'pixi', 'pipenv', 'conda'].includes(name) && second === 'run')
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
