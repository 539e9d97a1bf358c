import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** cargo and rustc. */
export const RUST_RULES: readonly Rule[] = [
  {
    id: 'rust.lockfile',
    pattern:
      /(?:cannot (?:update|create) the lock file|the lock file) (\S{1,300}) (?:because --locked was passed to prevent this|needs to be updated but --(?:locked|frozen) was passed)/,
    cause: ([, file = '']) =>
      l10n.t('{0} does not agree with the manifests, and --locked forbids to change it.', file),
    advice: () =>
      l10n.t(
        'Fix the versions (Fix Version Mismatch), or run "cargo update --workspace" and commit the lock file.',
      ),
    command: () => 'cargo update --workspace',
    action: 'bumpVersion',
    source: 'https://doc.rust-lang.org/cargo/commands/cargo-build.html#manifest-options',
  },
  {
    id: 'rust.edition',
    pattern:
      /(?:feature `edition(\d{4})` is required|this version of Cargo is older than the `(\d{4})` edition|edition (\d{4}) is unstable)/,
    cause: ([, feature = '', older = '', unstable = '']) =>
      l10n.t('The toolchain is too old for the edition {0}.', feature || older || unstable),
    advice: () =>
      l10n.t(
        'Update Rust ("rustup update stable"; in a container "rust-toolchain: stable" of maturin-action), or choose an earlier edition.',
      ),
    command: () => 'rustup update stable',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/edition-guide/editions/index.html',
  },
  {
    id: 'rust.rustVersion',
    pattern:
      /rustc (\S+) is not supported by the following packages?:\n\s*([^\n]+)|(?:package `([^`\n]+)` cannot be built because|cannot install package `[^`\n]{1,100}`,) it requires rustc (\S+) or newer|Rust (\d[\d.]{1,12}) does not match extension requirement (\S{1,40})/,
    cause: ([, , listed = '', name = '', version = '', has = '', needed = '']) =>
      has !== ''
        ? l10n.t('The extension needs Rust {0}, and {1} is installed.', needed, has)
        : listed === ''
          ? l10n.t('The toolchain is too old: {0} needs rustc {1}.', name, version)
          : l10n.t('The toolchain is too old: {0}.', listed.trim()),
    advice: () =>
      l10n.t(
        'Update Rust ("rustup update stable"; in a container "rust-toolchain: stable" of maturin-action), or hold the dependency back in Cargo.lock.',
      ),
    command: () => 'rustup update stable',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/cargo/reference/rust-version.html',
  },
  {
    id: 'rust.buildDirective',
    pattern: /unsupported output in build script of `([^`\n]{1,120})`: `cargo::/,
    cause: ([, crate = '']) =>
      l10n.t('The toolchain is too old for the build script of {0}: it needs Cargo 1.77.', crate),
    advice: () =>
      l10n.t(
        'Update Rust ("rustup update stable"; in a container "rust-toolchain: stable" of maturin-action), or hold the dependency back in Cargo.lock.',
      ),
    command: () => 'rustup update stable',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/cargo/reference/build-scripts.html',
  },
  {
    id: 'rust.crateMissing',
    pattern:
      /no matching package (?:named `([^`\n]+)` found|found\nsearched package name: `([^`\n]+)`)/,
    cause: ([, name = '', searched = '']) => l10n.t('cargo found no crate {0}.', name || searched),
    advice: () => l10n.t('Check its name, and publish it first if it is one of your own.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html',
  },
  {
    id: 'rust.feature',
    pattern:
      /depends on `([^`\n]+)` with feature `([^`\n]+)` but `[^`\n]+` does not have that feature|(?:the package '([^'\n]+)' does not contain|none of the selected packages contains?) (?:this|these|the) features?: ([^\n]+)/,
    cause: ([, dependency = '', feature = '', name = '', features = '']) =>
      dependency === ''
        ? name === ''
          ? l10n.t('No package has the feature {0}.', features)
          : l10n.t('The package {1} has no feature {0}.', features, name)
        : l10n.t('{0} has no feature {1}.', dependency, feature),
    advice: () =>
      l10n.t(
        'Correct the feature in Cargo.toml, in "features" of [tool.maturin] or in the arguments of the build.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/features.html',
  },
  {
    id: 'crates.indexLag',
    pattern:
      /Uploading ([\w-]{1,64}) v(\d[\w.+-]{0,40})[^\n]{0,200}\n(?:[^\n]{0,400}\n){0,60}?[^\n]{0,20}failed to select a version for the requirement `\1 = "[\^=~]?\2"`/,
    cause: ([, name = '', version = '']) =>
      l10n.t(
        'The index of crates.io does not have {0} {1} yet, which was just published.',
        name,
        version,
      ),
    advice: () => l10n.t('Run the failed jobs again. cargo 1.66 and newer wait for the index.'),
    here: () => l10n.t('Publish the crates that are missing in a minute.'),
    action: 'rerunFailedJobs',
    source: 'https://doc.rust-lang.org/cargo/reference/publishing.html',
  },
  {
    id: 'rust.crateVersion',
    pattern:
      /failed to select a version for (?:the requirement )?`([^`\n]+)`(?:\n\s{0,8}candidate versions found which didn't match: ([^\n]{1,200}))?/,
    cause: ([, requirement = '', found = '']) =>
      found === ''
        ? l10n.t(
            'No version meets the requirement {0}: it does not exist, was yanked, or conflicts with another one.',
            requirement,
          )
        : l10n.t('No version meets the requirement {0}. The index has: {1}', requirement, found),
    advice: () =>
      l10n.t(
        'Correct the requirement in Cargo.toml. A pre-release has to be named in full, and a crate of your own has to be published first.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/resolver.html',
  },
  {
    id: 'rust.manifest',
    pattern:
      /failed to (?:parse manifest at|load manifest for|read) [^\n`]{0,200}`([^`\n]{0,300}Cargo\.toml)`(?:\s{1,20}Caused by:\s{1,20}(?!failed to (?:parse|load|read))([^\n]{1,300}))?|error: ([^\n]{1,200})\n\s{0,8}--> ([^\n]{0,200}Cargo\.toml:\d{1,5})/,
    cause: ([, file = '', reason = '', error = '', place = '']) => {
      const message = reason || error;
      return message === ''
        ? l10n.t('cargo cannot use {0}.', file)
        : l10n.t('cargo cannot use {0}: {1}', file || place, message);
    },
    advice: () => l10n.t('Correct the file, or add what it names to the source distribution.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/manifest.html',
  },
  {
    id: 'rust.linkerMissing',
    pattern: /linker `([^`\n]+)` not found/,
    cause: ([, linker = '']) => l10n.t('The linker {0} is not installed.', linker),
    advice: () =>
      l10n.t(
        'Install it, or let maturin-action build in its container; for other architectures it brings the linkers along ("--zig" works as well).',
      ),
    here: () => l10n.t('Install the linker, or build with --zig.'),
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html#cross-compiling',
  },
  {
    id: 'rust.linking',
    pattern:
      /linking with `[^`\n]{1,120}` failed: [^\n]{0,200}(?:\n[^\n]{0,4000}){0,60}?\n[^\n]{0,40}?(?:undefined (?:reference to|symbol:) [`'"]?([\w.$@:]{1,120})|"([\w.$]{1,120})", referenced from|unresolved external symbol ([\w.$@?]{1,120})|((?:fatal error LNK\d{4}|(?:ld|lld|rust-lld|ld\.lld|clang|collect2|link): (?:fatal )?error): (?!linker command failed|ld returned)[^\n]{1,200})|= note: error: ([^\n]{1,200}))/,
    cause: ([, reference = '', referenced = '', external = '', quoted = '', noted = '']) => {
      const message = quoted || noted;
      const symbol = reference || referenced || external;
      return symbol !== ''
        ? l10n.t('The linker did not find the symbol {0}.', symbol)
        : l10n.t('The linker failed: {0}', message);
    },
    advice: ([, reference = '', referenced = '', external = '']) =>
      reference || referenced || external
        ? l10n.t(
            'Install the library for the target (in the container with "before-script-linux"), and check the build script of the crate that needs it.',
          )
        : l10n.t('The output of the linker follows "note:" in the log.'),
    here: ([, reference = '', referenced = '', external = '']) =>
      reference || referenced || external
        ? l10n.t('Install the library for the target that has it.')
        : l10n.t('The output of the linker follows "note:".'),
    action: 'openWorkflow',
    source: 'https://pyo3.rs/latest/faq.html',
  },
  {
    id: 'rust.openssl',
    pattern:
      /Could not\s+find (?:directory of OpenSSL\s+installation|openssl via pkg-config)|The system library `([\w.-]+)` required by crate `([\w.-]+)` was not found/,
    cause: ([, library = '']) =>
      library === '' || library === 'openssl'
        ? l10n.t('OpenSSL is not installed where the crate is built.')
        : l10n.t('The library {0} is not installed where the crate is built.', library),
    advice: () =>
      l10n.t(
        'Use a "vendored" feature or rustls, or install the library in the container ("before-script-linux").',
      ),
    here: () =>
      l10n.t('Install the development package of the library, or use a "vendored" feature.'),
    command: (_, platform) =>
      platform === 'linux' ? 'sudo apt-get install libssl-dev pkg-config' : undefined,
    action: 'openWorkflow',
    source: 'https://docs.rs/openssl/latest/openssl/#building',
  },
  {
    id: 'rust.cargoMissing',
    pattern:
      /cargo: (?:command )?not found|(?:can't|Can not) find Rust compiler|Cargo, the Rust package manager, is not installed or is not on PATH|This package requires Rust and Cargo to compile|Do you have cargo in your PATH\?|No such file or directory: 'cargo'|(?:'cargo'|The term 'cargo') is not recognized|rustc, the rust compiler, is not installed or not in PATH|Cargo, the Rust package manager, is not installed|Unable to execute 'cargo' - this package requires Rust|Failed to run `(?:cargo|rustc)[^`\n]{0,40}`?(?:[^\n]{0,40}\n\s{0,8}Caused by: |[^\n]{0,4})No such file or directory|Do you have cargo in your PATH|Program '(?:cargo|rustc)' not found or not executable|Failed to run rustc to get the host target\n\s{0,8}Caused by: (?:No such file|program not found)|Rust not found, installing into a temporary directory(?:\n[^\n]{0,300}){0,20}?(?:cargo', '--version'\]' returned non-zero exit status 127|\n\s{0,8}FileNotFoundError: )/,
    cause: () => l10n.t('Rust is not installed where the step runs.'),
    advice: () =>
      l10n.t('Install it before (dtolnay/rust-toolchain), or let maturin-action do so.'),
    here: () => l10n.t('Install Rust from https://rustup.rs, and open a new terminal.'),
    action: 'openWorkflow',
    source: 'https://rustup.rs/',
  },
  {
    id: 'rust.compile',
    pattern:
      /error(?:\[(E\d{4})\])?: ([^\n]{1,300})\n(?:\s{1,12}(?:=|\|)[^\n]{0,300}\n){0,6}?\s{0,10}-->\s{0,4}([^\n]{1,200}?\.rs:\d{1,7}:\d{1,6})/,
    cause: ([, code = '', message = '', place = '']) =>
      code === ''
        ? l10n.t('The Rust compiler found an error at {0}: {1}.', place, message)
        : l10n.t('The Rust compiler found an error at {0}: {1} ({2}).', place, message, code),
    advice: () =>
      l10n.t(
        'Fix it, commit, and release again. What compiles here and not there differs by platform, toolchain or lock file: "rustup update stable" and "cargo clean" rule out the last two.',
      ),
    here: () =>
      l10n.t(
        'Fix it, then run the command again. If it compiles elsewhere, compare the toolchain and the lock file: "rustup update stable" and "cargo clean".',
      ),
    isAboutFiles: true,
    source: 'https://doc.rust-lang.org/error_codes/error-index.html',
  },
  {
    id: 'rust.buildScript',
    pattern:
      /failed to run custom build command for `([^`\n]{1,120})`(?:\n[^\n]{0,400}){0,150}?\n\s{0,8}(?:thread '[^'\n]{0,60}'(?: \(\d{1,9}\))? panicked at (?:'([^\n]{1,300}?)', [^\n]|(?:'|[^\n]{1,300}:)\n\s{0,8}([^\n]{1,300}))|[Ee]rror(?: occurred)?: (?!failed to run custom)([^\n]{1,300}))/,
    cause: ([, crate = '', panicked = '', panic = '', error = '']) =>
      l10n.t('The build script of {0} failed: {1}', crate, panicked || panic || error),
    advice: () => l10n.t('The whole output is under "--- stderr" in the log.'),
    isAboutFiles: true,
    source: 'https://doc.rust-lang.org/cargo/reference/build-scripts.html',
  },
];
