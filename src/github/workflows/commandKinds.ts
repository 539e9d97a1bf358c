import { toolName, withoutRunner } from './commandWords';
import { type Command } from './shell';

/** What a command of a script can do outside of the runner. */
export type CommandKind =
  /** Nothing: it reads, writes files, installs, builds, tests or says something. */
  | { readonly kind: 'harmless' }
  /** It builds or tests: code of the repository and of its dependencies runs, with the credentials of its job. */
  | { readonly kind: 'code'; readonly what: string }
  /** It sends something to another place than a Python index. */
  | { readonly kind: 'elsewhere'; readonly target: string; readonly by: string }
  /** It starts another workflow. */
  | { readonly kind: 'dispatch'; readonly by: string }
  /** It is a program or a file that can't be looked into from here. */
  | { readonly kind: 'unread'; readonly what: string };

const HARMLESS: CommandKind = { kind: 'harmless' };

/** Programs that only read, write files, say something or install. */
const HARMLESS_TOOLS = new Set(
  `: [ [[ ]] add-apt-repository apk apt apt-get arch awk basename break brew bsdtar cat cd chgrp chmod choco chown cmp
  column comm conda continue cp cut date dd declare delvewheel auditwheel delocate-wheel df diff dirname dnf do done
  dpkg du echo esac exit export false fi file find for fold free ggrep git-cliff getconf getopts grep egrep fgrep groups
  gsed gtar gunzip gzip head hostname icacls id install jq ldconfig ldd let ln local locate ls lsb_release lsof md5sum
  mamba micromamba mkdir mktemp mv nproc objdump od otool pacman paste patchelf pip pip3 popd printenv
  printf ps pushd pwd python-version readarray readelf readlink readonly realpath return rev rm rmdir rpm rustc rustup
  scoop sed select seq set setx sha1sum sha256sum sha512sum shasum shift shopt shuf sleep sort split stat strings strip
  stty sudo sw_vers sync sysctl tac tail tar tee test touch tr trap true tty typeset ulimit umask uname uncompress
  uniq unset unzip update-alternatives uptime vcpkg virtualenv wait wc which whoami winget xz yes yq yum zcat zip zstd
  7z dos2unix bc cygpath where type hash ruff black isort flake8 mypy pyright codespell rustfmt shellcheck yamllint
  check-wheel-contents twine-check nm lipo install_name_tool security xcode-select xcodebuild-version softwareupdate
  gcc g++ cc clang clang++ ld ar cmake ninja meson pkg-config protoc cargo-about cargo-deny tokei wasm-opt
  write-host write-output get-content set-content out-file new-item remove-item copy-item move-item get-childitem
  select-string test-path join-path expand-archive compress-archive foreach-object where-object get-command copy
  venv ensurepip site sysconfig platform json.tool compileall zipfile tarfile pipx move del dir md rd ren xcopy robocopy call setlocal endlocal goto rem`
    .split(/\s+/)
    .concat('then', 'else', 'in', '}', '{'),
);

/** Programs that build or test. */
const CODE_TOOLS = new Set(
  `maturin pytest py.test cibuildwheel coverage python-build build sphinx-build mkdocs mdbook hyperfine valgrind
  wasm-bindgen wasm-pack cross cargo-zigbuild node-gyp tsc vitest jest playwright ctest stubtest pre-commit prek bandit codecov typos zizmor actionlint gdb lldb xvfb-run rustdoc dotnet go mvn
  gradle gradlew php composer swift javac java helm kubectl kind minikube`.split(/\s+/),
);

const HARMLESS_SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  uv: 'sync pip venv lock python tool export tree self cache add remove init version help --version'.split(
    ' ',
  ),
  poetry:
    'install config version lock check env self add show source export update --version'.split(' '),
  pdm: 'install sync lock config venv list info add use --version'.split(' '),
  hatch: 'version env config dep python --version'.split(' '),
  rye: 'sync install lock config fetch toolchain self pin version tools --version'.split(' '),
  pixi: 'install info list config global lock --version'.split(' '),
  npm: 'ci install i version config cache --version'.split(' '),
  pnpm: 'install i add config store --version'.split(' '),
  yarn: 'install config cache --version'.split(' '),
  twine: ['check', '--version'],
  flit: ['install'],
  gh: 'pr issue run cache auth config label repo search status variable --version'.split(' '),
  docker: 'pull images ps login logout info version inspect cp stop rm system tag manifest'.split(
    ' ',
  ),
};

const CODE_SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  uv: ['build'],
  poetry: ['build'],
  pdm: ['build'],
  hatch: ['build', 'test', 'fmt'],
  rye: ['build', 'test', 'lint', 'fmt'],
  flit: ['build'],
  docker: ['build', 'buildx'],
};

/** Of cargo, and of its extensions. */
const CARGO_HARMLESS =
  /^(?:install|binstall|add|update|fetch|metadata|tree|search|--version|-V|-vV|version|fmt|deny|audit|about|locate-project|pkgid|generate-lockfile|verify-project|cyclonedx|outdated|machete|sort|set-version|vendor|clean|login|logout)$/;
const CARGO_CODE =
  /^(?:b|build|c|check|t|test|clippy|doc|d|bench|nextest|llvm-cov|hack|miri|fix|rustc|zigbuild|xwin|package|tarpaulin|fuzz|expand|semver-checks|insta|minimal-versions|codspeed|careful|rdme|msrv|udeps|auditable|ndk|wasi)$/;

/** Words in the name of a script, target or action that say that it takes part in publishing. */
const SUSPICIOUS = /publish|pypi|twine|release|deploy|dispatch|upload|distribut|ship\b/i;

export function isSuspicious(what: string): boolean {
  return SUSPICIOUS.test(what);
}

/** Whether a program, or the script or target that it runs, has a name that suggests publishing. */
export function isSuspiciousCommand(what: string): boolean {
  const words = withoutRunner(what.split(' '));
  const [program = '', ...rest] = words;
  const targets = rest.filter(word => !word.startsWith('-')).slice(0, 3);
  return [program, ...targets].some(word => isSuspicious(word.split('/').at(-1) ?? ''));
}

/** What a command does that uploads nothing to a Python index and makes no Release. */
export function kindOfCommand(command: Command, functions: ReadonlySet<string>): CommandKind {
  const given = command.words;
  const words = withoutRunner(given);
  const name = toolName(words);
  const [first = '', second = ''] = words;
  const unread = (): CommandKind => ({ kind: 'unread', what: shown(given) });
  if (functions.has(first) || /^[-+\d]/.test(first)) return HARMLESS;
  // PowerShell assigns to variables and calls methods.
  if (first.startsWith('$') && (/^[-+*/.]?=$/.test(second) || /^\$\w+\.\w+/.test(first)))
    return HARMLESS;
  if (writesSettings(command)) return unread();
  if (/(?:^|\/)[Aa]ctivate(?:\.\w+)?$/.test(words.at(-1) ?? '') && words.length <= 2)
    return HARMLESS;
  if (name.startsWith('python') && (words.length === 1 || /^(?:-V+|--version)$/.test(second)))
    return words.length === 1 && (command.isPiped || command.input !== undefined)
      ? unread()
      : HARMLESS;
  if (HARMLESS_TOOLS.has(name)) return HARMLESS;
  const code: CommandKind = { kind: 'code', what: shown(given) };
  if (CODE_TOOLS.has(name)) return code;
  const sub = words.slice(1).find(word => !word.startsWith('-') && !word.startsWith('+')) ?? second;
  switch (name) {
    case 'git':
      if (sub === 'push') return { kind: 'elsewhere', target: 'git', by: 'git push' };
      return HARMLESS;
    case 'cargo':
      if (sub === 'publish' && words.includes('--dry-run')) return HARMLESS;
      if (
        /^(?:publish|release|workspaces|ws|smart-release|release-plz|publish-all|mono)$/.test(sub)
      )
        return { kind: 'elsewhere', target: 'crates.io', by: `cargo ${sub}` };
      if (CARGO_CODE.test(sub)) return code;
      return CARGO_HARMLESS.test(sub) ? HARMLESS : unread();
    case 'release-plz':
      return { kind: 'elsewhere', target: 'crates.io', by: 'release-plz' };
    case 'gh':
      return kindOfGh(words) ?? unread();
    case 'npm':
    case 'pnpm':
    case 'yarn':
      if (words.includes('publish'))
        return words.includes('--dry-run')
          ? HARMLESS
          : { kind: 'elsewhere', target: 'npm', by: `${name} publish` };
      break;
    case 'docker':
    case 'podman':
      if (sub === 'push' || words.includes('--push'))
        return { kind: 'elsewhere', target: 'docker', by: 'docker push' };
      break;
    case 'npx':
    case 'bunx':
      return kindOfCommand({ ...command, words: words.slice(1) }, functions);
    case 'vercel':
    case 'netlify':
    case 'wrangler':
    case 'firebase':
    case 'mike':
    case 'surge':
      return { kind: 'elsewhere', target: 'pages', by: `${name} ${sub}`.trim() };
    case 'anaconda':
    case 'rattler-build':
      if (words.includes('upload') || words.includes('publish'))
        return { kind: 'elsewhere', target: 'conda', by: `${name} upload` };
      break;
    case 'fury':
      if (sub === 'push') return { kind: 'elsewhere', target: 'Gemfury', by: 'fury push' };
      return HARMLESS;
    case 'aws':
    case 'gsutil':
    case 'gcloud':
    case 'az':
    case 'azcopy':
      return { kind: 'elsewhere', target: 'cloud', by: `${name} ${sub}`.trim() };
    case 'curl':
    case 'wget':
    case 'http':
    case 'invoke-webrequest':
    case 'iwr':
      return sends(words) ? unread() : HARMLESS;
    case 'sh':
    case 'bash':
      // A program that another one downloads.
      return unread();
    default:
      break;
  }
  if (HARMLESS_SUBCOMMANDS[name]?.includes(sub) === true) return HARMLESS;
  if (CODE_SUBCOMMANDS[name]?.includes(sub) === true && !isSuspicious(shown(words))) return code;
  return unread();
}

function kindOfGh(words: readonly string[]): CommandKind | undefined {
  const [, area, action] = words;
  if (area === 'workflow')
    return action === 'run' ? { kind: 'dispatch', by: words.slice(0, 4).join(' ') } : HARMLESS;
  if (area === 'release') {
    if (/^(?:view|list|download)$/.test(action ?? '')) return HARMLESS;
    // `create` is read elsewhere: it may start workflows.
    return { kind: 'elsewhere', target: 'GitHub', by: `gh release ${action ?? ''}`.trim() };
  }
  if (area === 'api') {
    const writes = words.some(word =>
      /^(?:-X|--method|-f|-F|--field|--raw-field|--input)/.test(word),
    );
    return writes || words.some(word => word.includes('dispatches')) ? undefined : HARMLESS;
  }
  return HARMLESS_SUBCOMMANDS['gh']?.includes(area ?? '') === true ? HARMLESS : undefined;
}

/** Whether a request can change something. */
function sends(words: readonly string[]): boolean {
  return words.some(
    (word, at) =>
      !/^(?:-X|--request=?)(?:GET|HEAD)?$/i.test(
        /^(?:-X|--request)$/.test(word) ? `-X${words[at + 1] ?? ''}` : word,
      ) &&
      // `-f` of curl makes it fail, and sends nothing.
      (/^(?:-X|--request|-d|--data|-F|--form|-T|--upload-file|--post-|--json)/.test(word) ||
        /^-Method/i.test(word)),
  );
}

/** What changes the index or the password of a later step: the environment of the job, or a configuration file. */
function writesSettings({ words, writes }: Command): boolean {
  const files = [...writes, ...(words[0] === 'tee' ? words.slice(1) : [])];
  return files.some(file => /\.pypirc$|pip\.conf$|pypoetry|\.config\/(?:uv|hatch|pdm)/.test(file));
}

/** A command as a message shows it, cut. */
export function shown(words: readonly string[]): string {
  const text = words.slice(0, 8).join(' ').replace(/\s+/g, ' ');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
