import { toolName, withoutRunner } from './commandWords';
import type { Command } from './shell';

/** Variables by which a tool chooses its index, or reads another configuration. */
const INDEX_VARIABLE =
  /^(?:TWINE|UV|MATURIN|HATCH|PDM|POETRY|FLIT|RYE|PIP)_\w*(?:URL|REPO|INDEX|CONFIG|HOME)/i;

/** Variables by which a program runs other code, or finds other files, than it would. */
const RUNTIME_VARIABLE =
  /^(?:PATH|HOME|USERPROFILE|APPDATA|ENV|BASH_ENV|BASH_FUNC\w*|PROMPT_COMMAND|LD_PRELOAD|DYLD_INSERT\w*|PYTHON(?:PATH|STARTUP|HOME)|NODE_OPTIONS|XDG_CONFIG\w*|PIP_(?:INDEX_URL|EXTRA_INDEX_URL|CONFIG_FILE|FIND_LINKS)|UV_(?:DEFAULT_INDEX|INDEX_URL|EXTRA_INDEX_URL|CONFIG_FILE|ENV_FILE)|HATCH_CONFIG|PDM_CONFIG_FILE|POETRY_CONFIG_DIR|GIT_(?:SSH|EXEC|CONFIG)\w*|RUSTC_(?:WORKSPACE_)?WRAPPER)$/i;

/** Tools that set variables for the commands after them. */
const SETTERS = new Set(
  'export declare typeset readonly local unset read printf mapfile readarray set setx for set-item new-item remove-item clear-item'.split(
    ' ',
  ),
);

/** Tools that put files into a home folder. */
const COPYING = new Set(
  'cp mv tar gtar bsdtar unzip ln install rsync copy copy-item move-item expand-archive 7z git'.split(
    ' ',
  ),
);

/** Folders with programs that a repository doesn't bring. */
const OWN_FOLDER =
  /^(?:\$\{?(?:env:)?(?:HOME|USERPROFILE|CARGO_HOME|RUNNER_TOOL_CACHE|pythonLocation|CONDA\w*|JAVA_HOME|PATH|ProgramFiles)\}?|~|\/(?:usr|opt|root|home|bin|Library)\b|[A-Z]:[\\/](?:Program|msys|tools|hosted))/i;

/**
 * Whether a command may change which index or which program a later command uses: by a variable, a configuration file, or
 * the files by which a step sets the environment of the next (GitHub docs, "Setting an environment variable").
 */
export function changesSettings({ words: given, writes, input }: Command): boolean {
  const words = withoutRunner(given);
  const name = toolName(words);
  const [first = ''] = words;
  const targets = [...writes, ...words.slice(1)];
  const isShown = /^(?:echo|printf|write-output|write-host|cat)$/.test(name);
  const text =
    name === 'cat' && input !== undefined ? input : isShown ? shownText(words) : undefined;
  if (targets.some(word => /GITHUB_ENV\b/.test(word)) || writes.some(isUnknown))
    if (text === undefined || !setsHarmless(text)) return true;
  if (targets.some(word => /GITHUB_PATH\b/.test(word)) && !isOwnFolder(text)) return true;
  // Files that tools read, and programs that git runs.
  if (targets.some(word => /pypirc|\.git[\\/]hooks/i.test(word))) return true;
  // `${NAME:=value}` sets a variable, and a reference to another one may set any.
  if (words.some(word => isSettingVariable(/\$\{(\w+):?=/.exec(word)?.[1] ?? ''))) return true;
  if (/^(?:declare|typeset|local)$/.test(name) && words.some(word => /^-\w*n/.test(word)))
    return true;
  if (COPYING.has(name) && words.slice(1).some(isHome)) return true;
  const variables = /^\$env:/i.test(first)
    ? [first, ...words.slice(1, 3)]
    : SETTERS.has(name) && (name !== 'printf' || words.includes('-v'))
      ? words.slice(1)
      : [];
  return variables.some((word, at) => setsIndexOrProgram(word, words[at + 3] ?? ''));
}

/** Whether the variables of a step, or of the programs in front of a command, choose other programs or files. */
export function runtimeVariable(env: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(env).find(
    name => RUNTIME_VARIABLE.test(name) && !(/^PATH$/i.test(name) && isPath(env[name] ?? '')),
  );
}

/** Whether a variable that a script sets chooses an index or a program. */
export function isSettingVariable(name: string): boolean {
  return INDEX_VARIABLE.test(name) || RUNTIME_VARIABLE.test(name);
}

/** The variables that a command sets to a text for those after it. */
export function exported({ words }: Command): Readonly<Record<string, string>> {
  if (toolName(words) !== 'export') return {};
  return Object.fromEntries(
    words.slice(1).flatMap(word => {
      const [, name, value] = /^(\w+)=([^]*)$/.exec(word) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function setsIndexOrProgram(word: string, value: string): boolean {
  const equals = word.indexOf('=');
  const [left, own] = equals === -1 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)];
  const name = left.replace(/^\$?\{?env:[\\/]?/i, '').replace(/[+}]$/, '');
  if (!isSettingVariable(name)) return false;
  return !(/^PATH$/i.test(name) && isPath(own === '' ? value : own));
}

/** Whether a search path has folders of the machine alone. */
function isPath(value: string): boolean {
  const folders = value.split(/:(?![\\/]|PATH)|;/i).filter(folder => folder !== '');
  return folders.length > 0 && folders.every(folder => isOwnFolder(folder));
}

function isOwnFolder(text: string | undefined): boolean {
  return text !== undefined && OWN_FOLDER.test(text.trim()) && !/\.\.|\$\(|…/.test(text);
}

function isHome(word: string): boolean {
  return /^(?:--directory=)?(?:~|\$\{?(?:env:)?(?:HOME|USERPROFILE)\}?|%USERPROFILE%)[\\/]?$/i.test(
    word,
  );
}

/** A file whose name only the run knows may be one by which a step sets variables. */
function isUnknown(file: string): boolean {
  return file.startsWith('…');
}

function shownText(words: readonly string[]): string {
  return words
    .slice(1)
    .filter((word, at) => at > 0 || !/^-[neE]+$/.test(word))
    .join(' ');
}

/** Whether lines set variables by names that choose neither an index nor a program. */
function setsHarmless(text: string): boolean {
  return text
    .split(/\r?\n|\\n/)
    .filter(line => line.trim() !== '')
    .every(line => {
      const name = /^\s{0,40}(\w+)=/.exec(line)?.[1];
      return name !== undefined && !isSettingVariable(name);
    });
}

/** Tools that can write a file which they name. */
const WRITING = new Set(
  'cp mv sed gsed tee install ln curl wget patch perl dd rsync git python python3 awk out-file set-content add-content copy move copy-item move-item'.split(
    ' ',
  ),
);

/** The files that a command may write. */
export function writtenFiles({ words: given, writes }: Command): readonly string[] {
  const words = withoutRunner(given);
  return [...writes, ...(WRITING.has(toolName(words)) ? words.slice(1) : [])];
}
