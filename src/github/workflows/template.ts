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
  /** Whether Cargo.lock is committed, and the build uses `--locked`. */
  readonly locked: boolean;
  /** The crates that are published to crates.io, those that others depend on first; none for wheels alone. */
  readonly crates?: readonly TemplateCrate[];
}

export interface TemplateCrate {
  readonly name: string;
  /** Its file in the index of crates.io, such as `de/mo/demo-core`. */
  readonly indexPath: string;
}

/** File name that a new workflow gets. Trusted publishing is bound to it. */
export const TEMPLATE_PATH = '.github/workflows/python-release.yml';

/** The Dependabot configuration that keeps the pinned actions up to date. */
export const DEPENDABOT_PATH = '.github/dependabot.yml';

/** Text of a Dependabot configuration for actions alone. New releases wait a week. */
export const DEPENDABOT = `version: 2
updates:
  - package-ecosystem: github-actions
    directory: /
    schedule:
      interval: weekly
    cooldown:
      default-days: 7
`;

/** The actions of the template, by commit: a tag can be moved to other code (GitHub docs, "Security hardening"). */
const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';
const SETUP_PYTHON = 'actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0';
const UPLOAD = 'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1';
const DOWNLOAD = 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1';
const MATURIN = 'PyO3/maturin-action@e83996d129638aa358a18fbd1dfb82f0b0fb5d3b # v1.51.0';
const PUBLISH = 'pypa/gh-action-pypi-publish@cef221092ed1bacb1cc03d23a2d87d1d172e277b # v1.14.0';

const CRATES_AUTH =
  'rust-lang/crates-io-auth-action@c6f97d42243bad5fab37ca0427f495c86d5b1a18 # v1.0.5';

const CHECKOUT_STEP = `      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
`;

const READ = `    permissions:
      contents: read # to check out the repository
`;

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
  return `# Builds ${inComment(distribution)} for every platform, and publishes it:
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

# Each job asks for what it needs.
permissions: {}

# A run that publishes is never cancelled half-way; a second one for the same tag waits for it.
concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: false

jobs:
${jobs.map(job => buildJob(job, options)).join('\n')}
  sdist:
    name: sdist
    runs-on: ubuntu-latest
${READ}    steps:
${CHECKOUT_STEP}      - name: Build source distribution
        uses: ${MATURIN}
        with:
          command: sdist
          args: --out dist
${inFolder(folder)}      - name: Keep the files
        uses: ${UPLOAD}
        with:
          name: dist-sdist
          path: ${dist(folder)}

${publishJob('publish', 'Publish to PyPI', 'pypi', "github.event_name == 'release' || inputs.publish == 'yes'", options)}
${publishJob('publish-testpypi', 'Publish to TestPyPI', 'testpypi', "github.event_name == 'workflow_dispatch' && inputs.publish == 'no'", options)}${cratesJob(options)}`;
}

function buildJob(
  { id, platforms, manylinux }: BuildJob,
  { folder, abi3, locked }: TemplateOptions,
): string {
  return `  ${id}:
    name: ${id}
    runs-on: \${{ matrix.platform.runner }}
${READ}    strategy:
      fail-fast: false
      matrix:
        platform:
${platforms.map(([runner, target]) => `          - runner: ${runner}\n            target: ${target}\n`).join('')}    steps:
${CHECKOUT_STEP}      - uses: ${SETUP_PYTHON}
        with:
          python-version: 3.x
      - name: Build wheels
        uses: ${MATURIN}
        with:
          target: \${{ matrix.platform.target }}
          args: --release${locked ? ' --locked' : ''} --out dist${abi3 ? '' : ' --find-interpreter'}
${manylinux === undefined ? '' : `          manylinux: ${manylinux}\n`}${inFolder(folder)}      - name: Keep the files
        uses: ${UPLOAD}
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
          `password: \${{ secrets.${environment === 'pypi' ? 'PYPI_API_TOKEN' : 'TEST_PYPI_API_TOKEN'} }} # zizmor: ignore[use-trusted-publishing] a token was chosen`,
        ]),
    ...(environment === 'pypi' ? [] : ['repository-url: https://test.pypi.org/legacy/']),
  ];
  return `  ${id}:
    name: ${name}
    needs: [linux, macos, windows, sdist]
    if: ${condition}
    runs-on: ubuntu-latest
    environment: ${environment}
${trusted ? '    permissions:\n      id-token: write # for trusted publishing and its attestations: no token is stored\n' : '    permissions: {}\n'}    steps:
      - name: Get the files
        uses: ${DOWNLOAD}
        with:
          pattern: dist-*
          path: dist
          merge-multiple: true
      - name: Upload
        uses: ${PUBLISH}
        with:
${inputs.map(input => `          ${input}\n`).join('')}`;
}

/**
 * The job that publishes crates, one after the other: cargo waits until crates.io serves each. A run that is repeated
 * leaves out what exists already.
 */
function cratesJob({ crates = [], publishing, locked }: TemplateOptions): string {
  if (crates.length === 0) return '';
  const trusted = publishing === 'trusted';
  const token = trusted ? 'steps.auth.outputs.token' : 'secrets.CARGO_REGISTRY_TOKEN';
  const ignored = trusted ? '' : ' # zizmor: ignore[use-trusted-publishing] a token was chosen';
  return `
  publish-crates:
    name: Publish to crates.io
    needs: [linux, macos, windows, sdist]
    if: github.event_name == 'release' || inputs.publish == 'yes'
    runs-on: ubuntu-latest
    environment: crates-io
    permissions:
      contents: read # to check out the repository
${trusted ? '      id-token: write # for trusted publishing: no token is stored\n' : ''}    steps:
${CHECKOUT_STEP}${trusted ? `      - name: Sign in to crates.io\n        id: auth\n        uses: ${CRATES_AUTH}\n` : ''}${crates
    .map(
      ({ name, indexPath }) => `      - name: Publish ${name}
        run: |${ignored}
          version=$(cargo pkgid -p ${name} | sed 's/.*[#@]//')
          if curl -fsS https://index.crates.io/${indexPath} | grep -qF "\\"vers\\":\\"$version\\""; then
            echo "${name} $version is published already"
          else
            cargo publish -p ${name}${locked ? ' --locked' : ''}
          fi
        env:
          CARGO_REGISTRY_TOKEN: \${{ ${token} }}
`,
    )
    .join('')}`;
}

function inFolder(folder: string): string {
  return folder === '' ? '' : `          working-directory: ${quoted(folder)}\n`;
}

function dist(folder: string): string {
  return quoted(folder === '' ? 'dist' : `${folder}/dist`);
}

/** What maturin-action takes: `2_28` and `auto`, not `manylinux_2_28`. */
function manylinuxOf(compatibility: string | undefined): string {
  const policy = /^manylinux_?(\d+(?:_\d+)?)$/.exec(compatibility ?? '')?.[1];
  return policy === undefined ? 'auto' : quoted(policy);
}

/** A plain scalar where YAML allows it, else one in quotes. GitHub takes no expression of it. */
function quoted(text: string): string {
  if (/^[A-Za-z_][\w./-]*$/.test(text)) return text;
  return JSON.stringify(text.replaceAll('${{', "${{ '${{' }}"));
}

/** A name in a comment, which ends with its line. */
function inComment(text: string): string {
  return text.replace(/[^\w.-]/g, '');
}
