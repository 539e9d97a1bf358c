import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const AUDITWHEEL = 'https://github.com/pypa/auditwheel#readme';
const DELOCATE = 'https://github.com/matthew-brett/delocate#readme';

/** What auditwheel, delocate and delvewheel say about a wheel that they can't repair. */
export const WHEEL_REPAIR_RULES: readonly Rule[] = [
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
      /DelocationError: Could not find all dependencies|ERROR:delocate[^\n]{0,40}:\s{0,4}([@\w./+-]{1,200}) not found|DelocationError: library "([^"\n]{1,200})" does not exist/,
    cause: ([, library = '', missing = '']) =>
      library || missing
        ? l10n.t(
            'delocate did not find the library {0}, which the wheel needs.',
            library || missing,
          )
        : l10n.t('delocate did not find a library that the wheel needs.'),
    advice: () =>
      l10n.t(
        'Install the library, and set DYLD_LIBRARY_PATH or its rpath to where it is, before the wheel is repaired.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: DELOCATE,
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
    id: 'platform.universalLibrary',
    pattern:
      /Library '([^'\n]{1,300})' is (?:missing architecture '(\w{1,12})'|a thin \(single-architecture\) binary)/,
    cause: ([, library = '', architecture = '']) =>
      architecture === ''
        ? l10n.t(
            'The library {0} has one architecture, and the universal2 wheel needs two.',
            library,
          )
        : l10n.t(
            'The library {0} lacks {1}, which the universal2 wheel needs.',
            library,
            architecture,
          ),
    advice: () =>
      l10n.t('Build one wheel per architecture, or install a universal build of the library.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/distribution.html',
  },
  {
    id: 'platform.delocateOther',
    pattern: /DelocationError: ([^\n]{3,300})/,
    cause: ([, message = '']) => l10n.t('delocate could not repair the wheel: {0}', message),
    advice: () => l10n.t('Check the libraries that the message names, and their rpath.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: DELOCATE,
  },
  {
    id: 'platform.purelib',
    pattern:
      /Invalid binary wheel, found the following shared library\/libraries\s{1,20}in purelib folder:?\s{1,8}([^\n]{0,200})/,
    cause: ([, library = '']) =>
      library === ''
        ? l10n.t('The wheel says that it is pure Python, but contains a compiled library.')
        : l10n.t('The wheel says that it is pure Python, but contains {0}.', library),
    advice: () =>
      l10n.t('Declare the compiled module to the build backend, so the wheel gets a platform tag.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: AUDITWHEEL,
  },
  {
    id: 'platform.wheelArchitecture',
    pattern:
      /can't repair wheel (\S{1,160}) with (\S{1,20}) (?:architecture to a\s{1,8}wheel targeting|libc to a wheel\s{1,8}targeting) (\S{1,20})|or shared library file \(including compiled Python C extension\) with a\s{1,8}'(\w{1,20})' architecture found|compliant because it has unsupported architecture: (\w{1,20})/,
    cause: ([, wheel = '', has = '', target = '', expected = '', unsupported = '']) =>
      wheel === ''
        ? expected === ''
          ? l10n.t('The platform tag does not exist for the architecture {0}.', unsupported)
          : l10n.t('The wheel claims to be for {0}, and its libraries are not.', expected)
        : l10n.t('{0} is built for {1}, and the repair asks for {2}.', wheel, has, target),
    advice: () => l10n.t('Make the target of the build, the platform tag and the container agree.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: AUDITWHEEL,
  },
  {
    id: 'platform.instructions',
    pattern:
      /ABI because it (?:depends on|requires) unsupported ISA extensions|depends on unsupported ISA extensions/,
    cause: () =>
      l10n.t('The wheel contains instructions that the oldest processors of its platform lack.'),
    advice: () =>
      l10n.t(
        'Remove "-C target-cpu=native", "-march=native" and x86-64-v2 or higher from the flags.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: AUDITWHEEL,
  },
  {
    id: 'platform.delvewheel',
    pattern:
      /FileNotFoundError: (?:Unable to find library: )?(\S{1,120}\.dll)(?: not found)?\s*$/im,
    cause: ([, library = '']) =>
      l10n.t('delvewheel did not find {0}, which the wheel needs.', library),
    advice: () =>
      l10n.t(
        'If the wheel contains this DLL, add "--ignore-existing" to "delvewheel repair". If not, name the folder of the DLL with "--add-path".',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://github.com/adang1345/delvewheel#readme',
  },
];
