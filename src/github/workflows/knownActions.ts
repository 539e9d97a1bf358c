import { isMaturinAction } from './publishing';

/** Actions that upload nothing, make no Release and start no workflow: they check out, install, cache, build, test or report. */
const ACTIONS = new Set(
  `actions/checkout actions/upload-artifact actions/upload-artifact/merge actions/download-artifact actions/cache
  actions/cache/restore actions/cache/save actions/setup-python actions/setup-node actions/setup-java
  actions/setup-go actions/setup-dotnet actions/setup-ruby actions/attest actions/attest-build-provenance
  actions/attest-sbom actions/upload-pages-artifact actions/configure-pages actions/jekyll-build-pages
  actions/create-github-app-token actions/stale actions/labeler actions/first-interaction
  actions/dependency-review-action actions/add-to-project actions/ai-inference dtolnay/rust-toolchain
  dtolnay/install swatinem/rust-cache actions-rs/toolchain actions-rs/install actions-rs/clippy-check
  actions-rs/audit-check actions-rs/clippy actions-rs/tarpaulin actions-rs/grcov
  actions-rust-lang/setup-rust-toolchain actions-rust-lang/rustfmt actions-rust-lang/audit
  mozilla-actions/sccache-action moonrepo/setup-rust moonrepo/setup-toolchain rui314/setup-mold
  arduino/setup-protoc arduino/setup-task mlugg/setup-zig ilammy/setup-nasm ilammy/msvc-dev-cmd
  jlumbroso/free-disk-space dorny/paths-filter dorny/test-reporter tj-actions/changed-files
  tj-actions/branch-names tj-actions/verify-changed-files codecov/codecov-action codecov/test-results-action
  coverallsapp/github-action step-security/harden-runner step-security/skip-duplicate-actions rustsec/audit-check
  embarkstudios/cargo-deny-action conda-incubator/setup-miniconda
  mamba-org/setup-micromamba mamba-org/provision-with-micromamba prefix-dev/setup-pixi
  prefix-dev/rattler-build-action pnpm/action-setup oven-sh/setup-bun ruby/setup-ruby extractions/setup-just
  extractions/setup-crate extractions/netrc snok/install-poetry pdm-project/setup-pdm abatilo/actions-poetry
  kylemayes/install-llvm-action lukka/get-cmake msys2/setup-msys2
  microsoft/setup-msbuild microsoft/devskim-action gradle/actions/setup-gradle
  gradle/wrapper-validation-action gradle/actions/wrapper-validation erlef/setup-beam shivammathur/setup-php
  cachix/install-nix-action cachix/cachix-action determinatesystems/nix-installer-action
  determinatesystems/magic-nix-cache-action determinatesystems/flakehub-cache-action slackapi/slack-github-action
  lycheeverse/lychee-action zizmorcore/zizmor-action github/codeql-action/init github/codeql-action/analyze
  github/codeql-action/autobuild github/codeql-action/upload-sarif github/issue-labeler github/issue-metrics
  taiki-e/install-action taiki-e/cache-cargo-install-action taiki-e/setup-cross-toolchain-action
  astral-sh/setup-uv astral-sh/ruff-action pypa/cibuildwheel pypa/hatch docker/setup-buildx-action
  docker/setup-qemu-action docker/metadata-action docker/login-action baptiste0928/cargo-install
  cargo-bins/cargo-binstall crate-ci/typos hynek/build-and-inspect-python-package hynek/setup-cached-uv
  re-actors/alls-green re-actors/checkout-python-sdist lewagon/wait-on-check-action
  sigstore/gh-action-sigstore-python sigstore/cosign-installer gabrielbb/xvfb-action eifinger/setup-rye
  eifinger/setup-uv olegtarasov/get-tag orhun/git-cliff-action mindsers/changelog-reader-action
  yettoapp/changelog-reader mymindstorm/setup-emsdk go-task/setup-task obi1kenobi/cargo-semver-checks-action
  brettcannon/check-for-changed-files mikepenz/action-junit-report matrix-org/setup-python-poetry
  useblacksmith/setup-docker-builder useblacksmith/rust-cache runs-on/action rust-lang/crates-io-auth-action
  google-github-actions/auth google-github-actions/setup-gcloud aws-actions/configure-aws-credentials
  marocchino/sticky-pull-request-comment thollander/actions-comment-pull-request mshick/add-pr-comment
  peter-evans/create-or-update-comment insightsengineering/disk-space-reclaimer easimon/maximize-build-space
  pyvista/setup-headless-display-action korandoru/hawkeye mhils/workflows/checkout
  rerun-io/install-vulkan-sdk-action jetli/wasm-bindgen-action jetli/wasm-pack-action peaceiris/actions-mdbook
  peaceiris/actions-hugo metcalfc/changelog-generator quarto-dev/quarto-actions/setup aquasecurity/trivy-action
  softprops/turnstyle styfle/cancel-workflow-action montudor/action-zip seanmiddleditch/gha-setup-ninja
  bazel-contrib/setup-bazel bazelbuild/setup-bazelisk deadsnakes/action apple-actions/import-codesign-certs
  ad-m/report-affected egor-tensin/setup-mingw haya14busa/action-cond rtcamp/action-slack-notify
  8398a7/action-slack ravsamhq/notify-slack-action`.split(/\s+/),
);

/** Actions that build or test: code of the repository runs, with the credentials of its job. */
const CODE_ACTIONS = new Set([
  'pre-commit/action',
  'j178/prek-action',
  'codspeedhq/action',
  'lukka/run-vcpkg',
  'lukka/run-cmake',
  'gradle/gradle-build-action',
]);

export function isCodeAction(name: string): boolean {
  return CODE_ACTIONS.has(name.toLowerCase());
}

/** Inputs of actions that hold commands, such as `before-script-linux` of maturin-action. */
const SCRIPT_INPUT =
  /^(?:run|cmd|script|shell-command|test-command)$|^(?:before|pre|post)-?(?:script|command|run|build)/;

/** Variables of cibuildwheel that hold commands. */
const SCRIPT_VARIABLE = /^CIBW_(?:BEFORE_|TEST_COMMAND|REPAIR_WHEEL_COMMAND)/;

/** The commands that a known action is given to run beside its own work. */
export function scriptsOfAction(
  uses: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): readonly string[] {
  const name = (uses.split('@', 1)[0] ?? '').toLowerCase();
  const isKnown = isKnownAction(name) || isCodeAction(name) || isMaturinAction(uses);
  return [
    ...Object.entries(inputs).flatMap(([input, text]) =>
      isKnown && SCRIPT_INPUT.test(input.toLowerCase()) ? [text] : [],
    ),
    ...Object.entries(env).flatMap(([variable, text]) =>
      name === 'pypa/cibuildwheel' && SCRIPT_VARIABLE.test(variable) ? [text] : [],
    ),
  ];
}

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
  return ACTIONS.has(lower) && !(lower in ELSEWHERE);
}

/** Where else than to a Python index an action sends something, or undefined. */
export function elsewhereOfAction(name: string): string | undefined {
  return ELSEWHERE[name.toLowerCase()];
}
