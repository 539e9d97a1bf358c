import * as path from 'node:path';
import type { CrateSelection, CrateUpload } from '../../release/crateUpload';
import { options, toolName, withoutRunner } from './commandWords';
import { type Contexts, evaluatePartly } from './expression';
import { type Command, wordsOf } from './shell';
import { UNKNOWN } from './uploadIndex';
import type { WorkflowStep } from './workflow';

type Env = Readonly<Record<string, string>>;

/** What the steps of a job say about crates before one of them publishes. */
export interface CrateJob {
  /** Whether a step before gets a token by OpenID Connect. */
  readonly isTrusted: boolean;
  readonly env: Env;
  /** The secrets that the token is taken from, see {@link crateSecrets}. */
  readonly secrets: readonly string[];
}

/** Whether a step signs in to crates.io by OpenID Connect. */
export function isCrateSignIn({ uses = '' }: WorkflowStep): boolean {
  return /^rust-lang\/crates-io-auth-action(?:@|$)/i.test(uses);
}

/** The secrets in the variables of a token, and after `--token` in a script. */
export function crateSecrets(env: Env, script: string): readonly string[] {
  const texts = [
    ...Object.entries(env).flatMap(([name, text]) => (TOKEN_VARIABLE.test(name) ? [text] : [])),
    ...script
      .split('--token')
      .slice(1)
      .map(after => after.trimStart().slice(0, MOST_SECRET)),
  ];
  const names = texts.flatMap(
    text => /^\W{0,10}secrets\.(\w+)/.exec(text)?.[1]?.toUpperCase() ?? [],
  );
  return [...new Set(names)];
}

/** How much of a script after `--token` can be its value. */
const MOST_SECRET = 100;

/** Whether steps with these variables can sign in to a crate registry. */
export function hasCrateToken(env: Env): boolean {
  return Object.keys(env).some(name => TOKEN_VARIABLE.test(name));
}

const TOKEN_VARIABLE = /^CARGO_REGISTRY_TOKEN$|^CARGO_REGISTRIES_\w+_TOKEN$/;

/** The crates that an action publishes; undefined where it publishes none. */
export function crateUploadOfAction(
  uses: string,
  inputs: Env,
  contexts: Contexts,
  { isTrusted, env, secrets }: CrateJob,
): CrateUpload | undefined {
  const name = (uses.split('@', 1)[0] ?? '').toLowerCase();
  const trusted = isTrusted ? true : hasCrateToken(env) ? false : undefined;
  const base = {
    by: uses.split('@', 1)[0] ?? '',
    registry: undefined,
    isTrusted: trusted,
    secrets,
  };
  switch (name) {
    case 'katyo/publish-crates': {
      if (evaluatePartly(inputs['dry-run'] ?? '', contexts) === 'true') return undefined;
      const folder = evaluatePartly(inputs['path'] ?? '.', contexts);
      return {
        ...base,
        selects: { kind: 'folder', folder: path.posix.normalize(folder) },
        isTrusted: isTrusted ? true : false,
      };
    }
    case 'release-plz/action':
    case 'release-plz/release-plz-action':
    case 'marcoieni/release-plz-action':
    case 'marcoieni/release-plz': {
      const command = evaluatePartly(inputs['command'] ?? '', contexts);
      return command === 'release-pr' ? undefined : { ...base, selects: { kind: 'unknown' } };
    }
    default:
      // An action that is not known and says by its name that it publishes crates.
      return NAMED_FOR_CRATES.test(name) && inputs['dry-run'] !== 'true'
        ? { ...base, selects: { kind: 'unknown' } }
        : undefined;
  }
}

const NAMED_FOR_CRATES =
  /(?:publish|release)[-_](?:rust[-_])?crates?\b|cargo[-_](?:publish|release)\b/;

/**
 * The uploads of a script, in order.
 *
 * @param script its text, where a list of crates may be set as an array
 * @param folder where it runs, from the root of the repository; undefined for the root
 */
export function crateUploadsOfCommands(
  commands: readonly Command[],
  script: string,
  folder: string | undefined,
  { isTrusted, env, secrets }: CrateJob,
): readonly CrateUpload[] {
  const found: CrateUpload[] = [];
  const lists = arraysOf(script);
  const loops = new Map<string, readonly string[] | undefined>();
  const start = within('.', folder ?? '.');
  let at = start;
  for (const command of commands) {
    const [first = '', variable = '', third] = command.words;
    if (first === 'cd' || first === 'pushd') at = within(at, variable);
    else if (first === 'popd') at = start;
    else if (first === 'for' && third === 'in')
      loops.set(variable, valuesOf(command.words.slice(3), lists));
    const written = withoutRunner(command.words);
    const words = expanded(written, loops);
    const upload = uploadOf(words, at, { ...env, ...command.env }, isTrusted);
    if (upload !== undefined)
      found.push({
        ...upload,
        secrets,
        ...(words !== written &&
          upload.selects.kind === 'named' && { selects: { ...upload.selects, isSequence: true } }),
      });
  }
  return found;
}

function uploadOf(
  words: readonly string[],
  folder: string | undefined,
  env: Env,
  isTrusted: boolean,
): Omit<CrateUpload, 'secrets'> | undefined {
  const read = publishCommand(words);
  if (read === undefined) return undefined;
  const { by, args, otherwise } = read;
  const registry = singleOf(args, '--registry') ?? env['CARGO_REGISTRY_DEFAULT'];
  const token = args.some(word => /^--token(?:=|$)/.test(word)) || hasCrateToken(env);
  return {
    by,
    selects: args.some(word => /^--index(?:=|$)/.test(word))
      ? { kind: 'unknown' }
      : (named(args) ?? otherwise ?? ofFolder(args, folder)),
    registry,
    isTrusted: isTrusted ? true : token ? false : undefined,
  };
}

interface PublishCommand {
  readonly by: string;
  readonly args: readonly string[];
  /** What it publishes where no argument says; undefined for the crate of its folder. */
  readonly otherwise: CrateSelection | undefined;
}

/** A command that publishes crates for good; undefined for any other, and for a trial. */
function publishCommand(words: readonly string[]): PublishCommand | undefined {
  const name = toolName(words);
  const unknown: CrateSelection = { kind: 'unknown' };
  if (words.includes('--help')) return undefined;
  if (name === 'release-plz')
    return words[1] === 'release' && !words.includes('--dry-run')
      ? { by: 'release-plz', args: words.slice(2), otherwise: unknown }
      : undefined;
  if (name !== 'cargo') return undefined;
  const at = words.findIndex((word, index) => index > 0 && !/^[-+]/.test(word));
  const sub = words[at] ?? '';
  const args = words.slice(at + 1);
  const isTrial = args.includes('--dry-run') || args.includes('-n');
  switch (sub) {
    case 'publish':
      return isTrial ? undefined : { by: 'cargo publish', args, otherwise: undefined };
    case 'workspaces':
    case 'ws':
      return args[0] === 'publish' && !isTrial
        ? {
            by: `cargo ${sub} publish`,
            args: args.slice(1),
            otherwise: { kind: 'workspace', exclude: [] },
          }
        : undefined;
    case 'release':
      // Without --execute it only says what it would do.
      return args.some(word => word === '--execute' || word === '-x') &&
        !args.includes('--no-publish')
        ? { by: 'cargo release', args, otherwise: unknown }
        : undefined;
    case 'release-plz':
    case 'smart-release':
    case 'publish-all':
      return isTrial ? undefined : { by: `cargo ${sub}`, args: [], otherwise: unknown };
    default:
      return undefined;
  }
}

/** What the arguments name. */
function named(args: readonly string[]): CrateSelection | undefined {
  const names = args
    .flatMap((word, at) => {
      if (word === '-p' || word === '--package') return [args[at + 1] ?? UNKNOWN];
      const glued = /^(?:--package=|-p=?)(\S+)$/.exec(word)?.[1];
      return glued === undefined ? [] : [glued];
    })
    .flatMap(spec => spec.split(' '))
    // A package ID specification may hold the version.
    .map(spec => spec.replace(/[@:][\d.].*$/, ''));
  if (names.length > 0)
    return names.every(name => /^[\p{L}\p{N}_-]+$/u.test(name))
      ? { kind: 'named', names }
      : { kind: 'unknown' };
  if (args.includes('--workspace') || args.includes('--all')) {
    const exclude = options(args, '--exclude');
    return exclude.some(isHidden) ? { kind: 'unknown' } : { kind: 'workspace', exclude };
  }
  return undefined;
}

/** Options of cargo that have a value after them, which does not choose crates. */
const WITH_VALUE = new Set([
  '--token',
  '--registry',
  '--features',
  '-F',
  '--target',
  '--target-dir',
  '--jobs',
  '-j',
  '--config',
]);

function ofFolder(args: readonly string[], folder: string | undefined): CrateSelection {
  const hidden = args.some((word, at) => /^[$…]/.test(word) && !WITH_VALUE.has(args[at - 1] ?? ''));
  const manifest = singleOf(args, '--manifest-path');
  const at = manifest === undefined ? folder : within(folder, path.posix.dirname(manifest));
  return at === undefined || hidden ? { kind: 'unknown' } : { kind: 'folder', folder: at };
}

function singleOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at === -1
    ? args.find(word => word.startsWith(`${name}=`))?.slice(name.length + 1)
    : (args[at + 1] ?? UNKNOWN);
}

/** A folder below another one; undefined where either is known only to the run, or it is outside of the repository. */
function within(folder: string | undefined, below: string): string | undefined {
  const inside = below.replace(/^"?\$\{?GITHUB_WORKSPACE\}?"?\/?/, '/repository/');
  if (folder === undefined || isHidden(inside)) return undefined;
  const joined = inside.startsWith('/repository/')
    ? path.posix.normalize(inside.slice('/repository/'.length) || '.')
    : path.posix.join(folder, inside);
  return joined.startsWith('/') || joined.startsWith('..')
    ? undefined
    : joined.replace(/(?<=.)\/$/, '');
}

function isHidden(text: string): boolean {
  return text.includes(UNKNOWN) || text.includes('$');
}

/** The words of a command, with the values of a loop in the place of its variable. */
function expanded(
  words: readonly string[],
  loops: ReadonlyMap<string, readonly string[] | undefined>,
): readonly string[] {
  const hasVariable = words.some(word => /^\$\{?\w+\}?$/.test(word));
  if (!hasVariable) return words;
  return words.map(word => {
    const name = /^\$\{?(\w+)\}?$/.exec(word)?.[1];
    return (name === undefined ? undefined : loops.get(name)?.join(' ')) ?? word;
  });
}

/** What a loop goes through; undefined where that is known only to the run. */
function valuesOf(
  words: readonly string[],
  lists: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const values = words.flatMap(word => {
    const array = /^\$\{(\w+)\[[@*]\]\}$/.exec(word)?.[1];
    return array === undefined ? [word] : (lists.get(array) ?? [UNKNOWN]);
  });
  return values.some(isHidden) || values.some(value => /[*?[]/.test(value)) ? undefined : values;
}

/** The arrays that a script sets to plain words: `CRATES=(core derive)`. Their elements may stand on lines with comments. */
function arraysOf(script: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [, name = '', body = ''] of script.matchAll(/^[ \t]*(\w+)=\(([^()]*)\)/gm)) {
    const plain = body.replace(/#[^\n]*/g, '');
    found.set(name, wordsOf(plain.replace(/\s+/g, ' ')));
  }
  return found;
}
