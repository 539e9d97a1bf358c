import { type Script, ScriptReader } from './scriptReader';

/** One command of a script: its words, as far as they are known without running a shell. */
export interface Command {
  readonly words: readonly string[];
  /** `NAME=value` before the command. */
  readonly env: Readonly<Record<string, string>>;
  /** Files that its output is written to. */
  readonly writes: readonly string[];
  /** The text of its here-document or here-string, or undefined. */
  readonly input: string | undefined;
  /** Whether it reads a file or the output of another command. */
  readonly isPiped: boolean;
}

/** Longer scripts are not read. GitHub refuses workflow files of more than 512 KB. */
const MAX_SCRIPT = 200_000;

/**
 * The commands of a shell script, in order, with those in `$(…)` before the command that takes their output. Comments and
 * here-documents are left out, and `echo "twine upload"` is an `echo`. Values that the script computes are not followed.
 */
export function readScript(script: string): Script {
  if (script.length > MAX_SCRIPT)
    return { commands: [], functions: new Set(), assigned: new Set(), isWhole: false };
  const reader = new ScriptReader(0);
  reader.read(script);
  return reader;
}

export function commandsOf(script: string): readonly Command[] {
  return readScript(script).commands;
}

/** Splits text into words as a shell does; `${{ }}` stays in one piece. */
export function wordsOf(text: string): readonly string[] {
  return commandsOf(text).flatMap(({ env, words }) => [
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...words,
  ]);
}
