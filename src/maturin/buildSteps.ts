import * as l10n from '@vscode/l10n';
import { mkdir, readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { missingTools, type Need, ToolsMissing } from './missing';
import { buildArguments, type BuildFacts, developArguments, type Interpreters } from './runSteps';
import type { Result, Step, Steps } from './step';

/** What every build needs. */
export const BUILD_NEEDS: readonly Need[] = ['cargo', 'python', 'maturin'];

/** Builds the module into the virtual environment of the project. */
export function* developSteps(
  facts: BuildFacts,
  isRelease: boolean,
): Generator<Step, Result, void> {
  requireTools(facts, [...BUILD_NEEDS, 'venv']);
  const {
    project,
    tools: { venv },
  } = facts;
  // maturin refuses to choose where an environment of conda is active as well.
  yield {
    ...maturin(facts, developArguments(facts, isRelease)),
    env: { VIRTUAL_ENV: venv?.dir, CONDA_PREFIX: undefined },
  };
  return { message: l10n.t('{0} is installed in {1}.', project.name, venv?.dir ?? '') };
}

/**
 * Builds wheels into a folder of their own.
 *
 * @param all for every interpreter that maturin finds, else for the project's own
 */
export async function* buildSteps(
  facts: BuildFacts,
  all: boolean,
  interpreters?: readonly string[],
): Steps {
  requireTools(facts, BUILD_NEEDS);
  const {
    project,
    tools: { python = 'python3' },
  } = facts;
  const out = wheelFolder(facts);
  await mkdir(out, { recursive: true });
  yield buildStep(facts, out, interpreters ?? (all ? 'found' : [python]));
  const files = await builtFiles(out);
  return {
    message: l10n.t(
      '{0} is built: {1}',
      project.name,
      files.map(file => path.basename(file)).join(', '),
    ),
    files,
  };
}

/** One folder below `target` for each version, which keeps old wheels apart from new ones. */
export function wheelFolder({ project: { cargoRoot, name, version } }: BuildFacts): string {
  return path.join(
    cargoRoot,
    'target',
    'wheels',
    `${name}-${version ?? 'unknown'}`.replace(/[^\w.+-]/g, '_'),
  );
}

/** @param isForIndex with a source distribution, and only wheels that keep the policy of the project */
export function buildStep(
  facts: BuildFacts,
  out: string,
  interpreters: Interpreters,
  isForIndex = false,
): Step {
  return maturin(facts, buildArguments(facts, out, interpreters, isForIndex));
}

/** The distributions in a folder, absolute and sorted. */
export async function builtFiles(out: string): Promise<string[]> {
  const names = await readdir(out).catch(() => []);
  return names
    .filter(name => /\.(?:whl|tar\.gz)$/.test(name))
    .sort()
    .map(name => path.join(out, name));
}

/** @throws ToolsMissing */
export function requireTools(
  { tools, host }: Pick<BuildFacts, 'tools' | 'host'>,
  needs: readonly Need[],
): void {
  const missing = missingTools(needs, tools, host.platform);
  if (missing.length > 0) throw new ToolsMissing(missing);
}

function maturin({ project, tools }: BuildFacts, args: readonly string[]): Step {
  return {
    program: tools.maturin ?? 'maturin',
    args,
    cwd: project.dir,
    rustcRoot: project.cargoRoot,
  };
}
