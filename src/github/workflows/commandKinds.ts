import {
  isProjectProgram,
  isProjectScript,
  subcommandOf,
  toolName,
  withoutRunner,
} from './commandWords';
import { gitCommand } from './gitCommands';
import { runsArgument } from './harmlessTools';
import { sendsRequest } from './requestCommands';
import { type Command } from './shell';
import {
  CODE_SUBCOMMANDS,
  CODE_TOOLS,
  HARMLESS_SUBCOMMANDS,
  HARMLESS_TOOLS,
  PACKAGES_ONLY,
} from './toolTables';

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
  const code: CommandKind = { kind: 'code', what: shown(given) };
  if (functions.has(first)) return HARMLESS;
  // What is left of a line that was cut in the wrong place.
  if (/^(?:[-+]|\d+$)/.test(first)) return code;
  // PowerShell assigns to variables, and calls methods.
  if (first.startsWith('$') && (/^[-+*/.]?=$/.test(second) || /^\$\w+\.\w+/.test(first)))
    return isValue(first, words.slice(1)) ? HARMLESS : code;
  if (writesSettings(command)) return unread();
  if (isActivation(words)) return HARMLESS;
  if (name.startsWith('python') && (words.length === 1 || /^(?:-V+|--version)$/.test(second)))
    return words.length === 1 && (command.isPiped || command.input !== undefined)
      ? unread()
      : HARMLESS;
  if (HARMLESS_TOOLS.has(name) && isProjectProgram(first)) return unread();
  if (HARMLESS_TOOLS.has(name))
    return runsArgument(name, words) || (isProjectScript(given) && !PYTHON_TOOLS.has(name))
      ? code
      : HARMLESS;
  if (CODE_TOOLS.has(name)) return code;
  const sub = subcommandOf(words) ?? second;
  switch (name) {
    case 'git':
      switch (gitCommand(words)) {
        case 'push':
          return { kind: 'elsewhere', target: 'git', by: 'git push' };
        case 'runs':
          return code;
        case 'harmless':
          return HARMLESS;
      }
    // eslint-disable-next-line no-fallthrough -- every case above returns
    case 'command':
    case 'env':
      return words.length === 1 || /^-[vV]$/.test(second) ? HARMLESS : unread();
    case 'pip':
    case 'pip3':
      if (/^(?:install|wheel)$/.test(sub)) return installsCode(words) ? code : HARMLESS;
      break;
    case 'cargo':
      if (sub === 'install' && words.some(word => /^--(?:path|git)(?:=|$)/.test(word))) return code;
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
      return sendsRequest(name, words) ? unread() : HARMLESS;
    case 'sh':
    case 'bash':
      // A program that another one downloads.
      return unread();
    default:
      break;
  }
  if (own(HARMLESS_SUBCOMMANDS, name)?.includes(sub) === true) return HARMLESS;
  if (own(CODE_SUBCOMMANDS, name)?.includes(sub) === true && !isSuspicious(shown(words)))
    return words.some(word => PACKAGES_ONLY.test(word)) ? HARMLESS : code;
  return unread();
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Tools that a project has from an index, and that no one calls a script of their own by. */
const PYTHON_TOOLS = new Set(
  'ruff black isort flake8 mypy pyright codespell pip auditwheel delvewheel delocate-wheel check-wheel-contents yamllint'.split(
    ' ',
  ),
);

/** Whether PowerShell gives a variable a value, or reads one. A program of a file and a method run code. */
function isValue(first: string, [operator = '', value = '', ...rest]: readonly string[]): boolean {
  if (/^\$\w+\.\w+/.test(first)) return operator === '=' || operator.startsWith('-');
  return rest.length > 0 || !/[\\/]|\.(?:ps1|bat|cmd|exe|py|sh)$/i.test(value);
}

/** `source .venv/bin/activate` */
function isActivation(words: readonly string[]): boolean {
  const file = /^(?:source|\.)$/.test(words[0] ?? '') ? words[1] : words[0];
  return (
    words.length <= 2 &&
    /(?:^|[\\/])(?:bin|Scripts)[\\/][Aa]ctivate(?:\.(?:ps1|bat|fish|csh))?$/.test(file ?? '') &&
    (words.length === 1 || file === words[1])
  );
}

/** Whether pip builds something that is no release on an index: a folder, a repository, what a file lists. */
function installsCode(words: readonly string[]): boolean {
  return words.some((word, at) => {
    if (at === 0 || word.endsWith('.whl')) return false;
    if (
      /^(?:-e|-r|-i|-f|--editable|--requirement|--group|--(?:extra-)?index-url|--find-links)/.test(
        word,
      )
    )
      return true;
    const isOption = word.startsWith('-') || words[at - 1]?.startsWith('-') === true;
    return !isOption && (word.startsWith('.') || /[\\/:]/.test(word));
  });
}

function kindOfGh(words: readonly string[]): CommandKind | undefined {
  const [, area, action] = words;
  if (area === 'workflow')
    return action === 'run'
      ? { kind: 'dispatch', by: words.slice(0, 4).join(' ') }
      : /^(?:view|list)$/.test(action ?? '')
        ? HARMLESS
        : { kind: 'code', what: shown(words) };
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
  const isRead =
    /^(?:view|list|status|checks|diff|download|watch|checkout|clone|set-default)$/.test(
      action ?? '',
    );
  if (isRead && CODE_SUBCOMMANDS['gh']?.includes(area ?? '') === true) return HARMLESS;
  if (HARMLESS_SUBCOMMANDS['gh']?.includes(area ?? '') === true) return HARMLESS;
  // A comment, a merge and a run that is repeated may start workflows.
  return CODE_SUBCOMMANDS['gh']?.includes(area ?? '') === true
    ? { kind: 'code', what: shown(words) }
    : undefined;
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
