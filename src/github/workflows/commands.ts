import { scriptOf } from './localFiles';
import { readScript, wordsOf, type Command } from './shell';
import type { LocalFile } from './workflow';
import { toolName, withoutRunner } from './commandWords';

/** The commands of a script, with those of the scripts and programs that it starts in their place. */
export interface ReadCommands {
  readonly commands: readonly Command[];
  readonly functions: ReadonlySet<string>;
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
  const reading: Reading = { commands: [], functions: new Set(), isWhole: true };
  collect(script, files, 0, reading);
  return reading;
}

interface Reading {
  readonly commands: Command[];
  readonly functions: Set<string>;
  isWhole: boolean;
}

function collect(script: string, files: ScriptFiles, depth: number, into: Reading): void {
  const { commands, functions, isWhole } = readScript(script);
  if (!isWhole || depth > MAX_DEPTH || into.commands.length > MAX_COMMANDS) into.isWhole = false;
  if (depth > MAX_DEPTH || into.commands.length > MAX_COMMANDS) return;
  for (const name of functions) into.functions.add(name);
  for (const command of commands) {
    const inner = innerScript(command, files);
    if (inner !== undefined) collect(inner, files, depth + 1, into);
    else collectWrapped(command, files, depth, into);
  }
}

/** A command that only starts another one. */
function collectWrapped(command: Command, files: ScriptFiles, depth: number, into: Reading): void {
  const inner = wrapped(withoutRunner(command.words));
  if (inner === undefined || inner.length === 0) {
    into.commands.push(command);
    return;
  }
  const next: Command = { ...command, words: inner };
  const script = innerScript(next, files);
  if (script !== undefined) collect(script, files, depth + 1, into);
  else if (depth < MAX_DEPTH) collectWrapped(next, files, depth + 1, into);
  else into.isWhole = false;
}

/** The text that a command runs as a script, or undefined. */
function innerScript(command: Command, files: ScriptFiles): string | undefined {
  const { input, isPiped } = command;
  const words = withoutRunner(command.words);
  const name = toolName(words);
  if (name === 'eval') return words.slice(1).join(' ');
  const isShell = /^(?:bash|sh|zsh|dash|ksh|pwsh|powershell)$/.test(name);
  if (isShell || name === 'su') {
    const at = words.findIndex(word => /^-\w*c$|^-Command$/i.test(word));
    if (at !== -1) return words[at + 1] ?? '';
    if (isShell && input !== undefined && !isPiped) return input;
  }
  if (name === 'cmd' && /^\/c$/i.test(words[1] ?? '')) return words.slice(2).join(' ');
  const file = scriptOf({ ...command, words }, files.folder);
  const local = file === undefined ? undefined : files.local?.get(file);
  return local?.kind === 'script' ? local.text : undefined;
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
};

/** Options of these that have a value after them. */
const WITH_VALUE = new Set([
  '-n',
  '-I',
  '-P',
  '-L',
  '-d',
  '-s',
  '-k',
  '-u',
  '-g',
  '--signal',
  '-a',
]);

function wrapped(words: readonly string[]): readonly string[] | undefined {
  const name = toolName(words);
  if (name === 'find') {
    const at = words.findIndex(word => /^-(?:exec|execdir|ok)$/.test(word));
    if (at === -1) return undefined;
    const end = words.slice(at).findIndex(word => word === ';' || word === '+' || word === '\\;');
    return words.slice(at + 1, end === -1 ? undefined : at + end);
  }
  const own = WRAPPERS[name];
  if (own === undefined) return undefined;
  let at = 1;
  while (words[at]?.startsWith('-') === true || /^\w+=/.test(words[at] ?? ''))
    at += WITH_VALUE.has(words[at] ?? '') ? 2 : 1;
  return words.slice(at + own);
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
