import type { WorkflowEvent } from './event';
import { evaluateCondition, evaluatePartly, withEnv, type Contexts } from './expression';
import { isMaturinAction } from './publishing';
import { type Command, commandsOf, wordsOf } from './shell';
import { reachedJobs, type FindWorkflow } from './walk';
import type { Place, Workflow, WorkflowJob, WorkflowStep } from './workflow';
import { option, options, isTool } from './commandWords';

/** One build of a package in a workflow: the wheels of one target, or the source distribution. */
export interface Build {
  readonly kind: 'wheel' | 'sdist';
  /** A frontend runs whatever backend the project has, as `python -m build` and `uv build` do. */
  readonly tool: 'maturin' | 'cibuildwheel' | 'frontend';
  readonly job: string;
  readonly place: Place;
  /** The target as the workflow names it, such as `x86_64` or `aarch64-apple-darwin`; undefined for that of the runner. */
  readonly target: string | undefined;
  readonly labels: readonly string[];
  /** As the workflow names it: `auto`, `2_28`, `musllinux_1_2`, `off`; undefined where the project decides. */
  readonly manylinux: string | undefined;
  /** What is built for: interpreters by name, all that are found, or the one that the project or the runner has. */
  readonly interpreters: readonly string[] | 'found' | 'default';
  /** The versions that actions/setup-python installs last before the build. */
  readonly pythonVersions: readonly string[];
  /** The features that the command line chooses; undefined where the project does. */
  readonly features: FeatureOptions | undefined;
  /** All policies that the command line names; they win over `manylinux`. */
  readonly compatibility: readonly string[];
  /** Where it writes its files; undefined for the default of its tool. */
  readonly out: string | undefined;
  /** The options of cibuildwheel, as the environment and the inputs of the step set them; undefined for other tools. */
  readonly cibuildwheel: Cibuildwheel | undefined;
  /** Whether a wheel build makes the source distribution too (`--sdist`). */
  readonly withSdist: boolean;
  readonly workingDirectory: string | undefined;
  /** Where the crate is named (`-m`, `--manifest-path`). */
  readonly manifestPath: string | undefined;
  /** A failure of the job or step is passed over, and a green run may lack its files. */
  readonly continueOnError: boolean;
  /** False where a condition leaves it open whether it runs. */
  readonly certain: boolean;
  /** Whether some of the above turns on what is known only when the workflow runs, shown as `…`. */
  readonly known: boolean;
}

/** The options of maturin that choose features. */
export interface FeatureOptions {
  readonly names?: readonly string[];
  readonly noDefault?: boolean;
  readonly all?: boolean;
}

/** A call of cibuildwheel. */
export interface Cibuildwheel {
  /** Environment variables without `CIBW_`, in capital letters: `BUILD`, `ARCHS_LINUX` … */
  readonly options: Readonly<Record<string, string>>;
  /** As the step pins it, such as `2.23.3`; undefined for a commit or the newest. */
  readonly version: string | undefined;
}

type JobBuild = Omit<Build, 'job' | 'place' | 'labels'> & { readonly step: WorkflowStep };

type StepBuild = Omit<JobBuild, 'step' | 'certain' | 'pythonVersions' | 'continueOnError'>;

/** What a workflow builds with maturin when an event starts it: one entry for each job of a matrix. */
export function buildsOf(
  workflow: Workflow,
  event: WorkflowEvent,
  find: FindWorkflow = () => undefined,
): readonly Build[] {
  return reachedJobs(workflow, event, find).flatMap(reached => {
    if (reached.runs === 'no') return [];
    const { workflow: own, job, contexts, callers } = reached;
    const isCertain =
      reached.runs === 'yes' && ![...callers, reached].some(({ dynamic }) => dynamic);
    const labels = job.runsOn.map(label => evaluatePartly(label, contexts));
    return buildsOfJob(own, job, contexts).map(({ step, certain, ...build }) => ({
      ...build,
      job: reached.path,
      labels,
      certain: isCertain && certain,
      place: { file: own.path, start: step.start },
    }));
  });
}

/** The builds in the steps of a job, in contexts that have the values of its matrix. */
export function buildsOfJob(
  workflow: Workflow,
  job: WorkflowJob,
  outer: Contexts,
): readonly JobBuild[] {
  let pythonVersions: readonly string[] = [];
  return job.steps.flatMap(step => {
    const contexts = withEnv(outer, workflow.env, job.env, step.env);
    const reached = step.if === undefined ? true : evaluateCondition(step.if.text, contexts);
    if (reached === false) return [];
    if (/^actions\/setup-python@/i.test(step.uses ?? ''))
      pythonVersions = pythonsOf(step, contexts);
    const found = buildsOfStep(step, contexts, { ...workflow.env, ...job.env, ...step.env });
    const passedOver = [job.continueOnError, step.continueOnError].some(
      text => text !== undefined && text !== 'false',
    );
    return found.flatMap(build =>
      build === undefined
        ? []
        : [
            {
              ...build,
              certain: reached === true,
              continueOnError: passedOver,
              pythonVersions,
              step,
            },
          ],
    );
  });
}

function buildsOfStep(
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

function pythonsOf(step: WorkflowStep, contexts: Contexts): readonly string[] {
  return evaluatePartly(step.with['python-version'] ?? '', contexts)
    .split(/\s+/)
    .filter(version => version !== '');
}
