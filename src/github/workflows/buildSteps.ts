import { type Build, type FeatureOptions, type JobBuild } from './builds';
import { isTool, option, options } from './commandWords';
import { type Contexts, evaluatePartly } from './expression';
import { isMaturinAction } from './publishing';
import { type Command, commandsOf, wordsOf } from './shell';
import type { WorkflowStep } from './workflow';

type StepBuild = Omit<JobBuild, 'step' | 'certain' | 'pythonVersions' | 'continueOnError'>;

export function buildsOfStep(
  step: WorkflowStep,
  contexts: Contexts,
  env: Readonly<Record<string, string>>,
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
  return ofScript(step, contexts, env);
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
  });
}

function ofScript(
  step: WorkflowStep,
  contexts: Contexts,
  env: Readonly<Record<string, string>>,
): readonly (StepBuild | undefined)[] {
  if (step.run === undefined) return [];
  const workingDirectory =
    step.workingDirectory === undefined
      ? undefined
      : evaluatePartly(step.workingDirectory, contexts);
  return commandsOf(evaluatePartly(step.run, contexts)).flatMap(command => {
    const { words } = command;
    if (isTool(command, 'cibuildwheel')) return [cibuildwheelCommand(words, env, contexts)];
    const name = ['build', 'sdist', 'publish'].find(name => isTool(command, 'maturin', name));
    const kind = name === undefined ? undefined : kindOf(name);
    return kind === undefined
      ? frontendBuilds(command, workingDirectory)
      : build(kind, words, {
          target: option(words, '--target'),
          manylinux: undefined,
          workingDirectory,
        });
  });
}

function cibuildwheelCommand(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  contexts: Contexts,
): StepBuild {
  const version = words.map(word => /^cibuildwheel==(.*)$/.exec(word)?.[1]).find(Boolean);
  const platform = option(words, '--platform');
  const archs = option(words, '--archs');
  const folder = words
    .slice(words.findIndex(word => /(?:^|\/)cibuildwheel(?:[=@].*)?$/.test(word)) + 1)
    .find((word, at, rest) => !word.startsWith('-') && !/^--[\w-]+$/.test(rest[at - 1] ?? ''));
  return ofCibuildwheel(env, contexts, {
    version: version ?? '',
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
  const last = words.at(-1) ?? '';
  const folder =
    /^(?:\.{0,2}\/?[\w./-]+)$/.test(last) && !last.startsWith('-') && /[./]/.test(last)
      ? last
      : undefined;
  return kinds.map(kind => ({
    kind,
    tool: 'frontend',
    target: undefined,
    workingDirectory: isSetup || folder === undefined ? workingDirectory : folder,
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

function build(
  kind: Build['kind'],
  words: readonly string[],
  given: Pick<Build, 'target' | 'manylinux' | 'workingDirectory'>,
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
    withSdist: words.includes('--sdist'),
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
