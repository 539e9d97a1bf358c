/** Actions that upload nothing, make no Release and start no workflow: they check out, install, cache, build, test or report. */
const OWNERS = new Set([
  'actions',
  'dtolnay',
  'swatinem',
  'actions-rs',
  'actions-rust-lang',
  'mozilla-actions',
  'moonrepo',
  'rui314',
  'arduino',
  'mlugg',
  'ilammy',
  'jlumbroso',
  'dorny',
  'tj-actions',
  'codecov',
  'coverallsapp',
  'step-security',
  'rustsec',
  'embarkstudios',
  'pre-commit',
  'codspeedhq',
  'conda-incubator',
  'mamba-org',
  'prefix-dev',
  'pnpm',
  'oven-sh',
  'ruby',
  'extractions',
  'snok',
  'pdm-project',
  'abatilo',
  'kylemayes',
  'lukka',
  'msys2',
  'microsoft',
  'gradle',
  'erlef',
  'shivammathur',
  'cachix',
  'determinatesystems',
  'slackapi',
  'lycheeverse',
  'zizmorcore',
  'github',
]);

const ACTIONS = new Set(
  `taiki-e/install-action taiki-e/cache-cargo-install-action taiki-e/setup-cross-toolchain-action astral-sh/setup-uv
  astral-sh/ruff-action pypa/cibuildwheel pypa/hatch docker/setup-buildx-action docker/setup-qemu-action
  docker/metadata-action docker/login-action baptiste0928/cargo-install cargo-bins/cargo-binstall crate-ci/typos
  hynek/build-and-inspect-python-package hynek/setup-cached-uv re-actors/alls-green re-actors/checkout-python-sdist
  lewagon/wait-on-check-action sigstore/gh-action-sigstore-python sigstore/cosign-installer gabrielbb/xvfb-action
  eifinger/setup-rye eifinger/setup-uv olegtarasov/get-tag orhun/git-cliff-action
  mindsers/changelog-reader-action yettoapp/changelog-reader mymindstorm/setup-emsdk go-task/setup-task
  obi1kenobi/cargo-semver-checks-action brettcannon/check-for-changed-files mikepenz/action-junit-report
  matrix-org/setup-python-poetry useblacksmith/setup-docker-builder useblacksmith/rust-cache runs-on/action
  rust-lang/crates-io-auth-action google-github-actions/auth google-github-actions/setup-gcloud
  aws-actions/configure-aws-credentials marocchino/sticky-pull-request-comment thollander/actions-comment-pull-request
  mshick/add-pr-comment peter-evans/create-or-update-comment insightsengineering/disk-space-reclaimer
  easimon/maximize-build-space pyvista/setup-headless-display-action j178/prek-action korandoru/hawkeye
  mhils/workflows/checkout rerun-io/install-vulkan-sdk-action jetli/wasm-bindgen-action jetli/wasm-pack-action
  peaceiris/actions-mdbook peaceiris/actions-hugo metcalfc/changelog-generator quarto-dev/quarto-actions/setup
  aquasecurity/trivy-action softprops/turnstyle styfle/cancel-workflow-action montudor/action-zip
  seanmiddleditch/gha-setup-ninja bazel-contrib/setup-bazel bazelbuild/setup-bazelisk deadsnakes/action
  apple-actions/import-codesign-certs ad-m/report-affected egor-tensin/setup-mingw
  haya14busa/action-cond rtcamp/action-slack-notify 8398a7/action-slack ravsamhq/notify-slack-action`.split(
    /\s+/,
  ),
);

/** Those of the owners above that do more. */
const NOT_KNOWN = new Set([
  'actions/github-script',
  'actions/create-release',
  'actions-rs/cargo',
  'tj-actions/release',
]);

/** Actions that send something to another place than a Python index, by what that is. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'docker/build-push-action': 'docker',
  'docker/bake-action': 'docker',
  'katyo/publish-crates': 'crates.io',
  'release-plz/action': 'crates.io',
  'marcoieni/release-plz-action': 'crates.io',
  'release-plz/release-plz-action': 'crates.io',
  'js-devtools/npm-publish': 'npm',
  'peaceiris/actions-gh-pages': 'pages',
  'jamesives/github-pages-deploy-action': 'pages',
  'actions/deploy-pages': 'pages',
  'cloudflare/wrangler-action': 'pages',
  'google-github-actions/upload-cloud-storage': 'cloud',
  'taiki-e/upload-rust-binary-action': 'GitHub',
  'alexellis/upload-assets': 'GitHub',
  'actions/upload-release-asset': 'GitHub',
  'shogo82148/actions-upload-release-asset': 'GitHub',
  'peter-evans/create-pull-request': 'git',
  'stefanzweifel/git-auto-commit-action': 'git',
  'ad-m/github-push-action': 'git',
  'crazy-max/ghaction-github-pages': 'pages',
};

export function isKnownAction(name: string): boolean {
  const lower = name.toLowerCase();
  if (NOT_KNOWN.has(lower) || lower in ELSEWHERE) return false;
  return ACTIONS.has(lower) || OWNERS.has(lower.split('/', 1)[0] ?? '');
}

/** Where else than to a Python index an action sends something, or undefined. */
export function elsewhereOfAction(name: string): string | undefined {
  return ELSEWHERE[name.toLowerCase()];
}
