import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const BEFORE_SCRIPT = 'https://github.com/PyO3/maturin-action#inputs';

/** Programs and libraries of the system that crates need. */
export const BUILD_TOOL_RULES: readonly Rule[] = [
  {
    id: 'tool.xcode',
    pattern:
      /xcrun: error: (?:invalid active developer path|unable to find utility)|xcode-select: (?:error|note): (?:No developer tools|no developer tools)/,
    cause: () => l10n.t('The command line tools of Xcode are not installed.'),
    advice: () => l10n.t('Install the command line tools of Xcode before the build.'),
    here: () => l10n.t('Install them with: xcode-select --install.'),
    command: () => 'xcode-select --install',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/book/ch01-01-installation.html',
  },
  {
    id: 'tool.linkExe',
    pattern:
      /linker `link\.exe` not found|the msvc targets depend on the msvc linker|Microsoft Visual C\+\+ 14\.\d{1,2} or greater is required/,
    cause: () => l10n.t('The C++ build tools of Visual Studio are not installed.'),
    advice: () =>
      l10n.t(
        'Install the Visual Studio Build Tools with the workload "Desktop development with C++".',
      ),
    here: () =>
      l10n.t(
        'Install the Visual Studio Build Tools with the workload "Desktop development with C++".',
      ),
    command: (_, platform) =>
      platform === 'win32' ? 'winget install Microsoft.VisualStudio.2022.BuildTools' : undefined,
    action: 'openWorkflow',
    source: 'https://rust-lang.github.io/rustup/installation/windows-msvc.html',
  },
  {
    id: 'tool.armAssembler',
    pattern: /ARM assembler must define __ARM_ARCH/,
    cause: () => l10n.t('The C compiler of the container is too old to assemble ring for ARM.'),
    advice: () =>
      l10n.t(
        'Use a newer image ("manylinux: 2_28"), or set CFLAGS_aarch64_unknown_linux_gnu to "-D__ARM_ARCH=8".',
      ),
    here: () =>
      l10n.t(
        'Set CFLAGS_aarch64_unknown_linux_gnu to "-D__ARM_ARCH=8", or update the cross compiler.',
      ),
    action: 'openWorkflow',
    source: 'https://github.com/briansmith/ring/blob/main/BUILDING.md',
  },
  {
    id: 'tool.perlModule',
    pattern: /Can't locate (\S{1,80})\.pm in @INC/,
    cause: ([, module = '']) =>
      l10n.t(
        'The vendored OpenSSL needs the Perl module {0}, which is not installed.',
        module.replaceAll('/', '::'),
      ),
    advice: ([, module = '']) =>
      l10n.t(
        'Install it before the build ("before-script-linux: yum install -y perl-{0}").',
        module.replaceAll('/', '-'),
      ),
    here: () => l10n.t('Install perl with its core modules.'),
    command: (_, platform) => (platform === 'linux' ? 'sudo apt-get install perl' : undefined),
    action: 'openWorkflow',
    source: BEFORE_SCRIPT,
  },
  {
    id: 'tool.vendoredOpenssl',
    pattern:
      /configuring OpenSSL build: 'perl' reported failure|openssl-src: failed to build OpenSSL from source|Error configuring OpenSSL(?: build)?:/,
    cause: () => l10n.t('The vendored OpenSSL could not be built: perl or make failed.'),
    advice: () =>
      l10n.t(
        'Install perl with its modules and make before the build ("before-script-linux: yum install -y perl-core perl-IPC-Cmd").',
      ),
    here: () => l10n.t('Install perl with its core modules, and make.'),
    command: (_, platform) => (platform === 'linux' ? 'sudo apt-get install perl make' : undefined),
    action: 'openWorkflow',
    source: 'https://docs.rs/openssl/latest/openssl/#vendored',
  },
  {
    id: 'tool.protoc',
    pattern:
      /Could not find `protoc`|protoc(?:-gen-\w{1,20})?: (?:command )?not found|protoc failed: No such file/,
    cause: () => l10n.t('protoc is not installed where the crate is built.'),
    advice: () =>
      l10n.t(
        'Install protobuf-compiler before the build, inside the container with "before-script-linux".',
      ),
    command: (_, platform) =>
      platform === 'darwin'
        ? 'brew install protobuf'
        : platform === 'win32'
          ? 'winget install protobuf'
          : 'sudo apt-get install protobuf-compiler',
    action: 'openWorkflow',
    source: BEFORE_SCRIPT,
  },
  {
    id: 'tool.libclang',
    pattern:
      /Unable to find libclang|couldn't find any valid shared libraries matching: \['libclang/,
    cause: () => l10n.t('bindgen needs libclang, which is not installed.'),
    advice: () =>
      l10n.t('Install clang before the build, inside the container with "before-script-linux".'),
    command: (_, platform) =>
      platform === 'darwin'
        ? 'xcode-select --install'
        : platform === 'win32'
          ? 'winget install LLVM.LLVM'
          : 'sudo apt-get install libclang-dev',
    action: 'openWorkflow',
    source: 'https://rust-lang.github.io/rust-bindgen/requirements.html',
  },
  {
    id: 'tool.libclangTooOld',
    pattern:
      /A `libclang` function was called that is not supported by the loaded `libclang` instance/,
    cause: () => l10n.t('The installed libclang is too old for bindgen.'),
    advice: () =>
      l10n.t(
        'Use a newer image ("manylinux: 2_28"), or install a newer clang and set LIBCLANG_PATH.',
      ),
    here: () => l10n.t('Install a newer clang, and set LIBCLANG_PATH.'),
    action: 'openWorkflow',
    source: 'https://rust-lang.github.io/rust-bindgen/requirements.html',
  },
  {
    id: 'tool.clangHeaders',
    pattern:
      /fatal error: '((?:stddef|stdarg|stdbool|stdint|limits|float|inttypes|mm_malloc)\.h)' file not found/,
    cause: ([, header = '']) =>
      l10n.t('clang does not find the header {0} of the compiler.', header),
    advice: () =>
      l10n.t(
        'Install the whole clang package (clang-devel, libclang-dev), or name the folder in BINDGEN_EXTRA_CLANG_ARGS.',
      ),
    here: () =>
      l10n.t('Install the whole clang package, or name the folder in BINDGEN_EXTRA_CLANG_ARGS.'),
    action: 'openWorkflow',
    source: 'https://rust-lang.github.io/rust-bindgen/requirements.html',
  },
  {
    id: 'tool.cmake',
    pattern:
      /is `cmake` not installed\?|failed to execute command: No such file or directory[^\n]{0,40}cmake|cmake: (?:command )?not found|CMake must be installed to build/,
    cause: () => l10n.t('cmake is not installed where the crate is built.'),
    advice: () =>
      l10n.t('Install cmake before the build, inside the container with "before-script-linux".'),
    command: () => 'pip install cmake',
    action: 'openWorkflow',
    source: BEFORE_SCRIPT,
  },
  {
    id: 'tool.cCompiler',
    pattern:
      /linker `(cc)` not found|failed to execute \["((?:\w[\w+.-]{0,40}-)?(?:gcc|g\+\+|clang|cc|c\+\+|ar|nasm|make))"[^\n]{0,3000}?No such file or directory|failed to find tool "?`?((?:\w[\w+.-]{0,40}-)?(?:gcc|g\+\+|clang|cc|c\+\+|cl\.exe|ar|nasm))|error occurred[^\n]{0,40}: Failed to find tool\. Is `([\w+.-]{1,60})` installed|(?:gcc|g\+\+|clang|cc|make|nasm|perl): command not found|sh: (?:\d{1,5}: |line \d{1,5}: )?((?:[\w+]{1,20}-){0,5}(?:gcc|g\+\+|cc|c\+\+|clang|make|perl|ar|ranlib|as|ld)): (?:command )?not found|error: command '([\w+./-]{1,80}(?:gcc|g\+\+|clang|cc))' failed: No such file or directory|unable to execute '([\w+.-]{1,60})': No such file/,
    cause: match => {
      const tool = match.slice(1).find(text => text !== '') ?? '';
      return tool === ''
        ? l10n.t('A C build tool is not installed where the crate is built.')
        : l10n.t('{0} is not installed where the crate is built.', tool);
    },
    advice: () =>
      l10n.t('Install it before the build, inside the container with "before-script-linux".'),
    command: (_, platform) =>
      platform === 'darwin'
        ? 'xcode-select --install'
        : platform === 'win32'
          ? undefined
          : 'sudo apt-get install build-essential',
    here: () =>
      l10n.t(
        'Install a C compiler: build-essential, the command line tools of Xcode, or the Visual Studio Build Tools.',
      ),
    action: 'openWorkflow',
    source: BEFORE_SCRIPT,
  },
  {
    id: 'tool.pkgConfig',
    pattern:
      /The pkg-config command could not be found|Could not run `(?:\S{1,80} )?"?pkg-config|pkg-config: (?:command )?not found|run pkg_config fail: "?(?:Failed to run|Could not run)/,
    cause: () => l10n.t('pkg-config is not installed where the crate is built.'),
    advice: () =>
      l10n.t(
        'Install pkg-config and the library that the crate looks for, inside the container with "before-script-linux".',
      ),
    command: (_, platform) =>
      platform === 'darwin'
        ? 'brew install pkgconf'
        : platform === 'linux'
          ? 'sudo apt-get install pkg-config'
          : undefined,
    action: 'openWorkflow',
    source: BEFORE_SCRIPT,
  },
  {
    id: 'tool.header',
    pattern:
      /fatal error: ['"]?([\w./+-]{1,120}\.h(?:pp)?)['"]?(?:: No such file or directory| file not found)/,
    cause: ([, header = '']) =>
      /(?:^|\/)Python\.h$/.test(header)
        ? l10n.t('The headers of Python (Python.h) are not installed.')
        : l10n.t('The C header {0} was not found: its library is not installed.', header),
    advice: () =>
      l10n.t(
        'Install the development package of the library before the build ("before-script-linux").',
      ),
    here: () =>
      l10n.t(
        'Install the development package that contains the header, such as python3-dev for Python.h.',
      ),
    action: 'openWorkflow',
    source: BEFORE_SCRIPT,
  },
];
