/** One command of a script: its words, as far as they can be told without running a shell. */
export interface Command {
  readonly words: readonly string[];
  /** `NAME=value` before the command. */
  readonly env: Readonly<Record<string, string>>;
}

/** Words that stand before a command and do not change what it is. */
const PREFIXES = new Set([
  'if',
  'then',
  'else',
  'elif',
  'while',
  'until',
  'do',
  '!',
  '{',
  'exec',
  'time',
  'sudo',
  'command',
  'env',
]);

/**
 * The commands of a shell script, in order. Comments, here-documents and what other commands take as text are left out, so
 * that `echo "twine upload"` is an `echo`. What a script computes is not followed.
 */
export function commandsOf(script: string): readonly Command[] {
  const lines = script
    .replace(/\\\r?\n/g, ' ')
    .replace(/`\r?\n/g, ' ')
    .split(/\r?\n/);
  const commands: Command[] = [];
  let until: string | undefined;
  for (const line of lines) {
    if (until !== undefined) {
      if (line.trim() === until) until = undefined;
      continue;
    }
    until = /<<-?\s*(['"]?)(\w+)\1/.exec(line)?.[2];
    commands.push(...commandsOfLine(line));
  }
  return commands;
}

/** Whether a command is one of a tool, whatever runs the tool: `twine upload`, `python -m twine upload`, `uvx twine upload`. */
export function isTool(command: Command, tool: string, ...subcommands: readonly string[]): boolean {
  const words = withoutRunner(command.words);
  const name = (words[0] ?? '')
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/, '')
    .replace(/[=@].*$/, '');
  return (
    name === tool &&
    (subcommands.length === 0 || words.slice(1).some(word => subcommands.includes(word)))
  );
}

/** The value of an option: `--target x`, `--target=x`, `-t x`. */
export function option(words: readonly string[], ...names: readonly string[]): string | undefined {
  return options(words, ...names)[0];
}

/** All values of an option that may be given more than once, or with several values after it. */
export function options(words: readonly string[], ...names: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    if (names.includes(word)) {
      const end = words.slice(at + 1).findIndex(next => next.startsWith('-'));
      return words.slice(at + 1, end === -1 ? undefined : at + 1 + end);
    }
    const name = names.find(name => name.startsWith('--') && word.startsWith(`${name}=`));
    return name === undefined ? [] : [word.slice(name.length + 1)];
  });
}

/** Splits text into words as a shell does; `${{ }}` stays in one piece. */
export function wordsOf(text: string): readonly string[] {
  const words = text.match(/(?:\$\{\{.*?\}\}|"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])+/gs) ?? [];
  return words.map(word =>
    word.replace(
      /\$\{\{.*?\}\}|"((?:\\.|[^"\\])*)"|'([^']*)'/gs,
      (whole, double: string | undefined, single: string | undefined) => double ?? single ?? whole,
    ),
  );
}

function commandsOfLine(line: string): readonly Command[] {
  const pieces = line.match(/(?:\$\{\{.*?\}\}|"(?:\\.|[^"\\])*"|'[^']*'|#.*$|[^"'])/g) ?? [];
  let current = '';
  const texts: string[] = [];
  for (const piece of pieces) {
    if (piece.startsWith('#') && (current === '' || /\s$/.test(current))) break;
    if (/^[;&|()]$/.test(piece)) {
      texts.push(current);
      current = '';
    } else current += piece;
  }
  return [...texts, current].flatMap(text => command(wordsOf(text)));
}

function command(words: readonly string[]): readonly Command[] {
  const env: Record<string, string> = {};
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    const assignment = /^(\w+)=(.*)$/s.exec(word);
    if (assignment !== null) env[assignment[1] ?? ''] = assignment[2] ?? '';
    else if (!PREFIXES.has(word)) break;
  }
  return at < words.length ? [{ words: words.slice(at), env }] : [];
}

/** Runners that take options of their own before the tool. */
const RUNNERS: readonly RegExp[] = [
  /^(?:python|python3|py|pypy3?)(?:\.exe)?(?:\d(?:\.\d+)?)? (?:-\S+ )*-m /,
  /^uvx (?:-\S+ )*/,
  /^pipx run (?:--spec \S+ )?(?:-\S+ )*/,
  /^uv (?:tool )?run (?:--(?:with|python|group|extra|from) \S+ |-\S+ )*/,
  /^(?:poetry|pdm|hatch|rye|pixi) run /,
];

function withoutRunner(words: readonly string[]): readonly string[] {
  const text = words.join(' ');
  const runner = RUNNERS.map(pattern => pattern.exec(text)?.[0]).find(found => found !== undefined);
  if (runner === undefined) return words;
  // "poetry publish" is no runner, and a runner may run another one.
  const rest = words.slice(runner.trim().split(' ').length);
  return rest.length === 0 ? words : withoutRunner(rest);
}
