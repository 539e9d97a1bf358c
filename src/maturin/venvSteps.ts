import * as l10n from '@vscode/l10n';
import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import { type PackageIndex, pipInstallArguments } from '../packageIndex/packageIndex';
import { BUILD_NEEDS, buildStep, builtFiles, requireTools } from './buildSteps';
import type { LocalProject } from './project';
import type { BuildFacts } from './runSteps';
import { LocalBuildError, type Step, type Steps, withTemporaryFolder } from './step';
import { type Host, pythonOf, type Tools } from './tools';
/** Prints what is installed. Names come as arguments, and none of them is read as Python. */
const IMPORT = `import sys, importlib, importlib.metadata
name, module = sys.argv[1], sys.argv[2]
print(name, importlib.metadata.version(name))
if module:
    print(module, "is imported from", getattr(importlib.import_module(module), "__file__", "a built-in module"))
`;

/** Builds a wheel for the project's Python, installs it into a new virtual environment, and imports it there. */
export async function* testWheelSteps(facts: BuildFacts): Steps {
  requireTools(facts, BUILD_NEEDS);
  const {
    project,
    host,
    tools: { python = 'python3' },
  } = facts;
  return yield* withTemporaryFolder('wheel', async function* (temporary) {
    const out = path.join(temporary, 'wheels');
    yield buildStep(facts, out, [python]);
    const wheel = (await builtFiles(out)).find(file => file.endsWith('.whl'));
    if (wheel === undefined) {
      throw new LocalBuildError(
        l10n.t('maturin built no wheel for {0}.', python),
        l10n.t('Its output says what it did instead.'),
      );
    }
    yield* inFreshVenv(temporary, python, host, ['install', wheel], project);
    return {
      message: l10n.t(
        '{0} installs into a fresh environment, and can be imported.',
        path.basename(wheel),
      ),
    };
  });
}

/** A published version. */
export interface Published {
  readonly index: PackageIndex;
  /** In any spelling. */
  readonly version: string;
}

/** Installs exactly one published version into a new virtual environment, and imports it there. */
export async function* smokeTestSteps(
  project: Pick<LocalProject, 'name' | 'module'>,
  { index, version }: Published,
  tools: Tools,
  host: Host,
): Steps {
  requireTools({ tools, host }, ['python']);
  const { python = 'python3' } = tools;
  return yield* withTemporaryFolder('smoke', async function* (temporary) {
    const [install = 'install', ...rest] = pipInstallArguments(index, project.name, version);
    // A file that was downloaded before says nothing about what the index serves now.
    yield* inFreshVenv(temporary, python, host, [install, '--no-cache-dir', ...rest], project);
    return {
      message: l10n.t(
        '{0} {1} installs from {2}, and can be imported.',
        project.name,
        version,
        index.name,
      ),
    };
  });
}

/** The working folder is an empty one: Python would import what lies in the package's instead of what was installed. */
async function* inFreshVenv(
  temporary: string,
  python: string,
  { platform }: Host,
  install: readonly string[],
  { name, module = '' }: Pick<LocalProject, 'name' | 'module'>,
): AsyncGenerator<Step, void, void> {
  const venv = path.join(temporary, 'venv');
  const inside = pythonOf(venv, platform);
  const cwd = path.join(temporary, 'empty');
  await mkdir(cwd);
  yield { program: python, args: ['-m', 'venv', venv], cwd };
  yield { program: inside, args: ['-m', 'pip', '--disable-pip-version-check', ...install], cwd };
  yield { program: inside, args: ['-I', '-c', IMPORT, name, module], cwd };
}
