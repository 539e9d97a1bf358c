import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const CONFIG = 'https://www.maturin.rs/config.html';
const METADATA = 'https://www.maturin.rs/metadata.html';

/** What maturin says of names, files and settings of a project. */
export const MATURIN_PROJECT_RULES: readonly Rule[] = [
  {
    id: 'maturin.moduleName',
    pattern: /The module name must not contain a minus `-`/,
    cause: () =>
      l10n.t('The name of the extension module has a hyphen, which Python cannot import.'),
    advice: () =>
      l10n.t(
        'Set "module-name" in [tool.maturin], or "name" in [lib] of Cargo.toml, with underscores.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/project_layout.html',
  },
  {
    id: 'maturin.scripts',
    pattern:
      /Defining (?:entrypoints|scripts) and working with a binary doesn't mix well|You can't define entrypoints yourself for a binary project/,
    cause: () => l10n.t('The project is a binary, and pyproject.toml defines scripts as well.'),
    advice: () => l10n.t('Remove [project.scripts]: maturin installs the binary itself.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/bindings.html#bin',
  },
  {
    id: 'maturin.mixedTags',
    pattern: /Cannot mix linux and manylinux\/musllinux platform tags/,
    cause: () => l10n.t('The build asks for the tag linux and for manylinux at the same time.'),
    advice: () =>
      l10n.t('Remove "linux" from "compatibility" in [tool.maturin] and from the arguments.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: CONFIG,
  },
  {
    id: 'maturin.removedMetadata',
    pattern:
      /fields in `package\.metadata\.maturin` section of Cargo\.toml are removed since maturin 0\.14\.0: ([^\n]{1,160}?)(?:, please set|\n)/,
    cause: ([, fields = '']) =>
      l10n.t('maturin no longer reads [package.metadata.maturin] of Cargo.toml: {0}.', fields),
    advice: () => l10n.t('Move them to [project] and [tool.maturin] in pyproject.toml.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: METADATA,
  },
  {
    id: 'maturin.noTarget',
    pattern:
      /No Cargo targets (?:to build, please check|matched by `package\.metadata\.maturin\.targets`)|Cargo didn't build a binary|Cargo didn't build an? \w{1,10} bin/,
    cause: () => l10n.t('The crate has no target that fits the bindings.'),
    advice: () =>
      l10n.t('Compare "bindings" and "targets" in [tool.maturin] with [lib] and [[bin]].'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/bindings.html',
  },
  {
    id: 'rust.setuptoolsArtifacts',
    pattern:
      /Rust build failed; (unable to locate executable '[^'\n]{1,80}'|expected only one cdylib or dylib build artifact|compiled artifact '[^'\n]{1,200}' does not appear)/,
    cause: ([, message = '']) =>
      l10n.t('setuptools-rust did not find what cargo built: {0}.', message),
    advice: () =>
      l10n.t(
        'Compare the names in [lib] and [[bin]] of Cargo.toml with the Rust extensions of the project.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://setuptools-rust.readthedocs.io/',
  },
  {
    id: 'maturin.outsidePath',
    pattern:
      /`([^`\n]{1,200})` (?:must be relative to pyproject\.toml|must not contain `\.\.`[^\n]{0,80}|resolves outside (?:allowed metadata root|sdist project root|Cargo workspace root))|license file `([^`\n]{1,200})` specified in `[^`\n]{1,200}` (?:is not a file|resolves outside)|(?:include\/exclude pattern must not contain `\.\.`, got: ([^\n]{1,120}?)\. )/,
    cause: match =>
      l10n.t(
        'The file {0} is outside the folder that maturin may package.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () => l10n.t('Copy the file into the folder of pyproject.toml, and name it there.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: METADATA,
  },
  {
    id: 'rust.lockMissing',
    pattern: /Cargo\.lock is required by `--locked`\/`--frozen` but it's not found/,
    cause: () => l10n.t('The build has --locked, and no Cargo.lock exists where it looks.'),
    advice: () =>
      l10n.t('Commit Cargo.lock (remove it from .gitignore), or build without --locked.'),
    command: () => 'cargo generate-lockfile',
    isAboutFiles: true,
    source: 'https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html',
  },
  {
    id: 'maturin.packageList',
    pattern:
      /Failed to query file list from cargo[^\n]{0,80}\n(?:[^\n]{0,400}\n){0,12}?error: ([^\n]{1,300})(?:(?:\n\n?Caused by:\n[^\n]{1,300}){0,5}?\n\n?Caused by:\n\s{1,4}([^\n]{1,200}))?/,
    cause: ([, message = '', reason = '']) =>
      reason === ''
        ? l10n.t('cargo could not list the files for the source distribution: {0}', message)
        : l10n.t(
            'cargo could not list the files for the source distribution: {0} ({1})',
            message,
            reason,
          ),
    advice: () =>
      l10n.t('Run "cargo package --list --allow-dirty" for that crate, and fix what it names.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/commands/cargo-package.html',
  },
  {
    id: 'maturin.uniffi',
    pattern: /Failed to run uniffi-bindgen, did you install it\?/,
    cause: () => l10n.t('The bindings are uniffi, and uniffi-bindgen is not installed.'),
    advice: () => l10n.t('Install it before the build: pip install uniffi-bindgen.'),
    command: () => 'pip install uniffi-bindgen',
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/bindings.html',
  },
  {
    id: 'maturin.password',
    pattern: /⛔ Username and\/or password are wrong|Username and\/or password are possibly wrong/,
    cause: () => l10n.t('The index did not accept the user name and password that maturin sent.'),
    advice: () =>
      l10n.t('Set MATURIN_PYPI_TOKEN to a token of this index. The user name is "__token__".'),
    here: () => l10n.t('Set MATURIN_PYPI_TOKEN to a token of this index.'),
    action: 'setSecret',
    source: 'https://www.maturin.rs/distribution.html',
  },
];
