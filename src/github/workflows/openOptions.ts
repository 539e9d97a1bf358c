import { isProjectProgram, withoutRunner } from './commandWords';

/**
 * Whether options may hide: in a variable, a file of options, a line that cmd continues, a configuration file, a name that
 * argparse completes, or several letters behind one `-`.
 */
export function hasOpenOptions(
  words: readonly string[],
  keys: readonly string[],
  isPlain: (at: number) => boolean,
): boolean {
  const options = [...keys, '--config-file', '--config'].filter(key => key.startsWith('-'));
  return words.some((word, at) => {
    if (isPlain(at)) return false;
    if (/\$|^@|^\^$|%\w+%/.test(word) || /^--config(?:-file)?(?:=|$)/.test(word)) return true;
    const [name = ''] = word.split('=', 1);
    if (options.includes(name) || !word.startsWith('-')) return false;
    return name.startsWith('--')
      ? name.length > 2 && options.some(option => option.startsWith(name))
      : name.length > 2 && !options.includes(name.slice(0, 2)) && !/^-[upPtai]/.test(name);
  });
}

/** Whether a tool is one of the repository, or comes from another place than an index: `./twine`, `uvx --from …`. */
export function isOtherProgram(given: readonly string[]): boolean {
  const words = withoutRunner(given);
  const runners = given.slice(1, given.length - words.length);
  return (
    isProjectProgram(words[0] ?? '') ||
    runners.some(word => /[/:\\]|^\.|^--env-file/.test(word) && !/^\w+=/.test(word))
  );
}

/** Whether Windows may take a variable for one of these: it has no case there. */
export function hasOtherCase(
  env: Readonly<Record<string, string>>,
  keys: readonly string[],
): boolean {
  return Object.keys(env).some(name => !keys.includes(name) && keys.includes(name.toUpperCase()));
}
