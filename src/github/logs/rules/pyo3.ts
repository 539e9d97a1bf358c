import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const BUILDING = 'https://pyo3.rs/latest/building-and-distribution.html';

/** What the build script of PyO3 says about interpreters and the stable ABI. */
export const PYO3_RULES: readonly Rule[] = [
  {
    id: 'python.abi3TooHigh',
    pattern:
      /cannot set a minimum Python version (3\.\d{1,2}) higher than the interpreter version (3\.\d{1,2})/,
    cause: ([, least = '', version = '']) =>
      l10n.t('The abi3 feature asks for Python {0}, and the build uses {1}.', least, version),
    advice: () => l10n.t('Lower the abi3-py3x feature of PyO3, or build with a newer interpreter.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: BUILDING,
  },
  {
    id: 'python.abi3FreeThreaded',
    pattern:
      /free-threaded build of CPython does not support the limited API(?! so this check)|limited API is not supported[^\n]{0,60}free-?threaded|The free-threaded Python interpreter does not support the limited API/i,
    cause: () =>
      l10n.t('The free-threaded Python has no stable ABI, which the abi3 feature needs.'),
    advice: () =>
      l10n.t('Turn the abi3 feature off for free-threaded builds, or leave them out with -i.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://pyo3.rs/latest/free-threading.html',
  },
  {
    id: 'python.freeThreadedTooOld',
    pattern:
      /PyO3 does not support the free-threaded build of CPython versions below (3\.\d{1,2}), the selected Python version is (3\.\d{1,2})|(?:Cannot target free-threaded builds for Python versions before|Free-threaded Python interpreter is only supported on) (3\.\d{1,2})/,
    cause: ([, least = '', version = '', other = '']) =>
      version === ''
        ? l10n.t('Free-threaded builds need Python {0} or newer.', other)
        : l10n.t(
            'This version of PyO3 supports free-threaded Python from {0}, and the build uses {1}t.',
            least,
            version,
          ),
    advice: ([, least = '', , other = '']) =>
      l10n.t(
        'Leave the older free-threaded interpreters out of the build: name {0}t.',
        least || other,
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://pyo3.rs/latest/free-threading.html',
  },
  {
    id: 'python.abi3Missing',
    pattern: /An abi3-py3\* feature must be specified when compiling without a Python interpreter/,
    cause: () => l10n.t('PyO3 found no Python interpreter, and the crate has no abi3 feature.'),
    advice: () => l10n.t('Name an interpreter with -i or PYO3_PYTHON, or turn on abi3-py3x.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: BUILDING,
  },
  {
    id: 'python.crossCompile',
    pattern:
      /PYO3_CROSS_(?:LIB_DIR|PYTHON_VERSION)[^\n]{0,80}(?:must be set|is not set|not set|required)|Could not find either libpython|Could not find _sysconfigdata\*\.py|Detected multiple possible python versions|failed to search the lib dir at 'PYO3_CROSS_LIB_DIR|Could not detect[^\n]{0,40}_sysconfigdata|Found multiple possible (?:libpython|_sysconfigdata)/,
    cause: () => l10n.t('PyO3 does not know the Python of the target when it cross-compiles.'),
    advice: () =>
      l10n.t(
        'Let maturin-action cross-compile in its container, set PYO3_CROSS_LIB_DIR, or turn on an abi3 feature.',
      ),
    here: () => l10n.t('Set PYO3_CROSS_LIB_DIR, or turn on an abi3 feature of PyO3.'),
    action: 'openWorkflow',
    source: `${BUILDING}#cross-compiling`,
  },
  {
    id: 'python.importLibrary',
    pattern:
      /failed to generate python3\.dll import library(?:\n\s{0,8}caused by:\n\s{0,8}- 0: ([^\n]{1,160}))?/,
    cause: ([, reason = '']) =>
      reason === ''
        ? l10n.t('PyO3 could not generate the import library for Windows.')
        : l10n.t('PyO3 could not generate the import library for Windows: {0}.', reason),
    advice: () =>
      l10n.t('Leave that interpreter out, install it on a Windows runner, or update PyO3.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://docs.rs/python3-dll-a',
  },
  {
    id: 'rust.twoLinks',
    pattern:
      /package `([^`\n]{1,120})`(?:\n[^\n]{0,200}){0,8}?\n?[^\n]{0,80}links to the native library `([\w-]{1,60})`, but it conflicts with a previous package/,
    cause: ([, name = '', library = '']) =>
      library === 'python'
        ? l10n.t('Two versions of PyO3 are required: {0} conflicts with another one.', name)
        : l10n.t('Two packages link the native library {0}; only one may.', library),
    advice: () =>
      l10n.t('Use one version of it everywhere: update the crates that depend on the older one.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/resolver.html#links',
  },
  {
    id: 'maturin.pythonSource',
    pattern:
      /python[- ]source (?:path |is set to )?[`'"]?([^`'"\n]{1,200}?)[`'"]? (?:does not exist|is not a directory|doesn't exist|but the directory does not exist)|python-source is set to `[^`\n]{1,200}`, but the python module at `([^`\n]{1,300})` does not exist/i,
    cause: ([, folder = '', module = '']) =>
      l10n.t('The folder of the Python code does not exist: {0}.', folder || module),
    advice: () => l10n.t('Correct "python-source" and "module-name" in [tool.maturin].'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/project_layout.html',
  },
  {
    id: 'maturin.zig',
    pattern:
      /Failed to find (?:a usable )?zig|zig version ([\d.]{1,12}) is too old|Failed to run `?zig|zig: (?:command )?not found|python3? -m ziglang[^\n]{0,60}(?:failed|not found)/,
    cause: ([, version = '']) =>
      version === ''
        ? l10n.t('The build uses zig as linker, and zig is not installed.')
        : l10n.t('The build uses zig as linker, and zig {0} is too old.', version),
    advice: () => l10n.t('Install it before the build: pip install ziglang.'),
    command: () => 'pip install ziglang',
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html#use-zig',
  },
  {
    id: 'maturin.tooOld',
    pattern:
      /invalid type: map, expected a (?:string|boolean|sequence)[^\n]{0,30} for key `(?:package|lib)[\w.-]{0,40}`|unknown variant `(?:2021|2024)`, expected one of/,
    cause: () =>
      l10n.t('This maturin is too old for the syntax of Cargo.toml, such as "workspace = true".'),
    advice: () =>
      l10n.t('Raise "maturin" in [build-system] requires, and "maturin-version" of the action.'),
    isAboutFiles: true,
    command: () => 'pip install --upgrade maturin',
    action: 'openPyproject',
    source: 'https://www.maturin.rs/changelog.html',
  },
  {
    id: 'maturin.crashed',
    pattern:
      /maturin had a problem and crashed|maturin has panicked|\d: maturin::(?:main|run)\b|thread 'main'[^\n]{0,30} panicked at [^\n]{0,40}(?:src\/build_options\.rs|src\/module_writer|maturin-\d)/,
    cause: () => l10n.t('maturin crashed. This is a bug of maturin, not of the project.'),
    advice: () => l10n.t('Try another version with "maturin-version", and report the crash.'),
    here: () => l10n.t('Try another version of maturin, and report the crash.'),
    command: () => 'pip install --upgrade maturin',
    action: 'openWorkflow',
    source: 'https://github.com/PyO3/maturin/issues',
  },
  {
    id: 'python.pointerWidth',
    pattern:
      /your Rust target architecture \((\d{2})-bit\) does not match your python interpreter \((\d{2})-bit\)/,
    cause: ([, target = '', python = '']) =>
      l10n.t('The target has {0} bits, and the Python that was found has {1}.', target, python),
    advice: () =>
      l10n.t('Install the Python of the target ("architecture" of actions/setup-python).'),
    here: () => l10n.t('Use a Python of the same width as the target, or another --target.'),
    action: 'openWorkflow',
    source: BUILDING,
  },
  {
    id: 'maturin.cffi',
    pattern:
      /Failed to generate cffi declarations|Found cffi bindings\n(?:[^\n]{0,300}\n){0,40}?[^\n]{0,40}No module named '?cffi/,
    cause: () =>
      l10n.t(
        'maturin found no pyo3 in the crate and used cffi bindings, whose package is missing.',
      ),
    advice: () =>
      l10n.t(
        'Turn on the feature of the crate that has pyo3 ("features" of [tool.maturin]). If cffi is right, install it.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/bindings.html',
  },
  {
    id: 'maturin.wheelTooLarge',
    pattern: /Large file option has not been set/,
    cause: () => l10n.t('A file in the wheel is larger than 4 GB.'),
    advice: () =>
      l10n.t('Exclude "target" and other build output from the Python package ("exclude").'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/config.html',
  },
];
