import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** maturin itself: whether it is there, and what it says of the project. */
export const MATURIN_RULES: readonly Rule[] = [
  {
    id: 'maturin.notFound',
    pattern:
      /maturin: (?:command )?not found|command not found: maturin|(?:'maturin'|The term 'maturin') is not recognized|No module named maturin|Unable to locate executable file: maturin/,
    cause: () => l10n.t('maturin is not installed where the step runs.'),
    advice: () =>
      l10n.t('Install it before: pip install maturin, or let PyO3/maturin-action do the build.'),
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
    action: 'bumpVersion',
    source: 'https://peps.python.org/pep-0440/',
  },
  {
    id: 'maturin.manifestMissing',
    pattern: /Can't find (\S*Cargo\.toml)|could not find `Cargo\.toml` in `([^`\n]+)`/,
    cause: ([, manifest = '', folder = '']) =>
      l10n.t('There is no Cargo.toml where the build looks for it: {0}.', manifest || folder),
    advice: () =>
      l10n.t(
        'Set "working-directory" of maturin-action, or "manifest-path" in [tool.maturin] of pyproject.toml.',
      ),
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/config.html',
  },
  {
    id: 'maturin.pyproject',
    pattern:
      /pyproject\.toml at (\S+) is invalid|`project\.version` field is required in pyproject\.toml|\[project\] is missing|TOML parse error at line (\d+)/,
    cause: ([, file = '']) =>
      l10n.t('pyproject.toml is not valid{0}.', file === '' ? '' : ` (${file})`),
    advice: () => l10n.t('Open it and mend what is marked below.'),
    action: 'openPyproject',
    source: 'https://packaging.python.org/en/latest/specifications/pyproject-toml/',
  },
  {
    id: 'maturin.bindings',
    pattern: /Couldn't detect the binding type|Cargo didn't build a cdylib|unknown binding type/,
    cause: () => l10n.t('The crate builds no extension module.'),
    advice: () => l10n.t('Give it [lib] crate-type = ["cdylib"] and a dependency on pyo3.'),
    action: 'openCargoManifest',
    source: 'https://www.maturin.rs/bindings.html',
  },
];
