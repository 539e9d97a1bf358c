import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** What cargo and the linker say about the crate types and Python's symbols. */
export const CARGO_RULES: readonly Rule[] = [
  {
    id: 'rust.cdylibTarget',
    pattern:
      /cannot produce (?:cdylib|proc-macro) for `[^`\n]{1,200}` as the target `([\w.-]{1,80})` does not support these crate types/,
    cause: ([, target = '']) =>
      l10n.t(
        "The target {0} links C statically by default, so it can't build an extension module.",
        target,
      ),
    advice: () =>
      l10n.t(
        'Set RUSTFLAGS to "-C target-feature=-crt-static", or use a current maturin with "manylinux: musllinux_1_2".',
      ),
    here: () => l10n.t('Set RUSTFLAGS to "-C target-feature=-crt-static".'),
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/reference/linkage.html#static-and-dynamic-c-runtimes',
  },
  {
    id: 'rust.pythonSymbols',
    pattern:
      /"_{1,2}Py\w{1,60}", referenced from|undefined (?:reference to|symbol:) [`'"]?_?Py[A-Z_]\w{0,60}|unresolved external symbol (?:__imp_)?_?Py\w{1,60}/,
    cause: () => l10n.t("The linker did not find Python's symbols."),
    advice: ([found]) =>
      found.startsWith('unresolved external symbol')
        ? l10n.t(
            'The Python that was found is for another architecture or version: choose it with "architecture" of actions/setup-python. Tests need PyO3 without "extension-module".',
          )
        : l10n.t(
            'Build with maturin, or pass "-C link-arg=-undefined -C link-arg=dynamic_lookup" on macOS. Tests need PyO3 without "extension-module".',
          ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://pyo3.rs/latest/faq.html',
  },
  {
    id: 'rust.unnamedSymbols',
    pattern:
      /linking with `cc` failed: [^\n]{0,200}(?:\n(?![^\n]{0,400}referenced from)[^\n]{0,4000}){0,20}?\n[^\n]{0,40}ld: symbol\(s\) not found for architecture/,
    cause: () =>
      l10n.t(
        "The linker of macOS did not find symbols, which the log does not name. In an extension module they are usually Python's.",
      ),
    advice: () =>
      l10n.t(
        'Build with maturin, or pass "-C link-arg=-undefined -C link-arg=dynamic_lookup". Else read the whole output of the linker.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://pyo3.rs/latest/building-and-distribution.html#macos',
  },
  {
    id: 'rust.pythonLibrary',
    pattern:
      /(?:cannot open (?:input )?file '|could not open '|link\.exe[^\n]{0,1200}")(python3\d{0,2}t?\.lib)|(?:cannot find|unable to find library|library not found for) -l(python3?[\d.]{0,6}t?)\b|ld: library '(python3?[\d.]{0,6}t?)' not found/,
    cause: match =>
      l10n.t(
        'The linker did not find {0}, which belongs to the Python of the target.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t(
        'Extension modules need no libpython: turn on "extension-module", and "generate-import-lib" for Windows. Else install that Python.',
      ),
    here: () =>
      l10n.t(
        'Turn on "extension-module" of PyO3 ("generate-import-lib" for Windows), or install that Python with its headers.',
      ),
    action: 'openCargoManifest',
    source: 'https://pyo3.rs/latest/building-and-distribution.html',
  },
  {
    id: 'rust.dependencyCompile',
    pattern:
      /error(?:\[(E\d{4})\])?: ([^\n]{1,300})\n(?:[^\n]{0,200}\n){0,4}?\s{0,10}--> [^\n]{0,200}(?:\.cargo[\\/]registry|cargo[\\/]registry|git[\\/]checkouts)[\\/][^\n]{0,80}?[\\/]([\w-]{1,60}-\d+\.\d+\.\d+[\w.+-]{0,40}|[\w-]{1,60}-[0-9a-f]{16})[\\/]/,
    cause: ([, , message = '', crate = '']) =>
      l10n.t('The dependency {0} does not compile here: {1}', crate, message),
    advice: () =>
      l10n.t(
        'Update that crate (cargo update) or the Rust toolchain. The fault is not in your code.',
      ),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://doc.rust-lang.org/cargo/commands/cargo-update.html',
  },
];
