import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** maturin itself: whether it is there, and what it says of the project. */
export const MATURIN_RULES: readonly Rule[] = [
  {
    id: 'maturin.noVersion',
    pattern: /Cannot build without valid version information/,
    cause: () => l10n.t('pyproject.toml names no version: maturin 1.8 and newer need one.'),
    advice: () => l10n.t('Add dynamic = ["version"] or a version to [project] in pyproject.toml.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/metadata.html',
  },
  {
    id: 'maturin.fileTwice',
    pattern:
      /File (\S{1,200}) was already added from (\S{1,200}), can't add(?:ed)? it from (\S{1,200})/,
    cause: ([, file = '', first = '', second = '']) =>
      l10n.t(
        'The source distribution would contain {0} twice: from {1} and {2}.',
        file,
        first,
        second.replace(/[.,]$/, ''),
      ),
    advice: () =>
      l10n.t(
        'Name the file (such as "readme") in only one of Cargo.toml and pyproject.toml, or update maturin.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/metadata.html',
  },
  {
    id: 'maturin.readme',
    pattern:
      /Failed to read (?:readme|license file)[^\n]{0,60} specified in (pyproject\.toml|Cargo\.toml), which should be at (\S{1,300})|readme \S{1,200} does not appear to exist/,
    cause: ([, manifest = '', file = '']) =>
      file === ''
        ? l10n.t('The readme that the manifest names does not exist.')
        : l10n.t("{0} names the file {1}, which can't be read.", manifest, file),
    advice: () => l10n.t('Correct the path, or add the file (not a link out of the package).'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/metadata.html',
  },
  {
    id: 'maturin.cargoManifest',
    pattern: /Failed to parse Cargo\.toml at (\S{1,300})/,
    cause: ([, file = '']) =>
      l10n.t("maturin can't use {0}: it is not valid, or a workspace without a package.", file),
    advice: () =>
      l10n.t(
        'Point "manifest-path" in [tool.maturin] (or --manifest-path) to the crate of the extension module, or correct the file.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://www.maturin.rs/config.html',
  },
  {
    id: 'maturin.notFound',
    pattern:
      /maturin: (?:command )?not found|command not found: maturin|(?:'maturin'|The term 'maturin') is not recognized|No module named maturin|Unable to locate executable file: maturin/,
    cause: () => l10n.t('maturin is not installed where the step runs.'),
    advice: () =>
      l10n.t('Install it before: pip install maturin, or let PyO3/maturin-action do the build.'),
    command: () => 'pip install maturin',
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/installation.html',
  },
  {
    id: 'maturin.version',
    pattern: /Rust version used in Cargo\.toml is not a valid python version: ([^\n]+)/,
    cause: ([, reason = '']) =>
      l10n.t(
        'The version in Cargo.toml has no spelling in Python: {0}',
        reason.replace(/\. Note that .*/, '.'),
      ),
    advice: () => l10n.t('Use X.Y.Z, or X.Y.Z with -alpha.N, -beta.N, -rc.N or -dev.N.'),
    isAboutFiles: true,
    action: 'bumpVersion',
    source: 'https://peps.python.org/pep-0440/',
  },
  {
    id: 'maturin.manifestMissing',
    pattern:
      /Can't (?:find|read) (?:Cargo\.toml at )?(\S*Cargo\.toml)|could not find `Cargo\.toml` in `([^`\n]+)`|manifest path `([^`\n]{1,300})` does not exist|can't find manifest for Rust extension `[^`\n]{1,80}` at path `([^`\n]{1,300})`/,
    cause: match =>
      l10n.t(
        'No Cargo.toml was found where the build looks for it: {0}.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t(
        'Set "working-directory" of maturin-action, or "manifest-path" in [tool.maturin] of pyproject.toml.',
      ),
    here: () => l10n.t('Run the command in the folder of the crate, or pass --manifest-path.'),
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/config.html',
  },
  {
    id: 'maturin.pyproject',
    pattern:
      /pyproject\.toml at (\S{1,300}) is invalid(?:\n\s{1,8}Caused by: ([^\n]{1,200}))?|`project\.version` field is required in pyproject\.toml(?! unless)|\[project\] is missing|(?:Failed to parse|failed to parse|invalid) [^\n]{0,80}pyproject\.toml[^\n]{0,200}(?:\n[^\n]{0,200}){0,2}TOML parse error at line (\d{1,6})/,
    cause: ([, file = '', reason = '', line = '']) =>
      reason !== ''
        ? l10n.t('{0} is not valid: {1}.', file, reason)
        : line !== ''
          ? l10n.t('pyproject.toml is not valid at line {0}.', line)
          : l10n.t('pyproject.toml is not valid.'),
    advice: () => l10n.t('Open it and correct what the message names.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://packaging.python.org/en/latest/specifications/pyproject-toml/',
  },
  {
    id: 'maturin.bindings',
    pattern:
      /Couldn't detect the binding type|Cargo didn't build a cdylib|unknown binding type|Rust build failed; unable to find any (?:cdylib or dylib )?build artifacts/,
    cause: () => l10n.t('The crate builds no extension module.'),
    advice: () => l10n.t('Give it [lib] crate-type = ["cdylib"] and a dependency on pyo3.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://www.maturin.rs/bindings.html',
  },
];
