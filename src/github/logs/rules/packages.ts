import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const UV = 'https://docs.astral.sh/uv/';
const SETUPTOOLS = 'https://setuptools.pypa.io/en/latest/';

/** Resolving and installing Python packages: pip, uv, poetry, setuptools. */
export const PACKAGE_RULES: readonly Rule[] = [
  {
    id: 'python.lockOutdated',
    pattern:
      /The lockfile at `?(uv\.lock|[^\s`]{1,200})`? needs to be updated, but `?--(?:locked|frozen|check)`?|pyproject\.toml changed significantly since (poetry\.lock) was last generated|(poetry\.lock) (?:is not up to date|file does not match)|(pdm\.lock) (?:is not up to date|hash doesn't match)/i,
    cause: match =>
      l10n.t('{0} does not match pyproject.toml.', match.slice(1).find(text => text !== '') ?? ''),
    advice: () => l10n.t('Update the lock file (uv lock, poetry lock, pdm lock) and commit it.'),
    command: ([whole]) =>
      /poetry/i.test(whole) ? 'poetry lock' : /pdm/i.test(whole) ? 'pdm lock' : 'uv lock',
    isAboutFiles: true,
    source: `${UV}concepts/projects/sync/`,
  },
  {
    id: 'python.conflict',
    pattern:
      /ERROR: Cannot install ([^\n]{1,200}?) because these package versions have conflicting dependencies|ResolutionImpossible|No solution found when resolving[^\n]{0,120}:\n\s{0,6}[╰└]─▶ ([^\n]{1,500})|SolverProblemError|version solving failed/,
    cause: ([, packages = '', because = '']) =>
      because !== ''
        ? l10n.t('No versions of the dependencies fit together: {0}', because)
        : packages !== ''
          ? l10n.t('No versions of the dependencies fit together: {0}.', packages)
          : l10n.t('No versions of the dependencies fit together.'),
    advice: () =>
      l10n.t('Relax the requirement that is named, or "requires-python", in pyproject.toml.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://pip.pypa.io/en/stable/topics/dependency-resolution/',
  },
  {
    id: 'python.blas',
    pattern:
      /No lapack\/blas resources found|No BLAS\/LAPACK libraries found|Dependency "OpenBLAS" not found/,
    cause: () =>
      l10n.t('numpy or scipy is built from source, and BLAS and LAPACK are not installed.'),
    advice: () =>
      l10n.t('Use a version that has a wheel for this Python and platform, or skip this platform.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://scipy.github.io/devdocs/building/index.html',
  },
  {
    id: 'conda.packageMissing',
    pattern:
      /(?:PackagesNotFoundError: The following packages are (?:missing from the target environment|not available from current channels)|ResolvePackageNotFound): ?\n(?:\s{0,8}\n)?\s{1,8}- ([^\n]{1,120})|nothing provides (?:requested )?([\w.-]{1,80}[^\n]{0,60}?)(?: needed by [^\n]{1,100})?\n/,
    cause: ([, name = '', provided = '']) =>
      l10n.t('conda finds no {0} in its channels for this platform.', name || provided),
    advice: () =>
      l10n.t('Correct the version, or name a channel that has it ("channels: conda-forge").'),
    here: () => l10n.t('Correct the version, or name a channel that has it: -c conda-forge.'),
    action: 'openWorkflow',
    source: 'https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-channels.html',
  },
  {
    id: 'python.requiresPython',
    pattern:
      /(?:requested interpreter|Python) (?:resolved to Python )?(\d\.\d{1,2}[.\w]{0,12}),? (?:which )?is (?:incompatible|not compatible) with the project's Python requirement: `?([^`\n]{1,60})`?|The current project's (?:supported Python range|Python requirement) \(([^)\n]{1,60})\) is not compatible/,
    cause: ([, version = '', needed = '', range = '']) =>
      version === ''
        ? l10n.t('A dependency does not support the whole range of Python versions {0}.', range)
        : l10n.t('The project needs Python {0}, and the step uses {1}.', needed, version),
    advice: () => l10n.t('Choose another Python in the step, or correct "requires-python".'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: `${UV}concepts/python-versions/`,
  },
  {
    id: 'python.hashes',
    pattern:
      /THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE|Hash mismatch for `([^`\n]{1,120})`|Hashes are required in --require-hashes mode/,
    cause: ([, name = '']) =>
      name === ''
        ? l10n.t('A downloaded package does not have the hash that the requirements file names.')
        : l10n.t('{0} does not have the hash that the lock file names.', name),
    advice: () =>
      l10n.t('Update the hashes in the requirements or lock file, and clear the cache.'),
    isAboutFiles: true,
    source: 'https://pip.pypa.io/en/stable/topics/secure-installs/',
  },
  {
    id: 'python.distutils',
    pattern:
      /ModuleNotFoundError: No module named '(distutils|imp|pkg_resources)[.\w]{0,60}'|module 'pkgutil' has no attribute '(ImpImporter)'|Cannot import '(setuptools\.build_meta)'/,
    cause: ([, module = '', importer = '', backend = '']) =>
      l10n.t(
        'A package needs {0}, which this Python or setuptools no longer has.',
        module || importer || backend,
      ),
    advice: () =>
      l10n.t(
        'Update the package that imports it, install an older setuptools (below 81 has pkg_resources), or use an older Python.',
      ),
    isAboutFiles: true,
    source: 'https://docs.python.org/3/whatsnew/3.12.html#removed',
  },
  {
    id: 'python.pydanticCore',
    pattern:
      /ForwardRef\._evaluate\(\) missing 1 required keyword-only argument: '(?:recursive_guard|type_params)'/,
    cause: () => l10n.t('This version of pydantic-core does not support this Python.'),
    advice: () => l10n.t('Update pydantic and pydantic-core, or use an older Python.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://docs.pydantic.dev/latest/changelog/',
  },
  {
    id: 'python.backendMissing',
    pattern:
      /error: invalid command 'bdist_(wheel)'|BackendUnavailable: Cannot import '([\w.]{1,60})'|Backend '([\w.]{1,60})' is not available|ModuleNotFoundError: No module named '(setuptools_rust|setuptools_scm|maturin|hatchling|poetry|flit_core|pybind11|Cython|numpy|wheel|setuptools)'\n(?:[^\n]{0,200}\n){0,3}?[^\n]{0,40}(?:\[end of output\]|ERROR Backend subprocess exited)/,
    cause: match =>
      l10n.t(
        'The build needs the package {0}, which is not installed in its environment.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t(
        'Name it in "requires" of [build-system], or install it before a build with --no-build-isolation.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://peps.python.org/pep-0518/',
  },
  {
    id: 'python.noProject',
    pattern:
      /(\S{1,200}) does not appear to be a Python project: (?:neither|no pyproject)|neither 'setup\.py' nor 'pyproject\.toml' found|No `?pyproject\.toml`? found in (?:current directory|`[^`\n]{1,200}`)/,
    cause: () => l10n.t('The folder has no pyproject.toml or setup.py.'),
    advice: () =>
      l10n.t(
        'Set "working-directory", or name the folder of the package. Check out the code first.',
      ),
    here: () => l10n.t('Run the command in the folder of the package.'),
    action: 'openWorkflow',
    source: 'https://packaging.python.org/en/latest/guides/writing-pyproject-toml/',
  },
  {
    id: 'python.flatLayout',
    pattern:
      /Multiple top-level (?:packages|modules) discovered in a flat-layout: (\[[^\]\n]{1,200}\])/,
    cause: ([, found = '']) =>
      l10n.t('setuptools does not know which folders belong to the package: {0}.', found),
    advice: () => l10n.t('List them under [tool.setuptools] "packages", or use the src layout.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: `${SETUPTOOLS}userguide/package_discovery.html`,
  },
  {
    id: 'python.scmVersion',
    pattern:
      /setuptools[-_]scm was unable to detect version for|LookupError: Error getting the version from source `vcs`|unable to detect version for/,
    cause: () => l10n.t('The version comes from git tags, and the clone has none or no git.'),
    advice: () =>
      l10n.t('Set "fetch-depth: 0" of actions/checkout, or SETUPTOOLS_SCM_PRETEND_VERSION.'),
    here: () => l10n.t('Run "git fetch --tags", and build in the clone.'),
    command: () => 'git fetch --tags',
    action: 'openWorkflow',
    source: 'https://setuptools-scm.readthedocs.io/',
  },
  {
    id: 'python.toolDependency',
    pattern:
      /File "[^"\n]{0,200}\/(auditwheel|twine|cibuildwheel|delocate|pip|poetry|build|virtualenv|tox|nox)\/[^"\n]{1,120}", line \d{1,6}, in [^\n]{1,80}\n(?:[^\n]{0,300}\n){1,3}?\s{0,8}(?:ModuleNotFoundError|ImportError|AttributeError): ([^\n]{1,200})/,
    cause: ([, tool = '', message = '']) =>
      l10n.t('The installed {0} does not work with its dependencies: {1}', tool, message),
    advice: ([, tool = '']) => l10n.t('Update {0} and what it depends on, or pin both.', tool),
    command: ([, tool = '']) => `pip install --upgrade ${tool}`,
    action: 'openWorkflow',
    source: 'https://pip.pypa.io/en/stable/cli/pip_install/',
  },
];
