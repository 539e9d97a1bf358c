import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const OPTIONS = 'https://cibuildwheel.pypa.io/en/stable/options/';

/** What cibuildwheel says of its options and of the wheels it gets. */
export const CIBUILDWHEEL_RULES: readonly Rule[] = [
  {
    id: 'cibuildwheel.nothing',
    pattern: /No build identifiers selected|nothing to build/i,
    cause: () => l10n.t('cibuildwheel has nothing to build: no Python matches its selection.'),
    advice: () =>
      l10n.t('Compare "build" and "skip" with "requires-python" and the architectures.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: `${OPTIONS}#build-skip`,
  },
  {
    id: 'cibuildwheel.pureWheel',
    pattern:
      /Build failed because a pure Python wheel was generated|a pure Python wheel was generated/,
    cause: () => l10n.t('The wheel contains no compiled module, which cibuildwheel refuses.'),
    advice: () =>
      l10n.t(
        'Check that the build backend compiles the extension, or build with "python -m build".',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://cibuildwheel.pypa.io/en/stable/faq/',
  },
  {
    id: 'cibuildwheel.sameWheel',
    pattern:
      /Build failed because a wheel named (\S{1,200}) was already generated in the current run/,
    cause: ([, wheel = '']) =>
      l10n.t('Two builds of cibuildwheel made the same wheel: {0}.', wheel),
    advice: () =>
      l10n.t('Build an abi3 or pure wheel once, and skip the other Pythons with "skip".'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: `${OPTIONS}#build-skip`,
  },
  {
    id: 'cibuildwheel.repair',
    pattern:
      /Build failed because the repair step completed successfully but\s{1,20}did not produce a wheel|next\(repaired_wheel_dir\.glob\(["']\*\.whl["']\)\)(?:\n[ \t~^]{0,120})?\n[ \t]{0,12}StopIteration/,
    cause: () => l10n.t('The repair command of cibuildwheel wrote no wheel.'),
    advice: () => l10n.t('Let "repair-wheel-command" write the wheel into {dest_dir}.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: `${OPTIONS}#repair-wheel-command`,
  },
  {
    id: 'cibuildwheel.path',
    pattern:
      /(python|pip|\S{1,20}) available on PATH doesn't match our (?:installed|venv) instance/,
    cause: ([, program = '']) =>
      l10n.t('Another {0} comes first in PATH than the one of cibuildwheel.', program),
    advice: () =>
      l10n.t('In "environment" append to PATH ("$PATH:/folder") instead of replacing it.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: `${OPTIONS}#environment`,
  },
  {
    id: 'cibuildwheel.architecture',
    pattern:
      /(\w{1,20}) only supports \[([^\]\n]{1,160})\] at the moment|Invalid architecture '(\w{1,20})'/,
    cause: ([, system = '', supported = '', invalid = '']) =>
      invalid === ''
        ? l10n.t('cibuildwheel builds only {1} on {0}.', system, supported)
        : l10n.t('cibuildwheel does not know the architecture {0}.', invalid),
    advice: () => l10n.t('Correct "archs", or set up QEMU for other architectures on Linux.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: `${OPTIONS}#archs`,
  },
  {
    id: 'cibuildwheel.options',
    pattern:
      /(Invalid --only='[^\n]{0,60}', must be a build selector with a known platform|Invalid archs option [^\n]{1,160}|Invalid (?:build|skip|test-skip|select) selector: [^\n]{1,160}|Malformed environment option [^\n]{1,160}|Option '[^'\n]{1,60}' not supported in (?:a config file|the '[^'\n]{1,40}' section)[^\n]{0,120}|Unrecognised build frontend [^\n]{1,120}|Failed to parse (?:build frontend|container config|dependency versions|enable group)\. [^\n]{1,200})/,
    cause: ([, message = '']) => l10n.t('cibuildwheel does not accept an option: {0}', message),
    advice: () =>
      l10n.t(
        'Correct it in [tool.cibuildwheel], the CIBW_ variables or the inputs of the action, or update cibuildwheel.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: OPTIONS,
  },
  {
    id: 'cibuildwheel.noProject',
    pattern: /Could not find any of \{([^}\n]{1,120})\} at root of package/,
    cause: () => l10n.t('cibuildwheel found no pyproject.toml or setup.py in the package folder.'),
    advice: () => l10n.t('Set "package-dir" of the action to the folder of the Python package.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://cibuildwheel.pypa.io/en/stable/setup/',
  },
];
