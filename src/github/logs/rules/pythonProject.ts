import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const PYPROJECT = 'https://packaging.python.org/en/latest/guides/writing-pyproject-toml/';

/** What build backends and installers say of a Python project's files. */
export const PYTHON_PROJECT_RULES: readonly Rule[] = [
  {
    id: 'python.projectInvalid',
    pattern:
      /invalid pyproject\.toml config: `([^`\n]{1,80})`|configuration error: `([^`\n]{1,80})` must|The Poetry configuration is invalid:\s{1,8}-? ?([^\n]{1,160})/,
    cause: ([, field = '', configured = '', poetry = '']) =>
      poetry === ''
        ? l10n.t('The build backend does not accept {0} in pyproject.toml.', field || configured)
        : l10n.t('Poetry does not accept pyproject.toml: {0}', poetry),
    advice: () =>
      l10n.t('Correct the field, or update the build backend if the field is newer than it.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: PYPROJECT,
  },
  {
    id: 'python.moduleFolder',
    pattern:
      /Expected a Python module (?:with an `__init__\.py` )?at: `([^`\n]{1,200})`|No file\/folder found for (?:module|package) '?([\w.-]{1,100})|error: package directory '([^'\n]{1,200})' does not exist|(Unable to determine which files to ship inside the wheel)/,
    cause: match => {
      const [, module = '', name = '', folder = ''] = match;
      return module || name || folder
        ? l10n.t('The build backend did not find the Python module {0}.', module || name || folder)
        : l10n.t('The build backend did not find the folder of the Python package.');
    },
    advice: () =>
      l10n.t(
        'Name the folder of the module in the settings of the build backend, or rename it like the project.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: PYPROJECT,
  },
  {
    id: 'python.lockMissing',
    pattern:
      /Unable to find lockfile at `(uv\.lock|[^`\n]{1,200})`|(poetry\.lock) not found|No lock file found/,
    cause: ([, file = '', poetry = '']) =>
      file || poetry
        ? l10n.t('The step needs {0}, which does not exist.', file || poetry)
        : l10n.t('The step needs a lock file, which does not exist.'),
    advice: () => l10n.t('Create the lock file and commit it, or leave --locked and --frozen out.'),
    command: ([whole]) => (whole.includes('poetry') ? 'poetry lock' : 'uv lock'),
    isAboutFiles: true,
    source: 'https://docs.astral.sh/uv/concepts/projects/sync/',
  },
  {
    id: 'python.wheelMissing',
    pattern:
      /Requirement '([^'\n]{1,200}\.(?:whl|tar\.gz))' looks like a filename, but the file does not exist|ERROR: ([^\s]{0,120}\*[^\s]{0,60}\.whl) is not a valid wheel filename/,
    cause: ([, file = '', pattern = '']) =>
      l10n.t('No file {0} exists where the step installs it from.', file || pattern),
    advice: () => l10n.t('Compare the path and the name with what the build wrote ("ls dist").'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://pip.pypa.io/en/stable/cli/pip_install/',
  },
  {
    id: 'python.requirementsFile',
    pattern:
      /Could not open requirements file: \[Errno 2\] No such file or directory: '([^'\n]{1,200})'|error: File not found: `([^`\n]{1,200}\.(?:txt|in))`/,
    cause: ([, file = '', other = '']) =>
      l10n.t('The requirements file {0} does not exist.', file || other),
    advice: () =>
      l10n.t('Correct the path or the working directory, and check out the code first.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://pip.pypa.io/en/stable/reference/requirements-file-format/',
  },
  {
    id: 'python.requirementInvalid',
    pattern:
      /ERROR: Invalid requirement: '?([^'\n]{1,120})|error: Failed to parse: `([^`\n]{1,160})`/,
    cause: ([, requirement = '', uv = '']) =>
      l10n.t('{0} is not a valid requirement.', requirement || uv),
    advice: () => l10n.t('Correct its name or version where it is listed.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://packaging.python.org/en/latest/specifications/dependency-specifiers/',
  },
  {
    id: 'python.buildDependencies',
    pattern: /ERROR Missing dependencies:\n\s{1,8}([^\n]{1,120})/,
    cause: ([, name = '']) =>
      l10n.t('The build runs without isolation, and {0} is not installed.', name),
    advice: () => l10n.t('Install what [build-system] requires, or build without --no-isolation.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://build.pypa.io/en/stable/',
  },
  {
    id: 'release.pleaseToml',
    pattern: /value at path (\S{1,80}) is not tagged/,
    cause: ([, path = '']) =>
      l10n.t('release-please found no value that it can change at {0} of a TOML file.', path),
    advice: () =>
      l10n.t(
        'It does not follow "version.workspace = true". Write the version there, or name the file with the value.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://github.com/googleapis/release-please',
  },
];
