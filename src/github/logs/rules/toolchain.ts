import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const RUSTUP = 'https://rust-lang.github.io/rustup/';

/** rustup: whether a toolchain is installed and whole. */
export const TOOLCHAIN_RULES: readonly Rule[] = [
  {
    id: 'toolchain.damaged',
    pattern:
      /could not rename component file from|error: missing manifest in toolchain|component manifest for '[^'\n]{1,80}' is corrupt|failed to install component:? [^\n]{0,120}detected conflict|could not (?:rename|remove) (?:downloaded file|'?self' file)/,
    cause: () =>
      l10n.t(
        'rustup could not install the toolchain: another version of its files is already there or incomplete.',
      ),
    advice: () =>
      l10n.t(
        'Reinstall the toolchain in the workflow: rustup toolchain uninstall stable, then rustup toolchain install stable --no-self-update.',
      ),
    here: () =>
      l10n.t(
        'Reinstall the toolchain: rustup toolchain uninstall stable, then rustup toolchain install stable.',
      ),
    command: () => 'rustup toolchain uninstall stable && rustup toolchain install stable',
    action: 'openWorkflow',
    source: RUSTUP,
  },
  {
    id: 'toolchain.componentUnavailable',
    pattern:
      /component '([^'\n]{1,80})' (?:for (?:target )?'([^'\n]{1,80})' )?is unavailable for download|some components unavailable for download[^\n:]{0,80}: ([^\n]{1,200})/,
    cause: ([, component = '', target = '', listed = '']) =>
      listed !== ''
        ? l10n.t('This toolchain was published without {0}.', listed)
        : target === ''
          ? l10n.t('This toolchain was published without {0}.', component)
          : l10n.t('This toolchain was published without {0} for {1}.', component, target),
    advice: () => l10n.t('Use stable Rust, or a nightly of another day that has it.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://rust-lang.github.io/rustup-components-history/',
  },
  {
    id: 'toolchain.download',
    pattern:
      /component download failed for ([\w.-]{1,80})(?:(?:\n[^\n]{0,400}){0,3}?\n(?:error|info): caused by: (checksum failed|[^\n]{1,200}))?|could not download file from '(https?:\/\/[^'\n]{1,200})'|partially downloaded file (?:was kept for resumption|may have been damaged)|failed to download manifest for/,
    cause: ([, component = '', reason = '', url = '']) =>
      component === ''
        ? url === ''
          ? l10n.t('rustup could not finish a download.')
          : l10n.t('rustup could not download {0}.', url)
        : reason === ''
          ? l10n.t('rustup could not download {0}.', component)
          : l10n.t('rustup could not download {0}: {1}', component, reason),
    advice: () => l10n.t('Run the failed jobs again.'),
    here: () => l10n.t('Check the network connection and the proxy, then run the command again.'),
    action: 'rerunFailedJobs',
    source: RUSTUP,
  },
  {
    id: 'toolchain.rustSrc',
    pattern:
      /lib\/rustlib\/src\/rust[^"\n]{0,80}" does not exist, unable to build with the standard library/,
    cause: () =>
      l10n.t(
        'The build compiles the standard library, and its source (rust-src) is not installed.',
      ),
    advice: () => l10n.t('Install it before the build: rustup component add rust-src.'),
    command: () => 'rustup component add rust-src',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/cargo/reference/unstable.html#build-std',
  },
  {
    id: 'toolchain.none',
    pattern:
      /rustup could not choose a version of (?:cargo|rustc)|error: no active toolchain|no override and no default toolchain set|no default (?:toolchain )?(?:is )?configured|error: toolchain \\?'([\w.+-]{1,80})\\?' is not installed|override toolchain '([\w.+-]{1,80})' is not installed/,
    cause: ([, name = '', override = '']) =>
      name || override
        ? l10n.t('The Rust toolchain {0} is not installed.', name || override)
        : l10n.t('rustup has no default toolchain.'),
    advice: () =>
      l10n.t(
        'Install a toolchain before the build (dtolnay/rust-toolchain), or correct rust-toolchain.toml.',
      ),
    command: ([, name = '', override = '']) =>
      name || override ? `rustup toolchain install ${name || override}` : 'rustup default stable',
    action: 'openWorkflow',
    source: RUSTUP,
  },
  {
    id: 'toolchain.otherHost',
    pattern:
      /toolchain '([^'\n]{1,80})' (?:may not be able to run on this system|has no prebuilt artifacts available for target '([^'\n]{1,80})')/,
    cause: ([, toolchain = '', target = '']) =>
      target === ''
        ? l10n.t('The toolchain {0} is for another system than this one.', toolchain)
        : l10n.t('Rust {0} has no build for {1}.', toolchain, target),
    advice: () =>
      l10n.t(
        'Name the toolchain without a system ("stable"), and add the target: rustup target add.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: RUSTUP,
  },
  {
    id: 'toolchain.hostMissing',
    pattern:
      /returned error: 404[^\n]{0,80}\n\s{0,8}rustup(?:-init)?: command failed: downloader \S{1,120}\/([\w-]{1,60})\/rustup-init|rustup(?:-init)?: no precompiled binaries available for [^\n:]{0,20}: ?([^\n]{1,60})/,
    cause: ([, host = '', system = '']) =>
      l10n.t('Rust offers no toolchain that runs on {0}.', host || system),
    advice: () =>
      l10n.t(
        'Leave this platform out ("skip" of cibuildwheel), or cross-compile to it with maturin-action.',
      ),
    here: () => l10n.t('Install Rust with the package manager of the system, or cross-compile.'),
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/rustc/platform-support.html',
  },
  {
    id: 'toolchain.file',
    pattern:
      /error parsing override file[^\n]{0,200}|empty toolchain override file detected|missing toolchain properties in toolchain override file|invalid toolchain name(?: detected in override file)?:? '([^'\n]{1,120})'|unknown profile name: '([^'\n]{1,40})'/,
    cause: ([, name = '', profile = '']) =>
      name || profile
        ? l10n.t('rustup does not accept the toolchain or profile {0}.', name || profile)
        : l10n.t('rustup cannot read rust-toolchain.toml.'),
    advice: () => l10n.t('Correct rust-toolchain.toml, or the toolchain in the workflow.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://rust-lang.github.io/rustup/overrides.html',
  },
  {
    id: 'toolchain.installedTwice',
    pattern: /cannot install while Rust is installed|rustup cannot be installed alongside Rust/,
    cause: () => l10n.t('The system has a Rust from another source, and rustup stops beside it.'),
    advice: () => l10n.t('Remove that Rust first, or install rustup with "-y".'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: RUSTUP,
  },
  {
    id: 'toolchain.lockVersion',
    pattern:
      /lock file version (?:`?\d`? )?(?:requires `-Znext-lockfile-bump`|was found, but this version of Cargo does not understand)|lock file version `?\d`? requires|lock file version `\d` was found/,
    cause: () =>
      l10n.t('Cargo is too old for the format of Cargo.lock: version 4 needs Cargo 1.78 or newer.'),
    advice: () =>
      l10n.t(
        'Update Rust ("rustup update stable"; in a container "rust-toolchain: stable" of maturin-action).',
      ),
    command: () => 'rustup update stable',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/cargo/CHANGELOG.html#cargo-178-2024-05-02',
  },
  {
    id: 'toolchain.dependencyEdition',
    pattern:
      /failed to parse manifest at `[^`\n]{0,200}(?:registry|checkouts)[^`\n]{0,200}\/([\w.+-]{1,100})\/Cargo\.toml`\n+Caused by:\n\s{0,8}(?:feature `edition(\d{4})` is required|this version of Cargo is older than the `(\d{4})` edition)/,
    cause: ([, crate = '', edition = '', older = '']) =>
      l10n.t(
        'The toolchain is too old: the dependency {0} uses the edition {1}.',
        crate,
        edition || older,
      ),
    advice: () =>
      l10n.t(
        'Update Rust ("rustup update stable"; in a container "rust-toolchain: stable" of maturin-action), or hold the dependency back in Cargo.lock.',
      ),
    command: () => 'rustup update stable',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/edition-guide/editions/index.html',
  },
];
