import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Interpreters, and what PyO3 and pip make of them. */
export const PYTHON_RULES: readonly Rule[] = [
  {
    id: 'python.tooNew',
    pattern:
      /the configured (Python|PyPy|GraalPy) interpreter version \(([\d.]+)\) is newer than PyO3's maximum supported version \(([\d.]+)\)/,
    cause: ([, kind = '', version = '', most = '']) =>
      l10n.t(
        'This version of PyO3 supports {0} up to {1}, and the build uses {2}.',
        kind === 'Python' ? 'Python' : kind,
        most,
        version,
      ),
    advice: () =>
      l10n.t(
        'Update PyO3 in Cargo.toml, or name the interpreters in the workflow instead of taking all that are found. With abi3, PYO3_USE_ABI3_FORWARD_COMPATIBILITY=1 builds anyway.',
      ),
    here: () =>
      l10n.t(
        'Update PyO3 in Cargo.toml, or use an older Python. With abi3, PYO3_USE_ABI3_FORWARD_COMPATIBILITY=1 builds anyway.',
      ),
    action: 'openCargoManifest',
    source: 'https://pyo3.rs/latest/building-and-distribution.html',
  },
  {
    id: 'python.tooOld',
    pattern:
      /the configured (Python|PyPy|GraalPy) interpreter version \(([\d.]+)\) is (?:lower|older) than PyO3's (?:minimum|maximum) supported version \(([\d.]+)\)/,
    cause: ([, kind = '', version = '', least = '']) =>
      l10n.t(
        'This version of PyO3 needs {0} {1} or later, and the build uses {2}.',
        kind,
        least,
        version,
      ),
    advice: () =>
      l10n.t(
        'Raise "requires-python" in pyproject.toml, and name the interpreters in the workflow; PyPy wheels can be left out.',
      ),
    here: () => l10n.t('Use a newer Python, or an older PyO3.'),
    action: 'openWorkflow',
    source: 'https://pyo3.rs/latest/building-and-distribution.html',
  },
  {
    id: 'python.interpreterMissing',
    pattern:
      /Couldn't find any python interpreters[^\n]*|Failed to find a python interpreter(?: from `[^`\n]*`)?|Python was not found; run without arguments[^\n]*|Could not find any interpreters?[^\n]{0,200}|Failed to find (?:a |any )?(?:CPython|PyPy|GraalPy|[Pp]ython) ?[\d.]{0,6}t? interpreter[^\n]{0,80}|Python interpreter `[^`\n]{1,80}` doesn't exist|(?:Caused by: )\S{1,80} is not a valid python interpreter|The following Python interpreters could not be found: [^\n]*|None of the found Python interpreters \([^\n]*|No compatible Python interpreters found for [^\n]*|Unable to find (?:interpreter|Python) [^\n]*|[Vv]ersion '?([\w. *~<>=^-]{1,30}?)'? with arch(?:itecture)? '?(\w{1,12})'? (?:was )?not found|(?:PyPy|GraalPy) version [^\n]{1,50} with arch \w{1,12} not found|No interpreter found for [^\n]{1,60} in [^\n]{1,100}|No download found for request: [^\n]{1,60}|python(3[\d.]*): (?:command )?not found/,
    cause: ([found, version = '', architecture = '', plain = '']) =>
      version !== ''
        ? l10n.t('The runner has no Python {0} for {1}.', version, architecture)
        : plain !== ''
          ? l10n.t('The runner has no Python {0}.', plain)
          : l10n.t('The interpreters to build for were not found: {0}', found.trim()),
    advice: ([, version = '']) =>
      version === ''
        ? l10n.t(
            'Name interpreters that the runner or the container has ("-i 3.11 3.12"), or install them with actions/setup-python. An old maturin does not know newer Pythons: update it.',
          )
        : l10n.t(
            'Choose a version that actions/setup-python offers for this system and architecture, or another runner.',
          ),
    here: () =>
      l10n.t('Install that Python, or name one that "maturin list-python" finds with -i.'),
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/bindings.html',
  },
  {
    id: 'python.indexUnreachable',
    pattern:
      /Retrying \(Retry\(total=0,[^\n]{1,400}(?:\n[^\n]{0,400}){1,4}?\nERROR: No matching distribution found for ([^\n]+)/,
    cause: ([, requirement = '']) =>
      l10n.t('pip could not reach the index, so it found no version of {0}.', requirement.trim()),
    advice: () =>
      l10n.t('Run the failed jobs again. If it fails again, check the address of the index.'),
    here: () => l10n.t('Check the network connection, the proxy and the address of the index.'),
    action: 'rerunFailedJobs',
    source: 'https://pip.pypa.io/en/stable/topics/https-certificates/',
  },
  {
    id: 'python.requirement',
    pattern:
      /No matching distribution found for ([^\n]+)|Package '([^'\n]+)' requires a different Python: ([^\n]+)/,
    cause: ([, requirement = '', name = '', versions = '']) =>
      requirement === ''
        ? l10n.t('{0} does not install on this Python: {1}.', name, versions.trim())
        : l10n.t('pip finds no version of {0} for this Python and platform.', requirement.trim()),
    advice: () =>
      l10n.t(
        'Check the name and the version, and that it has wheels for this platform. From TestPyPI, dependencies need --extra-index-url https://pypi.org/simple/.',
      ),
    isAboutFiles: true,
    source: 'https://pip.pypa.io/en/stable/cli/pip_install/',
  },
  {
    id: 'python.libpython',
    pattern: /Your library links libpython \(([^)\n]*)\), which libraries must not do/,
    cause: ([, library = '']) =>
      l10n.t(
        'The extension module is linked with {0}. It would run with that one Python only.',
        library,
      ),
    advice: () =>
      l10n.t(
        'Turn on the feature "extension-module" of PyO3 for the build ("features" in [tool.maturin]), or use PyO3 0.26 or later, which needs no feature.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://pyo3.rs/latest/faq.html',
  },
  {
    id: 'python.import',
    pattern:
      /ImportError: dynamic module does not define module export function \((\w+)\)|Couldn't find the symbol `(PyInit_\w+)`[^\n]*Python will fail to import/,
    cause: ([, symbol = '', missing = '']) =>
      l10n.t(
        'The extension module has another name than Python expects: {0} is missing.',
        symbol || missing,
      ),
    advice: () =>
      l10n.t(
        'Make the name of "#[pymodule]", "[lib] name" in Cargo.toml and "module-name" in pyproject.toml agree.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/project_layout.html',
  },
  {
    id: 'python.moduleMissing',
    pattern:
      /ModuleNotFoundError: No module named '([^'\n]+)'(?!\n\n?[^\n]{0,20}During handling of)|(?:^|\n)Error: No module named '([^'\n]{1,100})'|python[\d.]{0,5}t?(?:\.exe)?: No module named '?([\w.]{1,100})/,
    cause: ([, imported = '', reported = '', started = '']) =>
      started === ''
        ? l10n.t('Python finds no module {0} where the package is imported.', imported || reported)
        : l10n.t('Python was started with the module {0}, which is not installed.', started),
    advice: ([, imported = '', reported = '', started = '']) => {
      const module = imported || reported || started;
      return l10n.t(
        'If it is another package, name it in "dependencies" of pyproject.toml (here: pip install {0}). If it is the extension module itself, compare "module-name" in pyproject.toml with what the wheel holds.',
        module.split('.', 1)[0] ?? module,
      );
    },
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/project_layout.html',
  },
  {
    id: 'python.architecture',
    pattern:
      /(?:incompatible architecture \(have '([^'\n]+)', need '([^'\n]+)'\)|wrong ELF class: (\w+)|DLL load failed while importing (\w+): %1 is not a valid Win32 application)/,
    cause: ([, have = '', need = '', elf = '', module = '']) =>
      have !== ''
        ? l10n.t('The wheel was built for {0}, and this Python runs on {1}.', have, need)
        : l10n.t(
            'The wheel was built for another architecture than that of this Python ({0}).',
            elf || module,
          ),
    advice: () =>
      l10n.t(
        'Compare with: python -c "import platform; print(platform.machine())". Build for that target, or for both on macOS (--target universal2-apple-darwin).',
      ),
    here: () => l10n.t('Build for the processor of this Python, or use a Python of the other one.'),
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html#cross-compiling',
  },
  {
    id: 'python.olderSystem',
    pattern:
      /(?:ImportError|OSError): [^\n]{0,300}version `((?:GLIBC|GLIBCXX|CXXABI)_[\d.]{1,12})' not found|version `((?:GLIBC|GLIBCXX|CXXABI)_[\d.]{1,12})' not found \(required by [^\n]{1,200}\.so[\w.]{0,20}\)/,
    cause: ([, symbols = '', required = '']) =>
      l10n.t('The wheel needs a newer C library than this system has ({0}).', symbols || required),
    advice: () =>
      l10n.t(
        'Build it for an older policy: "manylinux: 2014" of maturin-action and "compatibility = "manylinux2014"" in pyproject.toml reach the oldest systems.',
      ),
    here: () => l10n.t('Install an older version of the wheel, or build it from source here.'),
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html#manylinux',
  },
  {
    id: 'python.unsupportedWheel',
    pattern: /ERROR: (\S+\.whl) is not a supported wheel on this platform/,
    cause: ([, wheel = '']) => l10n.t('{0} is not for this Python and this system.', wheel),
    advice: () =>
      l10n.t(
        'The three tags at the end of its name say what it is for. Build for the interpreter and the system that install it.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/',
  },
];
