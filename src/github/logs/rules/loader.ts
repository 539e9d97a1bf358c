import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** The Python of Xcode is found through an rpath; others have an absolute path. */
const frameworkAdvice = (framework: string): string =>
  framework.startsWith('@rpath/')
    ? l10n.t(
        'Add the folder that contains this framework as an rpath: "-C link-args=-Wl,-rpath,FOLDER" in RUSTFLAGS.',
      )
    : l10n.t('Install the Python that has it, or remove target/ and build with the active Python.');

/** Programs that the loader of the system can't start. They come before crashes: the loader ends some with a signal. */
export const LOADER_RULES: readonly Rule[] = [
  {
    id: 'python.libpythonMissing',
    pattern:
      /error while loading shared libraries: (libpython[\w.]{1,40}): cannot open shared object file|dyld(?:\[\d{1,8}\])?: Library not loaded: (?:([^\n]{0,200}libpython[\w.]{1,40})|([^\n]{0,200}\/Python[3T]?\.framework\/Versions\/[\w.]{1,12}\/Python[3T]?)(?![\w/.]))/,
    cause: ([, library = '', loaded = '', framework = '']) =>
      l10n.t(
        'A program was linked with {0}, which is not in the search path of the loader.',
        library || loaded || framework,
      ),
    advice: ([, , , framework = '']) =>
      framework === ''
        ? l10n.t(
            'Set LD_LIBRARY_PATH (DYLD_LIBRARY_PATH on macOS) to the "lib" folder of that Python for the tests.',
          )
        : frameworkAdvice(framework),
    here: ([, , , framework = '']) =>
      framework === ''
        ? l10n.t(
            'Set LD_LIBRARY_PATH (DYLD_LIBRARY_PATH on macOS) to the "lib" folder of that Python, and check which Python is active.',
          )
        : frameworkAdvice(framework),
    action: 'openWorkflow',
    source: 'https://pyo3.rs/latest/building-and-distribution.html',
  },
  {
    id: 'tool.sharedLibrary',
    pattern:
      /(?:^|[\s/])([\w.+-]{1,80}): error while loading shared libraries: ([\w.+-]{1,100}): cannot open shared object file|dyld(?:\[\d{1,8}\])?: Library not loaded: ([^\n]{1,200})|(?:^|\n)Error loading shared library ([\w.+-]{1,100}): No such file or directory \(needed by \S{0,200}\/bin\//,
    cause: ([, program = '', library = '', loaded = '', musl = '']) =>
      program === ''
        ? l10n.t('A program needs the library {0}, which is not installed.', loaded || musl)
        : l10n.t('{0} needs the library {1}, which is not installed.', program, library),
    advice: () =>
      l10n.t(
        'Install the package that contains it before this step, inside the container with "before-script-linux", or use a newer image.',
      ),
    here: () => l10n.t('Install the package that contains this library.'),
    action: 'openWorkflow',
    source: 'https://github.com/PyO3/maturin-action#inputs',
  },
  {
    id: 'toolchain.oldSystem',
    pattern:
      /\/(cargo|rustc|rustup|rustup-init|build-script-\w{1,40}|maturin|uv|protoc|cmake|sccache|zig|[\w+.-]{1,40}-(?:gcc|ld))(?:-[0-9a-f]{16})?: [^\n]{0,300}(?:version `(GLIBC(?:XX)?_[\d.]{1,12})' not found|ELF file OS ABI invalid|version (GLIBC(?:XX)?_[\d.]{1,12}) not defined in file)/,
    cause: ([, program = '', version = '', undefinedVersion = '']) => {
      const symbols = version || undefinedVersion;
      return program.startsWith('build-script')
        ? l10n.t(
            'A build script was built on a newer system than the container: it needs {0}.',
            symbols,
          )
        : symbols === ''
          ? l10n.t('The container is too old for {0}.', program)
          : l10n.t('The container is too old for {0}, which needs {1}.', program, symbols);
    },
    advice: () =>
      l10n.t(
        'Use a newer image ("manylinux: 2_28"). Do not share target/ or cached tools between the runner and the container.',
      ),
    here: () =>
      l10n.t(
        'Install a build of it for this system, and remove target/ if another system made it.',
      ),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/manylinux#readme',
  },
];
