import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const CARGO = 'https://doc.rust-lang.org/cargo/';

/** What cargo says of packages that it selects, downloads or installs. */
export const CARGO_SOURCE_RULES: readonly Rule[] = [
  {
    id: 'rust.checksum',
    pattern:
      /failed to verify the checksum of `([^`\n]{1,100})`|checksum for `([^`\n]{1,100})` (?:changed between lock files|could not be calculated)/,
    cause: ([, downloaded = '', locked = '']) =>
      locked === ''
        ? l10n.t('The download of {0} does not have the checksum of the index.', downloaded)
        : l10n.t('{0} does not have the checksum of Cargo.lock.', locked),
    advice: () =>
      l10n.t(
        'Clear the cache of cargo and run it again. If it stays, the source of the crate was replaced.',
      ),
    isAboutFiles: true,
    source: `${CARGO}reference/source-replacement.html`,
  },
  {
    id: 'rust.vendor',
    pattern:
      /failed to read root of directory source: ([^\n]{1,200})|the listed checksum of `([^`\n]{1,300})` has changed|failed to find entry for `([^`\n]{1,100})` in directory source/,
    cause: match =>
      l10n.t(
        'The vendored crates do not fit Cargo.lock: {0}.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t(
        'Run "cargo vendor" again, and keep line endings of the folder ("vendor/** -text" in .gitattributes).',
      ),
    isAboutFiles: true,
    source: `${CARGO}commands/cargo-vendor.html`,
  },
  {
    id: 'rust.gitRevision',
    pattern: /failed to find (?:tag|branch) `([^`\n]{1,100})`|revision ([0-9a-f]{7,40}) not found/,
    cause: ([, name = '', revision = '']) =>
      l10n.t('The git repository of a dependency has no {0}.', name || revision),
    advice: () => l10n.t('Correct "tag", "branch" or "rev" of the dependency, or push it first.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: `${CARGO}reference/specifying-dependencies.html`,
  },
  {
    id: 'rust.packageSpec',
    pattern:
      /package ID specification `([^`\n]{1,100})` did not match any packages|package\(s\) `([^`\n]{1,100})` not found in workspace/,
    cause: ([, spec = '', name = '']) => l10n.t('The workspace has no package {0}.', spec || name),
    advice: () =>
      l10n.t('Correct the name after -p or --package, and check "members" of the workspace.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: `${CARGO}reference/pkgid-spec.html`,
  },
  {
    id: 'rust.virtualManifest',
    pattern:
      /found a virtual manifest at `([^`\n]{1,300})` instead of a package manifest|manifest path `([^`\n]{1,300})` (?:is a virtual manifest|contains no package: The manifest is virtual)|--features is not allowed in the root of a virtual workspace/,
    cause: ([, found = '', given = '']) =>
      found || given
        ? l10n.t(
            '{0} is a workspace without a package, and the command needs a package.',
            found || given,
          )
        : l10n.t('The folder is a workspace without a package, and the command needs a package.'),
    advice: () => l10n.t('Name the crate with --manifest-path, --path or -p.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: `${CARGO}reference/workspaces.html`,
  },
  {
    id: 'rust.requiredFeatures',
    pattern:
      /target `([^`\n]{1,80})` in package `([^`\n]{1,80})` requires the features: ([^\n]{1,120})/,
    cause: ([, target = '', , features = '']) =>
      l10n.t('The target {0} needs the features {1}.', target, features),
    advice: () => l10n.t('Pass them with --features, or in "features" of [tool.maturin].'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: `${CARGO}reference/cargo-targets.html`,
  },
  {
    id: 'rust.offline',
    pattern:
      /attempting to make an HTTP request, but (?:--offline|--frozen) was specified|you are in the offline mode \((?:--offline|--frozen)/,
    cause: () =>
      l10n.t('cargo would have to download a crate, and --offline or --frozen forbids it.'),
    advice: () =>
      l10n.t(
        'Download the crates before ("cargo fetch", "cargo vendor"), or leave the option out.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: `${CARGO}commands/cargo-fetch.html`,
  },
  {
    id: 'git.hostKey',
    pattern: /error: unknown SSH host key|SSH host key has changed for `([^`\n]{1,100})`/,
    cause: () => l10n.t('cargo does not know the SSH key of the server of a git dependency.'),
    advice: () =>
      l10n.t('Add the server to known_hosts before the build, or use an https address.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: `${CARGO}appendix/git-authentication.html`,
  },
  {
    id: 'rust.cycle',
    pattern: /cyclic package dependency: package `([^`\n]{1,100})` depends on itself/,
    cause: ([, name = '']) =>
      l10n.t('The package {0} depends on itself through other packages.', name),
    advice: () => l10n.t('Move what both need into a third package.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: `${CARGO}reference/specifying-dependencies.html`,
  },
  {
    id: 'toolchain.resolver',
    pattern: /`resolver` setting `([^`\n]{1,10})` is not valid, valid options are/,
    cause: ([, resolver = '']) =>
      l10n.t('The toolchain is too old for the resolver {0} of the workspace.', resolver),
    advice: () =>
      l10n.t(
        'Update Rust ("rustup update stable"; in a container "rust-toolchain: stable" of maturin-action).',
      ),
    command: () => 'rustup update stable',
    action: 'openWorkflow',
    source: `${CARGO}reference/resolver.html`,
  },
  {
    id: 'rust.installTool',
    pattern:
      /could not find `([\w-]{1,64})` in registry `[^`\n]{1,80}` with version `([^`\n]{1,40})`|error: binary `([\w.-]{1,64})` already exists in destination/,
    cause: ([, name = '', version = '', existing = '']) =>
      existing === ''
        ? l10n.t('crates.io has no {0} of the version {1} to install.', name, version)
        : l10n.t('cargo install does not replace {0}, which is installed already.', existing),
    advice: () => l10n.t('Correct the version, or pass --force to replace what is installed.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: `${CARGO}commands/cargo-install.html`,
  },
];
