import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const LINKAGE = 'https://doc.rust-lang.org/reference/linkage.html';

/** Linkers: libraries that are missing or do not fit. Python's own are in cargo.ts. */
export const LINKER_RULES: readonly Rule[] = [
  {
    id: 'rust.pythonArchitecture',
    pattern:
      /(python3\d{0,2}t?\.lib)[^\n]{0,40}: warning LNK4272: library machine type '(\w{1,12})' conflicts with target machine type '(\w{1,12})'/,
    cause: ([, library = '', has = '', target = '']) =>
      l10n.t('The linker found {0} for {1}, but the build is for {2}.', library, has, target),
    advice: () =>
      l10n.t(
        'Install the Python of the target with "architecture" of actions/setup-python, or turn on PyO3\'s feature "generate-import-lib".',
      ),
    here: () =>
      l10n.t('Use the Python of the target, or turn on PyO3\'s feature "generate-import-lib".'),
    action: 'openWorkflow',
    source: 'https://pyo3.rs/latest/building-and-distribution.html',
  },
  {
    id: 'tool.otherLink',
    pattern: /link: extra operand|link: missing operand|Try ['‘]link --help['’]/,
    cause: () =>
      l10n.t(
        'The program link of MSYS or Git was started in place of the linker of Visual Studio.',
      ),
    advice: () =>
      l10n.t(
        'Put the tools of Visual Studio first in PATH (ilammy/msvc-dev-cmd), or remove MSYS from it.',
      ),
    here: () =>
      l10n.t('Use a "Developer PowerShell for VS", or remove MSYS and Git\'s usr/bin from PATH.'),
    action: 'openWorkflow',
    source: 'https://rust-lang.github.io/rustup/installation/windows-msvc.html',
  },
  {
    id: 'rust.libraryArchitecture',
    pattern:
      /file in wrong format|skipping incompatible ([^\s',]{1,200}) when searching for (-l[\w.+:-]{1,80})\n(?:[^\n]{0,400}\n){0,12}?[^\n]{0,40}cannot find \2|ignoring file '?([^\s',]{1,200})'?[^\n]{0,80}(?:found architecture|built for)[^\n]{0,200}\n(?:[^\n]{0,400}\n){0,60}?[^\n]{0,40}symbol\(s\) not found|building for '?macOS[-\w]{0,12}'?,? but linking in \w{1,20} file built for|Relocations in generic ELF|incompatible with elf\w{1,20}/,
    cause: ([, skipped = '', , ignored = '']) =>
      skipped || ignored
        ? l10n.t('{0} is built for another processor than the target.', skipped || ignored)
        : l10n.t('A library or object file is built for another processor than the target.'),
    advice: () =>
      l10n.t(
        'Install the library for the target, and set the C compiler of the target (CC_<target>, CARGO_TARGET_<TARGET>_LINKER).',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html#cross-compiling',
  },
  {
    id: 'rust.libraryMissing',
    pattern:
      /(?:ld(?:\.\w{1,8})?|rust-lld|ld64\.lld|wasm-ld)(?:\.exe)?: (?:error: )?(?:cannot find|library not found for|unable to find library) -l(?!python\d)([\w.+:-]{1,80})|ld: library '([^'\n]{1,80})' not found|LNK1181: cannot open input file '(?!python3)([^'\n]{1,80})'|could not find native static library [`"']([^`"'\n]{1,80})[`"']/,
    cause: match =>
      l10n.t(
        'The linker did not find the library {0}: it is not installed for the target.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t(
        'Install its development package for the target before the build, or use the "vendored" or "static" feature of the crate.',
      ),
    here: () => l10n.t('Install the development package of the library.'),
    action: 'openWorkflow',
    source: LINKAGE,
  },
  {
    id: 'rust.linkerStart',
    pattern:
      /error: could not exec the linker `([^`\n]{1,120})`(?:\n\s{1,8}\|)?\n\s{0,8}= note: ([^\n]{1,200})/,
    cause: ([, linker = '', reason = '']) =>
      l10n.t('The linker {0} could not be started: {1}', linker, reason),
    advice: () =>
      l10n.t('Run the failed jobs again, with fewer jobs at once (CARGO_BUILD_JOBS=1).'),
    here: () => l10n.t('Try again, with fewer jobs at once (CARGO_BUILD_JOBS=1).'),
    action: 'rerunFailedJobs',
    source: LINKAGE,
  },
  {
    id: 'rust.crtMissing',
    pattern: /cannot find ((?:S|g|r)?crt(?:1|i|n|begin|end)\w{0,4}\.o)\b/,
    cause: ([, file = '']) =>
      l10n.t('The C library of the target is not installed: the linker did not find {0}.', file),
    advice: () =>
      l10n.t(
        'Install the libc development package of the target (libc6-dev-<arch>-cross, musl-dev), or build in the container of maturin-action.',
      ),
    here: () => l10n.t('Install the libc development package of the target.'),
    action: 'openWorkflow',
    source: LINKAGE,
  },
  {
    id: 'rust.newerLibc',
    pattern:
      /undefined (?:reference to|symbol:) [`'"]?(__isoc23_\w{1,30}|__\w{1,20}_chk_ieee128|fcntl64|stat64|fstat64|lstat64|__libc_single_threaded|gettid|getrandom|_dl_x86_cpu_features|quick_exit|__memcpy_chk)\b/,
    cause: ([, symbol = '']) =>
      l10n.t('A C library was built against another libc than the target: {0} is missing.', symbol),
    advice: () =>
      l10n.t(
        'Build the C library in the same container, and do not link prebuilt libraries of another system. For musl use musl-gcc.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: LINKAGE,
  },
  {
    id: 'rust.atomics',
    pattern:
      /undefined (?:reference to|symbol:) [`'"]?(__atomic_\w{1,30}|__sync_\w{1,40}|__aarch64_\w{1,40})/,
    cause: ([, symbol = '']) =>
      l10n.t('The linker did not find {0}, which is in libatomic or libgcc.', symbol),
    advice: () =>
      l10n.t(
        'Link libatomic (RUSTFLAGS="-C link-arg=-latomic"), or use a newer compiler or image.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: LINKAGE,
  },
  {
    id: 'rust.positionIndependent',
    pattern:
      /relocation R_\w{1,40} (?:against|cannot be used)[^\n]{0,200}(?:recompile with -fPIC|making a shared object)/,
    cause: () =>
      l10n.t('A C library is not position independent, so it cannot go into an extension module.'),
    advice: () => l10n.t('Build the library with -fPIC, or link its shared form.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: LINKAGE,
  },
  {
    id: 'rust.linkerOption',
    pattern:
      /ld(?:64)?: unknown (?:-z )?(?:option|argument)s?: '?(\S{1,80}?)'?$|error: unsupported linker arg: (\S{1,80})|clang: error: (?:unknown argument|unsupported option):? '([^'\n]{1,80})'|(?:gcc|cc|c\+\+|g\+\+): error: unrecognized command[- ]line option [‘'`"]([^’'`"\n]{1,80})/m,
    cause: match =>
      l10n.t(
        'The C compiler or linker does not know the option {0}: it does not fit the toolchain or the target.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t(
        'Check RUSTFLAGS, CFLAGS, CC and .cargo/config.toml, or use a newer image. With zig, update maturin.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://docs.rs/cc/latest/cc/#external-configuration-via-environment-variables',
  },
  {
    id: 'rust.staleObjects',
    pattern:
      /found crate `([\w-]{1,64})` compiled by an incompatible version of rustc|found possibly newer version of crate `([\w-]{1,64})`/,
    cause: ([, crate = '', newer = '']) =>
      l10n.t('The folder target/ has {0} from another version of the compiler.', crate || newer),
    advice: () =>
      l10n.t('Put the version of rustc into the key of the cache, or run "cargo clean" first.'),
    command: () => 'cargo clean',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/error_codes/E0514.html',
  },
  {
    id: 'rust.oldRustNewLinker',
    pattern:
      /is not mach-o or llvm bitcode file|archive member '[^'\n]{1,80}' with length \d{1,9} is not mach-o/,
    cause: () => l10n.t('This Rust is too old for the linker of the installed Xcode.'),
    advice: () => l10n.t('Update Rust, or use an older image with the Xcode of that time.'),
    command: () => 'rustup update stable',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/rustc/platform-support.html',
  },
];
