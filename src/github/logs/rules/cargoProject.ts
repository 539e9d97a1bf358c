import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const WORKSPACES = 'https://doc.rust-lang.org/cargo/reference/workspaces.html';

/** What cargo says of workspaces, sources and unstable features. */
export const CARGO_PROJECT_RULES: readonly Rule[] = [
  {
    id: 'rust.workspace',
    pattern:
      /current package believes it's in a workspace when it's not|multiple workspace roots found in the same workspace|error inheriting `([^`\n]{1,60})` from workspace root manifest|package `([^`\n]{1,80})` is a member of the wrong workspace|two packages named `([^`\n]{1,80})` in this workspace/,
    cause: match => {
      const name = match.slice(1).find(text => text !== '') ?? '';
      return name === ''
        ? l10n.t('The crate and the workspace above it do not know each other.')
        : l10n.t('The workspace and the crate do not agree about {0}.', name);
    },
    advice: () =>
      l10n.t(
        'Add the crate to "members" of the workspace, exclude it, or build in the root. A source distribution needs the workspace manifest too.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: WORKSPACES,
  },
  {
    id: 'rust.lockConflict',
    pattern:
      /failed to parse lock file at: ([^\n]{1,300})|package `([^`\n]{1,80})` is specified twice in the lockfile|package collision in the lockfile: packages ([^\n]{1,160}?) are different/,
    cause: ([, file = '', twice = '', collision = '']) =>
      twice || collision
        ? l10n.t('Cargo.lock names a package twice: {0}.', twice || collision)
        : l10n.t('{0} is not valid, perhaps after a merge conflict.', file),
    advice: () => l10n.t('Restore it from git, or delete it and run "cargo generate-lockfile".'),
    command: () => 'cargo generate-lockfile',
    isAboutFiles: true,
    source: 'https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html',
  },
  {
    id: 'rust.gitNetwork',
    pattern:
      /failed to (?:load source for dependency|get) `([^`\n]{1,80})`(?:\n[^\n]{0,300}){0,24}?\n\s{0,8}network failure seems to have happened/,
    cause: ([, name = '']) =>
      l10n.t('The network failed while cargo fetched the dependency {0} from git.', name),
    advice: () =>
      l10n.t('Run the failed jobs again. CARGO_NET_GIT_FETCH_WITH_CLI=true makes it more robust.'),
    here: () => l10n.t('Try again. CARGO_NET_GIT_FETCH_WITH_CLI=true makes it more robust.'),
    action: 'rerunFailedJobs',
    source: 'https://doc.rust-lang.org/cargo/reference/config.html#netgit-fetch-with-cli',
  },
  {
    id: 'rust.gitSubmodule',
    pattern: /failed to fetch submodule `([^`\n]{1,120})` from ([^\s]{1,200})/,
    cause: ([, path = '', url = '']) =>
      l10n.t('cargo could not fetch the submodule {0} of a git dependency from {1}.', path, url),
    advice: () =>
      l10n.t(
        'If the address begins with git@, the job needs an SSH key: let the dependency use https, or set a key and CARGO_NET_GIT_FETCH_WITH_CLI=true.',
      ),
    here: () => l10n.t('Check the access to it, and set CARGO_NET_GIT_FETCH_WITH_CLI=true.'),
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/appendix/git-authentication.html',
  },
  {
    id: 'rust.gitDependency',
    pattern:
      /failed to (?:load source for dependency|get) `([^`\n]{1,80})`(?:(?:\n[^\n]{0,300}){0,8}?\n\s{1,8}Unable to update (https?:[^\n]{1,200}|ssh:[^\n]{1,200}))|failed to authenticate when downloading repository|failed to clone into: ([^\n]{1,200})/,
    cause: ([, name = '', url = '']) =>
      name === ''
        ? l10n.t('cargo could not clone a dependency from git.')
        : l10n.t('cargo could not fetch the dependency {0} from {1}.', name, url),
    advice: () =>
      l10n.t(
        'Check the address, the revision and the access to it. For private repositories set CARGO_NET_GIT_FETCH_WITH_CLI=true and credentials.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/appendix/git-authentication.html',
  },
  {
    id: 'rust.dependencyPath',
    pattern:
      /failed to (?:load manifest for (?:workspace member|dependency) `([^`\n]{1,200})`|load source for dependency `([^`\n]{1,80})`)(?:\n[^\n]{0,300}){0,12}?\n\s{1,8}failed to read `([^`\n]{1,300}Cargo\.toml)`/,
    cause: ([, member = '', dependency = '', file = '']) =>
      l10n.t('{0} has no Cargo.toml at {1}.', member || dependency, file),
    advice: () =>
      l10n.t(
        'Correct the path, check out submodules, or include the folder in the source distribution.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: WORKSPACES,
  },
  {
    id: 'rust.nightly',
    pattern:
      /the option `([^`\n]{1,40})` is only accepted on the nightly compiler|`#!\[feature\]` may not be used on the (?:stable|beta) release channel|The package requires the Cargo feature called `(?!edition)([^`\n]{1,60})`, but that feature is not stabilized|the `-Z` flag is only accepted on the nightly channel/,
    cause: ([, option = '', feature = '']) =>
      option || feature
        ? l10n.t('{0} needs the nightly toolchain.', option || feature)
        : l10n.t('The build uses a feature of the nightly toolchain.'),
    advice: () =>
      l10n.t('Use a newer or a nightly Rust ("rust-toolchain: nightly" of maturin-action).'),
    here: () => l10n.t('Update Rust, or build with "cargo +nightly".'),
    command: () => 'rustup toolchain install nightly',
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/book/appendix-07-nightly-rust.html',
  },
  {
    id: 'rust.mainMissing',
    pattern:
      /no targets specified in the manifest|couldn't find `?src\/(?:main|lib)\.rs`?|no (bin|example|test|library) targets? (?:named `([^`\n]{1,60})`|found in package)/,
    cause: ([, kind = '', name = '']) =>
      name === ''
        ? kind === ''
          ? l10n.t('The package has neither src/lib.rs nor src/main.rs.')
          : l10n.t('The package has no {0} target.', kind)
        : l10n.t('The package has no {0} target {1}.', kind, name),
    advice: () => l10n.t('Correct the name, or add the file to the package and the sdist.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/reference/cargo-targets.html',
  },
  {
    id: 'rust.opensslVersion',
    pattern:
      /This crate is only compatible with OpenSSL \(version|OpenSSL (?:header|libraries)[^\n]{0,60}(?:too old|not supported)/,
    cause: () => l10n.t('The installed OpenSSL does not fit the version of the crate openssl.'),
    advice: () => l10n.t('Update the crate openssl, use its "vendored" feature, or a newer image.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://docs.rs/openssl/latest/openssl/#building',
  },
  {
    id: 'rust.format',
    pattern: /(?:^|\n)Diff in (\S{1,200}?):(\d{1,6}):?/,
    cause: ([, file = '', line = '']) =>
      l10n.t('{0} is not formatted as rustfmt does it (line {1}).', file, line),
    advice: () => l10n.t('Run "cargo fmt", and commit.'),
    command: () => 'cargo fmt',
    isAboutFiles: true,
    source: 'https://github.com/rust-lang/rustfmt#readme',
  },
  {
    id: 'toolchain.component',
    pattern:
      /'cargo-([\w-]{1,40})(?:\.exe)?' is not installed for the toolchain '([^'\n]{1,80})'|the '([\w-]{1,40})(?:\.exe)?' (?:binary|component), normally provided by the '[\w-]{1,40}' component, is not applicable|error: toolchain '([^'\n]{1,80})' is not installable|error: (?:no release found for|could not download nonexistent rust version) [`']([^`'\n]{1,80})/,
    cause: match =>
      l10n.t(
        'The Rust toolchain lacks {0}, or does not exist.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t('Correct the toolchain or the component in the workflow and rust-toolchain.toml.'),
    here: () => l10n.t('Add it with "rustup component add", or correct rust-toolchain.toml.'),
    action: 'openWorkflow',
    source: 'https://rust-lang.github.io/rustup/concepts/components.html',
  },
];
