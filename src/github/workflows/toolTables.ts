const CONDA =
  'install create activate deactivate env info list config update init clean search remove shell --version'.split(
    ' ',
  );

const PIP =
  'list freeze show check cache config debug uninstall download help completion --version -V'.split(
    ' ',
  );

/** Programs that only read, write files, say something or install. */
export const HARMLESS_TOOLS = new Set(
  `: [ [[ ]] add-apt-repository apk apt apt-get arch awk basename break bsdtar cat cd chgrp chmod chown cmp
  column comm continue cp cut date dd declare delvewheel auditwheel delocate-wheel df diff dirname dnf do done
  dpkg du echo esac exit export false fi file find for fold free ggrep git-cliff getconf getopts grep egrep fgrep groups
  gsed gtar gunzip gzip head hostname icacls id install jq ldconfig ldd let ln local locate ls lsb_release lsof md5sum
  mkdir mktemp mv nproc objdump od otool pacman paste patchelf popd printenv
  printf ps pushd pwd python-version readarray readelf readlink readonly realpath return rev rm rmdir rpm rustc   sed select seq set setx sha1sum sha256sum sha512sum shasum shift shopt shuf sleep sort split stat strings strip
  stty sudo sw_vers sync sysctl tac tail tar tee test touch tr trap true tty typeset ulimit umask uname uncompress
  uniq unset unzip update-alternatives uptime vcpkg virtualenv wait wc which whoami xz yes yq yum zcat zip zstd
  7z dos2unix bc cygpath where type hash ruff black isort flake8 mypy pyright codespell rustfmt shellcheck yamllint
  check-wheel-contents twine-check nm lipo install_name_tool security xcode-select xcodebuild-version softwareupdate
  gcc g++ cc clang clang++ ld ar pkg-config protoc cargo-about cargo-deny tokei wasm-opt
  write-host write-output get-content set-content out-file new-item remove-item copy-item move-item get-childitem
  select-string test-path join-path expand-archive compress-archive foreach-object where-object get-command copy
  venv ensurepip site sysconfig platform json.tool compileall zipfile tarfile pipx move del dir md rd ren xcopy robocopy setlocal endlocal goto rem`
    .split(/\s+/)
    .concat('then', 'else', 'in', '{'),
);

/** Programs that build or test. */
export const CODE_TOOLS = new Set(
  `maturin pytest py.test cibuildwheel coverage python-build build sphinx-build mkdocs mdbook hyperfine valgrind
  wasm-bindgen wasm-pack cmake ninja meson cross cargo-zigbuild node-gyp tsc vitest jest playwright ctest stubtest pre-commit prek bandit codecov typos zizmor actionlint gdb lldb xvfb-run rustdoc dotnet go mvn
  gradle gradlew php composer swift javac java helm kubectl kind minikube`.split(/\s+/),
);

export const HARMLESS_SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  uv: 'venv lock python tool export tree self cache add remove init version help --version'.split(
    ' ',
  ),
  poetry: 'config version lock check env self add show source export update --version'.split(' '),
  pdm: 'lock config venv list info add use --version'.split(' '),
  hatch: 'version config dep python --version'.split(' '),
  rye: 'install lock config fetch toolchain self pin version tools --version'.split(' '),
  pixi: 'info list config global lock --version'.split(' '),
  npm: 'config cache --version'.split(' '),
  pnpm: 'config store --version'.split(' '),
  yarn: 'config cache --version'.split(' '),
  twine: ['check', '--version'],
  flit: ['install'],
  gh: 'auth config search status --version'.split(' '),
  conda: CONDA,
  mamba: CONDA,
  micromamba: CONDA,
  brew: 'install reinstall update upgrade list info link unlink tap uninstall cleanup outdated shellenv services pin --prefix --cellar --version'.split(
    ' ',
  ),
  choco: 'install upgrade list uninstall source feature --version'.split(' '),
  scoop: 'install update list bucket --version'.split(' '),
  winget: 'install upgrade list source --version'.split(' '),
  rustup:
    'toolchain target component default show update override self install set which doc completions --version +nightly'.split(
      ' ',
    ),
  pip: PIP,
  pip3: PIP,
  docker: 'pull images ps login logout info version inspect cp stop rm system tag'.split(' '),
};

/** They build the project, or run its scripts. */
export const CODE_SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  uv: ['build', 'sync'],
  poetry: ['build', 'install'],
  pdm: ['build', 'install', 'sync'],
  hatch: ['build', 'test', 'fmt', 'env'],
  rye: ['build', 'test', 'lint', 'fmt', 'sync'],
  pixi: ['install'],
  flit: ['build'],
  docker: ['build', 'buildx', 'manifest'],
  npm: ['ci', 'install', 'i', 'version'],
  pnpm: ['install', 'i', 'add'],
  yarn: ['install'],
  conda: ['build', 'mambabuild'],
  gh: 'pr issue run cache label repo variable'.split(' '),
};

/** Options with which these install packages alone, and neither the project nor scripts. */
export const PACKAGES_ONLY =
  /^--(?:no-install-project|no-install-workspace|only-group|no-root|no-self|ignore-scripts|skip-builds?)(?:=|$)/;
