/** What a new release workflow is made for. */
export interface TemplateOptions {
  /** Name of the distribution, as it is on the index. */
  readonly distribution: string;
  /** Folder of the package from the root of the repository, with `/`; empty where it is the root. */
  readonly folder: string;
  /** How the upload signs in: by OpenID Connect, or with the secrets PYPI_API_TOKEN and TEST_PYPI_API_TOKEN. */
  readonly publishing: 'trusted' | 'token';
  /** `[tool.maturin] compatibility`, or undefined for the oldest that fits. */
  readonly compatibility: string | undefined;
  /** Whether one wheel serves every Python (abi3); otherwise one is built for each interpreter that is found. */
  readonly abi3: boolean;
  /** Whether Cargo.lock is committed, so that the build can be held to it. */
  readonly locked: boolean;
}

/** File name that a new workflow gets. Trusted publishing is bound to it. */
export const TEMPLATE_PATH = '.github/workflows/python-release.yml';

/** The newest major versions of the actions in the template. */
const CHECKOUT = 'actions/checkout@v7';
const SETUP_PYTHON = 'actions/setup-python@v7';
const UPLOAD = 'actions/upload-artifact@v7';
const DOWNLOAD = 'actions/download-artifact@v8';
const MATURIN = 'PyO3/maturin-action@v1';
const PUBLISH = 'pypa/gh-action-pypi-publish@release/v1';

interface BuildJob {
  readonly id: string;
  readonly platforms: readonly (readonly [runner: string, target: string])[];
  readonly manylinux?: string;
}

/**
 * The text of a workflow that builds wheels for Linux, macOS and Windows and a source distribution, and publishes them to
 * PyPI for a published Release, or when it is run by hand: to PyPI with `publish=yes`, else to TestPyPI.
 */
export function releaseWorkflowTemplate(options: TemplateOptions): string {
  const { folder, distribution } = options;
  const jobs: readonly BuildJob[] = [
    {
      id: 'linux',
      platforms: [
        ['ubuntu-latest', 'x86_64'],
        ['ubuntu-latest', 'aarch64'],
      ],
      manylinux: manylinuxOf(options.compatibility),
    },
    {
      id: 'macos',
      platforms: [
        ['macos-15-intel', 'x86_64'],
        ['macos-latest', 'aarch64'],
      ],
    },
    { id: 'windows', platforms: [['windows-latest', 'x64']] },
  ];
  return `# Builds ${distribution} for every platform, and publishes it:
# - to PyPI when a Release is published on GitHub, or when this is run by hand with publish = yes
# - to TestPyPI when this is run by hand with publish = no
name: Build and publish Python package

on:
  release:
    types: [published]
  workflow_dispatch:
    inputs:
      publish:
        description: Publish to PyPI (yes), or to TestPyPI (no)
        required: true
        default: 'no'
        type: choice
        options: ['yes', 'no']

permissions:
  contents: read

jobs:
${jobs.map(job => buildJob(job, options)).join('\n')}
  sdist:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
      - name: Build source distribution
        uses: ${MATURIN}
        with:
          command: sdist
          args: --out dist
${inFolder(folder)}      - uses: ${UPLOAD}
        with:
          name: dist-sdist
          path: ${dist(folder)}

${publishJob('publish', 'Publish to PyPI', 'pypi', "github.event_name == 'release' || inputs.publish == 'yes'", options)}
${publishJob('publish-testpypi', 'Publish to TestPyPI', 'testpypi', "github.event_name == 'workflow_dispatch' && inputs.publish == 'no'", options)}`;
}

function buildJob(
  { id, platforms, manylinux }: BuildJob,
  { folder, abi3, locked }: TemplateOptions,
): string {
  return `  ${id}:
    runs-on: \${{ matrix.platform.runner }}
    strategy:
      fail-fast: false
      matrix:
        platform:
${platforms.map(([runner, target]) => `          - runner: ${runner}\n            target: ${target}\n`).join('')}    steps:
      - uses: ${CHECKOUT}
      - uses: ${SETUP_PYTHON}
        with:
          python-version: 3.x
      - name: Build wheels
        uses: ${MATURIN}
        with:
          target: \${{ matrix.platform.target }}
          args: --release${locked ? ' --locked' : ''} --out dist${abi3 ? '' : ' --find-interpreter'}
${manylinux === undefined ? '' : `          manylinux: ${manylinux}\n`}          # A trial is built faster from a cache; what is released is built from nothing.
          sccache: \${{ github.event_name != 'release' && inputs.publish != 'yes' }}
${inFolder(folder)}      - uses: ${UPLOAD}
        with:
          name: dist-${id}-\${{ matrix.platform.target }}
          path: ${dist(folder)}
`;
}

function publishJob(
  id: string,
  name: string,
  environment: string,
  condition: string,
  { publishing }: TemplateOptions,
): string {
  const trusted = publishing === 'trusted';
  const inputs = [
    'packages-dir: dist',
    ...(trusted
      ? []
      : [
          `password: \${{ secrets.${environment === 'pypi' ? 'PYPI_API_TOKEN' : 'TEST_PYPI_API_TOKEN'} }}`,
        ]),
    ...(environment === 'pypi' ? [] : ['repository-url: https://test.pypi.org/legacy/']),
  ];
  return `  ${id}:
    name: ${name}
    needs: [linux, macos, windows, sdist]
    if: ${condition}
    runs-on: ubuntu-latest
    environment: ${environment}
${trusted ? '    permissions:\n      # Trusted publishing: GitHub vouches for this workflow, and no token is kept.\n      id-token: write\n' : ''}    steps:
      - uses: ${DOWNLOAD}
        with:
          pattern: dist-*
          path: dist
          merge-multiple: true
      - uses: ${PUBLISH}
        with:
${inputs.map(input => `          ${input}\n`).join('')}`;
}

function inFolder(folder: string): string {
  return folder === '' ? '' : `          working-directory: ${quoted(folder)}\n`;
}

function dist(folder: string): string {
  return quoted(folder === '' ? 'dist' : `${folder}/dist`);
}

/** What maturin-action takes: `2_28` and `auto`, not `manylinux_2_28`. */
function manylinuxOf(compatibility: string | undefined): string {
  return (
    /^manylinux_?(\d.*)$/
      .exec(compatibility ?? '')?.[1]
      ?.replace(/^2014$/, "'2014'")
      .replace(/^2010$/, "'2010'") ?? 'auto'
  );
}

/** A plain scalar where YAML allows it, else one in single quotes. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) && !/^[-\d.]/.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}
