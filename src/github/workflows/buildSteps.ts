import * as path from 'node:path';
import { type Build, type FeatureOptions, type JobBuild } from './builds';
import { readCommands, type ScriptFiles } from './commands';
import { isTool, option, options } from './commandWords';
import { type Contexts, evaluatePartly } from './expression';
import type { JobStep } from './jobSteps';
import { isMaturinAction } from './publishing';
import { type Command, wordsOf } from './shell';
import type { WorkflowStep } from './workflow';

type StepBuild = Omit<JobBuild, 'place' | 'certain' | 'pythonVersions' | 'continueOnError'>;

/** What a step takes from its job. */
interface BuildContext extends ScriptFiles {
  /** The release of cibuildwheel that an earlier step installs. */
  readonly cibuildwheel: string | undefined;
}

export function buildsOfStep(
  { step, contexts, env }: Pick<JobStep, 'step' | 'contexts' | 'env'>,
  context: BuildContext,
): readonly (StepBuild | undefined)[] {
  if (isMaturinAction(step.uses)) return [ofAction(step, contexts)];
  const [, version] = /^pypa\/cibuildwheel@(.*)$/i.exec(step.uses ?? '') ?? [];
  if (version !== undefined) {
    const input = (name: string) => evaluatePartly(step.with[name] ?? '', contexts);
    return [
      ofCibuildwheel(env, contexts, {
        version,
        only: input('only'),
        packageDir: input('package-dir'),
        out: input('output-dir'),
        configFile: input('config-file'),
      }),
    ];
  }
  return step.run === undefined
    ? []
    : ofScript(evaluatePartly(step.run, contexts), contexts, env, context);
}

interface CibuildwheelCall {
  readonly version: string;
  readonly only: string;
  readonly packageDir: string;
  readonly out: string;
  readonly configFile: string;
  readonly more?: Readonly<Record<string, string>>;
}

function ofCibuildwheel(
  env: Readonly<Record<string, string>>,
  contexts: Contexts,
  { version, only, packageDir, out, configFile, more = {} }: CibuildwheelCall,
): StepBuild {
  const options = {
    ...Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) =>
        name.startsWith('CIBW_')
          ? [[name.slice('CIBW_'.length), evaluatePartly(value, contexts)]]
          : [],
      ),
    ),
    ...(only === '' ? {} : { ONLY: only }),
    ...(configFile === '' ? {} : { CONFIG_FILE: configFile }),
    ...more,
  };
  return {
    kind: 'wheel',
    tool: 'cibuildwheel',
    target: undefined,
    workingDirectory: packageDir === '' ? undefined : packageDir,
    manylinux: undefined,
    compatibility: [],
    features: undefined,
    interpreters: 'found',
    out: out === '' ? 'wheelhouse' : out,
    cibuildwheel: { options, version: /^v?(\d+(?:\.\d+)*)$/.exec(version)?.[1] },
    withSdist: false,
    manifestPath: undefined,
    known: !JSON.stringify([options, packageDir]).includes('…'),
  };
}

function ofAction(step: WorkflowStep, contexts: Contexts): StepBuild | undefined {
  const filled = (name: string) =>
    step.with[name] === undefined ? undefined : evaluatePartly(step.with[name], contexts);
  const command = filled('command') ?? 'build';
  const words = wordsOf(filled('args') ?? '');
  const kind = kindOf(command);
  if (kind === undefined) return undefined;
  return build(kind, words, {
    target: filled('target') ?? undefined,
    manylinux: filled('manylinux'),
    workingDirectory: filled('working-directory'),
    ...(command === 'publish' && { isPublish: true }),
  });
}

function ofScript(
  script: string,
  contexts: Contexts,
  env: Readonly<Record<string, string>>,
  { local, folder, cibuildwheel }: BuildContext,
): readonly (StepBuild | undefined)[] {
  let workingDirectory = folder;
  return readCommands(script, { local, folder }).commands.flatMap(command => {
    const { words } = command;
    if (words[0] === 'cd' || words[0] === 'pushd') {
      workingDirectory = changed(workingDirectory, words[1]);
      return [];
    }
    if (isTool(command, 'cibuildwheel'))
      return [cibuildwheelCommand(words, env, contexts, cibuildwheel)];
    const name = ['build', 'sdist', 'publish'].find(name => isTool(command, 'maturin', name));
    const kind = name === undefined ? undefined : kindOf(name);
    return kind === undefined
      ? frontendBuilds(command, workingDirectory)
      : build(kind, words, {
          target: option(words, '--target'),
          manylinux: undefined,
          workingDirectory,
          ...(name === 'publish' && { isPublish: true }),
        });
  });
}

/** The folder after `cd`; `…` where only the run knows it. */
function changed(folder: string | undefined, below: string | undefined): string {
  if (below === undefined || !/^[\w./-]+$/.test(below) || below.startsWith('/') || below === '-')
    return '…';
  const joined = path.posix.join(folder ?? '.', below);
  return joined.startsWith('..') ? '…' : joined;
}

function cibuildwheelCommand(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  contexts: Contexts,
  installed: string | undefined,
): StepBuild {
  const version = words.map(word => /^cibuildwheel==(.*)$/.exec(word)?.[1]).find(Boolean);
  const platform = option(words, '--platform');
  const archs = option(words, '--archs');
  const folder = words
    .slice(words.findIndex(word => /(?:^|\/)cibuildwheel(?:[=@].*)?$/.test(word)) + 1)
    .find((word, at, rest) => !word.startsWith('-') && !/^--[\w-]+$/.test(rest[at - 1] ?? ''));
  return ofCibuildwheel(env, contexts, {
    version: version ?? installed ?? '',
    only: option(words, '--only') ?? '',
    packageDir: folder ?? '',
    out: option(words, '--output-dir') ?? '',
    configFile: option(words, '--config-file') ?? '',
    more: {
      ...(platform !== undefined && { PLATFORM: platform }),
      ...(archs !== undefined && { ARCHS: archs }),
    },
  });
}

/** The programs that build with whatever backend the project has. Without an option they make the sdist and a wheel. */
function frontendBuilds(
  command: Command,
  workingDirectory: string | undefined,
): readonly StepBuild[] {
  const { words } = command;
  const isSetup = words.some(word => /(?:^|\/)setup\.py$/.test(word));
  const isFrontend =
    isTool(command, 'build') ||
    isTool(command, 'pyproject-build') ||
    ['uv', 'hatch', 'pdm', 'poetry', 'flit', 'rye'].some(tool => isTool(command, tool, 'build'));
  if (!isFrontend && !isSetup) return [];
  const kinds: Build['kind'][] = [];
  if (isSetup) {
    if (words.includes('sdist')) kinds.push('sdist');
    if (words.includes('bdist_wheel')) kinds.push('wheel');
  } else {
    const format = option(words, '--format', '-f', '-t', '--target');
    const sdist =
      words.some(word => ['--sdist', '-s', '--no-wheel'].includes(word)) || format === 'sdist';
    const wheel =
      words.some(word => ['--wheel', '-w', '--no-sdist'].includes(word)) || format === 'wheel';
    if (sdist || !wheel) kinds.push('sdist');
    if (wheel || !sdist) kinds.push('wheel');
  }
  const named = option(words, '--directory', '--project', '-C', '-P');
  const folder = named ?? folderArgument(words);
  // A member of a workspace by its name may be in any folder.
  const isMember = words.some(word => /^--(?:package|all-packages|all)(?:=|$)/.test(word));
  return kinds.map(kind => ({
    kind,
    tool: 'frontend',
    target: undefined,
    workingDirectory: isMember
      ? '…'
      : isSetup || folder === undefined
        ? workingDirectory
        : changed(workingDirectory, folder),
    manylinux: undefined,
    compatibility: [],
    features: undefined,
    interpreters: 'default',
    out: option(words, '--outdir', '--out-dir', '-o', '-d', '--dist', '--output') ?? 'dist',
    cibuildwheel: undefined,
    withSdist: false,
    manifestPath: undefined,
    // A wheel beside the sdist is by the way, and bound to whatever the runner has.
    known: kind === 'sdist' && !words.join(' ').includes('…'),
  }));
}

/** The folder at the end of a command, where it is no value of an option. */
function folderArgument(words: readonly string[]): string | undefined {
  const last = words.at(-1) ?? '';
  const isValue = /^--?[a-z][a-z-]*$/i.test(words.at(-2) ?? '') && !FLAGS.has(words.at(-2) ?? '');
  return /^[\w./-]+$/.test(last) && !last.startsWith('-') && /[./]/.test(last) && !isValue
    ? last
    : undefined;
}

/** Options of frontends that have no value. */
const FLAGS = new Set(
  '--sdist -s --wheel -w --no-isolation -n -x --no-sdist --no-wheel --skip-dependency-check -v --verbose -q --quiet --clear --force-pep517'.split(
    ' ',
  ),
);

function build(
  kind: Build['kind'],
  words: readonly string[],
  given: Pick<Build, 'target' | 'manylinux' | 'workingDirectory'> & { readonly isPublish?: true },
): StepBuild {
  const named = options(words, '-i', '--interpreter').filter(name => name !== '');
  const short = words.flatMap(word => /^-i=?(\S+)$/.exec(word)?.[1] ?? []);
  const compatibility = options(words, '--compatibility', '--manylinux').filter(
    name => name !== '',
  );
  const target =
    given.target === undefined || given.target === '' ? option(words, '--target') : given.target;
  const result = {
    kind,
    tool: 'maturin' as const,
    target,
    workingDirectory: given.workingDirectory,
    manylinux: compatibility[0] ?? given.manylinux,
    compatibility,
    features: featuresOf(words),
    out: option(words, '-o', '--out'),
    cibuildwheel: undefined,
    interpreters:
      words.includes('--find-interpreter') || words.includes('-f')
        ? ('found' as const)
        : named.length + short.length > 0
          ? [...named, ...short].flatMap(name => name.split(/[\s,]+/))
          : ('default' as const),
    // `maturin publish` makes one unless `--no-sdist` is given (`maturin publish --help`).
    withSdist:
      words.includes('--sdist') || (given.isPublish === true && !words.includes('--no-sdist')),
    manifestPath: option(words, '-m', '--manifest-path'),
  };
  return { ...result, known: !JSON.stringify(result).includes('…') };
}

/** maturin hands these to Cargo; those of the command line replace those of `[tool.maturin]`. */
function featuresOf(words: readonly string[]): FeatureOptions | undefined {
  const joined = words.flatMap(word => /^-F=?(\S+)$/.exec(word)?.[1] ?? []);
  const names = [...options(words, '-F', '--features'), ...joined].flatMap(text =>
    text.split(/[\s,]+/).filter(name => name !== ''),
  );
  const noDefault = words.includes('--no-default-features');
  const all = words.includes('--all-features');
  if (names.length === 0 && !noDefault && !all) return undefined;
  return { ...(names.length > 0 && { names }), noDefault, all };
}

/** `publish` builds what it uploads. */
function kindOf(command: string): Build['kind'] | undefined {
  return command === 'build' || command === 'publish'
    ? 'wheel'
    : command === 'sdist'
      ? 'sdist'
      : undefined;
}
