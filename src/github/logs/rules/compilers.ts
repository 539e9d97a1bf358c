import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const BEFORE_SCRIPT = 'https://github.com/PyO3/maturin-action#inputs';

/** C compilers, assemblers and CMake that are too old or too new for what they build. */
export const COMPILER_RULES: readonly Rule[] = [
  {
    id: 'tool.cmakeTooNew',
    pattern: /Compatibility with CMake < 3\.5 has been removed from CMake/,
    cause: () => l10n.t('CMake 4 no longer builds projects that ask for CMake below 3.5.'),
    advice: () =>
      l10n.t('Update the crate that runs CMake, or set CMAKE_POLICY_VERSION_MINIMUM=3.5.'),
    here: () => l10n.t('Update the crate, or set CMAKE_POLICY_VERSION_MINIMUM=3.5.'),
    action: 'openWorkflow',
    source: 'https://cmake.org/cmake/help/latest/release/4.0.html',
  },
  {
    id: 'tool.cmakeTooOld',
    pattern:
      /CMake ([\d.]{1,12}) or higher is required\.\s{1,4}You are running version ([\d.]{1,12})/,
    cause: ([, needed = '', version = '']) =>
      l10n.t('The build needs CMake {0}, and {1} is installed.', needed, version),
    advice: () => l10n.t('Install a newer one before the build: pip install cmake.'),
    command: () => 'pip install --upgrade cmake',
    action: 'openWorkflow',
    source: BEFORE_SCRIPT,
  },
  {
    id: 'tool.cmakeCompiler',
    pattern:
      /No (CMAKE_(?:C|CXX|ASM_NASM|Fortran)_COMPILER) could be found|(CMAKE_(?:C|CXX|MAKE_PROGRAM)[A-Z_]{0,20}) (?:not set|is not set)/,
    cause: ([, language = '', other = '']) =>
      l10n.t('CMake found no compiler or build program ({0}).', language || other),
    advice: () =>
      l10n.t('Install a C and C++ compiler and make before the build ("before-script-linux").'),
    here: () => l10n.t('Install a C and C++ compiler and make.'),
    command: (_, platform) =>
      platform === 'linux' ? 'sudo apt-get install build-essential' : undefined,
    action: 'openWorkflow',
    source: BEFORE_SCRIPT,
  },
  {
    id: 'tool.nasm',
    pattern:
      /NASM command not found|nasm(?:\.exe)?[^\n]{0,40}(?:not found|program not found|is not recognized)|Is `?nasm`? installed/i,
    cause: () => l10n.t('The crate needs the assembler NASM, which is not installed.'),
    advice: () =>
      l10n.t('Install it before the build (ilammy/setup-nasm), or set AWS_LC_SYS_PREBUILT_NASM=1.'),
    command: (_, platform) => (platform === 'win32' ? 'winget install NASM.NASM' : undefined),
    action: 'openWorkflow',
    source: 'https://aws.github.io/aws-lc-rs/requirements/index.html',
  },
  {
    id: 'tool.assemblerTooOld',
    pattern:
      /(?:Error|error): no such instruction: `([^'\n]{1,60})'|unknown pseudo-op: `([^'\n]{1,40})'|(?:unrecognized|invalid) instruction mnemonic/,
    cause: ([, instruction = '', pseudo = '']) =>
      instruction || pseudo
        ? l10n.t('The assembler is too old: it does not know "{0}".', instruction || pseudo)
        : l10n.t('The assembler is too old for an instruction.'),
    advice: () => l10n.t('Use a newer image ("manylinux: 2_28") with a newer binutils.'),
    here: () => l10n.t('Update binutils or the compiler.'),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/manylinux#readme',
  },
  {
    id: 'tool.compilerBug',
    pattern:
      /COMPILER BUG DETECTED|Your compiler \([^)\n]{1,60}\) is not supported due to a memcmp related bug/,
    cause: () => l10n.t('aws-lc refuses this version of GCC, which compiles memcmp wrongly.'),
    advice: () => l10n.t('Use a newer image ("manylinux: 2_28"), or clang (CC=clang).'),
    here: () => l10n.t('Update GCC, or set CC=clang.'),
    action: 'openWorkflow',
    source: 'https://aws.github.io/aws-lc-rs/requirements/linux.html',
  },
  {
    id: 'tool.compilerTooOld',
    pattern:
      /'for' loop initial declarations are only allowed in C99|unrecognized command[- ]line option [‘'"`]-std=(?:c|gnu)(?:\+\+)?(?:0x|\d[\dxyza-c])|#error[^\n]{0,60}(?:C\+\+1[1-9]|C\+\+2\d|requires a? ?newer compiler|GCC version)|stdatomic\.h: No such file/,
    cause: () => l10n.t('The C compiler of the container is too old for this crate.'),
    advice: () => l10n.t('Use a newer image ("manylinux: 2_28"), or install a newer GCC or clang.'),
    here: () => l10n.t('Update the C compiler.'),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/manylinux#readme',
  },
  {
    id: 'tool.bindgen',
    pattern:
      /bindgen(?:-cli)?[^\n]{0,40}(?:not found|is not installed|failed to execute)|Consider installing the bindgen-cli/i,
    cause: () => l10n.t('The crate generates bindings, and bindgen is not installed.'),
    advice: () =>
      l10n.t('Install it before the build: cargo install --force --locked bindgen-cli.'),
    command: () => 'cargo install --force --locked bindgen-cli',
    action: 'openWorkflow',
    source: 'https://aws.github.io/aws-lc-rs/requirements/index.html',
  },
  {
    id: 'tool.vcpkg',
    pattern:
      /(?:[Bb]uilding package|error: building) ([\w.:[\]-]{1,100}) failed with: ([A-Z_]{3,40})/,
    cause: ([, name = '', state = '']) =>
      l10n.t(
        'vcpkg could not build {0} ({1}). The reason is in a file that it names.',
        name,
        state,
      ),
    advice: () => l10n.t('Print the file after "See logs for more information", and update vcpkg.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://learn.microsoft.com/en-us/vcpkg/troubleshoot/build-failures',
  },
  {
    id: 'tool.cmakeError',
    pattern:
      /CMake Error at ([^\n]{1,300}?):\d{1,6}(?: \(\w{1,60}\))?:\n\s{1,8}([^\n]{1,200}(?:\n\s{1,8}\S[^\n]{1,120}){0,2})/,
    cause: ([, , message = '']) => l10n.t('CMake stopped: {0}', message),
    advice: () => l10n.t('Install what CMake looks for before the build, or correct its options.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: BEFORE_SCRIPT,
  },
  {
    id: 'tool.cError',
    pattern:
      /(?:^|[\s'"])([\w./\\:@+-]{1,200}\.(?:c|cc|cpp|cxx|h|hpp|S|m|mm))(?::(\d{1,6})(?::\d{1,5})?: (?:fatal )?error: |\((\d{1,6})(?:,\d{1,5})?\): (?:fatal )?error C\d{4}: )([^\n]{1,200})/,
    cause: ([, file = '', line = '', other = '', message = '']) =>
      l10n.t('The C compiler stopped at {0}, line {1}: {2}', file, line || other, message),
    advice: () =>
      l10n.t(
        'If it is a dependency, use a version or a wheel that supports this Python and compiler. Else fix the line.',
      ),
    isAboutFiles: true,
    source: 'https://gcc.gnu.org/onlinedocs/gcc/Warnings-and-Errors.html',
  },
];
