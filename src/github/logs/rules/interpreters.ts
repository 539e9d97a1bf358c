import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Python interpreters that are missing, or of a kind that the tools do not know. */
export const INTERPRETER_RULES: readonly Rule[] = [
  {
    id: 'python.maturinTooOld',
    pattern:
      /Invalid python interpreter minor version '(3?\.?\d{1,2}t)'|Unsupported ABI tag|Invalid python interpreter (?:version|name)/,
    cause: ([, version = '']) =>
      version === ''
        ? l10n.t('maturin is too old for one of the Python interpreters.')
        : l10n.t('maturin is too old for the free-threaded interpreter {0}.', version),
    advice: () =>
      l10n.t(
        'Update maturin (1.7.5 or newer): "maturin-version: latest" of maturin-action, and [build-system] requires.',
      ),
    command: () => 'pip install --upgrade maturin',
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/changelog.html',
  },
  {
    id: 'python.generateImportLib',
    pattern:
      /Need a Python interpreter to compile for Windows without PyO3's `generate-import-lib` feature|compiling for Windows without an interpreter requires PyO3's `generate-import-lib` feature/,
    cause: () => l10n.t('The interpreters that the build names are not installed on this Windows.'),
    advice: () =>
      l10n.t(
        'Install them with actions/setup-python, or turn on PyO3\'s feature "generate-import-lib".',
      ),
    here: () => l10n.t('Install that Python, or turn on PyO3\'s feature "generate-import-lib".'),
    action: 'openWorkflow',
    source: 'https://pyo3.rs/latest/building-and-distribution.html',
  },
  {
    id: 'python.interpreterKind',
    pattern:
      /Python interpreter should be a kind of interpreter[^\n]{0,80} when cross-compiling, got path to interpreter: ([^\n]{1,200})/,
    cause: ([, path = '']) =>
      l10n.t('A cross build does not start Python, so it takes no path such as {0}.', path),
    advice: () => l10n.t('Name the kind and version with -i, such as python3.12.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html#cross-compiling',
  },
  {
    id: 'python.interpreterSkipped',
    pattern:
      /'([^'\n]{1,200})' reports a platform '([^'\n]{1,60})' \(architecture '[^'\n]{1,20}'\), while the Rust target is '([^'\n]{1,40})'\. Skipping\.(?:\n[^\n]{0,300}){0,12}?\n[^\n]{0,40}Couldn't find any python interpreters/,
    cause: ([, , platform = '', target = '']) =>
      l10n.t('The Python that was found is for {0}, and the build is for {1}.', platform, target),
    advice: () =>
      l10n.t(
        'Install a Python of the target ("architecture" of actions/setup-python), or correct --target.',
      ),
    here: () => l10n.t('Use a Python of the target, or correct --target.'),
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html#cross-compiling',
  },
  {
    id: 'python.otherSystem',
    pattern:
      /platform\.system\(\) in python, (\S{1,40}), and the rust target, [^\n]{1,200}?, don't match|Only python >= (3\.\d{1,2}) is supported, while you're using python (\d\.\d{1,2})/,
    cause: ([, system = '', least = '', version = '']) =>
      version === ''
        ? l10n.t('The Python is for {0}, and the build is for another system.', system)
        : l10n.t('maturin needs Python {0} or newer, and the build uses {1}.', least, version),
    advice: () => l10n.t('Choose a Python of the target with -i, or install one before the build.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/bindings.html',
  },
  {
    id: 'python.virtualenv',
    pattern:
      /Couldn't find a virtualenv or conda environment|Expected \S{1,200} to be a virtual environment, but pyvenv\.cfg is missing|Your virtualenv at \S{1,200} is broken|Broken virtual environment `|No virtual environment found|Run `?uv venv`? to create an environment/,
    cause: () =>
      l10n.t('"maturin develop" and "uv pip" need a virtual environment, and none is active.'),
    advice: () =>
      l10n.t('Create and activate one in the same step, or build a wheel and install it.'),
    command: (_, platform) =>
      platform === 'win32'
        ? 'python -m venv .venv; .venv\\Scripts\\activate'
        : 'python3 -m venv .venv && . .venv/bin/activate',
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/develop.html',
  },
  {
    id: 'python.virtualenvConflict',
    pattern: /Both VIRTUAL_ENV and CONDA_PREFIX are set/,
    cause: () =>
      l10n.t('A virtual environment and a conda environment are active at the same time.'),
    advice: () => l10n.t('Unset one of VIRTUAL_ENV and CONDA_PREFIX in the step.'),
    here: () => l10n.t('Deactivate one of them: "conda deactivate", or "deactivate".'),
    command: () => 'conda deactivate',
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/develop.html',
  },
  {
    id: 'python.externallyManaged',
    pattern:
      /externally-managed-environment|This environment is externally managed|The interpreter at \S{1,200} is externally managed/,
    cause: () => l10n.t('pip does not install beside the packages of the system (PEP 668).'),
    advice: () =>
      l10n.t(
        'Install into a virtual environment: python3 -m venv .venv, or use actions/setup-python.',
      ),
    command: (_, platform) =>
      platform === 'win32'
        ? 'python -m venv .venv; .venv\\Scripts\\activate'
        : 'python3 -m venv .venv && . .venv/bin/activate',
    action: 'openWorkflow',
    source: 'https://peps.python.org/pep-0668/',
  },
];
