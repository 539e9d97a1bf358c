import { scriptOf } from './localFiles';
import { readScript, wordsOf, type Command } from './shell';
import type { LocalFile } from './workflow';
import { startedEnvironment, toolName, withoutRunner } from './commandWords';

/** The commands of a script, with those of the scripts and programs that it starts in their place. */
export interface ReadCommands {
  readonly commands: readonly Command[];
  readonly functions: ReadonlySet<string>;
  /** The variables that lines without a command set. */
  readonly assigned: ReadonlySet<string>;
  /** The scripts of the repository that were read. */
  readonly files: ReadonlySet<string>;
  /** False where a script is too long or too deep to be read. */
  readonly isWhole: boolean;
}

export interface ScriptFiles {
  readonly local: ReadonlyMap<string, LocalFile> | undefined;
  /** The folder that the script runs in, from the root of the repository. */
  readonly folder: string | undefined;
}

/** Scripts that start each other deeper than this are not followed. */
const MAX_DEPTH = 8;

/** More commands than this are not read. */
const MAX_COMMANDS = 20_000;

/** Reads a script, with `bash -c`, `xargs`, `find -exec`, `eval` and the shell scripts of the repository. */
export function readCommands(script: string, files: ScriptFiles): ReadCommands {
  const reading: Reading = {
    commands: [],
    functions: new Set(),
    assigned: new Set(),
    files: new Set(),
    isWhole: true,
  };
  collect(script, files, 0, reading);
  return reading;
}

interface Reading {
  readonly commands: Command[];
  readonly functions: Set<string>;
  readonly assigned: Set<string>;
  readonly files: Set<string>;
  isWhole: boolean;
}

function collect(script: string, files: ScriptFiles, depth: number, into: Reading): void {
  const { commands, functions, assigned, isWhole } = readScript(script);
  if (!isWhole || depth > MAX_DEPTH || into.commands.length > MAX_COMMANDS) into.isWhole = false;
  if (depth > MAX_DEPTH || into.commands.length > MAX_COMMANDS) return;
  for (const name of functions) into.functions.add(name);
  for (const name of assigned) into.assigned.add(name);
  for (const command of commands) {
    const inner = innerScript(command, files, into);
    if (inner !== undefined) collect(inner, files, depth + 1, into);
    else collectWrapped(command, files, depth, into);
  }
}

/** A command that only starts another one. */
function collectWrapped(command: Command, files: ScriptFiles, depth: number, into: Reading): void {
  const inner = wrapped(withoutRunner(command.words)).filter(words => words.length > 0);
  if (inner.length === 0) into.commands.push(command);
  // The variables that the programs before it set belong to the command.
  const env = { ...command.env, ...startedEnvironment(command.words).env };
  for (const words of inner) {
    const next: Command = { ...command, words, env };
    const script = innerScript(next, files, into);
    if (script !== undefined) collect(script, files, depth + 1, into);
    else if (depth < MAX_DEPTH) collectWrapped(next, files, depth + 1, into);
    else into.isWhole = false;
  }
}

/** The text that a command runs as a script, or undefined. */
function innerScript(
  command: Command,
  files: ScriptFiles,
  into: Pick<Reading, 'files'>,
): string | undefined {
  const { input, isPiped } = command;
  const words = withoutRunner(command.words);
  const name = toolName(words);
  if (name === 'eval') return words.slice(1).join(' ');
  // `trap - EXIT` and `trap '' EXIT` run nothing.
  if (name === 'trap' && words.length > 2 && !/^-?$/.test(words[1] ?? '')) return words[1];
  const isShell = /^(?:bash|sh|zsh|dash|ksh|pwsh|powershell)$/.test(name);
  if (isShell || name === 'su') {
    const at = words.findIndex(word => /^-\w*c$|^-Command$/i.test(word));
    if (at !== -1) return words[at + 1] ?? '';
    if (isShell && input !== undefined && !isPiped) return input;
  }
  const at = name === 'cmd' ? words.findIndex(word => /^\/[ck]$/i.test(word)) : -1;
  if (at !== -1) return words.slice(at + 1).join(' ');
  const file = scriptOf({ ...command, words }, files.folder);
  const local = file === undefined ? undefined : files.local?.get(file);
  if (file === undefined || local?.kind !== 'script') return undefined;
  into.files.add(file);
  return local.text;
}

/** Programs that start the command after them, with how many words of their own they have besides options. */
const WRAPPERS: Readonly<Record<string, number>> = {
  xargs: 0,
  timeout: 1,
  gtimeout: 1,
  nice: 0,
  ionice: 0,
  stdbuf: 0,
  setsid: 0,
  caffeinate: 0,
  'xvfb-run': 0,
  unbuffer: 0,
  doas: 0,
  parallel: 0,
  retry: 0,
  call: 0,
};

/** Options of these that have a value after them. */
const WITH_VALUE =
  /^(?:-[nIPLdskugajEJoe]|--(?:signal|kill-after|max-args|max-procs|max-lines|max-chars|replace|delimiter|arg-file|jobs|times|delay|user|adjustment|class|classdata|output|error|input|server-args|server-num))$/;

/** The commands that a command starts; none where it is one itself. */
function wrapped(words: readonly string[]): readonly (readonly string[])[] {
  const name = toolName(words);
  if (name === 'find') {
    const found: (readonly string[])[] = [];
    for (const [at, word] of words.entries()) {
      if (!/^-(?:exec|execdir|ok|okdir)$/.test(word)) continue;
      const end = words.slice(at).findIndex(next => next === ';' || next === '+' || next === '\\;');
      found.push(words.slice(at + 1, end === -1 ? undefined : at + end));
    }
    return found;
  }
  // A block or an assignment of PowerShell.
  if (/^(?:foreach-object|where-object|%|\?)$/.test(name)) {
    const at = words.indexOf('{');
    return at === -1 ? [] : [words.slice(at + 1).filter(word => word !== '}')];
  }
  if (
    words[0]?.startsWith('$') === true &&
    words[1] === '=' &&
    /^[a-z]/i.test(words[2] ?? '') &&
    words.length > 3
  )
    return [words.slice(2)];
  const own = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  if (own === undefined) return [];
  let at = 1;
  while (words[at]?.startsWith('-') === true || /^\w+=/.test(words[at] ?? ''))
    at += WITH_VALUE.test(words[at] ?? '') ? 2 : 1;
  return [words.slice(at + own)];
}

/** The words of a command that an action runs for its caller, such as the `command` of a retry. */
export function scriptInput(
  uses: string,
  inputs: Readonly<Record<string, string>>,
): string | undefined {
  const name = (uses.split('@', 1)[0] ?? '').toLowerCase();
  switch (name) {
    case 'nick-fields/retry':
    case 'nick-invision/retry':
    case 'wandalen/wretry.action':
      return inputs['command'];
    case 'uraimo/run-on-arch-action':
    case 'addnab/docker-run-action':
    case 'vmactions/freebsd-vm':
    case 'coactions/setup-xvfb':
    case 'gabrielbb/xvfb-action':
      return inputs['run'];
    case 'actions-rs/cargo':
    case 'clechasseur/rs-cargo':
      return ['cargo', inputs['command'] ?? '', ...wordsOf(inputs['args'] ?? '')].join(' ');
    default:
      return undefined;
  }
}
